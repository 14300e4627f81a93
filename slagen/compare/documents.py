"""What changed between two contracts: clause by clause, passage by passage, word by word.

Clauses are matched by id, then by text. Numbers are no text: a reference whose target merely has a new number has not changed,
and a clause that was only pushed down is renumbered, not modified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from slagen.compare.align import ALIKE, align, in_order, similarity
from slagen.compare.cosmetics import is_cosmetic
from slagen.compare.passages import ClausePassages, LabelType, Outline, Passage, read
from slagen.compare.sliding import slid
from slagen.compare.verdicts import Verdict
from slagen.compare.words import Op, Segment, Segments, base, count_words, diff, revised

if TYPE_CHECKING:
    from slagen.model.document import Document

Citing: TypeAlias = Callable[[str, Mapping[str, LabelType], str], str]
"""How a reference prints: (target, labels, the schedule that it stands in or empty) → text."""
_FEWEST_WORDS_MOVED = 4
_SAME_CLAUSE = 0.7
_SAME_PROVISION = 0.3


class Change(StrEnum):
    """What happened to a clause or passage. An upgraded clause comes from another version of the library and says the same."""

    UNCHANGED = "unchanged"
    INSERTED = "inserted"
    DELETED = "deleted"
    MODIFIED = "modified"
    MOVED = "moved"
    UPGRADED = "upgraded"
    RENUMBERED = "renumbered"


class PassageComparison(NamedTuple):
    """One passage. A moved one stands where it was (`segments` delete it) or where it is now (`segments` insert it)."""

    kind: str
    change: Change
    old_label: str
    new_label: str
    segments: Segments

    @property
    def cosmetic(self) -> bool:
        """Whether only its looks changed."""
        return self.change is Change.MODIFIED and is_cosmetic(base(self.segments), revised(self.segments))

    def words(self, op: Op) -> int:
        """How many words were inserted or deleted; what moved was neither."""
        return 0 if self.change is Change.MOVED else sum(count_words(segment.text) for segment in self.segments if segment.op is op)


class ClauseComparison(NamedTuple):
    """One clause. `change` names the most important thing; a modified clause may have `moved` as well.

    `old_id` differs from `id` where the clause was recognised by its text; the versions are those of the library.
    """

    id: str
    old_id: str
    title: str
    change: Change
    old_label: str
    new_label: str
    passages: tuple[PassageComparison, ...]
    moved: bool = False
    old_version: str = ""
    new_version: str = ""

    @property
    def words_inserted(self) -> int:
        """Words that the new text has and the old one had not."""
        return sum(passage.words(Op.INSERT) for passage in self.passages)

    @property
    def words_deleted(self) -> int:
        """Words that the old text had and the new one has not."""
        return sum(passage.words(Op.DELETE) for passage in self.passages)

    @property
    def upgraded(self) -> bool:
        """Whether it comes from another version of the library's clause, whatever that changed of its words."""
        return bool(self.old_version and self.new_version) and self.old_version != self.new_version

    @property
    def changes(self) -> tuple[PassageComparison, ...]:
        """The passages that changed."""
        return tuple(passage for passage in self.passages if passage.change is not Change.UNCHANGED)

    @property
    def cosmetic(self) -> bool:
        """Whether nothing changed but looks."""
        return bool(self.changes) and all(passage.cosmetic for passage in self.changes)


@dataclass(frozen=True, slots=True)
class DocumentComparison:
    """Every clause of both documents, in the new order; a deleted one after the clause that it followed."""

    clauses: tuple[ClauseComparison, ...]

    @property
    def changes(self) -> tuple[ClauseComparison, ...]:
        """The clauses that changed."""
        return tuple(clause for clause in self.clauses if clause.change is not Change.UNCHANGED)

    @property
    def verdict(self) -> Verdict:
        """How much of a difference there is, all in all."""
        passages = [passage for clause in self.changes for passage in clause.changes]
        if any(passage.change is not Change.MOVED and not passage.cosmetic for passage in passages):
            return Verdict.SUBSTANCE
        if any(clause.moved for clause in self.changes) or any(passage.change is Change.MOVED for passage in passages):
            return Verdict.MOVED
        return Verdict.COSMETIC if passages else Verdict.SAME


def compare_documents(
    old: Document,
    old_labels: Mapping[str, LabelType],
    new: Document,
    new_labels: Mapping[str, LabelType],
    cite: Citing[LabelType] | None = None,
) -> DocumentComparison:
    """Compare two documents; `cite(target, labels, schedule)` prints a reference (`assembly.labels.cite`), by default the bare label."""
    from slagen.compare.outlines import outline  # noqa: PLC0415 - start-up: outlines that were kept need no documents

    named = cite or _full_label
    before, after = (outline(one, labels, partial(_cited, named, labels, schedule="")) for one, labels in ((old, old_labels), (new, new_labels)))
    return compare_outlines(before, after, named)


def compare_outlines(old: Outline[LabelType], new: Outline[LabelType], cite: Citing[LabelType]) -> DocumentComparison:
    """Compare two documents by their outlines; `cite` as for `compare_documents`."""
    before = tuple(read(old, partial(_cited, cite, {**old.labels, **new.labels})))
    after = tuple(read(new, partial(_cited, cite, new.labels)))
    return DocumentComparison(_mark_moves(tuple(_compare_parts(before, after))))


def _full_label(target: str, labels: Mapping[str, LabelType], _schedule: str) -> str:
    return labels[target].full


def _cited(cite: Citing[LabelType], labels: Mapping[str, LabelType], target: str, schedule: str) -> str:
    return cite(target, labels, schedule)


def _compare_parts(old: Sequence[ClausePassages], new: Sequence[ClausePassages]) -> Iterator[ClauseComparison]:
    partner = _partners(old, new)
    places = [partner[index] for index in range(len(new)) if index in partner]
    steady = {places[index] for index in in_order(places)}
    followers = _followers(len(old), frozenset(places))
    yield from (_one_sided(old[index], Change.DELETED) for index in followers.get(-1, ()))
    for index, part in enumerate(new):
        if index not in partner:
            yield _one_sided(part, Change.INSERTED)
            continue
        place = partner[index]
        yield _compare_part(old[place], part, moved=place not in steady or old[place].place != part.place)
        yield from (_one_sided(old[gone], Change.DELETED) for gone in followers.get(place, ()))


def _followers(count: int, kept: frozenset[int]) -> dict[int, list[int]]:
    followers: dict[int, list[int]] = {}
    anchor = -1
    for index in range(count):
        if index in kept:
            anchor = index
        else:
            followers.setdefault(anchor, []).append(index)
    return followers


def _partners(old: Sequence[ClausePassages], new: Sequence[ClausePassages]) -> dict[int, int]:
    """Place in the new document → place in the old one: by id, and what is left by text."""
    by_id = {part.id: index for index, part in enumerate(old)}
    partner = {index: by_id[part.id] for index, part in enumerate(new) if part.id in by_id}
    taken = set(partner.values())
    left = [index for index in range(len(old)) if index not in taken and old[index].text]
    for index, part in enumerate(new):
        if index in partner or not left or not part.text:
            continue
        best = max(left, key=lambda place: similarity(old[place].text, part.text))
        if similarity(old[best].text, part.text) >= _SAME_CLAUSE:
            partner[index] = best
            left.remove(best)
    return partner


def _one_sided(part: ClausePassages, change: Change) -> ClauseComparison:
    came = change is Change.INSERTED
    passages = tuple(_one_sided_passage(passage, change, Op.INSERT if came else Op.DELETE) for passage in part.passages)
    kind = change if passages else Change.UNCHANGED
    if came:
        return ClauseComparison(part.id, part.id, part.title, kind, "", part.label, passages, new_version=part.version)
    return ClauseComparison(part.id, part.id, part.title, kind, part.label, "", passages, old_version=part.version)


def _one_sided_passage(passage: Passage, change: Change, op: Op) -> PassageComparison:
    labels = ("", passage.label) if op is Op.INSERT else (passage.label, "")
    return PassageComparison(passage.kind, change, *labels, (Segment(op, passage.text),) if passage.text else ())


def _compare_part(old: ClausePassages, new: ClausePassages, *, moved: bool) -> ClauseComparison:
    passages = tuple(_compare_passages(old.passages, new.passages))
    change = Change.UNCHANGED
    if any(passage.change is not Change.UNCHANGED for passage in passages):
        change = Change.MODIFIED
    elif moved:
        change = Change.MOVED
    elif old.version and new.version and old.version != new.version:
        change = Change.UPGRADED
    elif old.label != new.label:
        change = Change.RENUMBERED
    return ClauseComparison(new.id, old.id, new.title, change, old.label, new.label, passages, moved, old.version, new.version)


def _compare_passages(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[PassageComparison]:
    if [passage.text for passage in old] == [passage.text for passage in new]:
        yield from map(_unchanged, old, new)
        return

    def alike(one: int, other: int) -> float:
        return _alike(old[one], new[other])

    for one, other in slid(align([passage.text for passage in old], [passage.text for passage in new], alike), old, new):
        if one is None and other is not None:
            yield _one_sided_passage(new[other], Change.INSERTED, Op.INSERT)
        elif other is None and one is not None:
            yield _one_sided_passage(old[one], Change.DELETED, Op.DELETE)
        elif one is not None and other is not None:
            segments = diff(old[one].text, new[other].text)
            change = Change.UNCHANGED if old[one].text == new[other].text else Change.MODIFIED
            yield PassageComparison(new[other].kind, change, old[one].label, new[other].label, segments)


def _unchanged(old: Passage, new: Passage) -> PassageComparison:
    return PassageComparison(new.kind, Change.UNCHANGED, old.label, new.label, (Segment(Op.EQUAL, new.text),) if new.text else ())


def _alike(old: Passage, new: Passage) -> float:
    """How alike two passages are; what the author gave the same name belongs together as long as anything is left of it."""
    if old.kind != new.kind:
        return 0.0
    rate = similarity(old.text, new.text)
    named = old.key == new.key and (old.kind in {"heading", "definition", "signature"} or not old.key.rpartition(".")[2].isdecimal())
    return max(rate, ALIKE) if named and (old.kind != "row") and (rate or _something_left(old.text, new.text)) else rate


def _something_left(old: str, new: str) -> bool:
    shared = sum(len(segment.text) for segment in diff(old, new) if segment.op is Op.EQUAL)
    return shared >= _SAME_PROVISION * max(len(old), len(new))


def _mark_moves(clauses: tuple[ClauseComparison, ...]) -> tuple[ClauseComparison, ...]:
    """A passage that went from one place and came in the same words in another has moved."""
    gone = _texts(clauses, Change.DELETED)
    moving = {text: min(count, gone[text]) for text, count in _texts(clauses, Change.INSERTED).items() if text in gone}
    if not moving:
        return clauses
    left = {Change.DELETED: dict(moving), Change.INSERTED: dict(moving)}
    return tuple(_with_moves(clause, left) for clause in clauses)


def _texts(clauses: tuple[ClauseComparison, ...], change: Change) -> dict[str, int]:
    counts: dict[str, int] = {}
    for clause in clauses:
        for passage in clause.passages:
            text = "".join(segment.text for segment in passage.segments)
            if passage.change is change and count_words(text) >= _FEWEST_WORDS_MOVED:
                counts[text] = counts.get(text, 0) + 1
    return counts


def _with_moves(clause: ClauseComparison, left: Mapping[Change, dict[str, int]]) -> ClauseComparison:
    passages = []
    for passage in clause.passages:
        text = "".join(segment.text for segment in passage.segments)
        counts = left.get(passage.change, {})
        if counts.get(text):
            counts[text] -= 1
            passages.append(passage._replace(change=Change.MOVED))
        else:
            passages.append(passage)
    kept = clause._replace(passages=tuple(passages))
    only_moves = clause.change is Change.MODIFIED and all(passage.change is Change.MOVED for passage in kept.changes)
    return kept._replace(change=Change.MOVED, moved=True) if only_moves else kept
