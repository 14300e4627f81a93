"""Whether a file that came back says what was sent: line by line against the version built anew, or against what the file says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
import re

from slagen.formats.word.bookmarks import end_bookmark, part_bookmark
from slagen.formats.word.imprint import Imprint, fingerprint
from slagen.formats.word.package import PackageError
from slagen.formats.word.returned import Returned
from slagen.formats.word.shapes import DRAWN, OBJECT, OVER, PICTURE
from slagen.formats.word.visible_text import Line, visible_lines

TO_FILL_IN = frozenset({"Signature", "Name", "Title", "Email", "Date", "Place, date", "Address", "Occupation"})
"""What signature blocks ask for: a line that was empty may be filled in without the text counting as changed."""
EXECUTION = part_bookmark("execution")
_ENDS = frozenset(end_bookmark(part) for part in ("recitals", "contract", "execution"))
_SIGNED = (EXECUTION, end_bookmark("execution"))
_LONGEST_QUOTE = 160
_LEAST_AFTER = 60
_LONGEST_ENTRY = 120
_MOST_LINES = 5000
_LONGEST_APPENDIX = 2000
_CERTIFICATE = re.compile(r"\b(certificate|envelope|audit trail|signing log|transaction|signature (?:page|report|id)|document id)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Deviation:
    """Where a file differs: the part's bookmark (empty: before the contract) with its clause, and the first lines that differ."""

    mark: str
    clause: str
    kind: str
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a comparison found: what counts as a change of the text, and what does not count but is worth knowing."""

    deviations: tuple[Deviation, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines of a file: those of its main text by part, in order, and those of headers, footers and notes by kind.

    `oddities` and `pictures` are those of `Returned`.
    """

    body: tuple[Line, ...]
    around: Mapping[str, frozenset[tuple[str, ...]]]
    oddities: frozenset[str] = frozenset()
    pictures: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def part(self, mark: str) -> list[Line]:
        """The lines of one part."""
        return [line for line in self.body if line.mark == mark]

    @property
    def marks(self) -> tuple[str, ...]:
        """The parts in their order; one that is torn apart stands in it twice."""
        return tuple(mark for mark, _ in groupby(self.body, key=lambda line: line.mark))


def read_lines(file: Returned, imprint: Imprint, name: str) -> Reading:
    """What the file shows, cut into the parts that `imprint` names.

    Raises:
        PackageError: its numbering or its references cannot be read.
    """
    marks = frozenset(part.mark for part in imprint.parts)
    try:
        stories = dict(visible_lines(file.trees, marks, _ENDS))
    except (ValueError, RecursionError) as error:
        raise PackageError(name, f"is damaged: its numbering cannot be read ({error})", "open it in Word and save it again") from error
    around: dict[str, set[tuple[str, ...]]] = {}
    for story, lines in stories.items():
        shown = tuple(" ".join((_shown(line), *line.links)) for line in lines)
        if story != "body" and shown:
            around.setdefault(story.partition(" ")[0], set()).add(shown)
    pictures: dict[str, frozenset[str]] = {}
    for story, found in (file.pictures or {}).items():
        kind = story.partition(" ")[0]
        pictures[kind] = pictures.get(kind, frozenset()) | found
    return Reading(stories["body"], {kind: frozenset(found) for kind, found in around.items()}, file.oddities, pictures)


def compare_with_version(expected: Reading, found: Reading, imprint: Imprint) -> Comparison:
    """Against the version built anew: every word, number and table cell counts, headers and footers included."""
    clauses = {part.mark: part.clause for part in imprint.parts}
    found = replace(found, body=tuple(_aligned(expected.body, found.body)))
    deviations: list[Deviation] = []
    notes: list[str] = []
    for mark in dict.fromkeys((*expected.marks, *found.marks)):
        before, after = expected.part(mark), found.part(mark)
        if mark in _SIGNED:
            after, appended = _without_certificate(before, after)
            before, after, seen = _without_signatures(before, after)
            notes += (*seen, *appended)
        deviations += _first_difference(mark, clauses.get(mark, ""), before, after)
    if not deviations and expected.marks != found.marks:
        deviations.append(Deviation("", "", "order"))
    for kind in sorted({*expected.around, *found.around}):
        deviations += _around(kind, expected.around.get(kind, frozenset()), found.around.get(kind, frozenset()))
    deviations += (Deviation("", "", "file", "", fact) for fact in sorted(found.oddities - expected.oddities))
    deviations += (
        Deviation("", "", f"pictures: {kind}") for kind in sorted(expected.pictures.keys() | found.pictures.keys()) if _repainted(kind, expected, found)
    )
    return Comparison(tuple(deviations), tuple(dict.fromkeys(notes)))


def compare_with_record(found: Reading, imprint: Imprint) -> Comparison:
    """Against the fingerprints that the file itself carries: they show a change, and never prove that there was none."""
    deviations: list[Deviation] = []
    notes: list[str] = []
    for part in imprint.parts:
        lines = found.part(part.mark)
        if fingerprint(text for line in lines for text in (line.label, line.text)) != part.fingerprint:
            if part.mark == EXECUTION and lines:
                notes.append("the signature blocks are not as they were: somebody has filled them in, or changed them")
            else:
                quote = _shown(lines[0])[:_LONGEST_QUOTE] if lines else ""
                deviations.append(Deviation(part.mark, part.clause, "changed" if lines else "missing", "", quote))
    return Comparison(tuple(deviations), tuple(notes))


def _aligned(expected: tuple[Line, ...], found: tuple[Line, ...]) -> Iterator[Line]:
    """The lines found, in the parts in which they were expected: bookmarks may be lost or moved, so where a line belongs is told by the lines around it."""
    before, after = ([replace(line, mark="") for line in lines] for lines in (expected, found))
    start = next((at for at, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), min(len(before), len(after)))
    yield from expected[:start]
    if len(expected) - start > _MOST_LINES or len(found) - start > _MOST_LINES:
        yield from found[start:]
        return
    current = expected[start - 1].mark if start else ""
    for tag, low, high, first, end in SequenceMatcher(None, before[start:], after[start:], autojunk=False).get_opcodes():
        for at in range(first, end):
            current = expected[start + min(low + at - first, high - 1)].mark if low < high else current
            yield expected[start + low + at - first] if tag == "equal" else replace(found[start + at], mark=current)


def _first_difference(mark: str, clause: str, before: list[Line], after: list[Line]) -> Iterator[Deviation]:
    if before == after:
        return
    if not before or not after:
        line = _shown((before or after)[0])[:_LONGEST_QUOTE]
        yield Deviation(mark, clause, "missing" if before else "added", line if before else "", "" if before else line)
        return
    for one, other in zip_longest(before, after):
        if one != other:
            yield Deviation(mark, clause, "changed", *_quoted(_shown(one), _shown(other)))
            return


def _quoted(one: str, other: str) -> tuple[str, str]:
    """Both lines as far as they are quoted: from their beginning or, where they differ later, from some words before that."""
    same = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), min(len(one), len(other)))
    if same < _LONGEST_QUOTE - _LEAST_AFTER:
        return one[:_LONGEST_QUOTE], other[:_LONGEST_QUOTE]
    start = one.rfind(" ", 0, same - _LEAST_AFTER) + 1
    return f"…{one[start : start + _LONGEST_QUOTE]}", f"…{other[start : start + _LONGEST_QUOTE]}"


def _shown(line: Line | None) -> str:
    return "" if line is None else " ".join(part for part in (line.label, line.text) if part)


def _without_signatures(before: list[Line], after: list[Line]) -> tuple[list[Line], list[Line], list[str]]:
    """The lines of the execution page with what signing adds taken out: empty lines that were filled in, and pictures."""
    notes: list[str] = []
    before, left = ([line for line in lines if line.text.replace(PICTURE, "").strip() or line.label] for lines in (before, after))
    if len(left) == len(before):
        left = [_unsigned(one, other) for one, other in zip(before, left, strict=True)]
    if left != after:
        notes.append("the signature blocks were filled in, or pictures were put there")
    return before, left, notes


def _without_certificate(before: list[Line], after: list[Line]) -> tuple[list[Line], list[str]]:
    """What a signing service appends behind the last line: a page that calls itself a certificate or the like. It is quoted, so that people read it."""
    more = after[len(before) :]
    if not before or not more or after[len(before) - 1].place or not _CERTIFICATE.search(" ".join(line.text for line in more[:3])):
        return after, []
    quote = " / ".join(_shown(line) for line in more)
    return after[: len(before)], [f"{len(more)} lines were appended behind the last one, which are no part of what was sent: “{quote[:_LONGEST_APPENDIX]}”"]


def _repainted(kind: str, expected: Reading, found: Reading) -> bool:
    """Signatures may be added to the main text; elsewhere pictures stay what they are."""
    before, after = expected.pictures.get(kind, frozenset()), found.pictures.get(kind, frozenset())
    return not before <= after if kind == "body" else before != after


def _unsigned(expected: Line, found: Line) -> Line:
    if any(sign in found.text for sign in (OVER, OBJECT, DRAWN)):
        return found
    text = " ".join(found.text.replace(PICTURE, " ").split())
    filled = expected.place and expected.text in TO_FILL_IN and text.startswith(expected.text) and expected.place == found.place and len(text) < _LONGEST_ENTRY
    return expected if filled or Line(text, found.label, found.place, found.mark) == expected else found


def _around(kind: str, before: frozenset[tuple[str, ...]], after: frozenset[tuple[str, ...]]) -> Iterable[Deviation]:
    gone, new = sorted(before - after), sorted(after - before)
    if gone or new:
        expected, found = (" / ".join(lines[0])[:_LONGEST_QUOTE] if lines else "" for lines in (gone, new))
        yield Deviation("", "", kind, expected, found)
