"""Lengths of time as agreements write them: `36 months`, `2 business days`, `30 min`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
import re

from slagen.core.money import parse_decimal


class Unit(StrEnum):
    """A unit of time. Business days need a calendar; months and years need an anchor."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    BUSINESS_DAY = "business day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


_MONTH, _YEAR = Unit.MONTH, Unit.YEAR
_NAMES = {
    "s": Unit.SECOND, "sec": Unit.SECOND, "second": Unit.SECOND, "seconds": Unit.SECOND,
    "min": Unit.MINUTE, "minute": Unit.MINUTE, "minutes": Unit.MINUTE,
    "h": Unit.HOUR, "hour": Unit.HOUR, "hours": Unit.HOUR,
    "day": Unit.DAY, "days": Unit.DAY, "calendar day": Unit.DAY, "calendar days": Unit.DAY,
    "business day": Unit.BUSINESS_DAY, "business days": Unit.BUSINESS_DAY,
    "working day": Unit.BUSINESS_DAY, "working days": Unit.BUSINESS_DAY,
    "week": Unit.WEEK, "weeks": Unit.WEEK,
    "month": Unit.MONTH, "months": Unit.MONTH,
    "year": Unit.YEAR, "years": Unit.YEAR,
}  # fmt: skip
_SECONDS = {Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3600, Unit.DAY: 86_400, Unit.WEEK: 604_800}
_ROUGH_DAYS = {Unit.BUSINESS_DAY: Decimal("1.4"), Unit.MONTH: Decimal("30.4375"), Unit.YEAR: Decimal("365.25")}
_FORM = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s*([a-z]+(?: [a-z]+)?)", re.ASCII)
_EXAMPLES = "write a number and a unit, such as 30 days, 2 business days, 36 months, 4 hours or 30 min"


@dataclass(frozen=True, slots=True)
class Duration:
    """So many units of time. `count` is never negative; zero days is `same day`."""

    count: Decimal
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read `36 months`, `2 business days`, `30 min`, `same day`.

        Raises:
            ValueError: the number or the unit is missing or unknown, or a unit that comes in whole numbers has a fraction.
        """
        cleaned = " ".join(text.lower().split())
        if cleaned == "same day":
            return cls(Decimal(0), Unit.DAY)
        match = _FORM.fullmatch(cleaned)
        unit = _NAMES.get(match[2]) if match else None
        if match is None or unit is None:
            raise ValueError(f"“{text}” is not a length of time: {_EXAMPLES}")
        count = parse_decimal(match[1])
        if unit in {Unit.MONTH, Unit.YEAR, Unit.WEEK, Unit.BUSINESS_DAY} and count != count.to_integral_value():
            raise ValueError(f"“{text}”: {unit}s come in whole numbers")
        return cls(count, unit)

    @property
    def whole_months(self) -> int | None:
        """The length in months where the unit is a month or a year, else None."""
        unit = self.unit
        if unit is _MONTH:
            return int(self.count)
        return int(self.count) * 12 if unit is _YEAR else None

    @property
    def seconds(self) -> Decimal | None:
        """The exact length in seconds of a fixed unit (a day has 24 hours here), else None."""
        size = _SECONDS.get(self.unit)
        return None if size is None else self.count * size

    @property
    def rough_days(self) -> Decimal:
        """A length in days that serves only to compare different units."""
        exact = self.seconds
        return exact / 86_400 if exact is not None else self.count * _ROUGH_DAYS[self.unit]

    def __str__(self) -> str:
        if not self.count and self.unit is Unit.DAY:
            return "same day"
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"
