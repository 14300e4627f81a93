"""Rows of a large file that are not plainly right, read one by one as those of a small file are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
import csv
from dataclasses import dataclass, field
from fractions import Fraction
from io import BytesIO

import polars as pl

from slagen.core.findings import Finding, Source
from slagen.formats.columns.series import UNIT, narrowed
from slagen.formats.columns.table import Heading
from slagen.formats.measurements import MOST_SHORT, short_row
from slagen.formats.plain_text import CONFLICT_MARKS, has_refused_character
from slagen.model.measurement import Sample
from slagen.model.table_row import Row
from slagen.schema.measurement_rows import Knowledge, RowError
from slagen.schema.measurements import MOST_SHOWN, by_another_clock, sample

_AT_ONCE = 100_000


class UnreadableLineError(ValueError):
    """A line that cannot be read by itself."""


@dataclass(slots=True)
class OddRows:
    """What came of them: `frames` of those that were right after all, by level; the first findings, and how many there are besides.

    `short` are about rows with too few or too many cells; `elsewhere` is about the first row that was told by another clock.
    """

    frames: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    refused: list[Finding] = field(default_factory=list)
    short: list[Finding] = field(default_factory=list)
    elsewhere: Finding | None = None
    more: int = 0
    _waiting: list[Sample] = field(default_factory=list)

    def take(self, row: Row, file: str, known: Knowledge) -> None:
        """Read one row."""
        if self.elsewhere is None:
            self.elsewhere = by_another_clock(row.cells["at"], known.zone, Source(file, row.line))
        try:
            self._waiting.append(sample(row, known))
        except RowError as error:
            if len(self.refused) < MOST_SHOWN:
                self.refused.append(error.finding(file, row))
            else:
                self.more += 1
        if len(self._waiting) >= _AT_ONCE:
            self.settle()

    def settle(self) -> None:
        """Put what was read into columns."""
        by_level: dict[str, list[Sample]] = {}
        for one in self._waiting:
            by_level.setdefault(one.level, []).append(one)
        for level, rows in by_level.items():
            self.frames.setdefault(level, []).append(_frame(rows))
        self._waiting = []


def _frame(rows: list[Sample]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "at": pl.Series([one.at for one in rows], dtype=pl.Int64),
            "value": narrowed(pl.Series([int(Fraction(one.value) * UNIT) for one in rows], dtype=pl.Int128)),
            "line": pl.Series([one.row for one in rows], dtype=pl.UInt32),
        }
    )


def odd_lines(data: bytes, odd: pl.Series) -> Iterator[tuple[int, bytes]]:
    """The lines that are odd, counted from 1."""
    return ((number, line) for number, (line, is_odd) in enumerate(zip(BytesIO(data), odd, strict=True), 1) if is_odd)


def odd_rows(lines: Iterable[tuple[int, bytes]], written: Heading, file: str, known: Knowledge) -> OddRows:
    """Read lines of a file, each with its number.

    Raises:
        UnreadableLineError: the file must be read as a whole.
    """
    found = OddRows()
    for number, line in lines:
        cells = _cells(line, written.delimiter)
        if not any(cells):
            continue
        if len(cells) != len(written.columns):
            if len(found.short) < MOST_SHORT:
                found.short.append(short_row(file, number, len(cells), written.columns))
        else:
            found.take(Row(number, dict(zip(written.columns, cells, strict=True))), file, known)
    found.settle()
    return found


def _cells(line: bytes, delimiter: str) -> list[str]:
    try:
        text = line.decode().rstrip("\n").rstrip("\r")
        if has_refused_character(text) or text.startswith(CONFLICT_MARKS):
            raise UnreadableLineError(text)
        return [cell.strip() for cell in next(csv.reader((text,), delimiter=delimiter, strict=True), ())]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableLineError(str(error)) from error
