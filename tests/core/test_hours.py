from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.hours import DAYS, Interval, WeeklyHours, WeeklyWindow, parse_days

INTERVALS = st.tuples(st.integers(0, 1440), st.integers(0, 1440)).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Interval(*pair))


@pytest.mark.parametrize(
    ("text", "start", "end"), [("09:00-17:30", 540, 1050), ("00:00-24:00", 0, 1440), ("23:59-24:00", 1439, 1440), (" 01:00-02:00 ", 60, 120)]
)
def test_an_interval_counts_minutes_after_midnight(text: str, start: int, end: int) -> None:
    assert Interval.parse(text) == Interval(start, end)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("9:00-17:00", "not a range"),
        ("09:00", "not a range"),
        ("09:00–17:00", "not a range"),
        ("09:60-10:00", "does not exist"),
        ("09:00-24:01", "does not exist"),
        ("22:00-06:00", "split it at midnight"),
        ("10:00-10:00", "ends before it starts"),
        ("25:00-26:00", "does not exist"),
    ],
)
def test_an_interval_that_does_not_exist_is_refused(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        Interval.parse(text)


@given(INTERVALS)
def test_an_interval_that_is_printed_is_read_back(interval: Interval) -> None:
    assert Interval.parse(str(interval)) == interval


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon", (0,)),
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("sat,sun", (5, 6)),
        ("Sat, Sun", (5, 6)),
        ("fri-mon", (4, 5, 6, 0)),
        ("mon-wed,tue-thu", (0, 1, 2, 3)),
        ("sun-sun", (6,)),
    ],
)
def test_days_are_named_one_by_one_or_as_ranges_around_the_week(text: str, days: tuple[int, ...]) -> None:
    assert parse_days(text) == days


@pytest.mark.parametrize("text", ["", "monday", "mon-", "mon-fry", "mon;tue", "1-5"])
def test_days_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="does not name weekdays"):
        parse_days(text)


@given(st.lists(st.integers(0, 6), min_size=1, unique=True), INTERVALS)
def test_a_window_that_is_printed_is_read_back(days: list[int], interval: Interval) -> None:
    window = WeeklyWindow(tuple(days), interval)
    assert WeeklyWindow.parse(str(window)) == window


def test_a_window_needs_days_and_times() -> None:
    assert WeeklyWindow.parse("sun 02:00-06:00") == WeeklyWindow((6,), Interval(120, 360))
    for text in ("sun", "02:00-06:00", "", "sun 02:00"):
        with pytest.raises(ValueError, match="not"):
            WeeklyWindow.parse(text)


def test_always_means_every_minute_of_the_week() -> None:
    whole = (Interval(0, 1440),)
    assert WeeklyHours((whole,) * len(DAYS)).always
    assert not WeeklyHours((*(whole,) * 6, (Interval(0, 1439),))).always
