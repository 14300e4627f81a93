"""Month arithmetic against python-dateutil, and the edges of contract terms worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration
from slagen.core.periods import ContractTerm, add, add_months, subtract, term_end, whole_days

ANCHORS = st.dates(date(1900, 1, 1), date(2999, 12, 31))


@given(ANCHORS, st.integers(-1200, 1200))
def test_months_are_added_as_relativedelta_adds_them(anchor: date, months: int) -> None:
    assert add_months(anchor, months) == anchor + relativedelta(months=months)


@pytest.mark.parametrize(
    ("anchor", "every", "expected"),
    [
        (date(2026, 1, 31), 1, [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]),
        (date(2025, 11, 30), 3, [date(2026, 2, 28), date(2026, 5, 30), date(2026, 8, 30)]),
        (date(2024, 2, 29), 12, [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]),
    ],
)
def test_months_are_counted_from_the_anchor_and_never_step_by_step(anchor: date, every: int, expected: list[date]) -> None:
    assert [add_months(anchor, every * number) for number in range(1, len(expected) + 1)] == expected


def test_a_day_outside_the_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        add_months(date(9999, 12, 1), 1)
    with pytest.raises(ValueError, match="outside the calendar"):
        add_months(date(1, 1, 1), -1)
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)


@given(ANCHORS, st.integers(0, 500), st.sampled_from(["days", "weeks"]))
def test_days_and_weeks_are_taken_away_as_they_are_added(anchor: date, count: int, unit: str) -> None:
    duration = Duration.parse(f"{count} {unit}")
    assert subtract(add(anchor, duration), duration) == anchor
    assert add(anchor, duration) - anchor == timedelta(days=whole_days(duration))


def test_months_and_years_are_added_and_taken_away_from_the_corresponding_day() -> None:
    assert add(date(2026, 1, 31), Duration.parse("1 month")) == date(2026, 2, 28)
    assert subtract(date(2028, 2, 29), Duration.parse("1 year")) == date(2027, 2, 28)


@pytest.mark.parametrize("text", ["4 hours", "2 business days", "1.5 days", "30 min"])
def test_what_is_no_number_of_whole_days_is_refused(text: str) -> None:
    for count in (add, subtract):
        with pytest.raises(ValueError, match="not a whole number of days"):
            count(date(2026, 1, 1), Duration.parse(text))


@pytest.mark.parametrize(
    ("first", "length", "last", "renewal"),
    [
        (date(2026, 3, 1), "12 months", date(2027, 2, 28), date(2027, 3, 1)),  # the day before the corresponding day: § 188(2) BGB with § 187(2)
        (date(2026, 8, 31), "1 month", date(2026, 9, 30), date(2026, 10, 1)),  # no 31 September: § 188(3) BGB
        (date(2028, 2, 29), "12 months", date(2029, 2, 28), date(2029, 3, 1)),  # no 29 February 2029: § 188(3) BGB
        (date(2026, 1, 1), "36 months", date(2028, 12, 31), date(2029, 1, 1)),
        (date(2026, 1, 31), "1 month", date(2026, 2, 28), date(2026, 3, 1)),
        (date(2026, 1, 1), "1 year", date(2026, 12, 31), date(2027, 1, 1)),
        (date(2026, 1, 1), "30 days", date(2026, 1, 30), date(2026, 1, 31)),
        (date(2026, 1, 1), "2 weeks", date(2026, 1, 14), date(2026, 1, 15)),
    ],
)
def test_a_contract_term_ends_before_its_corresponding_day(first: date, length: str, last: date, renewal: date) -> None:
    assert term_end(first, Duration.parse(length)) == last
    assert ContractTerm(1, first, last).renewal_date == renewal


@given(ANCHORS, st.integers(1, 120))
def test_a_contract_term_of_months_ends_before_the_corresponding_day_or_with_the_month_that_has_none(first: date, months: int) -> None:
    corresponding = first + relativedelta(months=months)
    has_none = corresponding.day != first.day
    assert term_end(first, Duration.parse(f"{months} months")) == corresponding - timedelta(days=0 if has_none else 1)
