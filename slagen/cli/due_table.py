"""What is due, for the terminal: in groups by how near it is, overdue days in red, what the contract itself attaches something to in bold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING
import unicodedata

import click

from slagen.cli.output import printable

if TYPE_CHECKING:
    from slagen.formats.due_rows import Line

TABLE_WIDTH = 140
"""Columns below which a table would break names in the middle."""
_DAY, _DAYS, _WHAT = 0, 1, 3
_WRAPPED = (6, 4, 3, 5, 2)
"""Columns that give way where there is too little room, the first of them first."""
_NARROWEST = 18
_WIDEST = 80
_GAP = "  "
_MARGIN = " " * len("2026-10-01     90  ")


def due_lines(lines: Sequence[Line], headings: Sequence[str], room: int | None, *, colour: bool, why: bool = False) -> Iterator[str]:
    """The list for a terminal of `room` columns (None: for no terminal, a line a row); `why` adds each item's name, and how its day was found."""
    from slagen.lifecycle.pain import urgency

    narrow = room is not None and room < TABLE_WIDTH
    shown = [tuple(printable(cell) for cell in line.cells) for line in lines]
    widths = _widths([tuple(headings), *shown], room)
    line_before = not narrow
    if not narrow:
        yield _styled(
            _GAP.join(_cell(name, width, number) for number, (name, width) in enumerate(zip(headings, widths, strict=True))).rstrip(), colour, bold=True
        )
    for group, members in groupby(zip(lines, shown, strict=True), key=lambda pair: urgency(pair[0].item)):
        if line_before:
            yield ""
        line_before = True
        yield _styled(group.value.capitalize(), colour, bold=True, fg="red" if group.name == "OVERDUE" else None)
        for line, cells in members:
            yield from _entry(line, cells, room or TABLE_WIDTH, colour) if narrow else _row(line, cells, widths, colour, folds=room is not None)
            yield from _reasons(line, room) if why else ()


def _widths(table: Sequence[Sequence[str]], room: int | None) -> list[int]:
    widths = [max(map(_columns, column)) for column in zip(*table, strict=True)]
    if room is None:
        return [min(_WIDEST, width) for width in widths]
    for column in _WRAPPED:
        over = sum(widths) + len(_GAP) * (len(widths) - 1) - room
        if over > 0:
            widths[column] = max(min(widths[column], _NARROWEST), widths[column] - over)
    return widths


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes up: ideographs take two, accents of their own none (UAX #11)."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 0 if unicodedata.combining(sign) else 1 for sign in text)


def _cell(text: str, width: int, number: int) -> str:
    blank = " " * max(0, width - _columns(text))
    return blank + text if number == _DAYS else text + blank


def _row(line: Line, cells: Sequence[str], widths: Sequence[int], colour: bool, *, folds: bool) -> Iterator[str]:
    folded = [_folded(cell, width if folds else None) for cell, width in zip(cells, widths, strict=True)]
    for depth in range(max(map(len, folded))):
        parts = [_cell(column[depth] if depth < len(column) else "", width, number) for number, (column, width) in enumerate(zip(folded, widths, strict=True))]
        yield _GAP.join(_marked(line, parts, colour)).rstrip()


def _folded(text: str, width: int | None) -> list[str]:
    if width is None:  # no terminal: a line stays a line
        return [" ".join(text.split("\n"))]
    if _columns(text) <= width:
        return text.split("\n")
    from textwrap import wrap

    return wrap(text, max(1, width if _columns(text) == len(text) else width // 2), break_on_hyphens=False) or [""]


def _marked(line: Line, parts: list[str], colour: bool) -> list[str]:
    if colour and line.item.days_left < 0:
        parts[_DAY], parts[_DAYS] = (click.style(parts[place], fg="red") for place in (_DAY, _DAYS))
    if colour and line.item.legal:
        parts[_WHAT] = click.style(parts[_WHAT], bold=True)
    return parts


def _entry(line: Line, cells: Sequence[str], room: int, colour: bool) -> Iterator[str]:
    """An item on lines of its own, for a terminal that is too narrow for a table."""
    day, days, about, what, who, owner, missed = cells
    first, *rest = _wrapped(f"{day}  {days:>5}  {about}: {what}", room, hanging=True).split("\n")
    yield "\n".join((_styled(first, colour, bold=line.item.legal or None, fg="red" if line.item.days_left < 0 else None), *rest))
    yield _wrapped(f"{who} ({owner}): {missed}" if owner else f"{who}: {missed}", room)


def _reasons(line: Line, room: int | None) -> Iterator[str]:
    for text in (f"item {line.item.id}", *line.item.why):
        yield _wrapped(f"· {printable(text)}", room or 10_000)


def _styled(text: str, colour: bool, *, bold: bool | None = None, fg: str | None = None) -> str:
    return click.style(text, bold=bold, fg=fg) if colour else text


def _wrapped(text: str, room: int, *, hanging: bool = False) -> str:
    """Broken between words, in the column that follows the day; a hanging text begins at the margin."""
    from textwrap import fill

    return fill(text, max(room, 2 * len(_MARGIN)), initial_indent="" if hanging else _MARGIN, subsequent_indent=_MARGIN, break_on_hyphens=False)
