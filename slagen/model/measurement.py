"""Measurements: what was seen of a service, in the forms of `formats.md`. `row` is the line of the file that says so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from slagen.core.spans import Spans
from slagen.model.samples import NO_SAMPLES, Samples


@dataclass(frozen=True, slots=True)
class Outage:
    """An interruption, in microseconds since 1970; `end` is None while it lasts. Without a `cause` it counts against the provider."""

    level: str
    start: int
    end: int | None
    cause: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Sample:
    """One value at one instant, in the unit of the level."""

    level: str
    at: int
    value: Decimal
    row: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """So many good events of all in a measurement period, by its name."""

    level: str
    period: str
    good: Decimal
    total: Decimal
    row: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """The result of a measurement period, worked out by the system that measures; `sample` is how many events it was taken from, where that is known."""

    level: str
    period: str
    value: Decimal
    sample: Decimal | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Ticket:
    """A disturbance: when it was opened, answered, worked around and resolved; None where that has not happened."""

    level: str
    severity: str
    opened: int
    responded: int | None = None
    workaround: int | None = None
    resolved: int | None = None
    row: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """So many units of a service in a month, by its name: what a charge by use is multiplied with. `unit` is what the charge is `per`."""

    service: str
    period: str
    unit: str
    quantity: Decimal
    row: int = 0

    @property
    def level(self) -> str:
        """What the row is about."""
        return self.service


@dataclass(frozen=True, slots=True)
class Measurements:
    """Everything that is known of one service level. `covered` is the time for which figures were delivered, though they may tell of nothing: sorted spans."""

    outages: tuple[Outage, ...] = ()
    samples: Samples = NO_SAMPLES
    counts: tuple[Count, ...] = ()
    figures: tuple[Figure, ...] = ()
    tickets: tuple[Ticket, ...] = ()
    covered: Spans = ()
