"""Gathering: what many files tell of one level, put together once, so that each row is taken in hand as often for a hundred files as for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from slagen.core.spans import Span, merged
from slagen.model.measurement import Count, Figure, Measurements, Outage, Sample, Ticket
from slagen.model.samples import PlainSamples
from slagen.schema.measurements import Entry


@dataclass(slots=True)
class Gathered:
    """What was found of one level so far: the time that its files cover, and their rows."""

    covered: list[Span] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    def add(self, covered: Span, entries: Iterable[Entry]) -> None:
        """What one more file tells."""
        self.covered.append(covered)
        self.entries.extend(entries)

    def together(self) -> Measurements:
        """All of it."""
        return Measurements(
            outages=tuple(one for one in self.entries if isinstance(one, Outage)),
            samples=PlainSamples.of((one.at, one.value) for one in self.entries if isinstance(one, Sample)),
            counts=tuple(one for one in self.entries if isinstance(one, Count)),
            figures=tuple(one for one in self.entries if isinstance(one, Figure)),
            tickets=tuple(one for one in self.entries if isinstance(one, Ticket)),
            covered=merged(self.covered),
        )


def by_level(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    """Rows by the level that they tell of, in their order."""
    found: dict[str, list[Entry]] = {}
    for one in entries:
        found.setdefault(one.level, []).append(one)
    return found
