"""Attainment: every metric from every form of measurements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.spans import HOUR, MINUTE
from slagen.model.measurement import Count, Figure, Measurements, Outage, Ticket
from slagen.model.samples import PlainSamples
from slagen.model.service_level import ServiceLevel, StagedTarget
from slagen.performance.attainment import results
from slagen.performance.result import Result, Verdict
from slagen.schema.targets import parse_target
from tests.performance.conditions import at, conditions, level, months, october


def result(measured: ServiceLevel, data: Measurements, as_of: str = "2030-01-01 00:00") -> Result:
    [found] = results(measured, [october()], data, conditions(as_of))
    return found


def samples(*values: str) -> Measurements:
    return Measurements(samples=PlainSamples.of((at("2026-10-05 09:00") + place, Decimal(value)) for place, value in enumerate(values)))


def tickets(*lengths: int | None, severity: str = "P1", opened: str = "2026-10-05 09:00") -> Measurements:
    """Tickets answered and resolved so many minutes after they were opened, on a Monday."""
    start = at(opened)
    made = (None if minutes is None else start + minutes * MINUTE for minutes in lengths)
    return Measurements(tickets=tuple(Ticket("x", severity, start, end, None, end, row) for row, end in enumerate(made)))


@given(st.integers(0, 200), st.integers(0, 200))
def test_a_share_is_met_where_so_many_per_cent_of_the_events_are_good(good: int, bad: int) -> None:
    found = result(level("response-time", "95 % <= 30 min", "tickets"), tickets(*[31] * bad, *[30] * good))
    assert (found.verdict is not Verdict.MISSED) == (100 * good >= 95 * (good + bad))


def test_without_events_there_is_nothing_to_measure_and_without_a_file_the_figure_is_missing() -> None:
    assert result(level("response-time", "95 % <= 30 min", "tickets"), Measurements()).verdict is Verdict.MISSING
    assert result(level("response-time", "95 % <= 30 min", "tickets"), Measurements(covered=(october().span,))).verdict is Verdict.NOTHING
    assert result(level(), Measurements()).verdict is Verdict.MISSING
    assert result(level(), Measurements(covered=(october().span,))).verdict is Verdict.MET


def test_without_a_share_every_single_event_must_satisfy_the_target() -> None:
    found = result(level("resolution-time", "<= 4 hours", "tickets"), tickets(60, 240, 241))
    assert (found.verdict, found.value) == (Verdict.MISSED, Fraction(241, 60))


def test_times_run_only_in_the_service_hours_of_the_severity_holidays_out() -> None:
    """Opened on Friday 28 August 2026 at 17:00, answered on Tuesday 1 September at 09:30: Monday is a bank holiday in England."""
    [august] = months("2026-08-01", "2026-08-31")
    data = Measurements(tickets=(Ticket("x", "P2", at("2026-08-28 17:00"), at("2026-09-01 09:30")),))
    [found] = results(level("response-time", "<= 60 min", "tickets", severity="P2"), [august], data, conditions())
    assert (found.value, found.verdict) == (Fraction(60), Verdict.MET)


def test_a_time_that_still_runs_counts_with_its_length_so_far() -> None:
    found = result(level("resolution-time", "<= 4 hours", "tickets"), tickets(None), as_of="2026-10-05 12:00")
    assert (found.value, found.verdict, found.events[0].runs) == (Fraction(3), Verdict.MET, True)
    assert result(level("resolution-time", "<= 4 hours", "tickets"), tickets(None), as_of="2026-10-05 14:00").verdict is Verdict.MISSED


def test_what_is_opened_on_a_closed_day_takes_the_business_days_that_follow() -> None:
    found = result(level("resolution-time", "<= 1 business day", "tickets"), tickets(2 * 24 * 60, opened="2026-10-10 09:00"))
    assert found.value == 1, "from Saturday to Monday: Monday alone"


def test_business_days_are_counted_after_the_day_of_opening() -> None:
    """A letter of Friday is answered within one business day on Monday."""
    friday = Measurements(tickets=(Ticket("x", "", at("2026-10-02 16:00"), at("2026-10-05 17:00")),))
    assert result(level("response-time", "<= 1 business days", "tickets"), friday).value == 1


@pytest.mark.parametrize(
    ("metric", "target", "facts", "value"),
    [
        ("satisfaction", ">= 4.2", {}, Fraction(10, 4)),
        ("latency", "<= 200 ms", {"percentile": Decimal(75)}, 3),
        ("latency", "<= 200 ms", {"percentile": Decimal(100)}, 4),
        ("latency", "95 % <= 3 ms", {}, 75),
        ("error-rate", "<= 1 %", {}, Fraction(10, 4)),
        ("throughput", ">= 2 rps", {}, Fraction(10, 4)),
        ("recovery-point", "<= 15 min", {}, 4),
    ],
)
def test_samples(metric: str, target: str, facts: dict[str, Any], value: Fraction) -> None:
    """Their mean, the nearest-rank percentile where one is stated, the share of good ones, the worst where each must satisfy the target."""
    assert result(level(metric, target, "samples", **facts), samples("1", "2", "3", "4")).value == value


def test_counts_are_a_ratio_of_totals_and_an_error_rate_counts_what_was_not_good() -> None:
    data = Measurements(counts=(Count("x", "2026-10", Decimal(98), Decimal(100)), Count("x", "2026-10", Decimal(100), Decimal(100))))
    assert result(level("first-contact-resolution", ">= 70 %", "counts"), data).value == 99
    assert result(level("error-rate", "<= 1 %", "counts"), data).value == 1
    none = Measurements(counts=(Count("x", "2026-10", Decimal(0), Decimal(0)),))
    assert result(level("first-contact-resolution", ">= 70 %", "counts"), none).verdict is Verdict.NOTHING


def test_a_figure_taken_from_too_few_counts_as_met() -> None:
    data = Measurements(figures=(Figure("x", "2026-10", Decimal("3.9"), Decimal(29)),))
    facts = {"minimum_sample": Decimal(30)}
    assert result(level("satisfaction", ">= 4.2", "values", **facts), data).verdict is Verdict.TOO_FEW
    enough = Measurements(figures=(Figure("x", "2026-10", Decimal("3.9"), Decimal(30)),))
    assert result(level("satisfaction", ">= 4.2", "values", **facts), enough).verdict is Verdict.MISSED


def test_a_figure_that_changes_within_a_period_counts_from_the_next_one_or_splits_it() -> None:
    stages = (StagedTarget(parse_target(">= 99 %"), to=date(2026, 10, 15)), StagedTarget(parse_target(">= 99.9 %"), from_=date(2026, 10, 16)))
    data = Measurements(outages=(Outage("x", at("2026-10-20 00:00"), at("2026-10-20 02:00")),), covered=(october().span,))
    [whole] = results(level(target="", targets=stages), [october()], data, conditions())
    assert whole.verdict is Verdict.MET
    first, second = results(level(target="", targets=stages, changes="split"), [october()], data, conditions())
    assert (first.window.name, first.verdict, second.window.name, second.verdict) == ("2026-10-01/2026-10-15", "met", "2026-10-16/2026-10-31", "missed")


@pytest.mark.parametrize(("last", "verdict"), [(date(2026, 10, 1), "met"), (date(2026, 9, 30), "missed")])
def test_a_figure_still_counts_for_the_period_that_begins_on_its_last_day(last: date, verdict: str) -> None:
    stages = (StagedTarget(parse_target(">= 99 %"), to=last), StagedTarget(parse_target(">= 99.9 %"), from_=last + timedelta(days=1)))
    data = Measurements(outages=(Outage("x", at("2026-10-20 00:00"), at("2026-10-20 02:00")),), covered=(october().span,))
    assert result(level(target="", targets=stages), data).verdict == verdict


def test_excluded_causes_are_those_that_the_level_names() -> None:
    outages = (
        Outage("x", at("2026-10-20 00:00"), at("2026-10-20 02:00"), "planned-maintenance"),
        Outage("x", at("2026-10-21 00:00"), at("2026-10-21 01:00"), "third-party"),
    )
    found = result(level(exclusions=("planned-maintenance",)), Measurements(outages=outages))
    assert found.availability is not None
    assert (found.availability.down, found.availability.left_out, found.availability.measured) == (HOUR, 2 * HOUR, 743 * HOUR)


def test_a_workaround_ends_the_time_to_resolve_where_the_contract_says_so_and_never_the_time_to_answer() -> None:
    """Worked around after 3 hours and solved after 6, where 4 hours are promised; one that is still open was worked around, too."""
    start = at("2026-10-05 09:00")
    data = Measurements(tickets=(Ticket("x", "P1", start, None, start + 3 * HOUR, start + 6 * HOUR), Ticket("x", "P1", start, None, start + 3 * HOUR)))
    promised = level("resolution-time", "<= 4 hours", "tickets")
    for counts, verdict, value in ((True, Verdict.MET, 3), (False, Verdict.MISSED, 12)):
        held = replace(conditions("2026-10-05 21:00"), workaround_resolves=counts)
        [found] = results(promised, [october()], data, held)
        assert (found.verdict, found.value) == (verdict, Fraction(value))
    [answered] = results(level("response-time", "<= 4 hours", "tickets"), [october()], data, replace(conditions("2026-10-05 21:00"), workaround_resolves=True))
    assert answered.value == 12


def test_days_that_no_file_covers_are_never_met_though_figures_of_other_days_are_there() -> None:
    """Figures of the first ten days say nothing of the other twenty-one; what is missed by them already is missed."""
    ten_days = ((at("2026-10-01 00:00"), at("2026-10-11 00:00")),)
    short = Outage("x", at("2026-10-05 09:00"), at("2026-10-05 09:10"))
    long = Outage("x", at("2026-10-05 09:00"), at("2026-10-05 19:00"))
    assert result(level(), Measurements(outages=(short,), covered=ten_days)).verdict is Verdict.MISSING
    assert result(level(), Measurements(outages=(short,), covered=(october().span,))).verdict is Verdict.MET
    assert result(level(), Measurements(outages=(long,), covered=ten_days)).verdict is Verdict.MISSED
    for measure, target, source, data in (("response-time", "95 % <= 30 min", "tickets", tickets(10)), ("latency", "<= 200 ms", "samples", samples("10"))):
        assert result(level(measure, target, source), replace(data, covered=ten_days)).verdict is Verdict.MISSING
        assert result(level(measure, target, source), replace(data, covered=(october().span,))).verdict is Verdict.MET


def test_an_outage_that_lasts_into_a_month_without_a_file_does_not_make_that_month_met() -> None:
    september = (at("2026-09-01 00:00"), at("2026-10-01 00:00"))
    data = Measurements(outages=(Outage("x", at("2026-09-30 23:50"), at("2026-10-01 00:10")),), covered=(september,))
    found = result(level(), data)
    assert (found.verdict, found.value) == (Verdict.MISSING, None)


def test_samples_outside_the_measured_hours_do_not_count() -> None:
    """Clause “Measurement”: what happens outside the measured hours does not count. Monday 12 October 2026 at 09:00 and Saturday; office hours of Friday end at 17:30."""
    told = (("2026-10-12 09:00", "100"), ("2026-10-12 08:59", "900"), ("2026-10-10 12:00", "900"), ("2026-10-09 17:30", "900"), ("2026-10-09 17:29", "200"))
    data = Measurements(samples=PlainSamples.of((at(when), Decimal(value)) for when, value in told))
    found = result(level("latency", "<= 200 ms", "samples", hours="office"), data)
    assert (found.value, found.total, found.verdict) == (Fraction(150), Fraction(2), Verdict.MET)
    assert result(level("latency", "<= 200 ms", "samples"), data).value == 600


def test_a_level_without_a_severity_and_hours_takes_the_hours_of_the_severity_of_each_event() -> None:
    """Clause “Severity”: the clock runs only during the hours stated for the Severity Level. Friday 17:00 to Monday 09:30 are an hour of office hours."""
    opened, answered = at("2026-10-09 17:00"), at("2026-10-12 09:30")
    data = Measurements(tickets=tuple(Ticket("x", severity, opened, answered) for severity in ("P1", "P2")))
    found = result(level("response-time", "<= 1 hour", "tickets"), data)
    assert [(one.ticket.severity, one.length) for one in found.events] == [("P1", Fraction(129, 2)), ("P2", 1)]
    assert {one.length for one in result(level("response-time", "<= 1 hour", "tickets", hours="office"), data).events} == {1}
