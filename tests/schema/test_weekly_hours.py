from __future__ import annotations

from typing import Any

import pytest

from slagen.core.hours import Interval, WeeklyHours
from slagen.schema.weekly_hours import read_weekly_hours


def test_days_and_times_become_intervals_of_each_day_in_order() -> None:
    hours = read_weekly_hours({"mon-wed": ["13:00-17:30", "09:00-12:00"], "sat": "10:00-14:00"})
    assert hours == WeeklyHours((*[(Interval(540, 720), Interval(780, 1050))] * 3, (), (), (Interval(600, 840),), ()))


def test_every_minute_of_the_week_is_always() -> None:
    hours = read_weekly_hours({"mon-sun": ["00:00-24:00"]})
    assert isinstance(hours, WeeklyHours)
    assert hours.always


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({}, "no hours"),
        ({"mon": []}, "no hours"),
        ({"mon-fri": ["09:00-12:00"], "wed": ["13:00-14:00"]}, "wed is named twice"),
        ({"mon": ["09:00-12:00", "11:00-13:00"]}, "overlap"),
        ({"someday": ["09:00-12:00"]}, "does not name weekdays"),
        ({"mon": ["22:00-06:00"]}, "split it at midnight"),
        ({"mon": ["09:00-25:00"]}, "does not exist"),
        ({"mon": {"from": "09:00"}}, "wants a list of times"),
        ({"mon": [None]}, "wants a list of times"),
        ({"mon": None}, "wants a list of times"),
    ],
)
def test_hours_that_do_not_exist_are_refused(value: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        read_weekly_hours(value)


def test_anything_but_a_mapping_is_left_to_the_validator() -> None:
    assert read_weekly_hours("always") == "always"
