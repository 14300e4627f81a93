"""Rows of a large file that are not plainly right, read one by one as those of a small file are."""

from __future__ import annotations

from collections.abc import Iterator
import csv
from dataclasses import dataclass, field
from fractions import Fraction

import polars as pl

from slagen.core.findings import Finding, Source
from slagen.formats.columns.series import UNIT, narrowed
from slagen.formats.columns.table import FIRST_LINE, Table
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


def odd_rows(table: Table, odd: pl.Series, file: str, known: Knowledge) -> OddRows:
    """Read the rows that `odd` says are.

    Raises:
        UnreadableLineError: the file must be read as a whole.
    """
    found = OddRows()
    for line, cells in _cells(table, odd):
        if not any(cells):
            continue
        if len(cells) != len(table.columns):
            if len(found.short) < MOST_SHORT:
                found.short.append(short_row(file, line, len(cells), table.columns))
        else:
            found.take(Row(line, dict(zip(table.columns, cells, strict=True))), file, known)
    found.settle()
    return found


def _cells(table: Table, odd: pl.Series) -> Iterator[tuple[int, list[str]]]:
    for line, (data, is_odd) in enumerate(zip(table.lines(), odd, strict=True), FIRST_LINE):
        if is_odd:
            yield line, _of_line(data, table.delimiter)


def _of_line(data: bytes, delimiter: str) -> list[str]:
    try:
        text = data.decode().rstrip("\n").rstrip("\r")
        if has_refused_character(text) or text.startswith(CONFLICT_MARKS):
            raise UnreadableLineError(text)
        return [cell.strip() for cell in next(csv.reader((text,), delimiter=delimiter, strict=True), ())]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableLineError(str(error)) from error
