"""Weekly hours as agreements write them: `{mon-fri: ["09:00-12:00", "13:00-17:30"]}`."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from slagen.core.hours import DAYS, Interval, WeeklyHours, parse_days


def read_weekly_hours(value: Any) -> Any:
    """The weekly hours; anything but a mapping is given back for the validator to refuse.

    Raises:
        ValueError: a day or time does not exist, a day is named twice, or intervals of one day overlap.
    """
    if not isinstance(value, dict):
        return value
    by_day: dict[int, tuple[Interval, ...]] = {}
    for days, times in value.items():
        intervals = _intervals(days, times)
        for day in parse_days(days):
            if day in by_day:
                raise ValueError(f"{DAYS[day]} is named twice")
            by_day[day] = intervals
    if not any(by_day.values()):
        raise ValueError("no hours are named")
    return WeeklyHours(tuple(by_day.get(day, ()) for day in range(len(DAYS))))


def _intervals(days: str, times: Any) -> tuple[Interval, ...]:
    ranges = [times] if isinstance(times, str) else times
    if not isinstance(ranges, list) or not all(isinstance(item, str) for item in ranges):
        raise ValueError(f'“{days}” wants a list of times such as ["09:00-17:30"]')
    intervals = sorted(Interval.parse(item) for item in ranges)
    for earlier, later in pairwise(intervals):
        if later.start < earlier.end:
            raise ValueError(f"“{days}”: {earlier} and {later} overlap")
    return tuple(intervals)
