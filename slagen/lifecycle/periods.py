"""The periods that performance is measured and reported over: whole months, quarters, halves and years of the calendar, weeks, and spans of 30 days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from slagen.core.calendar_periods import name_of

_MONTHS_IN = {"monthly": 1, "calendar-month": 1, "rolling-30-days": 1, "quarterly": 3, "calendar-quarter": 3, "half-yearly": 6, "yearly": 12}
"""Calendar periods, by cadence. Rolling ones are worked out once a month, for the days that end with it."""
_DAYS_IN = {"weekly": 7, "fixed-30-days": 30}
_NOUNS = {1: "month", 3: "quarter", 6: "half of the year", 12: "year"}


@dataclass(frozen=True, slots=True)
class Period:
    """One period. `name` is the same whatever the agreement: `2026-09`, `2026-Q3`, `2026-H2`, `2026`, `2026-W40`, or the number of a span of 30 days."""

    name: str
    noun: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Periods one after another, cut to the days of the agreement, from `start` to `end`. Spans of 30 days count from `start`.

    Raises:
        ValueError: there is no such cadence.
    """

    cadence: str
    start: date
    end: date = date.max

    def __post_init__(self) -> None:
        if self.cadence not in _MONTHS_IN and self.cadence not in _DAYS_IN:
            raise ValueError(f"“{self.cadence}” is not a period: there are {', '.join((*_MONTHS_IN, *_DAYS_IN))}")

    @property
    def first(self) -> int:
        """The number of the period that the agreement begins in."""
        return self.number_of(self.start)

    def number_of(self, day: date) -> int:
        """The number of the period that `day` falls in."""
        if months := _MONTHS_IN.get(self.cadence):
            return (day.year * 12 + day.month - 1) // months
        return (day.toordinal() - self._origin()) // _DAYS_IN[self.cadence]

    def period(self, number: int) -> Period:
        """Period `number`.

        Raises:
            ValueError: it lies outside the years 1 to 9999.
            OverflowError: the same, for weeks and spans of days.
        """
        if months := _MONTHS_IN.get(self.cadence):
            year, before = divmod(number * months, 12)
            first = date(year, before + 1, 1)
            over = date(year + (before + months) // 12, (before + months) % 12 + 1, 1)
            return self._cut(name_of(first, months), _NOUNS[months], first, over - timedelta(days=1))
        length = _DAYS_IN[self.cadence]
        first = date.fromordinal(self._origin() + number * length)
        last = first + timedelta(days=length - 1)
        if self.cadence == "weekly":
            year, week, _ = first.isocalendar()
            return self._cut(f"{year}-W{week:02}", "week", first, last)
        return self._cut(str(number + 1), "period of 30 days", first, last)

    def _origin(self) -> int:
        """1 January of the year 1 was a Monday."""
        return 1 if self.cadence == "weekly" else self.start.toordinal()

    def _cut(self, name: str, noun: str, first: date, last: date) -> Period:
        return Period(name, noun, max(first, self.start), min(last, self.end))
