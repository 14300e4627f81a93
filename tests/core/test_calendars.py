"""Business days and how dates roll."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.calendars import BusinessCalendar, holiday_data_version

ENGLAND = BusinessCalendar("GB-ENG")
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_in_england", "open_in_scotland"),
    [
        (date(2026, 4, 6), False, True),  # Easter Monday: gov.uk/bank-holidays lists it for England and Wales, not for Scotland
        (date(2026, 8, 31), False, True),  # summer bank holiday: Scotland has it on 3 August
        (date(2026, 12, 28), False, False),  # substitute day for Boxing Day, a Saturday in 2026
        (date(2026, 11, 28), False, False),  # a Saturday
        (date(2026, 11, 27), True, True),
    ],
)
def test_holidays_are_those_of_the_part_of_the_country(day: date, *, open_in_england: bool, open_in_scotland: bool) -> None:
    # domain.md, Dates, holidays: GB alone lacks Easter Monday and the August holiday
    assert ENGLAND.is_business_day(day) is open_in_england
    assert BusinessCalendar("GB-SCT").is_business_day(day) is open_in_scotland


def test_the_workspace_can_close_a_day_before_the_holiday_data_knows_it() -> None:
    # domain.md, Dates, holidays
    day = date(2027, 6, 18)
    assert ENGLAND.is_business_day(day)
    assert not BusinessCalendar("GB-ENG", frozenset({day})).is_business_day(day)


def test_deadlines_roll_back_and_meetings_roll_on() -> None:
    # domain.md, Dates, rolling
    saturday = date(2026, 11, 28)
    assert ENGLAND.preceding(saturday) == date(2026, 11, 27)
    assert ENGLAND.following(saturday) == date(2026, 11, 30)


def test_two_business_days_after_a_thursday_are_on_monday() -> None:
    assert ENGLAND.add_business_days(date(2028, 9, 28), 2) == date(2028, 10, 2)
    assert ENGLAND.add_business_days(date(2028, 9, 27), 2) == date(2028, 9, 29)
    assert ENGLAND.add_business_days(date(2028, 10, 2), -2) == date(2028, 9, 28)


@pytest.mark.parametrize("place", ["GB", "DE", "AU", "CA", "CH", "ES"])
def test_a_country_that_hides_holidays_is_refused_alone(place: str) -> None:
    with pytest.raises(ValueError, match=f"“{place}” alone hides holidays .* choose one of {place}-"):
        BusinessCalendar(place)


@pytest.mark.parametrize("place", ["US", "US-NY", "FR", "IE", "AT", "DE-BY", "JP"])
def test_other_calendars_are_known(place: str) -> None:
    assert not BusinessCalendar(place).is_business_day(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("GB-ENGL", "not a place"),
        ("GB-EN", "did you mean GB-ENG"),
        ("IE-D", "write IE"),
        ("XX", "not a place"),
        ("DE-QQQ", "choose one of DE-BB"),
        ("US-QQQ", "…"),
    ],
)
def test_an_unknown_calendar_is_refused_with_near_ones(place: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        BusinessCalendar(place)


@given(DAYS)
def test_a_rolled_day_is_a_business_day_and_rolling_again_changes_nothing(day: date) -> None:
    before, after = ENGLAND.preceding(day), ENGLAND.following(day)
    assert before <= day <= after
    assert ENGLAND.is_business_day(before)
    assert ENGLAND.is_business_day(after)
    assert (ENGLAND.preceding(before), ENGLAND.following(after)) == (before, after)


@given(DAYS, st.integers(0, 30))
def test_business_days_count_alike_forwards_and_backwards(day: date, count: int) -> None:
    later = ENGLAND.add_business_days(day, count)
    between = sum(ENGLAND.is_business_day(day + timedelta(days=n)) for n in range(1, (later - day).days + 1))
    assert between == count
    if ENGLAND.is_business_day(day):
        assert ENGLAND.add_business_days(later, -count) == day


def test_the_holiday_data_has_a_version() -> None:
    assert holiday_data_version().startswith("holidays 0.")
