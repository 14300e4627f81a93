"""A report outside the service hours counts as received when they next begin, where the contract prints so: then it belongs to the period of that instant.

The clause on service hours: “A report received outside the hours that apply to it is treated as received when those hours next begin.”
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.spans import HOUR, MINUTE, common, moment
from slagen.model.measurement import Measurements, Ticket
from slagen.performance.attainment import Conditions, results
from slagen.performance.result import Result, Verdict
from slagen.performance.service_time import next_staffed, staffed
from tests.performance.conditions import ENGLAND, OFFICE, ZONE, at, conditions, level, months

WAITS = replace(conditions(), received_with_hours=True)
OCTOBER, NOVEMBER = months("2026-10-01", "2026-11-30")
EVERYTHING = (OCTOBER.span[0], NOVEMBER.span[1])
FRIDAY_EVENING = "2026-10-30 19:00"
"""The next service hours begin on Monday 2 November, at nine."""


def found(*tickets: Ticket, how: Conditions = WAITS, target: str = "95 % <= 30 min", severity: str = "P2", covered: bool = True) -> tuple[Result, ...]:
    """October and November."""
    data = Measurements(tickets=tickets, covered=(EVERYTHING,) if covered else (OCTOBER.span,))
    return tuple(results(level("response-time", target, "tickets", severity=severity), (OCTOBER, NOVEMBER), data, how))


def answered(opened: str, responded: str, severity: str = "P2") -> Ticket:
    return Ticket("x", severity, at(opened), at(responded))


def totals(ones: Iterable[Result]) -> list[int]:
    return [int(one.total or 0) for one in ones]


def test_what_is_reported_on_the_last_evening_belongs_to_the_next_month() -> None:
    october, november = found(answered(FRIDAY_EVENING, "2026-11-02 09:31"))
    assert (october.verdict, october.later, november.verdict) == (Verdict.NOTHING, 1, Verdict.MISSED)
    assert totals((november,)) == [1]
    [event] = november.events
    assert (str(event.length), event.received) == ("31", at("2026-11-02 09:00"))


def test_without_such_a_clause_it_belongs_to_the_month_in_which_it_was_opened() -> None:
    october, november = found(answered(FRIDAY_EVENING, "2026-11-02 09:31"), how=conditions())
    assert (october.verdict, october.later, november.verdict) == (Verdict.MISSED, 0, Verdict.NOTHING)


def test_the_first_minute_of_the_hours_is_inside_and_the_last_is_not() -> None:
    assert totals(found(answered("2026-10-30 17:29", "2026-10-30 17:29"), answered("2026-10-30 17:30", "2026-11-02 09:05"))) == [1, 1]
    assert totals(found(answered("2026-11-02 09:00", "2026-11-02 09:05"))) == [0, 1]


def test_holidays_are_outside_the_hours() -> None:
    """31 August 2026 is a holiday in England."""
    august, september = months("2026-08-01", "2026-09-30")
    data = Measurements(tickets=(answered("2026-08-31 10:00", "2026-09-01 09:10"),), covered=((august.span[0], september.span[1]),))
    promised = level("response-time", "95 % <= 30 min", "tickets", severity="P2")
    assert totals(results(promised, (august, september), data, WAITS)) == [0, 1]


def test_where_somebody_is_on_call_the_gravest_reports_count_at_once() -> None:
    night = answered(FRIDAY_EVENING, "2026-10-30 19:10", "P1")
    kept = replace(WAITS, severities={"P1": "office", "P2": "office"})
    assert totals(found(night, severity="P1", how=kept)) == [0, 1]
    assert totals(found(night, severity="P1", how=replace(kept, on_call="P1"))) == [1, 0]
    assert totals(found(answered(FRIDAY_EVENING, "2026-11-02 09:10"), how=replace(kept, on_call="P1"))) == [0, 1]


def test_an_answer_before_the_hours_begin_took_no_time() -> None:
    _, november = found(answered(FRIDAY_EVENING, "2026-11-01 12:00"))
    assert (november.verdict, str(november.events[0].length)) == (Verdict.MET, "0")


def test_business_days_are_counted_from_the_day_on_which_it_counts_as_received() -> None:
    """Opened on Friday evening and answered on Tuesday: one business day after Monday, and two after Friday."""
    late = answered(FRIDAY_EVENING, "2026-11-03 10:00")
    one_day = "95 % <= 1 business days"
    assert [one.verdict for one in found(late, target=one_day)] == [Verdict.NOTHING, Verdict.MET]
    assert found(late, how=conditions(), target=one_day)[0].verdict is Verdict.MISSED


def test_what_came_over_from_the_month_before_does_not_stand_for_the_figures_of_the_month() -> None:
    october, november = found(answered(FRIDAY_EVENING, "2026-11-02 09:05"), covered=False)
    assert (october.verdict, november.verdict) == (Verdict.NOTHING, Verdict.MISSING)


def test_a_month_that_runs_does_not_say_what_will_belong_to_the_next() -> None:
    assert found(answered(FRIDAY_EVENING, "2026-11-02 09:05"), how=replace(WAITS, as_of=at("2026-10-31 00:00")))[0].later == 0


@pytest.mark.parametrize(
    ("opened", "expected"),
    [("2026-10-25 03:00", "2026-10-26 09:00"), ("2026-10-30 12:00", "2026-10-30 12:00"), ("2026-12-24 18:00", "2026-12-29 09:00")],
)
def test_the_hours_next_begin(opened: str, expected: str) -> None:
    """25 October has 25 hours; Christmas Day 2026 is a Friday, and Monday 28 December stands for Boxing Day."""
    assert next_staffed(at(opened), OFFICE, ENGLAND, ZONE) == at(expected)


MOMENTS = st.integers(0, 60 * 24 * 60).map(lambda minutes: at("2026-10-02 00:00") + minutes * MINUTE)


@given(MOMENTS)
def test_until_the_hours_next_begin_nobody_is_there(opened: int) -> None:
    begins = next_staffed(opened, OFFICE, ENGLAND, ZONE)
    assert opened <= begins <= opened + 7 * 24 * HOUR
    assert not common(staffed((opened, begins), OFFICE, ENGLAND, ZONE), ((opened, begins),))
    assert staffed((begins, begins + MINUTE), OFFICE, ENGLAND, ZONE)


@given(st.lists(MOMENTS, max_size=12))
def test_every_ticket_belongs_to_one_period_and_what_is_later_is_in_the_next(opened: list[int]) -> None:
    windows = months("2026-10-01", "2026-12-31")
    data = Measurements(tickets=tuple(Ticket("x", "P2", one, one) for one in opened), covered=((windows[0].span[0], windows[-1].span[1]),))
    ones = list(results(level("response-time", "95 % <= 30 min", "tickets", severity="P2"), windows, data, WAITS))
    assert sum(totals(ones)) == len(opened)
    for before, after in pairwise(ones):
        assert before.later == sum(event.ticket.opened < after.window.span[0] for event in after.events)


def test_the_hours_are_those_of_the_place_of_the_agreement() -> None:
    assert moment(next_staffed(at("2026-10-25 00:30"), OFFICE, ENGLAND, ZONE)).utcoffset() == timedelta()
