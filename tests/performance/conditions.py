"""How the levels of these tests are measured."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slagen.core.calendars import BusinessCalendar
from slagen.core.hours import Interval, WeeklyHours
from slagen.core.spans import instant
from slagen.model.native import from_native
from slagen.model.service_level import ServiceLevel
from slagen.performance.attainment import Conditions, Hours
from slagen.performance.windows import Life, Window, windows
from slagen.schema.targets import parse_target

ZONE = "Europe/London"
ENGLAND = BusinessCalendar("GB-ENG")
OFFICE = WeeklyHours((*((Interval.parse("09:00-17:30"),),) * 5, (), ()))
LIFE = Life(date(2026, 1, 1), None, ZONE)


def at(text: str) -> int:
    """The instant that `2026-10-05 09:00` names in London."""
    return instant(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)))


def conditions(as_of: str = "2030-01-01 00:00") -> Conditions:
    """London; P1 runs always, P2 in office hours."""
    return Conditions(ZONE, ENGLAND, at(as_of), {"office": Hours(OFFICE, ENGLAND)}, {"P1": "always", "P2": "office"})


def level(metric: str = "availability", target: str = ">= 99.9 %", source: str = "outages", **facts: Any) -> ServiceLevel:
    """A service level by its facts."""
    made: dict[str, Any] = {
        "id": metric,
        "service": "hosting",
        "metric": metric,
        "role": "slo",
        "period": "calendar-month",
        "source": {"type": source, "system": "watch"},
    }
    if target:
        made["target"] = parse_target(target)
    return from_native(ServiceLevel, {**made, **facts})


def months(first: str, last: str, period: str = "calendar-month") -> list[Window]:
    """The windows that end from one day to another."""
    return list(windows(period, LIFE, date.fromisoformat(first), date.fromisoformat(last)))


def october() -> Window:
    """A month of 745 hours: the clock is set back on the 25th."""
    [window] = months("2026-10-01", "2026-10-31")
    return window
