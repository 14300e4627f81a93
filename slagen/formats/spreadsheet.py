"""What is due, as a spreadsheet that opens ready: days are days, sums are sums, the heading stays, columns filter; no text is ever a formula."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
import io
import re
from typing import TYPE_CHECKING, Any
import unicodedata

from slagen.core.errors import BadInputError
from slagen.lifecycle.due_item import DueItem
from slagen.lifecycle.pain import Urgency, urgency

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_ROWS = 1_048_575
"""Rows below the heading that a sheet can hold (ECMA-376 leaves it to the programs; Excel and LibreOffice agree)."""
_LONGEST = 32_767
"""Characters that a cell can hold."""
_FIRST_DAY = date(1900, 3, 1)
"""Spreadsheets count days from 1900 and believe that it was a leap year: earlier days are written as text."""
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CODE = re.compile("[A-Z]{3}", re.ASCII)
_LINE = 13.5
"""Points that a line of text is high."""
_HIGHEST = 408.75
"""Points that a row may be high (Excel: 409, here on the grid of a quarter)."""
_DIGITS, _PADDING = 1.1, 1.0
"""A column is so many digits of 11 points wide, and its text has 10; the edges take the room of a digit."""
_BOLD = 1.06
_NARROW, _BROAD = frozenset(" .,:;'!|()[]-/Iijlftr"), frozenset("mwMW@%—…")
"""Letters that are narrower or broader than most (Calibri and the fonts that stand in for it)."""
_PRINTED = 12
"""Columns that are printed: what counts on paper, without the reasons and names for the program."""
_ABOUT = 90
_BASE: Mapping[str, Any] = {"font_name": "Calibri", "font_size": 10, "valign": "top"}

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class _Column:
    heading: str
    width: int
    value: Callable[[DueItem], Any]
    wrap: bool = False
    indent: bool = False
    """Whether it stands behind figures, which would touch it."""


_COLUMNS = (
    _Column("Urgency", 13, lambda item: urgency(item).value),
    _Column("Due", 11, lambda item: item.due),
    _Column("Days left", 9, lambda item: item.days_left),
    _Column("Agreement", 24, lambda item: item.agreement, wrap=True, indent=True),
    _Column("Title", 34, lambda item: item.title, wrap=True),
    _Column("What", 18, lambda item: item.kind.value.replace("-", " "), wrap=True),
    _Column("Legal", 7, lambda item: "legal" if item.legal else ""),
    _Column("Who acts", 22, lambda item: item.who_acts, wrap=True),
    _Column("Owner", 30, lambda item: item.owner, wrap=True),
    _Column("If nobody acts", 42, lambda item: item.if_nothing, wrap=True),
    _Column("At stake", 16, lambda item: item.value),
    _Column("Currency", 9, lambda item: item.currency, indent=True),
    _Column("Seen on", 11, lambda item: item.acknowledged_on),
    _Column("Put off until", 12, lambda item: item.snoozed_until),
    _Column("Why", 70, lambda item: "\n".join(item.why), wrap=True),
    _Column("Item", 44, lambda item: item.id, wrap=True),
)


def to_xlsx(items: Sequence[DueItem], about: Iterable[tuple[str, Value]], *, on: date) -> bytes:
    """The items on one sheet, in their order, and `about` them on a second one. The same items on the same day give the same bytes.

    Raises:
        BadInputError: there are more than a sheet can hold.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - start-up

    if len(items) > MOST_ROWS:
        raise BadInputError(f"A sheet holds {MOST_ROWS:,} rows, and {len(items):,} items are due.", hint="Narrow the list: --within 1y, or --owner WHO.")
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    book.set_properties({"title": f"What is due on {on}", "created": datetime(on.year, on.month, on.day, tzinfo=UTC).replace(tzinfo=None)})
    styles = _Styles(book, {})
    _list(book.add_worksheet("Due"), styles, items)
    _about(book.add_worksheet("About"), styles, about)
    book.close()
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Styles:
    """The looks of cells, each made once."""

    book: Workbook
    made: dict[tuple[tuple[str, Any], ...], Format]

    def look(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({**_BASE, **properties})
        return self.made[key]


def _list(sheet: Worksheet, styles: _Styles, items: Sequence[DueItem]) -> None:
    heading = {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "valign": "vcenter", "text_wrap": True}
    for place, column in enumerate(_COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, styles.look(**heading, indent=1) if column.indent else styles.look(**heading))
    for row, item in enumerate(items, 1):
        marks = {"bold": True} if item.legal else {}
        overdue = {"font_color": "#B00020"} if urgency(item) is Urgency.OVERDUE else {}
        for place, column in enumerate(_COLUMNS):
            wrapped = {**({"text_wrap": True} if column.wrap else {}), **({"indent": 1} if column.indent else {})}
            _write(sheet, styles, (row, place), column.value(item), {**marks, **overdue, **wrapped}, item.currency)
        sheet.set_row(row, min(_HIGHEST, _LINE * max(_lines(column, item) for column in _COLUMNS)))
    sheet.print_area(0, 0, max(1, len(items)), _PRINTED - 1)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(items)), len(_COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _lines(column: _Column, item: DueItem) -> int:
    """How many lines a cell needs. Not every program makes rows as high as their wrapped text, so that their height is said."""
    if not column.wrap:
        return 1
    return _wrapped(str(column.value(item)), column.width, bold=item.legal)


def _wrapped(text: str, width: int, *, bold: bool = False) -> int:
    room = (width * _DIGITS - _PADDING) / (_BOLD if bold else 1)
    return sum(_wrapped_line(line, room) for line in _text(text).split("\n"))


def _wrapped_line(line: str, room: float) -> int:
    """How many lines a text makes that is broken between words, and within those that no line can hold."""
    lines, used = 1, 0.0
    for word in line.split():
        breadth = sum(map(_breadth, word))
        if used and used + _breadth(" ") + breadth <= room:
            used += _breadth(" ") + breadth
            continue
        lines += bool(used) + int(breadth // room)
        used = breadth % room
    return lines


def _breadth(letter: str) -> float:
    """How broad a letter is, in digits."""
    if letter in _NARROW:
        return 0.7
    if letter in _BROAD:
        return 1.75
    return 2.0 if unicodedata.east_asian_width(letter) in "WF" else 1.25 if letter.isupper() else 1.0


def _about(sheet: Worksheet, styles: _Styles, about: Iterable[tuple[str, Value]]) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, _ABOUT)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    for row, (name, value) in enumerate(about):
        _write(sheet, styles, (row, 0), name, {"bold": True})
        _write(sheet, styles, (row, 1), value, {"text_wrap": True, "align": "left"})
        sheet.set_row(row, min(_HIGHEST, _LINE * _wrapped(str(value), _ABOUT)))


def _write(sheet: Worksheet, styles: _Styles, cell: tuple[int, int], value: Any, marks: Mapping[str, Any], currency: str = "") -> None:
    """Each kind of value by the call for it: none is guessed from how a text looks."""
    if value is None or value == "":
        return
    if isinstance(value, date) and value >= _FIRST_DAY:
        sheet.write_datetime(*cell, datetime(value.year, value.month, value.day), styles.look(**marks, num_format="yyyy-mm-dd"))  # noqa: DTZ001 - a day
    elif isinstance(value, str | date):
        sheet.write_string(*cell, _text(str(value)), styles.look(**marks))
    elif isinstance(value, int):
        sheet.write_number(*cell, value, styles.look(**marks, num_format="0"))
    else:
        code = f"[${currency}] " if _CODE.fullmatch(currency) else ""
        sheet.write_number(*cell, value, styles.look(**marks, num_format=f"{code}#,##0.00"))


def _text(value: str) -> str:
    """What a cell can hold."""
    seen = _UNSEEN.sub("\ufffd", value)
    return seen if len(seen) <= _LONGEST else f"{seen[: _LONGEST - 1]}…"
