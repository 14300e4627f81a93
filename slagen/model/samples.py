"""The values of one level in the order of their instants, as the few questions that a result asks of them.

There are two ways of holding them, which give the same answers to the last digit: plainly, here, and in columns for files of millions of rows
(`formats.columns`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Protocol

from slagen.core.spans import Span, Spans
from slagen.model.target import Target


class Values(Protocol):
    """Some values, of which there is at least one where anything but their number is asked."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def satisfying(self, target: Target) -> int:
        """How many stand to the target's figure as its sign says."""
        ...

    def ranked(self, rank: int) -> Fraction:
        """The value of a rank: 1 is that of the smallest, the number of values that of the largest."""
        ...

    def total(self) -> Fraction:
        """Their exact sum."""
        ...


class Samples(Values, Protocol):
    """Values with their instants."""

    @property
    def ends(self) -> Span | None:
        """The first and the last instant; None where there is no value."""
        ...

    def within(self, span: Span) -> Samples:
        """Those of a span of time, without its end."""
        ...

    def during(self, spans: Spans) -> Samples:
        """Those of several spans of time, which are sorted and lie apart."""
        ...


@dataclass(frozen=True, slots=True)
class PlainValues:
    """Values that are held one by one."""

    values: Sequence[Fraction | Decimal] = ()

    def __len__(self) -> int:
        return len(self.values)

    def satisfying(self, target: Target) -> int:
        """How many stand to the target's figure as its sign says."""
        return sum(target.admits(value) for value in self.values)

    def ranked(self, rank: int) -> Fraction:
        """The value of a rank, from 1 on."""
        if rank in {1, len(self.values)}:
            return Fraction(min(self.values) if rank == 1 else max(self.values))
        return Fraction(sorted(self.values)[rank - 1])

    def total(self) -> Fraction:
        """Their exact sum."""
        return sum((Fraction(value) for value in self.values), Fraction())


@dataclass(frozen=True, slots=True)
class PlainSamples(PlainValues):
    """Samples that are held one by one, in the order of their instants; `of` brings them into it."""

    instants: tuple[int, ...] = ()

    @classmethod
    def of(cls, told: Iterable[tuple[int, Decimal]]) -> PlainSamples:
        """From instants in microseconds since 1970 with their values, in any order."""
        ordered = sorted(told, key=lambda one: one[0])
        return cls(tuple(value for _, value in ordered), tuple(at for at, _ in ordered))

    @property
    def ends(self) -> Span | None:
        """The first and the last instant."""
        return (self.instants[0], self.instants[-1]) if self.instants else None

    def within(self, span: Span) -> PlainSamples:
        """Those of a span of time, without its end."""
        first, end = (bisect_left(self.instants, at) for at in span)
        return PlainSamples(self.values[first:end], self.instants[first:end])

    def during(self, spans: Spans) -> PlainSamples:
        """Those of several spans of time, which are sorted and lie apart."""
        parts = [self.within(span) for span in spans]
        return PlainSamples(tuple(chain.from_iterable(one.values for one in parts)), tuple(chain.from_iterable(one.instants for one in parts)))


NO_SAMPLES = PlainSamples()
