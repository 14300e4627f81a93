"""Planned maintenance counts as planned only within its windows and its allowance; the rest is downtime. Times are worked out by hand."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from slagen.core.durations import Duration
from slagen.core.hours import WeeklyWindow
from slagen.core.spans import MINUTE, merged, total
from slagen.model.measurement import Measurements, Outage
from slagen.model.service_level import Maintenance
from slagen.performance.attainment import downtime, results
from slagen.performance.maintenance import BEYOND, PLANNED, within_limits
from slagen.performance.ordered import Ordered
from slagen.performance.result import Result
from tests.performance.conditions import ZONE, at, conditions, level, months

SUNDAYS = Maintenance(Duration.parse("5 business days"), Duration.parse("4 hours"), "month", (WeeklyWindow.parse("sun 02:00-06:00"),))
UPTIME = level(exclusions=(PLANNED,))


def planned(start: str, end: str | None, cause: str = PLANNED) -> Outage:
    return Outage("x", at(start), at(end) if end else None, cause)


def under(rules: Maintenance | None, *outages: Outage, first: str = "2026-10-01", last: str = "2026-10-31") -> Result:
    held = replace(conditions("2026-12-01 00:00"), maintenance=rules)
    [found] = results(UPTIME, months(first, last), Measurements(outages=outages), held)
    return found


def minutes(found: Result) -> tuple[int, int]:
    """How much was down, and how much was left out."""
    assert found.availability is not None
    return found.availability.down // MINUTE, found.availability.left_out // MINUTE


def test_what_lies_outside_the_windows_counts() -> None:
    """Sunday 4 October 2026, 05:00 to 07:30: one hour lies in the window. A Monday has none."""
    assert minutes(under(SUNDAYS, planned("2026-10-04 05:00", "2026-10-04 07:30"))) == (90, 60)
    assert minutes(under(SUNDAYS, planned("2026-10-05 02:00", "2026-10-05 03:00"))) == (60, 0)


def test_what_comes_after_the_allowance_of_the_month_counts_and_a_new_month_has_a_new_one() -> None:
    """Three hours on 4 October leave one for 11 October; on 1 November all four are there again."""
    work = [planned(f"2026-{day} 02:00", f"2026-{day} 05:00") for day in ("10-04", "10-11", "11-01")]
    october = under(SUNDAYS, *work)
    assert minutes(october) == (120, 240)
    assert october.availability is not None
    assert [(one.outage.cause, total(one.counted) // MINUTE) for one in october.availability.interruptions] == [(PLANNED, 0), (PLANNED, 0), (BEYOND, 120)]
    assert minutes(under(SUNDAYS, *work, first="2026-11-01", last="2026-11-30")) == (0, 180)


def test_an_allowance_of_a_quarter_lasts_over_its_months_and_one_of_a_week_for_one() -> None:
    work = [planned(f"2026-{day} 02:00", f"2026-{day} 05:00") for day in ("10-04", "10-11", "11-01")]
    quarter, week = (replace(SUNDAYS, per=per) for per in ("quarter", "week"))
    assert minutes(under(quarter, *work, first="2026-11-01", last="2026-11-30")) == (180, 0)
    assert minutes(under(week, *work)) == (0, 360)


def test_without_limits_or_where_the_level_does_not_leave_it_out_nothing_is_divided() -> None:
    work = planned("2026-10-05 02:00", "2026-10-05 03:00")
    assert minutes(under(None, work)) == (0, 60)
    assert minutes(under(Maintenance(Duration.parse("5 days")), work)) == (0, 60)
    held = replace(conditions("2026-12-01 00:00"), maintenance=SUNDAYS)
    [window] = months("2026-10-01", "2026-10-31")
    assert downtime(level(), window, Ordered.of(Measurements(outages=(work,))), held) == 60 * MINUTE


def test_work_that_still_lasts_is_divided_up_to_now_and_goes_on_lasting() -> None:
    parts = within_limits([planned("2026-10-04 05:00", None)], SUNDAYS, at("2026-10-04 08:00"), ZONE)
    assert [(one.cause, one.end) for one in parts] == [(PLANNED, at("2026-10-04 06:00")), (BEYOND, None)]


ROWS = st.lists(st.tuples(st.integers(0, 40 * 1440), st.integers(1, 600), st.sampled_from(["", PLANNED])), max_size=8)


@given(ROWS, st.sampled_from(["week", "month", "quarter"]))
def test_dividing_loses_no_time_and_leaves_out_no_more_than_the_allowance_of_each_period(rows: list[tuple[int, int, str]], per: str) -> None:
    begins = at("2026-10-01 00:00")
    outages = [Outage("x", begins + start * MINUTE, begins + (start + length) * MINUTE, cause) for start, length, cause in rows]
    rules = replace(SUNDAYS, per=per)
    parts = within_limits(outages, rules, at("2026-12-01 00:00"), ZONE)
    assert merged((one.start, one.end or 0) for one in parts) == merged((one.start, one.end or 0) for one in outages)
    left_out = merged((one.start, one.end or 0) for one in parts if one.cause == PLANNED)
    if per != "week":
        most = 240 if per == "quarter" else 480
        assert total(left_out) <= most * MINUTE
