"""Recurring dates count from their anchor."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration
from slagen.lifecycle.recurrence import anchor_day, first_after, occurrence

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def test_reviews_from_31_january_fall_on_28_february_and_31_march() -> None:
    # domain.md, Dates: always anchor + n months, never step by step
    monthly = Duration.parse("1 month")
    assert [occurrence(date(2026, 1, 31), monthly, n) for n in (1, 2, 3)] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_quarterly_from_30_november_falls_on_28_february_and_30_may() -> None:
    # domain.md, Dates, months
    quarterly = Duration.parse("3 months")
    assert [occurrence(date(2026, 11, 30), quarterly, n) for n in (1, 2)] == [date(2027, 2, 28), date(2027, 5, 30)]


@given(DAYS, st.integers(1, 60), st.integers(1, 100))
def test_an_occurrence_is_the_anchor_plus_n_in_one_step(anchor: date, months: int, number: int) -> None:
    assert occurrence(anchor, Duration.parse(f"{months} months"), number) == anchor + relativedelta(months=months * number)


@given(DAYS, st.sampled_from(["1 month", "3 months", "2 years", "7 days", "2 weeks"]), st.integers(-400, 9000))
def test_the_first_time_after_a_day_has_none_between(anchor: date, every: str, later: int) -> None:
    day, length = anchor + timedelta(days=later), Duration.parse(every)
    number = first_after(anchor, length, day)
    assert occurrence(anchor, length, number) > day
    assert number == 1 or occurrence(anchor, length, number - 1) <= day


def test_anchors_are_named_or_dates() -> None:
    effective, signed = date(2026, 1, 1), date(2025, 12, 1)
    assert anchor_day("effective_date", effective, signed) == effective
    assert anchor_day("last_completed", effective, signed) == effective
    assert anchor_day("signature_date", effective, signed) == signed
    assert anchor_day("signature_date", effective, None) == effective
    assert anchor_day("2026-02-01", None, None) == date(2026, 2, 1)
    assert anchor_day("effective_date", None, None) is None


@pytest.mark.parametrize(
    ("every", "message"), [("same day", "above zero"), ("0 months", "above zero"), ("2 hours", "not a whole number"), ("3 business days", "not a whole number")]
)
def test_what_cannot_come_again_is_refused(every: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        first_after(date(2026, 1, 1), Duration.parse(every), date(2026, 1, 1))


def test_a_recurrence_beyond_the_calendar_is_an_error() -> None:
    for every in ("12 months", "365 days"):
        with pytest.raises(ValueError, match="outside the calendar"):
            occurrence(date(9990, 1, 1), Duration.parse(every), 20)
