"""Month arithmetic and contract terms on whole days.

Months are always counted from the anchor, never step by step: reviews from 31 January fall on 28 February and 31 March.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from slagen.core.durations import Duration, Unit

_ONE_DAY = timedelta(days=1)


def add_months(anchor: date, months: int) -> date:
    """The corresponding day `months` later, or the month's last day where there is none.

    Raises:
        ValueError: the result lies outside the years 1 to 9999.
    """
    index = anchor.year * 12 + anchor.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        raise ValueError(f"{months} months from {anchor} lies outside the calendar")
    day = anchor.day if anchor.day <= 28 else min(anchor.day, monthrange(year, month)[1])
    return date(year, month, day)


def months_from(first: date, last: date) -> Iterator[date]:
    """The first day of each month that has a day from `first` to `last`, both included."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = add_months(month, 1)


def add(anchor: date, duration: Duration) -> date:
    """`anchor` plus a duration of days, weeks, months or years.

    Raises:
        ValueError: the unit is shorter than a day, or is a business day, which needs a calendar.
    """
    months = duration.whole_months
    if months is not None:
        return add_months(anchor, months)
    return anchor + timedelta(days=whole_days(duration))


def subtract(anchor: date, duration: Duration) -> date:
    """`anchor` minus a duration of days, weeks, months or years; raises as `add` does."""
    months = duration.whole_months
    if months is not None:
        return add_months(anchor, -months)
    return anchor - timedelta(days=whole_days(duration))


def whole_days(duration: Duration) -> int:
    """The length in days of a duration of days or weeks.

    Raises:
        ValueError: the unit is neither, or the days are not whole.
    """
    if duration.unit not in {Unit.DAY, Unit.WEEK} or duration.count != int(duration.count):
        raise ValueError(f"{duration} is not a whole number of days, weeks, months or years")
    return int(duration.count) * (7 if duration.unit is Unit.WEEK else 1)


@dataclass(frozen=True, slots=True)
class ContractTerm:
    """One contract term: number 1 is the initial term. Both days belong to it."""

    number: int
    first_day: date
    last_day: date

    @property
    def renewal_date(self) -> date:
        """The first day after the term."""
        return self.last_day + _ONE_DAY


def term_end(first_day: date, length: Duration) -> date:
    """The last day of a term that starts at the beginning of `first_day`.

    It ends on the day before the corresponding day; where the month has no corresponding day, on that
    month's last day (BGB §§ 187(2), 188(2) and (3); the corresponding date rule of English law agrees).
    """
    months = length.whole_months
    return first_day + timedelta(days=whole_days(length) - 1) if months is None else end_of_months(first_day, months)


def end_of_months(first_day: date, months: int) -> date:
    """The last day of a term of so many months that starts at the beginning of `first_day`, as `term_end` says."""
    corresponding = add_months(first_day, months)
    return corresponding if corresponding.day < first_day.day else corresponding - _ONE_DAY
