"""A target: the figure that a result is held against."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from slagen.core.money import Percentage


@lru_cache(maxsize=256)
def _exactly(value: Decimal) -> Fraction:
    """The same figure as a fraction, with which fractions are compared in a third of the time."""
    return Fraction(value)


class Comparison(StrEnum):
    """How a result is held against its target."""

    AT_LEAST = ">="
    AT_MOST = "<="
    ABOVE = ">"
    BELOW = "<"


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that a result is held against.

    `share` is the part of the events, in per cent, that must satisfy it (`95 % <= 30 min`); absent, the result itself must.
    `unit` is `%`, a unit of time (in the plural form written, such as `min`), or what else was written after the number.
    """

    comparison: Comparison
    value: Decimal
    unit: str = ""
    share: Percentage | None = None

    @property
    def higher_is_better(self) -> bool:
        """Whether a larger figure is the stricter promise."""
        return self.comparison in {Comparison.AT_LEAST, Comparison.ABOVE}

    def admits(self, value: Fraction | Decimal) -> bool:
        """Whether a figure stands to the target's own as its sign says, unrounded."""
        own = self.value if isinstance(value, Decimal) else _exactly(self.value)
        match self.comparison:
            case Comparison.AT_LEAST:
                return value >= own
            case Comparison.AT_MOST:
                return value <= own
            case Comparison.ABOVE:
                return value > own
            case Comparison.BELOW:
                return value < own

    def __str__(self) -> str:
        figure = f"{self.comparison} {self.value} {self.unit}".rstrip()
        return figure if self.share is None else f"{self.share} {figure}"
