"""What a target is in OpenSLO: the share of events or of time that must be good, exactly; or why there is none."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.spans import MINUTE
from slagen.formats.openslo.objectives import OCCURRENCES, RATIO_TIMESLICES, TIMESLICES, Objective, Unspeakable, error_budget, objective_of
from slagen.model.measurement import Count, Measurements, Ticket
from slagen.model.service_level import MeasurementSource, ServiceLevel, StagedTarget
from slagen.performance.attainment import attain
from slagen.performance.result import Verdict
from slagen.schema.targets import parse_target
from tests.performance.conditions import at, conditions, level, october


def said(metric: str, target: str, source: str = "", percentile: str = "") -> Objective | Unspeakable:
    level = ServiceLevel(
        "x", "s", metric, "slo", "calendar-month", MeasurementSource(source, "m") if source else None, percentile=Decimal(percentile) if percentile else None
    )
    return objective_of(level, parse_target(target))


def test_95_per_cent_of_two_weeks_of_time_slices_leaves_16_hours_and_48_minutes() -> None:
    """Source: the example on budgeting methods in the OpenSLO repository: 20,160 slices of a minute, 95 %: “16 hours and 48 minutes”."""
    assert error_budget(Decimal("0.95"), timedelta(weeks=2)) == timedelta(hours=16, minutes=48)


def test_99_9_per_cent_of_30_days_leave_43_minutes_and_12_seconds() -> None:
    assert error_budget(Decimal("0.999"), timedelta(days=30)) == timedelta(minutes=43, seconds=12)


@pytest.mark.parametrize(
    ("metric", "target", "source", "percentile", "expected"),
    [
        ("availability", ">= 99.9 %", "outages", "", Objective(TIMESLICES, Decimal("0.999"))),
        ("availability", ">= 99.9 %", "samples", "", Objective(RATIO_TIMESLICES, Decimal("0.999"))),
        ("availability", ">= 99.9 %", "counts", "", Objective(OCCURRENCES, Decimal("0.999"))),
        ("response-time", "95 % <= 30 min", "tickets", "", Objective(OCCURRENCES, Decimal("0.95"), "good", "lte", Decimal(30))),
        ("response-time", "90 % < 1 hour", "tickets", "", Objective(OCCURRENCES, Decimal("0.9"), "good", "lt", Decimal(1))),
        ("throughput", "99 % >= 500 requests", "samples", "", Objective(OCCURRENCES, Decimal("0.99"), "good", "gte", Decimal(500))),
        ("latency", "<= 0.8 s", "samples", "95", Objective(OCCURRENCES, Decimal("0.95"), "good", "lte", Decimal("0.8"))),
        ("error-rate", "<= 0.2 %", "counts", "", Objective(OCCURRENCES, Decimal("0.998"), "bad")),
        ("satisfaction", ">= 85 %", "counts", "", Objective(OCCURRENCES, Decimal("0.85"))),
        ("first-contact-resolution", ">= 70.00 %", "", "", Objective(OCCURRENCES, Decimal("0.7"))),
    ],
)
def test_each_metric_has_its_way_of_budgeting(metric: str, target: str, source: str, percentile: str, expected: Objective) -> None:
    assert said(metric, target, source, percentile) == expected


@pytest.mark.parametrize(
    ("metric", "target", "percentile", "why"),
    [
        ("availability", ">= 100 %", "", "100 %"),
        ("error-rate", "<= 0 %", "", "100 %"),
        ("response-time", "100 % <= 30 min", "", "100 %"),
        ("recovery-time", "<= 8 hours", "", "every single event"),
        ("throughput", ">= 1200 claims an hour", "", "whole period"),
        ("satisfaction", ">= 4.2", "", "whole period"),
        ("throughput", ">= 10", "95", "must not fall below"),
    ],
)
def test_what_openslo_has_no_words_for_is_told_why(metric: str, target: str, percentile: str, why: str) -> None:
    found = said(metric, target, "values", percentile)
    assert isinstance(found, Unspeakable)
    assert why in found.reason


def is_met(one: ServiceLevel, data: Measurements) -> bool:
    """By slagen's own attainment."""
    return attain(one, october(), StagedTarget(one.target) if one.target else None, data, conditions()).verdict is Verdict.MET


TARGETS = st.integers(1, 9999).map(lambda number: Decimal(number) / 100)


@given(TARGETS, st.integers(1, 500), st.integers(0, 500), st.booleans())
def test_a_monitor_that_counts_events_comes_to_the_same_answer(percent: Decimal, total: int, good: int, errors: bool) -> None:
    good = min(good, total)
    one = level("error-rate", f"<= {percent} %", "counts") if errors else level("satisfaction", f">= {percent} %", "counts")
    found = objective_of(one, parse_target(f"{'<=' if errors else '>='} {percent} %"))
    assert isinstance(found, Objective)
    counted = good if found.counts == "good" else total - (total - good)
    met = is_met(one, Measurements(counts=(Count(one.id, "2026-10", Decimal(good), Decimal(total)),)))
    assert met == (Fraction(counted, total) >= Fraction(found.target))


@given(TARGETS, st.lists(st.integers(0, 60), min_size=1, max_size=40), st.integers(0, 60), st.sampled_from(["<=", "<"]), st.booleans())
def test_a_monitor_that_holds_each_event_to_the_threshold_comes_to_the_same_answer(
    percent: Decimal, minutes: list[int], limit: int, sign: str, percentile: bool
) -> None:
    """A percentile by the nearest rank is within a figure just where that share of the events is."""
    target = f"{sign} {limit} min" if percentile else f"{percent} % {sign} {limit} min"
    facts = {"percentile": percent} if percentile else {}
    one = level("response-time", target, "tickets", severity="P1", **facts)
    found = objective_of(one, parse_target(target))
    assert isinstance(found, Objective)
    start = at("2026-10-05 09:00")
    tickets = tuple(Ticket(one.id, "P1", start, responded=start + length * MINUTE) for length in minutes)
    good = sum(length <= limit if found.operator == "lte" else length < limit for length in minutes)
    assert is_met(one, Measurements(tickets=tickets)) == (Fraction(good, len(minutes)) >= Fraction(found.target))
