"""The periods that performance is measured and reported over."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.lifecycle.periods import Rhythm

CADENCES = ["weekly", "monthly", "quarterly", "half-yearly", "yearly", "calendar-month", "calendar-quarter", "rolling-30-days", "fixed-30-days"]


@pytest.mark.parametrize(
    ("cadence", "day", "name", "first", "last"),
    [
        ("monthly", date(2028, 2, 10), "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("quarterly", date(2026, 12, 31), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("half-yearly", date(2026, 6, 30), "2026-H1", date(2026, 1, 16), date(2026, 6, 30)),
        ("yearly", date(2027, 5, 1), "2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("weekly", date(2027, 1, 1), "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),  # ISO 8601: 2026 has 53 weeks
        ("rolling-30-days", date(2026, 9, 3), "2026-09", date(2026, 9, 1), date(2026, 9, 30)),  # worked out once a month
        ("fixed-30-days", date(2026, 2, 15), "2", date(2026, 2, 15), date(2026, 3, 16)),
    ],
)
def test_a_period_has_a_name_and_its_days(cadence: str, day: date, name: str, first: date, last: date) -> None:
    rhythm = Rhythm(cadence, date(2026, 1, 16))
    found = rhythm.period(rhythm.number_of(day))
    assert (found.name, found.first, found.last) == (name, first, last)


def test_the_first_and_last_period_have_only_the_days_of_the_agreement() -> None:
    rhythm = Rhythm("monthly", date(2026, 1, 16), date(2026, 3, 10))
    found = [rhythm.period(rhythm.first + number) for number in range(3)]
    assert [(one.first, one.last) for one in found] == [
        (date(2026, 1, 16), date(2026, 1, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 10)),
    ]


@given(st.sampled_from(CADENCES), st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 9000))
def test_periods_follow_one_another_without_a_gap(cadence: str, start: date, later: int) -> None:
    rhythm, day = Rhythm(cadence, start), start + timedelta(days=later)
    number = rhythm.number_of(day)
    found = rhythm.period(number)
    assert found.first <= day <= found.last
    assert rhythm.period(number + 1).first == found.last + timedelta(days=1)
    assert rhythm.period(number + 1).name != found.name


def test_a_cadence_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="“daily” is not a period"):
        Rhythm("daily", date(2026, 1, 1))
