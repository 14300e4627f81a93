"""Numbering: from ids to labels. The document stores ids only, so a moved clause renumbers itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
import re
from typing import TYPE_CHECKING

from slagen.assembly.labels import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from slagen.model.document import Clause, Document

DEEPEST_LEVEL = 4
_HIGHEST_COUNT = 32_767  # beyond it Word itself shows nothing sensible
_COUNTER = re.compile(r"%([1-9])", re.ASCII)
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts and prints: `%1` in `text` is the counter of the first level, `%2` that of the second, each in its own format.

    Formats are decimal, decimalZero, lowerLetter, upperLetter, lowerRoman and upperRoman, as Word calls them. On a `legal` level all counters
    print in figures, whatever their own formats: Section 1.01 below Article I.
    """

    number_format: str
    text: str
    legal: bool = False

    @property
    def first_named(self) -> int:
        """The highest level whose counter the text prints, from 0: `%1.%2` names level 0, so that it needs no label in front of it."""
        return min((int(found) - 1 for found in _COUNTER.findall(self.text)), default=0)


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a contract counts: its clauses by level, the paragraphs of each schedule by level, its schedules and its recitals."""

    clauses: tuple[Level, ...]
    paragraphs: tuple[Level, ...]
    schedules: Level
    recitals: Level


_LEVELS = (
    Level("decimal", "%1"), Level("decimal", "%1.%2"), Level("lowerLetter", "(%3)"), Level("lowerRoman", "(%4)"),
    *(Level("upperLetter", f"(%{level})") for level in range(5, 10)),
)  # fmt: skip
STANDARD = Scheme(_LEVELS, _LEVELS, Level("decimal", "Schedule %1"), Level("upperLetter", "(%1)"))
"""1, 1.1, (a), (i), (A); Schedule 1; recitals (A)."""
FORMATS = frozenset({"decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"})


def number(document: Document, scheme: Scheme = STANDARD) -> dict[str, Label]:
    """Labels of every clause, provision and schedule, by id.

    Clauses are numbered through all sections; each schedule starts again from the beginning.
    """
    clauses = [clause for section in document.sections for clause in section.clauses]
    labels = dict(_number_body(clauses, scheme.clauses, ""))
    for position, schedule in enumerate(document.schedules, start=1):
        name = printed((scheme.schedules,), (position,))
        labels[schedule.id] = Label(name, name.rstrip("."), -1, schedule.id)
        labels.update(_number_body(schedule.clauses, scheme.paragraphs, schedule.id))
    return labels


def _number_body(clauses: Iterable[Clause], levels: tuple[Level, ...], schedule: str) -> Iterator[tuple[str, Label]]:
    named = tuple(level.first_named for level in levels)

    def provisions(items: Iterable[Clause], counters: tuple[int, ...], above: tuple[str, ...]) -> Iterator[tuple[str, Label]]:
        depth = len(counters)
        at = min(depth, len(levels) - 1)
        for position, item in enumerate(items, start=1):
            counted = (*counters, position)
            text = printed(levels, counted)
            full = (above[named[at] - 1] if named[at] else "") + text.rstrip(".")
            yield item.id, Label(text, full, depth, schedule)
            yield from provisions(item.children, counted, (*above, full))

    yield from provisions(clauses, (), ())


def printed(levels: Sequence[Level], counters: tuple[int, ...]) -> str:
    """The label of the provision that `counters` count to, one counter for each level from the top."""
    at = min(len(counters), len(levels)) - 1
    text = levels[at].text
    if "%" not in text:
        return text
    for level in range(at + 1):
        sign = f"%{level + 1}"
        if sign in text:
            count = counters[-1] if level == at else counters[level]
            text = text.replace(sign, shown(count, _format(levels[level].number_format, legal=levels[at].legal)))
    return text


def _format(number_format: str, *, legal: bool) -> str:
    return "decimal" if legal and number_format != "decimalZero" else number_format


def shown(count: int, number_format: str) -> str:
    """A counter as one of FORMATS prints it; one of another format carries the format's name, so that it is never mistaken."""
    if count > _HIGHEST_COUNT:
        return str(count)
    match number_format:
        case "decimal":
            return str(count)
        case "lowerLetter":
            return letters(count)
        case "upperLetter":
            return letters(count).upper()
        case "lowerRoman":
            return roman(count)
        case "upperRoman":
            return roman(count).upper()
        case "decimalZero":
            return f"{count:02}"
        case _:
            return f"{number_format} {count}"


def letters(position: int) -> str:
    """A … z, then aa, bb … as Word's own lowerLetter format counts."""
    turns, place = divmod(position - 1, 26)
    return chr(ord("a") + place) * (turns + 1)


def roman(position: int) -> str:
    """The number in small Roman numerals."""
    out = []
    for size, sign in _ROMAN:
        count, position = divmod(position, size)
        out.append(sign * count)
    return "".join(out)
