"""Whether a file that came back says what was sent: line by line against the version built anew, or against what the file says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from slagen.formats.word.bookmarks import end_bookmark, part_bookmark
from slagen.formats.word.imprint import Imprint, fingerprint
from slagen.formats.word.package import PackageError
from slagen.formats.word.returned import Returned
from slagen.formats.word.visible_text import PICTURE, Line, visible_lines

TO_FILL_IN = frozenset({"Signature", "Name", "Title", "Email", "Date", "Place, date", "Address", "Occupation"})
"""What signature blocks ask for: a line that was empty may be filled in without the text counting as changed."""
EXECUTION = part_bookmark("execution")
_ENDS = frozenset(end_bookmark(part) for part in ("recitals", "contract", "execution"))
_SIGNED = (EXECUTION, end_bookmark("execution"))
_LONGEST_QUOTE = 160


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
    """The lines of a file: those of its main text by part, in order, and those of headers, footers and notes by kind."""

    body: tuple[Line, ...]
    around: Mapping[str, frozenset[tuple[str, ...]]]

    def part(self, mark: str) -> list[Line]:
        """The lines of one part."""
        return [line for line in self.body if line.mark == mark]

    @property
    def marks(self) -> tuple[str, ...]:
        """The parts in the order in which they begin."""
        return tuple(dict.fromkeys(line.mark for line in self.body))


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
        shown = tuple(_shown(line) for line in lines)
        if story != "body" and shown:
            around.setdefault(story.partition(" ")[0], set()).add(shown)
    return Reading(stories["body"], {kind: frozenset(found) for kind, found in around.items()})


def compare_with_version(expected: Reading, found: Reading, imprint: Imprint) -> Comparison:
    """Against the version built anew: every word, number and table cell counts, headers and footers included."""
    clauses = {part.mark: part.clause for part in imprint.parts}
    deviations: list[Deviation] = []
    notes: list[str] = []
    for mark in dict.fromkeys((*expected.marks, *found.marks)):
        before, after = expected.part(mark), found.part(mark)
        if mark in _SIGNED:
            before, after, seen = _without_signatures(before, after)
            notes += seen
        deviations += _first_difference(mark, clauses.get(mark, ""), before, after)
    if not deviations and expected.marks != found.marks:
        deviations.append(Deviation("", "", "order"))
    for kind in sorted({*expected.around, *found.around}):
        deviations += _around(kind, expected.around.get(kind, frozenset()), found.around.get(kind, frozenset()))
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


def _first_difference(mark: str, clause: str, before: list[Line], after: list[Line]) -> Iterator[Deviation]:
    if before == after:
        return
    if not before or not after:
        line = _shown((before or after)[0])[:_LONGEST_QUOTE]
        yield Deviation(mark, clause, "missing" if before else "added", line if before else "", "" if before else line)
        return
    for one, other in zip_longest(before, after):
        if one != other:
            yield Deviation(mark, clause, "changed", _shown(one)[:_LONGEST_QUOTE], _shown(other)[:_LONGEST_QUOTE])
            return


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


def _unsigned(expected: Line, found: Line) -> Line:
    text = " ".join(found.text.replace(PICTURE, " ").split())
    filled = expected.place and expected.text in TO_FILL_IN and text.startswith(expected.text) and expected.place == found.place
    return expected if filled or Line(text, found.label, found.place, found.mark) == expected else found


def _around(kind: str, before: frozenset[tuple[str, ...]], after: frozenset[tuple[str, ...]]) -> Iterable[Deviation]:
    gone, new = sorted(before - after), sorted(after - before)
    if gone or new:
        expected, found = (" / ".join(lines[0])[:_LONGEST_QUOTE] if lines else "" for lines in (gone, new))
        yield Deviation("", "", kind, expected, found)
