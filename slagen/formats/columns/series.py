"""The samples of one level in columns: instants in order, values as whole billionths, and the rows of the file that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import polars as pl

from slagen.core.spans import Span, Spans
from slagen.model.samples import NO_SAMPLES, PlainSamples, Samples
from slagen.model.target import Comparison, Target

UNIT = 10**9
"""Parts of one: a number has at most nine digits after its point (`core.money.parse_decimal`)."""
_LARGEST_NARROW = 2**62
"""What is below it has room in 64 bits, and so has any bound that it is compared with."""


@dataclass(frozen=True, slots=True)
class ColumnSamples:
    """A `schema.measurements.FiledSamples`: `instants` in microseconds since 1970, ascending; `values` in billionths; `rows` as lines of the file."""

    instants: pl.Series
    values: pl.Series
    rows: pl.Series

    def __len__(self) -> int:
        return len(self.instants)

    @property
    def ends(self) -> Span | None:
        """The first and the last instant."""
        return (int(self.instants[0]), int(self.instants[-1])) if len(self.instants) else None

    def within(self, span: Span) -> ColumnSamples:
        """Those of a span of time, without its end: a view of the same columns."""
        first, end = (int(self.instants.search_sorted(at, side="left")) for at in span)
        return ColumnSamples(*(one.slice(first, max(0, end - first)) for one in (self.instants, self.values, self.rows)))

    def during(self, spans: Spans) -> ColumnSamples:
        """Those of several spans of time, which are sorted and lie apart."""
        parts = [self.within(span) for span in spans] or [self.within((0, 0))]
        return ColumnSamples(*(pl.concat(columns) for columns in zip(*((one.instants, one.values, one.rows) for one in parts), strict=True)))

    def lines(self, most: int) -> tuple[int, ...]:
        """The first lines of them, at most so many."""
        return tuple(self.rows.bottom_k(most).sort().to_list())

    def satisfying(self, target: Target) -> int:
        """How many stand to the target's figure as its sign says: exactly, because values are whole billionths."""
        wanted = Fraction(target.value) * UNIT
        match target.comparison:
            case Comparison.AT_LEAST:
                return self._from(ceil(wanted))
            case Comparison.AT_MOST:
                return len(self) - self._from(floor(wanted) + 1)
            case Comparison.ABOVE:
                return self._from(floor(wanted) + 1)
            case Comparison.BELOW:
                return len(self) - self._from(ceil(wanted))

    def _from(self, least: int) -> int:
        if self.values.dtype == pl.Int64:
            return int((self.values >= max(0, min(least, _LARGEST_NARROW))).sum())
        return int((self.values >= pl.Series([max(0, least)], dtype=pl.Int128)).sum())

    def ranked(self, rank: int) -> Fraction:
        """The value of a rank, from 1 on; from the nearer end, so that not all of them need be put in order."""
        from_top = len(self) - rank + 1
        found = self.values.bottom_k(rank).max() if rank < from_top else self.values.top_k(from_top).min()
        return Fraction(_whole(found), UNIT)

    def total(self) -> Fraction:
        """Their exact sum: 128 bits hold a billion times the largest number."""
        return Fraction(_whole(self.values.cast(pl.Int128).sum()), UNIT)


def _whole(found: object) -> int:
    assert isinstance(found, int)
    return found


def narrowed(values: pl.Series) -> pl.Series:
    """Values in 64 bits, where that is enough for all of them."""
    largest = values.max()
    return values if isinstance(largest, int) and largest >= _LARGEST_NARROW else values.cast(pl.Int64)


def same_instants(one: pl.Series, other: pl.Series) -> bool:
    """Whether two columns, of which neither is empty, hold the same instants: mostly told by their lengths and ends."""
    return len(one) == len(other) and bool(one[-1] == other[-1]) and one.equals(other)


def stacked(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Frames with `value` under each other: in 64 bits, where that is enough for all of them."""
    wide = any(frame.schema["value"] == pl.Int128 for frame in frames)
    return pl.concat([frame.with_columns(pl.col("value").cast(pl.Int128)) if wide else frame for frame in frames]) if len(frames) > 1 else frames[0]


def together(frames: Sequence[pl.DataFrame]) -> ColumnSamples:
    """From frames with `at`, `value` and `line`, brought into the order of their instants; rows of one instant stay in the order of the file."""
    every = stacked(frames)
    in_order = every["at"].is_sorted() and (len(frames) == 1 or every["line"].is_sorted())
    ordered = every if in_order else every.sort("at", "line")
    return ColumnSamples(ordered["at"], ordered["value"], ordered["line"])


def joined(parts: Iterable[Samples]) -> Samples:
    """The samples of several files as one series, whose lines mean nothing any more."""
    every = [part for part in parts if len(part)]
    return (every or [NO_SAMPLES])[0] if len(every) < 2 else together([_frame(part) for part in every])


def _frame(part: Samples) -> pl.DataFrame:
    if isinstance(part, ColumnSamples):
        return pl.DataFrame({"at": part.instants, "value": part.values, "line": part.rows})
    assert isinstance(part, PlainSamples)
    values = pl.Series([int(Fraction(value) * UNIT) for value in part.values], dtype=pl.Int128)
    return pl.DataFrame({"at": pl.Series(part.instants, dtype=pl.Int64), "value": narrowed(values), "line": pl.zeros(len(values), pl.UInt32, eager=True)})
