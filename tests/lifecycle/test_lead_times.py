from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration
from slagen.lifecycle.lead_times import OVERDUE, lead_time

DUE = date(2026, 10, 31)
LEADS = tuple(map(Duration.parse, ("30 days", "7 days", "1 day")))


@pytest.mark.parametrize(
    ("left", "stands_at"),
    [(31, ""), (30, "30 days"), (8, "30 days"), (7, "7 days"), (2, "7 days"), (1, "1 day"), (0, "1 day"), (-1, OVERDUE), (-500, OVERDUE)],
)
def test_the_shortest_lead_time_that_has_begun_counts(left: int, stands_at: str) -> None:
    assert lead_time(DUE, DUE - timedelta(days=left), LEADS) == stands_at


def test_months_are_counted_back_to_the_corresponding_day_or_the_last_of_the_month() -> None:
    month = (Duration.parse("1 month"),)
    assert [lead_time(DUE, day, month) for day in (date(2026, 9, 29), date(2026, 9, 30))] == ["", "1 month"]


@given(st.integers(-5, 400), st.lists(st.integers(0, 300), max_size=4))
def test_the_order_of_the_lead_times_does_not_matter(left: int, days: list[int]) -> None:
    leads = [Duration.parse(f"{count} days") for count in days]
    assert lead_time(DUE, DUE - timedelta(days=left), leads) == lead_time(DUE, DUE - timedelta(days=left), sorted(leads, key=lambda one: -one.count))


def test_a_lead_time_that_begins_before_the_calendar_has_always_begun() -> None:
    assert lead_time(date(1, 1, 5), date(1, 1, 1), (Duration.parse("30 days"),)) == "30 days"


def test_what_is_told_at_once_is_in_its_first_lead_time_from_the_beginning() -> None:
    days = [DUE - timedelta(days=left) for left in (80, 31, 30, 7, -1)]
    assert [lead_time(DUE, day, LEADS, at_once=True) for day in days] == ["30 days", "30 days", "30 days", "7 days", OVERDUE]
    assert not lead_time(DUE, DUE - timedelta(days=2), (), at_once=True)
