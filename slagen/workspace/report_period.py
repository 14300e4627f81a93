"""The period that a report is about: a month, a quarter, a half, a year, or days; it may be under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from slagen.core.calendar_periods import days_of, kind_of
from slagen.core.errors import RefusedError, UsageError

_QUARTERS = ("first", "second", "third", "fourth")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """`until` is the last whole day that counts: the last day of the period, or, while it is under way, the day before the report."""

    name: str
    first_day: date
    last_day: date
    until: date

    @property
    def under_way(self) -> bool:
        """Whether there are days still to come."""
        return self.until < self.last_day

    @property
    def title(self) -> str:
        """Its name in a heading: `October 2026`, `the third quarter of 2026`, `2026`."""
        match kind_of(self.name):
            case "calendar-month":
                return f"{self.first_day:%B %Y}"
            case "calendar-quarter":
                return f"the {_QUARTERS[int(self.name[-1]) - 1]} quarter of {self.first_day.year}"
            case "calendar-half":
                return f"the {'first' if self.name.endswith('1') else 'second'} half of {self.first_day.year}"
            case "calendar-year":
                return self.name
            case _:
                return f"{self.first_day} to {self.last_day}"


def report_period(name: str, today: date) -> ReportPeriod:
    """The period of a name such as `2026-10`, `2026-Q4`, `2026-H2`, `2026` or `2026-10-02/2026-10-31`.

    Raises:
        UsageError: there is no such period.
        RefusedError: no whole day of it has passed.
    """
    wanted = name.strip().upper()
    days = days_of(wanted)
    if days is None:
        raise UsageError(f"“{name}” is not a period.", hint="Write --period 2026-10, 2026-Q4, 2026-H2, 2026 or 2026-10-02/2026-10-31.")
    if days[0] >= today:
        begins = "begins only today" if days[0] == today else "has not begun"
        raise RefusedError(f"{wanted} {begins}, so there is nothing to report.", hint=f"A report of it can be made from {days[0] + _ONE_DAY} on.")
    return ReportPeriod(wanted, *days, min(days[1], today - _ONE_DAY))
