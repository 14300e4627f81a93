"""Measurement periods: the window of time that one result is worked out over, in the agreement's own time zone.

A window has its real length: a month with a clock change is an hour shorter or longer. One that begins or ends with the agreement has only the days
within it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from slagen.core.calendar_periods import name_of
from slagen.core.periods import add_months
from slagen.core.spans import Span, midnight
from slagen.model.charter import SURVEY

_ONE_DAY = timedelta(days=1)
_THIRTY_DAYS = timedelta(days=30)
_LONGEST = timedelta(days=92)
_MONTHS = {"calendar-month": 1, "calendar-quarter": 3}


@dataclass(frozen=True, slots=True)
class Window:
    """One measurement period. Both days belong to it; `name` is `2026-10`, `2026-Q4`, or `2026-10-02/2026-10-31`.

    `whole` is whether it has all its days: one that begins or ends with the agreement may not. `part_of` is the period that it is a part of, where the
    target changes within one.
    """

    name: str
    first_day: date
    last_day: date
    zone: str
    whole: bool = True
    part_of: str = ""

    @property
    def period(self) -> str:
        """The name of the whole period, by which figures are delivered."""
        return self.part_of or self.name

    @property
    def span(self) -> Span:
        """From midnight to midnight where the agreement is at home."""
        return midnight(self.first_day, self.zone), midnight(self.last_day + _ONE_DAY, self.zone)


@dataclass(frozen=True, slots=True)
class Life:
    """The days on which an agreement runs, both included, and the time zone in which they begin; `last_day` is None where no end is known."""

    first_day: date
    last_day: date | None
    zone: str


def windows(period: str, life: Life, first: date, last: date) -> Iterator[Window]:
    """The windows that end from `first` to `last` (both included) and have a day in the life of the agreement.

    A rolling window of 30 days ends with each month; fixed windows of 30 days follow each other from the agreement's first day. The last ones end with the
    agreement. A survey has none: it is of the time that its figures name.
    """
    over = life.last_day is not None and life.last_day <= last
    for start, end in _days(period, life, first, last + _LONGEST if over else last):
        begins, ends = max(start, life.first_day), min(end, life.last_day or end)
        is_after = period == "rolling-30-days" and ends < end.replace(day=1)  # worked out in each month of the agreement, and in no other
        if begins <= ends <= last and not is_after:
            yield Window(_name(period, start, end), begins, ends, life.zone, (begins, ends) == (start, end))


def _days(period: str, life: Life, first: date, last: date) -> Iterator[tuple[date, date]]:
    if period == SURVEY:
        return
    if period == "fixed-30-days":
        number = max(0, (first - life.first_day).days // 30)
        while (start := life.first_day + number * _THIRTY_DAYS) + _THIRTY_DAYS - _ONE_DAY <= last:
            if start + _THIRTY_DAYS - _ONE_DAY >= first:
                yield start, start + _THIRTY_DAYS - _ONE_DAY
            number += 1
        return
    months = _MONTHS.get(period, 1)
    start = first.replace(month=(first.month - 1) // months * months + 1, day=1)
    while (end := add_months(start, months) - _ONE_DAY) <= last:
        if end >= first:
            yield (end - _THIRTY_DAYS + _ONE_DAY if period == "rolling-30-days" else start), end
        start = end + _ONE_DAY


def _name(period: str, start: date, end: date) -> str:
    return name_of(start, _MONTHS[period]) if period in _MONTHS else f"{start}/{end}"
