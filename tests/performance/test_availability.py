"""Availability, with the figures of published agreements."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.core.hours import Interval, WeeklyHours
from slagen.core.spans import HOUR, MINUTE, SECOND, instant, total
from slagen.model.measurement import Outage
from slagen.performance.availability import Availability, availability
from slagen.performance.service_time import staffed
from slagen.performance.windows import Life, Window, windows

MONTH = (0, 30 * 24 * HOUR)
ENGLAND = BusinessCalendar("GB-ENG")
OFFICE = WeeklyHours((*((Interval.parse("09:00-17:30"),),) * 5, (), ()))


def down(*minutes: tuple[int, int | None, str]) -> tuple[Outage, ...]:
    return tuple(Outage("availability", start * MINUTE, None if end is None else end * MINUTE, cause, row) for row, (start, end, cause) in enumerate(minutes))


def found(*minutes: tuple[int, int | None, str], net: bool = True, shortest: int = 0) -> Availability:
    return availability(MONTH, down(*minutes), excluded=lambda one: one.cause == "planned", staffed=(MONTH,), net=net, shortest=shortest)


def one_month(year: int, number: int, zone: str = "Europe/Berlin") -> Window:
    last = date(year + number // 12, number % 12 + 1, 1)
    [window] = windows("calendar-month", Life(date(2020, 1, 1), None, zone), date(year, number, 1), date.fromordinal(last.toordinal() - 1))
    return window


def test_office_hours_of_21_working_days_are_10710_minutes_and_outages_count_inside_them() -> None:
    """Row 14 of domain.md: May 2026 has 21 weekdays, two of them bank holidays in England; June has 22."""
    window = one_month(2026, 5, "Europe/London")
    assert total(staffed(window.span, OFFICE, None, "Europe/London")) == 21 * 510 * MINUTE
    assert total(staffed(window.span, OFFICE, ENGLAND, "Europe/London")) == 19 * 510 * MINUTE
    night = instant(datetime(2026, 5, 6, 16, 30, tzinfo=ZoneInfo("Europe/London")))
    result = availability(
        window.span, [Outage("a", night, night + 16 * HOUR)], excluded=lambda _: False, staffed=staffed(window.span, OFFICE, None, "Europe/London")
    )
    assert result.down == 60 * MINUTE, "from 16:30 to 17:30; 08:30 is before the office opens"


def test_net_leaves_excluded_time_out_of_both_sides_and_gross_out_of_one() -> None:
    both = ((0, 100, "planned"), (200, 300, ""))
    assert found(*both).result == Fraction(100 * (43_100 - 100), 43_100)
    assert found(*both, net=False).result == Fraction(100 * (43_200 - 100), 43_200)


def test_time_that_comes_from_an_excluded_cause_and_another_together_counts() -> None:
    result = found((0, 100, "planned"), (50, 80, ""))
    assert (result.down, result.left_out) == (30 * MINUTE, 70 * MINUTE)


def test_the_shortest_outage_is_tested_after_merging_and_before_splitting() -> None:
    joined = [Outage("a", 0, 40 * SECOND), Outage("a", 30 * SECOND, 80 * SECOND)]
    result = availability(MONTH, joined, excluded=lambda _: False, staffed=(MONTH,), shortest=60 * SECOND)
    assert result.down == 80 * SECOND
    across = [Outage("a", MONTH[1] - 40 * SECOND, MONTH[1] + 50 * SECOND)]
    assert availability(MONTH, across, excluded=lambda _: False, staffed=(MONTH,), shortest=60 * SECOND).down == 40 * SECOND
    just = availability(MONTH, [Outage("a", 0, 60 * SECOND)], excluded=lambda _: False, staffed=(MONTH,), shortest=60 * SECOND)
    assert just.down == 60 * SECOND, "one that lasts exactly as long counts"
    short = availability(MONTH, [Outage("a", 0, 59 * SECOND)], excluded=lambda _: False, staffed=(MONTH,), shortest=60 * SECOND)
    assert (short.down, [one.too_short for one in short.interruptions]) == (0, [True])


def test_an_outage_that_still_lasts_counts_until_the_end_of_the_period() -> None:
    assert found((43_100, None, "")).down == 100 * MINUTE


def test_a_window_of_which_no_time_is_measured_has_no_result() -> None:
    assert found((0, 43_200, "planned")).result is None


OUTAGES = st.lists(st.tuples(st.integers(-100, 500), st.integers(1, 200), st.sampled_from(["", "planned"])), max_size=8)


@given(OUTAGES, st.integers(0, 30))
def test_splitting_an_outage_or_saying_it_twice_changes_nothing(outages: list[tuple[int, int, str]], shortest: int) -> None:
    whole = [(start, start + length, cause) for start, length, cause in outages]
    halves = [part for start, end, cause in whole for middle in [(start + end) // 2] for part in ((start, middle, cause), (middle, end, cause))]
    a, b = found(*whole, shortest=shortest * MINUTE), found(*halves, *whole[:1], shortest=shortest * MINUTE)
    assert (a.down, a.measured, a.left_out) == (b.down, b.measured, b.left_out)


@given(OUTAGES, st.integers(-100, 500), st.integers(1, 200))
def test_one_more_outage_that_counts_never_raises_the_result(outages: list[tuple[int, int, str]], start: int, length: int) -> None:
    before = found(*((at, at + long, cause) for at, long, cause in outages)).result
    after = found(*((at, at + long, cause) for at, long, cause in outages), (start, start + length, "")).result
    assert before is not None
    assert after is not None
    assert after <= before


def test_windows_of_every_kind() -> None:
    life = Life(date(2026, 1, 16), date(2026, 12, 31), "Europe/London")

    def names(period: str, first: date, last: date) -> list[tuple[str, bool]]:
        return [(one.name, one.whole) for one in windows(period, life, first, last)]

    assert names("calendar-month", date(2026, 1, 1), date(2026, 2, 28)) == [("2026-01", False), ("2026-02", True)]
    assert names("calendar-quarter", date(2026, 1, 1), date(2026, 6, 30)) == [("2026-Q1", False), ("2026-Q2", True)]
    assert names("rolling-30-days", date(2026, 2, 1), date(2026, 3, 31)) == [("2026-01-30/2026-02-28", True), ("2026-03-02/2026-03-31", True)]
    assert names("fixed-30-days", date(2026, 1, 1), date(2026, 3, 20)) == [("2026-01-16/2026-02-14", True), ("2026-02-15/2026-03-16", True)]


@pytest.mark.parametrize(
    ("period", "begins"), [("calendar-quarter", date(2026, 4, 1)), ("fixed-30-days", date(2026, 3, 17)), ("rolling-30-days", date(2026, 4, 1))]
)
def test_the_last_period_ends_with_the_agreement_and_belongs_to_that_month(period: str, begins: date) -> None:
    """An agreement that ended on 6 April has its last quarter in the statement of April, and not first in that of June."""
    life = Life(date(2026, 1, 16), date(2026, 4, 6), "Europe/London")
    last = list(windows(period, life, date(2026, 1, 16), date(2026, 4, 30)))[-1]
    assert (last.first_day, last.last_day, last.whole) == (begins, date(2026, 4, 6), False)
    assert last not in windows(period, life, date(2026, 1, 16), date(2026, 4, 5))
    assert list(windows(period, life, date(2026, 1, 16), date(2026, 12, 31)))[-1] == last


def test_a_period_that_begins_in_the_middle_has_the_shorter_time() -> None:
    [window] = windows("calendar-month", Life(date(2026, 1, 16), None, "Europe/London"), date(2026, 1, 1), date(2026, 1, 31))
    assert window.span[1] - window.span[0] == 16 * 24 * HOUR
    assert Decimal(window.span[1] - window.span[0]) / HOUR == 384
