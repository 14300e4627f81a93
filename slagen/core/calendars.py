"""Business days: weekdays that are no public holiday at a place, nor closed by the workspace's own list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from slagen.core.identifiers import nearest
from slagen.core.places import Place

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

_ONE_DAY = timedelta(days=1)

NEEDS_A_PART = frozenset({"AU", "BR", "CA", "CH", "DE", "ES", "GB", "IN", "MY", "NZ"})
"""Countries in which every place has public holidays that the national list lacks (`GB` alone has no Easter Monday).

Elsewhere a country alone will do: its parts have few days of their own, or business keeps the national ones, as American business
keeps the federal holidays. A part may be named there as well.
"""


@cache
def holiday_data_version() -> str:
    """Which holiday data a deadline was worked out with, to be recorded beside it."""
    return f"holidays {version('holidays')}"


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """The business days of `place` (`GB-ENG`, `FR`); `closed` are further days on which it is shut.

    Raises:
        ValueError: there is no such calendar, or the country alone would hide holidays; the message names near ones.
    """

    place: str
    closed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        _weekend(self.place)

    def is_business_day(self, day: date) -> bool:
        """Whether business is done on `day`."""
        return day.weekday() not in _weekend(self.place) and not self.is_holiday(day)

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is a public holiday or closed, whatever day of the week it is."""
        return day in _holidays(self.place, day.year) or day in self.closed

    def preceding(self, day: date) -> date:
        """`day`, or the last business day before it: for what must be done in time."""
        while not self.is_business_day(day):
            day -= _ONE_DAY
        return day

    def following(self, day: date) -> date:
        """`day`, or the first business day after it: for meetings."""
        while not self.is_business_day(day):
            day += _ONE_DAY
        return day

    def add_business_days(self, day: date, count: int) -> date:
        """The `count`-th business day after `day` (before it, where `count` is negative); `day` itself is not counted."""
        step = _ONE_DAY if count > 0 else -_ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_business_day(day):
                day += step
        return day


@cache
def _holidays(place: str, year: int) -> frozenset[date]:
    found = Place.parse(place)
    return frozenset(_country(found.country)(subdiv=found.subdivision or None, years=year))


@cache
def _weekend(place: str) -> frozenset[int]:
    found = Place.parse(place)
    country = _country(found.country)
    parts = tuple(part for part in country.subdivisions if part.isalnum() and part.isupper())
    if found.subdivision and found.subdivision not in parts:
        raise ValueError(f"there is no calendar “{place}”: {_choices(found, parts)}")
    if not found.subdivision and found.country in NEEDS_A_PART:
        raise ValueError(f"“{place}” alone hides holidays that its parts have: {_choices(found, parts)}")
    return frozenset(country(years=2026).weekend)


@cache
def _country(code: str) -> type[HolidayBase]:
    import holidays  # noqa: PLC0415 - costs more than a whole command that asks for no business day

    try:
        return holidays.country_holidays(code, years=2026).__class__
    except NotImplementedError:
        raise ValueError(f"there is no holiday calendar for “{code}”") from None


def _choices(found: Place, parts: tuple[str, ...]) -> str:
    near = nearest(found.subdivision, parts) if found.subdivision else ()
    if near:
        return f"did you mean {found.country}-{near[0]}?"
    if not parts:
        return f"write {found.country}"
    shown = ", ".join(f"{found.country}-{part}" for part in parts[:20])
    return f"choose one of {shown}{' …' if len(parts) > 20 else ''}"
