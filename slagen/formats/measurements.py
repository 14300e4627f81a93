"""Measurement files: CSV (RFC 4180) with a header, or one JSON object a line with the same fields. What the rows mean is for the schema to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
import csv
import json
from typing import TypeVar

from slagen.core.file_view import FIGURES_LIMIT
from slagen.core.findings import Finding, Severity, Source
from slagen.formats.plain_text import decode, refused_characters
from slagen.model.table_row import Row, Rows

T = TypeVar("T")
LARGEST = FIGURES_LIMIT
LARGE = 2 * 1024 * 1024
"""Bytes from which a file of samples is read in columns (`formats.columns`): some 50,000 rows, for which the library is imported in no time."""
MOST_ROWS = 1_000_000
"""Rows of a file that are read one by one: they take half a gigabyte, of which nothing is left for larger ones."""
MOST_LINES = 4 * MOST_ROWS
"""Lines of such a file, with those that are empty, and those within quotation marks: to look at each of hundreds of millions would take an hour."""
MOST_SHORT = 20
_NO_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
"""How Office files, old and new, and compressed files begin."""
_LONGEST_LINE = 2**24
_MOST_COLUMNS = 100
"""Each form has six at most; rows of which each brings a field of its own would fill a square."""


def read_rows(data: bytes, file: str) -> tuple[Rows | None, tuple[Finding, ...]]:
    """The rows of a file, or None where it has none that can be told apart. Never raises."""
    if data.startswith(_NO_TEXT):
        hint = "Open it there, and save the sheet as CSV (UTF-8)."
        return None, (Finding("SLG600", Severity.ERROR, "the file is that of a spreadsheet or an archive, not CSV", Source(file), hint),)
    text, findings = decode(data, file, LARGEST)
    if text is None or findings:
        return None, findings
    if not text.strip():
        hint = "Give it a header, such as service_level,start,end,cause; where nothing happened the header alone will do."
        return None, (Finding("SLG600", Severity.ERROR, "the file is empty", Source(file), hint),)
    if text.count("\n") > MOST_LINES:
        return None, (_too_long(file, MOST_LINES, f"{MOST_LINES:,} lines"),)
    return _json_lines(text, file) if text.lstrip().startswith("{") else _csv(text, file)


def _csv(text: str, file: str) -> tuple[Rows | None, tuple[Finding, ...]]:
    reader = csv.reader(_not_too_long(_lines(text)), delimiter=_delimiter(text), strict=True)
    found: list[Row] = []
    wrong: list[Finding] = []
    columns: tuple[str, ...] = ()
    try:
        for cells in reader:
            if not "".join(cells).strip():
                continue
            if not columns:
                columns = tuple(cell.strip().lower() for cell in cells)
                if len(columns) > _MOST_COLUMNS:
                    return None, (_too_wide(file, reader.line_num),)
                if len(set(columns)) < len(columns):
                    return None, (_column_twice(file, reader.line_num, columns),)
            elif len(cells) != len(columns):
                if len(wrong) < MOST_SHORT:
                    wrong.append(short_row(file, reader.line_num, len(cells), columns))
            elif len(found) == MOST_ROWS:
                return None, (*wrong, _too_long(file, reader.line_num, f"{MOST_ROWS:,} rows"))
            else:
                found.append(Row(reader.line_num, dict(zip(columns, map(str.strip, cells), strict=True))))
    except csv.Error as error:
        wrong.append(Finding("SLG601", Severity.ERROR, f"this is not CSV: {error}", Source(file, reader.line_num), "Close every quotation mark."))
    return Rows(file, columns, tuple(found)), tuple(wrong[:MOST_SHORT])


def _lines(text: str) -> Iterator[str]:
    """The lines with their line feeds: all at once they would take four times the memory of the text."""
    at = 0
    while end := text.find("\n", at) + 1:
        yield text[at:end]
        at = end
    yield text[at:]


def _not_too_long(lines: Iterable[str]) -> Iterator[str]:
    """The lines, if each is short enough for the columns that a file may have: a line of 400 million commas would become as many cells."""
    for line in lines:
        if len(line) > _LONGEST_LINE:
            raise csv.Error(f"a line has more than {_LONGEST_LINE:,} characters")
        yield line


def _delimiter(text: str) -> str:
    """A semicolon where the header has no comma: so spreadsheets write it where the comma is in figures."""
    header = text.lstrip("\n").partition("\n")[0]
    return ";" if ";" in header and "," not in header else ","


def short_row(file: str, line: int, count: int, columns: tuple[str, ...]) -> Finding:
    """The finding about a row with too few or too many cells."""
    hint = f"The header has {len(columns)}: {', '.join(columns)}."
    return Finding("SLG601", Severity.ERROR, f"the row has {count} cells", Source(file, line), hint)


def _too_wide(file: str, line: int) -> Finding:
    hint = "Leave out what does not belong to the form: its columns are listed in docs/formats.md."
    return Finding("SLG601", Severity.ERROR, f"there are more than {_MOST_COLUMNS} different columns", Source(file, line), hint)


def _too_long(file: str, line: int, most: str) -> Finding:
    hint = "Deliver it in parts, or samples as CSV: lines that end with a line feed, and no quotation mark within a cell."
    message = f"the file has more than {most} that must be read one by one; none was taken"
    return Finding("SLG006", Severity.ERROR, message, Source(file, line), hint)


def _column_twice(file: str, line: int, columns: Sequence[str]) -> Finding:
    twice = next(name for number, name in enumerate(columns) if name in columns[:number])
    return Finding("SLG601", Severity.ERROR, f"the header has the column “{twice}” twice", Source(file, line), "Keep the one that counts.")


def _json_lines(text: str, file: str) -> tuple[Rows | None, tuple[Finding, ...]]:
    found: list[Row] = []
    wrong: list[Finding] = []
    columns: dict[str, None] = {}
    for line, written in enumerate(_lines(text), 1):
        if not written.strip():
            continue
        try:
            row = _without_twins(_fields(json.loads(written, parse_float=str, parse_int=str, object_pairs_hook=_without_twins)))
        except (ValueError, RecursionError):
            hint = "Write one JSON object a line, with plain values and each name once."
            if len(wrong) < MOST_SHORT:
                wrong.append(Finding("SLG601", Severity.ERROR, "the line is not a JSON object", Source(file, line), hint))
            continue
        wrong.extend(_escaped(written, row, file, line) if len(wrong) < MOST_SHORT else ())
        columns.update(dict.fromkeys(row))
        if len(columns) > _MOST_COLUMNS:
            return None, (_too_wide(file, line),)
        if len(found) == MOST_ROWS:
            return None, (*wrong, _too_long(file, line, f"{MOST_ROWS:,} rows"))
        found.append(Row(line, row))
    complete = tuple(Row(row.line, {name: row.cells.get(name, "") for name in columns}) for row in found)
    return Rows(file, tuple(columns), complete), tuple(wrong[:MOST_SHORT])


def _escaped(written: str, row: dict[str, str], file: str, line: int) -> Iterator[Finding]:
    """Characters that may not stand in a text, which a line can tell without holding them."""
    if "\\u" in written:
        yield from refused_characters(" ".join((*row, *row.values())).replace("\n", " "), file, line)


def _without_twins(pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """A mapping of what is told once; who tells it twice leaves open which counts."""
    found: dict[str, T] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(name)
        found[name] = value
    return found


def _fields(told: object) -> Iterator[tuple[str, str]]:
    if not isinstance(told, dict):
        raise ValueError("not an object")  # noqa: TRY004 - it is a value of the file that is wrong
    for name, value in told.items():
        if not (value is None or isinstance(value, str)):
            raise ValueError("not a plain value")
        yield name.strip().lower(), (value or "").strip()
