"""Service hours as spans of time: when a service is staffed, holidays out, clock changes counted as they happen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from slagen.core.calendars import BusinessCalendar
from slagen.core.hours import Interval, WeeklyHours, WeeklyWindow
from slagen.core.spans import Span, Spans, common, instant, merged, moment

_ONE_DAY = timedelta(days=1)
_DAYS_KEPT = 4096
_LONGEST_REST = 366


def staffed(span: Span, weekly: WeeklyHours | None, calendar: BusinessCalendar | None, zone: str) -> Spans:
    """The time of `span` inside the weekly hours, in the clock of `zone`; on a holiday of `calendar` there is none. Without hours it is all of it."""
    if weekly is None or is_every_hour(weekly, calendar):
        return (span,)
    found = [inside for day in _days(span, zone) for inside in _of_day(weekly, calendar, zone, day)]
    return common(merged(found), (span,))


def is_every_hour(weekly: WeeklyHours | None, calendar: BusinessCalendar | None) -> bool:
    """Whether no hour of any day is out."""
    return weekly is None or (calendar is None and weekly.always)


def next_staffed(at: int, weekly: WeeklyHours | None, calendar: BusinessCalendar | None, zone: str) -> int:
    """The first instant from `at` on that lies inside the weekly hours: `at` itself, or when they next begin; `at` where they do not within a year."""
    if weekly is None or is_every_hour(weekly, calendar):
        return at
    day = moment(at).astimezone(ZoneInfo(zone)).date()
    for number in range(_LONGEST_REST if any(weekly.by_day) else 0):
        for start, end in _of_day(weekly, calendar, zone, day + number * _ONE_DAY):
            if end > at:
                return max(start, at)
    return at


def recurring(span: Span, weekly: tuple[WeeklyWindow, ...], zone: str) -> Spans:
    """The time of `span` inside windows that come again every week, such as those for maintenance."""
    days = list(_days(span, zone))
    return common(merged(_clocked(day, window.interval, zone) for day in days for window in weekly if day.weekday() in window.days), (span,))


@lru_cache(maxsize=_DAYS_KEPT)
def _of_day(weekly: WeeklyHours, calendar: BusinessCalendar | None, zone: str, day: date) -> Spans:
    if calendar is not None and calendar.is_holiday(day):
        return ()
    return tuple(_clocked(day, interval, zone) for interval in weekly.by_day[day.weekday()])


def _days(span: Span, zone: str) -> Iterator[date]:
    day, last = (moment(at).astimezone(ZoneInfo(zone)).date() for at in span)
    while day <= last:
        yield day
        day += _ONE_DAY


def _clocked(day: date, interval: Interval, zone: str) -> Span:
    return _at(day, interval.start, zone), _at(day, interval.end, zone)


def _at(day: date, minutes: int, zone: str) -> int:
    """The instant at which the clock of `zone` shows so many minutes after midnight: the first of the two when it is set back."""
    days, rest = divmod(minutes, 24 * 60)
    return instant(datetime.combine(day + days * _ONE_DAY, time(rest // 60, rest % 60), ZoneInfo(zone)))
