"""A chart: figures over periods, or side by side, each as a number and as it is printed. How it looks is for `formats.charts`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ChartKind(StrEnum):
    """`trend` sets results over time against their limit, `shares` how much of a limit was used, `amounts` columns from zero."""

    TREND = "trend"
    SHARES = "shares"
    AMOUNTS = "amounts"


class Mark(StrEnum):
    """What a point stands for beyond its figure; each is shown by form, pattern and word, never by colour alone."""

    PLAIN = ""
    MISSED = "missed"
    NO_FIGURES = "no figures"
    NOTHING = "nothing to measure"
    SO_FAR = "so far"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Point:
    """One figure. `name` is whose it is (`2026-03`), `label` how the axis names it, `text` the figure as it is printed; `value` is None where there is none.

    `limit` is what it is held against, in the same unit.
    """

    name: str
    value: Decimal | None
    text: str
    limit: Decimal | None = None
    mark: Mark = Mark.PLAIN
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. `scale` says in words what is shown, `unit` is `%`, a currency, or what else is counted; `limit` names the limit.

    `description` says in words what the chart shows, with its figures: it stands for the chart where the chart cannot be seen.
    """

    title: str
    kind: ChartKind
    points: tuple[Point, ...]
    description: str
    scale: str = ""
    unit: str = ""
    limit: str = ""
    locale: str = "en_GB"

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The figures that there are."""
        return tuple(point.value for point in self.points if point.value is not None)

    @property
    def limits(self) -> tuple[Decimal, ...]:
        """The limits that there are."""
        return tuple(point.limit for point in self.points if point.limit is not None)
