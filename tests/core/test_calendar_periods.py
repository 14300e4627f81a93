"""Periods of the calendar by their names."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.calendar_periods import days_of, kind_of, name_of


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-10-02/2026-10-31", date(2026, 10, 2), date(2026, 10, 31)),
    ],
)
def test_a_name_says_its_first_and_last_day(name: str, first: date, last: date) -> None:
    assert days_of(name) == (first, last)


@pytest.mark.parametrize("name", ["", "26", "2026-13", "2026-00", "2026-Q5", "2026-H3", "1899", "2026-1", "2026-10-31/2026-10-02", "2026-10-02", "٢٠٢٦"])
def test_what_is_no_period_has_no_days(name: str) -> None:
    assert days_of(name) is None


def test_no_period_reaches_so_far_that_one_cannot_count_on() -> None:
    assert days_of("2026-01-01/2999-12-31") == (date(2026, 1, 1), date(2999, 12, 31))
    for name in ("2026-01-01/3000-01-01", "2026-01-01/9999-12-30", "2026-01-01/9999-12-31", "9998", "3000-01"):
        assert days_of(name) is None


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.sampled_from([1, 3, 6, 12]))
def test_every_day_lies_in_the_period_that_is_named_after_it(day: date, months: int) -> None:
    name = name_of(day, months)
    days = days_of(name)
    assert days is not None
    assert days[0] <= day <= days[1]
    assert name_of(days[1] + timedelta(days=1), months) != name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("2026", "calendar-year"),
        ("2026-H1", "calendar-half"),
        ("2026-Q1", "calendar-quarter"),
        ("2026-10", "calendar-month"),
        ("2026-10-02/2026-10-31", "days"),
    ],
)
def test_a_name_says_what_kind_of_period_it_is(name: str, kind: str) -> None:
    assert kind_of(name) == kind
