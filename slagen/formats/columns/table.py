"""A large file of samples as tables of texts, one row for each line of the file, right or wrong; in pieces, so that they can be read at once."""

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
_LONGEST_LINE = 2**20
_MOST_LINES = 32_000_000
"""The largest file that is read at all has fewer rows, be their names as short as they may; what has more lines has little but empty ones."""


@dataclass(frozen=True, slots=True)
class Heading:
    """How a file is written: its first line, the columns in their order, what stands between cells, and whether a quotation mark stands anywhere."""

    line: bytes
    columns: tuple[str, ...]
    delimiter: str
    quoted: bool


def without_mark(data: bytes) -> bytes:
    """The same without the mark that some programs put before a text."""
    return data.removeprefix(_BYTE_ORDER_MARK)


def heading(data: bytes) -> Heading | None:
    """How the file is written; None where lines and cells cannot surely be told apart in the simple way, or it is no table of samples."""
    line = b"".join(data[:_LONGEST_HEADER].partition(b"\n")[:2])
    header = line.decode("ascii", "replace")
    delimiter = ";" if ";" in header and "," not in header else ","
    columns = tuple(cell.strip().strip('"').strip().lower() for cell in header.split(delimiter))
    if sorted(columns) != sorted(COLUMNS) or not _has_simple_lines(data) or data.count(b"\n") > _MOST_LINES:
        return None
    return Heading(line, columns, delimiter, b'"' in data)


def _has_simple_lines(data: bytes) -> bool:
    """Whether each line feed ends a line, nothing else does, and a quotation mark can only stand around a cell."""
    return (b"\r" not in data or data.count(b"\r") == data.count(b"\r\n")) and (b'"' not in data or b'""' not in data)


def pieces(data: bytes, written: Heading, size: int) -> Iterator[tuple[int, int]]:
    """Where pieces of whole lines, of about `size` bytes, begin and end; the first line is in none."""
    start = len(written.line)
    while start < len(data):
        end = data.find(b"\n", start + size - 1) + 1 or len(data)
        yield start, end
        start = end


def is_long_line(ends: tuple[int, int], size: int) -> bool:
    """Whether a piece is so much larger than `size` that its last line is no row of samples: to read it as one would take many times its memory."""
    return ends[1] - ends[0] > size + _LONGEST_LINE


def texts(data: bytes, ends: tuple[int, int], written: Heading) -> pl.DataFrame | None:
    """A piece: the columns of the form as texts, null where a row is too short, and `line`, counted from 1; None where lines cannot be told apart.

    The first line of the file is read with each piece, because polars counts the columns in the first one that it sees.
    """
    piece = b"".join((written.line, memoryview(data)[slice(*ends)]))
    found = _read(piece, written)
    if found is None or not _is_regular(found, piece, written.delimiter.encode()):
        short = _without_long_lines(piece, written.delimiter.encode())
        found = _read(short, written) if short is not None else None
    return found.slice(1) if found is not None else None


def _is_regular(found: pl.DataFrame, piece: bytes, delimiter: bytes) -> bool:
    """Whether no line can have too many cells: polars lets a delimiter at the end of a line pass. Rows without a null have at least as many as they should.

    Where cells, delimiters and line feeds are all that there is, no delimiter is left over.
    """
    if any(found.null_count().row(0)):
        return False
    cells = sum(int(found[name].str.len_bytes().sum()) for name in COLUMNS)
    if cells + len(found) * len(COLUMNS) - (not piece.endswith(b"\n")) == len(piece):
        return True
    return piece.count(delimiter) == len(found) * (len(COLUMNS) - 1)


def _read(piece: bytes, written: Heading) -> pl.DataFrame | None:
    try:
        found = pl.read_csv(
            piece,
            has_header=False,
            schema=dict.fromkeys(written.columns, pl.String),
            separator=written.delimiter,
            quote_char='"' if written.quoted else None,
            row_index_name="line",
        )
    except pl.exceptions.PolarsError:
        return None
    if written.quoted and len(found) != piece.count(b"\n") + (not piece.endswith(b"\n")):
        return None
    return found


def _without_long_lines(piece: bytes, delimiter: bytes) -> bytes | None:
    """The same with nothing in those lines that may have too many cells; None where there are too many of them."""
    kept: list[bytes] = []
    start = at = 0
    for line in BytesIO(piece):
        if line.count(delimiter) >= len(COLUMNS):
            kept += (piece[start:at], b"\n")
            start = at + len(line)
            if len(kept) > _MOST_TOO_LONG:
                return None
        at += len(line)
    return b"".join((*kept, piece[start:]))
