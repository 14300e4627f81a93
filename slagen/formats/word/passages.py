"""Passages written once: contracts on one shell share the XML of each clause that reads the same in both, whatever its number is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from dataclasses import field as attribute_field
from functools import lru_cache
from itertools import pairwise

from slagen.assembly.labels import Labels
from slagen.core.memo import Memo
from slagen.formats.word.imprint import compact, hashed
from slagen.formats.word.inlines import CITED, InlineWriter, Mark, citation, number_fields
from slagen.model.document import Clause

NUMBER = "\0"
"""Stands in XML for the number of a bookmark until the whole part is there: no text can hold it (XML 1.0, production Char)."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Written text with a gap for each label: `xml` and the characters of `said` have one at each mark, but XML has none where a list prints the label.

    `bound` ties it to the one document that it stands in; `measured` are the targets whose labels decide the width of a column.
    """

    xml: tuple[str, ...]
    said: tuple[str, ...]
    marks: tuple[Mark, ...]
    blanks: int
    measured: tuple[str, ...]
    bound: bool


def gathered(inlines: InlineWriter, write: Callable[[], str]) -> Passage:
    """The passage that `write` writes with `inlines`."""
    inlines.begin()
    xml = tuple(write().split(CITED))
    at = [0, *(mark.at for mark in inlines.marks), len(inlines.said)]
    said = tuple(compact("".join(inlines.said[start:end])) for start, end in pairwise(at))
    return Passage(xml, said, tuple(inlines.marks), inlines.blanks, tuple(inlines.measured), inlines.linked)


@dataclass(frozen=True, slots=True)
class Piece:
    """A provision inside a passage, as it was written: what it added to the passage, with its marks counted from its own start."""

    xml: str
    said: tuple[str, ...]
    marks: tuple[Mark, ...]
    blanks: int


def taken(inlines: InlineWriter, write: Callable[[], str]) -> tuple[str, Piece | None]:
    """What `write` writes into a passage, and the piece that can be added to others, unless it is bound to this document."""
    said, marks, blanks, measured = len(inlines.said), len(inlines.marks), inlines.blanks, len(inlines.measured)
    xml = write()
    if inlines.linked or len(inlines.measured) > measured:
        return xml, None
    own = tuple(Mark(mark.at - said, mark.target, mark.flags) for mark in inlines.marks[marks:])
    return xml, Piece(xml, tuple(inlines.said[said:]), own, inlines.blanks - blanks)


def add(inlines: InlineWriter, piece: Piece) -> str:
    """Add a piece to the passage that is being written, and give its XML."""
    start = len(inlines.said)
    inlines.said += piece.said
    inlines.marks += [Mark(start + at, target, flags) for at, target, flags in piece.marks]
    inlines.blanks += piece.blanks
    return piece.xml


@dataclass(slots=True)
class References:
    """What the references of one document print, and the fields that print it."""

    labels: Labels
    made: dict[tuple[str, int, str], tuple[str, str]] = attribute_field(default_factory=dict)

    def fill(self, passage: Passage, standing_in: str) -> tuple[str, str]:
        """The XML of a passage that stands in the schedule `standing_in` (empty: the main body), and its fingerprint.

        Raises:
            BadInputError: a reference has no target.
        """
        said, xml, gaps = [passage.said[0]], [passage.xml[0]], 0
        for (_, target, flags), then in zip(passage.marks, passage.said[1:], strict=True):
            if flags is None:
                said += (_compact_label(self.labels[target].text), then)
                continue
            gaps += 1
            text, fields = self._reference(target, flags, standing_in)
            said += (text, then)
            xml += (fields, passage.xml[gaps])
        return "".join(xml), hashed("".join(said))

    def _reference(self, target: str, flags: int, standing_in: str) -> tuple[str, str]:
        key = (target, flags, standing_in)
        if key not in self.made:
            cited = citation(target, self.labels, standing_in)
            self.made[key] = (compact(cited), number_fields(target, cited, self.labels, flags))
        return self.made[key]


_compact_label = lru_cache(maxsize=4096)(compact)


class SharedClauses:
    """The clauses written last on one shell, as passages, and the provisions in them as pieces."""

    __slots__ = ("_measured", "_passages", "pieces")

    def __init__(self, most: int = 512) -> None:
        self.pieces: Memo[Piece] = Memo(6 * most, at_once=False)
        self._measured: Memo[tuple[str, ...] | bool] = Memo(most)
        self._passages: Memo[Passage] = Memo(most)

    def of(self, clause: Clause, place: Hashable, references: Callable[[str], str], write: Callable[[], Passage]) -> Passage:
        """What `write` gives for the clause; `place` is where it stands, as far as that changes its XML, and `references` what a reference prints there."""
        fresh: list[Passage] = []

        def once() -> Passage:
            if not fresh:
                fresh.append(write())
            return fresh[0]

        measured = self._measured.of(clause, None, lambda: True if once().bound else once().measured)
        if isinstance(measured, bool):
            return once()
        return self._passages.of(clause, (place, tuple(map(references, measured))), once)


def numbered(pieces: Iterable[str], first: int) -> tuple[str, int]:
    """The pieces of XML in one, with their bookmarks numbered from `first` on, two gaps to each, and the number after the last."""
    whole: list[str] = []
    for piece in pieces:
        start, *rest = piece.split(NUMBER)
        whole.append(start)
        for before, after in zip(rest[::2], rest[1::2], strict=True):
            number = str(first)
            whole += (number, before, number, after)
            first += 1
    return "".join(whole), first
