"""Until when a right after a critical failure can be exercised, by whoever has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.core.durations import Duration
from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.history import NOTHING_HAPPENED, History
from slagen.lifecycle.key_dates import Calendars
from slagen.lifecycle.outlook import Failed, Outlook
from slagen.lifecycle.setting import Setting
from tests.lifecycle.test_due import build

JUNE = date(2026, 6, 30)
NAME = "standard-availability-2026-06-terminate"
REPORTS: Mapping[str, Any] = {"reporting": {"cadence": "monthly", "due": "10 business days"}}
MAY = "the Customer may terminate"


def failed(within: str = "30 days", right: str = "terminate", day: date = JUNE) -> Failed:
    return Failed(NAME, day, "Availability: missed in 2026-04, 2026-05, 2026-06", right, MAY, Duration.parse(within))


def open_on(day: date, *failures: Failed, we: str = "provider", history: History = NOTHING_HAPPENED, **facts: Any) -> list[DueItem]:
    setting = Setting(build(**facts), day, we, Calendars(BusinessCalendar("GB-ENG")), history, outlook=Outlook(failures=failures))
    return [item for item in due_items(setting) if item.kind is DueKind.CRITICAL_FAILURE]


def test_without_reports_it_runs_from_the_failure() -> None:
    [found] = open_on(date(2026, 7, 1), failed())
    assert (found.due, found.legal, found.who_acts, found.period) == (date(2026, 7, 30), True, "Acme plc", NAME)


def test_with_reports_theirs_runs_from_the_last_day_for_it_and_ours_from_the_failure() -> None:
    assert [one.due for one in open_on(date(2026, 7, 1), failed(), **REPORTS)] == [date(2026, 8, 13)]
    [ours] = open_on(date(2026, 7, 1), failed(), we="customer", **REPORTS)
    assert (ours.due, ours.who_acts) == (date(2026, 7, 30), "we")
    assert "we count from the end of the period" in ours.why[2]


def test_a_recorded_receipt_counts_for_both() -> None:
    received = History(done={"acme:report-due:2026-06": date(2026, 7, 6)})
    for we in ("provider", "customer"):
        assert [one.due for one in open_on(date(2026, 7, 7), failed(), we=we, history=received, **REPORTS)] == [date(2026, 8, 5)]


@pytest.mark.parametrize(("right", "left"), [("terminate", 0), ("terminate-service", 0), ("step-in", 1), ("escalate", 1)])
def test_a_termination_since_then_takes_rights_to_terminate_away_and_no_others(right: str, left: int) -> None:
    assert len(open_on(date(2026, 7, 10), failed(right=right), history=History(terminated_on=date(2026, 7, 8)))) == left
    assert len(open_on(date(2026, 7, 10), failed(right=right), history=History(terminated_on=JUNE))) == 1


def test_what_was_waived_and_what_has_ended_is_left_out() -> None:
    waived = History(done={f"acme:critical-failure:{NAME}": date(2026, 7, 3)})
    assert not open_on(date(2026, 7, 4), failed(), history=waived)
    assert not open_on(date(2026, 7, 4), failed(), history=History(ends_on=date(2026, 7, 3)))


@given(st.dates(date(2026, 1, 31), date(2027, 12, 31)), st.integers(1, 120), st.integers(0, 200), st.sampled_from(["provider", "customer"]))
def test_a_right_is_told_up_to_its_day_and_never_after_it(day: date, length: int, later: int, we: str) -> None:
    today = date.fromordinal(day.toordinal() + later)
    last = date.fromordinal(day.toordinal() + length)
    found = open_on(today, failed(f"{length} days", day=day), we=we)
    assert bool(found) == (today <= last)
    assert all(one.due <= last for one in found)
