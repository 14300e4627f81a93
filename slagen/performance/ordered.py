"""The figures of one level in an order in which those of a window are found without looking through all the others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from slagen.core.spans import Span
from slagen.model.measurement import Count, Figure, Measurements, Outage, Ticket

_EVER = 2**63


class _OfPeriod(Protocol):
    @property
    def period(self) -> str: ...


_Named = TypeVar("_Named", bound=_OfPeriod)


def opening(ticket: Ticket) -> int:
    """When it was opened."""
    return ticket.opened


@dataclass(frozen=True, slots=True)
class Ordered:
    """`outages` by their starts; `reached` is the latest end of all up to each of them, `first_of` the place of the first of those that overlap or touch it.

    `tickets` by when they `begin`, which is when they were opened where nothing else is said; counts and figures by the names of their periods.
    """

    data: Measurements
    outages: tuple[Outage, ...]
    starts: tuple[int, ...]
    reached: tuple[int, ...]
    first_of: tuple[int, ...]
    tickets: tuple[Ticket, ...]
    begin: tuple[int, ...]
    counts: Mapping[str, tuple[Count, ...]]
    figures: Mapping[str, tuple[Figure, ...]]

    @classmethod
    def of(cls, data: Measurements, begins: Callable[[Ticket], int] = opening) -> Ordered:
        """Bring them into order, once for all windows; `begins` tells the instant at which a ticket counts as received."""
        outages = tuple(sorted(data.outages, key=lambda one: one.start))
        received = sorted(((begins(one), one) for one in data.tickets), key=lambda one: (one[0], one[1].opened))
        reached, first_of = _chains(outages)
        starts, begin, tickets = tuple(one.start for one in outages), tuple(at for at, _ in received), tuple(one for _, one in received)
        return cls(data, outages, starts, reached, first_of, tickets, begin, _by_period(data.counts), _by_period(data.figures))

    def outages_of(self, span: Span) -> tuple[Outage, ...]:
        """Those that touch a span, with all that overlap or touch them from before, so that each is seen at its full length."""
        first = bisect_right(self.reached, span[0])
        return self.outages[self.first_of[first] : bisect_left(self.starts, span[1])] if first < len(self.outages) else ()

    def tickets_of(self, span: Span) -> tuple[Ticket, ...]:
        """Those that begin in a span."""
        first, end = (bisect_left(self.begin, at) for at in span)
        return self.tickets[first:end]

    def tickets_after(self, span: Span, until: int) -> tuple[Ticket, ...]:
        """Those that were opened in a span, and begin only after it, up to `until`."""
        found = self.tickets[bisect_left(self.begin, span[1]) : bisect_right(self.begin, until)]
        return tuple(one for one in found if span[0] <= one.opened < span[1])


def _chains(outages: Iterable[Outage]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    reached: list[int] = []
    first_of: list[int] = []
    for place, one in enumerate(outages):
        apart = not place or one.start > reached[-1]
        first_of.append(place if apart else first_of[-1])
        end = _EVER if one.end is None else one.end
        reached.append(end if apart else max(reached[-1], end))
    return tuple(reached), tuple(first_of)


def _by_period(rows: Iterable[_Named]) -> dict[str, tuple[_Named, ...]]:
    found: dict[str, list[_Named]] = {}
    for one in rows:
        found.setdefault(one.period, []).append(one)
    return {name: tuple(every) for name, every in found.items()}
