"""A large file of samples as a table of texts, one row for each line of the file, right or wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import polars as pl

from slagen.schema.measurements import FORMS

COLUMNS = FORMS["samples"]
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LONGEST_HEADER = 1000
_MOST_TOO_LONG = 100_000
FIRST_LINE = 2
"""Of the rows: the header stands in the first."""


@dataclass(frozen=True, slots=True)
class Table:
    """`frame` has the columns of the form as texts, null where a row is too short, and `line`; `columns` are in the file's own order."""

    frame: pl.DataFrame
    columns: tuple[str, ...]
    delimiter: str
    data: bytes

    def lines(self) -> Iterator[bytes]:
        """The lines after the header, as the file has them."""
        found = iter(BytesIO(self.data))
        next(found)
        return found


def table(data: bytes) -> Table | None:
    """The table; None where lines and cells cannot surely be told apart in the simple way, or it is no table of samples."""
    data = data.removeprefix(_BYTE_ORDER_MARK)
    header = data[:_LONGEST_HEADER].partition(b"\n")[0].decode("ascii", "replace")
    delimiter = ";" if ";" in header and "," not in header else ","
    columns = tuple(cell.strip().strip('"').strip().lower() for cell in header.split(delimiter))
    if sorted(columns) != sorted(COLUMNS) or not _has_simple_lines(data):
        return None
    found = _read(data, columns, delimiter)
    if found is None or not _is_regular(found, data, delimiter.encode()):
        short = _without_long_lines(data, delimiter.encode())
        found = _read(short, columns, delimiter) if short is not None else None
    return Table(found.slice(1), columns, delimiter, data) if found is not None else None


def _is_regular(found: pl.DataFrame, data: bytes, delimiter: bytes) -> bool:
    """Whether no line can have too many cells: polars lets a delimiter at the end of a line pass. Rows without a null have at least as many as they should."""
    complete = not any(found.null_count().row(0))
    return complete and data.count(delimiter) == len(found) * (len(COLUMNS) - 1)


def _has_simple_lines(data: bytes) -> bool:
    """Whether each line feed ends a line, nothing else does, and a quotation mark can only stand around a cell."""
    return (b"\r" not in data or data.count(b"\r") == data.count(b"\r\n")) and (b'"' not in data or b'""' not in data)


def _read(data: bytes, columns: tuple[str, ...], delimiter: str) -> pl.DataFrame | None:
    quoted = b'"' in data
    try:
        found = pl.read_csv(
            data,
            has_header=False,
            schema=dict.fromkeys(columns, pl.String),
            separator=delimiter,
            quote_char='"' if quoted else None,
            row_index_name="line",
            row_index_offset=FIRST_LINE - 1,
        )
    except pl.exceptions.PolarsError:
        return None
    if quoted and len(found) != data.count(b"\n") + (not data.endswith(b"\n")):
        return None
    return found


def _without_long_lines(data: bytes, delimiter: bytes) -> bytes | None:
    """The same with nothing in those lines that may have too many cells; None where there are too many of them."""
    pieces: list[bytes] = []
    kept = at = 0
    for line in BytesIO(data):
        if line.count(delimiter) >= len(COLUMNS):
            pieces += (data[kept:at], b"\n")
            kept = at + len(line)
            if len(pieces) > _MOST_TOO_LONG:
                return None
        at += len(line)
    return b"".join((*pieces, data[kept:]))
