"""Weekly hours: when a service is staffed, or when maintenance may take place."""

from __future__ import annotations

from dataclasses import dataclass
import re

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RANGE = re.compile(r"(\d{2}):(\d{2})-(\d{2}):(\d{2})", re.ASCII)
_MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Minutes after midnight, from `start` up to but not including `end` (1,440 is midnight at the end of the day)."""

    start: int
    end: int

    @classmethod
    def parse(cls, text: str) -> Interval:
        """Read `09:00-17:30`.

        Raises:
            ValueError: the form is wrong, a time does not exist, or the end is not after the start.
        """
        match = _RANGE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"“{text}” is not a range of times such as 09:00-17:30")
        hours = [int(part) for part in match.groups()]
        start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
        if hours[1] > 59 or hours[3] > 59 or end > _MINUTES_OF_A_DAY:
            raise ValueError(f"“{text}” holds a time that does not exist")
        if start >= end:
            raise ValueError(f"“{text}” ends before it starts: split it at midnight")
        return cls(start, end)

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def parse_days(text: str) -> tuple[int, ...]:
    """The weekdays (Monday is 0) that `mon`, `mon-fri` or `sat,sun` names.

    Raises:
        ValueError: a day is not one of mon tue wed thu fri sat sun.
    """
    days: list[int] = []
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if first not in DAYS or (dash and last not in DAYS):
            raise ValueError(f"“{text}” does not name weekdays: write mon, mon-fri or sat,sun")
        start, end = DAYS.index(first), DAYS.index(last or first)
        days.extend(range(start, end + 1) if start <= end else [*range(start, 7), *range(end + 1)])
    return tuple(dict.fromkeys(days))


@dataclass(frozen=True, slots=True)
class WeeklyWindow:
    """A window that recurs every week, such as `sun 02:00-06:00`."""

    days: tuple[int, ...]
    interval: Interval

    @classmethod
    def parse(cls, text: str) -> WeeklyWindow:
        """Read `sun 02:00-06:00` or `mon-fri 01:00-03:00`; raises ValueError where it is not one."""
        days, _, times = text.strip().partition(" ")
        return cls(parse_days(days), Interval.parse(times))

    @property
    def minutes(self) -> int:
        """How many there are in a week."""
        return len(self.days) * (self.interval.end - self.interval.start)

    def __str__(self) -> str:
        return f"{','.join(DAYS[day] for day in self.days)} {self.interval}"


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """For each weekday from Monday on, its intervals, sorted and without overlap."""

    by_day: tuple[tuple[Interval, ...], ...]

    @property
    def always(self) -> bool:
        """Whether every minute of the week is inside."""
        return all(len(day) == 1 and day[0].start == 0 and day[0].end == _MINUTES_OF_A_DAY for day in self.by_day)

    @property
    def minutes(self) -> int:
        """How many there are in a week."""
        return sum(interval.end - interval.start for day in self.by_day for interval in day)
