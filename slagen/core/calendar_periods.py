"""Periods of the calendar by their names: `2026`, `2026-H2`, `2026-Q4`, `2026-10`, and from one day to another, `2026-10-02/2026-10-31`."""

from __future__ import annotations

from datetime import date, timedelta
import re

from slagen.core.periods import add_months

_NAME = re.compile(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})))?", re.ASCII)
_ONE_DAY = timedelta(days=1)
_KINDS = {1: "calendar-month", 3: "calendar-quarter", 6: "calendar-half", 12: "calendar-year"}
FIRST_YEAR = 1900
"""As with every other day that is told to the program: what lies before is a slip of the keyboard, and no clock's offset leads out of the calendar."""
LAST_YEAR = 2999
"""And what lies behind leaves no day to which one could count on."""


def days_of(period: str) -> tuple[date, date] | None:
    """The first and the last day of a period by its name; None where there is no such period."""
    try:
        days = _calendar_days(period) or _days_between(period)
    except ValueError:
        return None
    return days if days and days[0].year >= FIRST_YEAR and days[1].year <= LAST_YEAR else None


def kind_of(period: str) -> str:
    """What a name is the name of: `calendar-month`, `calendar-quarter`, `calendar-half`, `calendar-year`, or `days`."""
    match = _NAME.fullmatch(period)
    return _KINDS[_months_in(match)] if match else "days"


def name_of(first: date, months: int) -> str:
    """The name of the calendar period of so many months (1, 3, 6 or 12) that `first` lies in."""
    before = first.month - 1
    return {1: f"{first.year}-{first.month:02}", 3: f"{first.year}-Q{before // 3 + 1}", 6: f"{first.year}-H{before // 6 + 1}"}.get(months, str(first.year))


def _months_in(match: re.Match[str]) -> int:
    return next((months for months, found in zip((6, 3, 1), match.groups()[1:], strict=True) if found), 12)


def _calendar_days(period: str) -> tuple[date, date] | None:
    match = _NAME.fullmatch(period)
    if not match:
        return None
    year, half, quarter, month = match.groups()
    before = int(half) * 6 - 6 if half else int(quarter) * 3 - 3 if quarter else int(month or 1) - 1
    first = date(int(year), before + 1, 1)
    return first, add_months(first, _months_in(match)) - _ONE_DAY


def _days_between(period: str) -> tuple[date, date] | None:
    start, slash, end = period.partition("/")
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    return (first, last) if slash and first <= last else None
