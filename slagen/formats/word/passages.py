"""Passages written once: contracts on one shell share the XML of each clause that reads the same in both, whatever its number is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from dataclasses import field as attribute_field
from itertools import pairwise

from slagen.assembly.number import Labels
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
        for mark, then in zip(passage.marks, passage.said[1:], strict=True):
            if mark.flags is None:
                said += (compact(self.labels[mark.target].text), then)
                continue
            gaps += 1
            text, fields = self._reference(mark.target, mark.flags, standing_in)
            said += (text, then)
            xml += (fields, passage.xml[gaps])
        return "".join(xml), hashed("".join(said))

    def _reference(self, target: str, flags: int, standing_in: str) -> tuple[str, str]:
        key = (target, flags, standing_in)
        if key not in self.made:
            cited = citation(target, self.labels, standing_in)
            self.made[key] = (compact(cited), number_fields(target, cited, self.labels, flags))
        return self.made[key]


class SharedClauses:
    """The clauses written last on one shell, as passages."""

    __slots__ = ("_measured", "_passages")

    def __init__(self, most: int = 512) -> None:
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


def numbered(xml: str, first: int) -> tuple[str, int]:
    """The XML with its bookmarks numbered from `first` on, two gaps to each, and the number after the last."""
    pieces = xml.split(NUMBER)
    after = first + len(pieces) // 2
    whole = [""] * (2 * len(pieces) - 1)
    whole[::2] = pieces
    whole[1::2] = [number for number in map(str, range(first, after)) for _ in range(2)]
    return "".join(whole), after
