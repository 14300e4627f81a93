"""The steps of a statement, in words: each can be followed with a pencil."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from slagen.core.durations import Duration
from slagen.core.locales import Formats
from slagen.core.spans import MINUTE
from slagen.model.measurement import Count, Figure, Measurements, Outage, Ticket
from slagen.model.service_level import CriticalFailure, ServiceLevel
from slagen.performance.attainment import results
from slagen.performance.critical import CriticalEvent
from slagen.performance.maintenance import BEYOND
from slagen.performance.result import compares
from slagen.performance.statement import Line, Printing, critical_account, level_account
from slagen.schema.targets import parse_target
from tests.performance.conditions import ZONE, at, conditions, level, october

PRINTING = Printing(Formats("en", "en_GB"), ZONE)
NINE = "2026-10-05 09:00"


@pytest.mark.parametrize(
    ("target", "below", "at_it", "above"),
    [(">= 5 s", False, True, True), ("<= 5 s", True, True, False), ("> 5 s", False, False, True), ("< 5 s", True, False, False)],
)
def test_a_figure_at_its_target_meets_it_only_where_the_sign_says_so(target: str, below: bool, at_it: bool, above: bool) -> None:
    wanted = parse_target(target)
    assert tuple(compares(Fraction(figure), wanted) for figure in (4, 5, 6)) == (below, at_it, above)


def steps(measured: ServiceLevel, data: Measurements, as_of: str = "2030-01-01 00:00") -> tuple[Line, ...]:
    [found] = results(measured, [october()], data, conditions(as_of))
    return level_account(measured, found, PRINTING).lines


def tickets(count: int, minutes: int | None) -> Measurements:
    end = None if minutes is None else at(NINE) + minutes * MINUTE
    return Measurements(tickets=tuple(Ticket("x", "P1", at(NINE), end, None, end, row) for row in range(count)))


def test_each_event_that_was_too_late_is_told_and_of_very_many_how_many_more() -> None:
    answered = level("response-time", "95 % <= 30 min", "tickets")
    late = [line for line in steps(answered, tickets(2, 31)) if line.place == "measurement.share"]
    assert [(line.what, line.working, line.outcome) for line in late] == [
        ("Event too late", "opened 5 October 2026, 09:00, answered 09:31", "31 min"),
        ("Event too late", "opened 5 October 2026, 09:00, answered 09:31", "31 min"),
        ("Events", "0 of 2 satisfied the target", ""),
    ]
    many = [line.working for line in steps(answered, tickets(23, 31)) if line.place == "measurement.share"]
    assert (len(many), many[-2:]) == (22, ["and 3 more", "0 of 23 satisfied the target"])


def test_an_event_that_still_runs_is_told_as_that() -> None:
    told = steps(level("resolution-time", "<= 4 hours", "tickets"), tickets(1, None), as_of="2026-10-05 14:00")
    assert next((line.working, line.outcome, line.place) for line in told if line.what == "Event too late") == (
        "opened 5 October 2026, 09:00, and still running",
        "5 hours",
        "measurement.running",
    )


def test_counts_and_figures_are_told_with_what_they_were_taken_from() -> None:
    counted = Measurements(counts=(Count("x", "2026-10", Decimal(98), Decimal(100)),))
    assert steps(level("first-contact-resolution", ">= 70 %", "counts"), counted)[1].working == "98 of 100 were good"
    asked = Measurements(figures=(Figure("x", "2026-10", Decimal("3.9"), Decimal(30)),))
    told = steps(level("satisfaction", ">= 4.2", "values"), asked)
    assert told[1].working == "the result that the source reports, taken from 30"
    assert told[2].outcome == "3.90"


def test_of_very_many_interruptions_the_first_two_hundred_are_told_and_how_many_more() -> None:
    start = at(NINE)
    outages = tuple(Outage("x", start + place * MINUTE, start + (place + 2) * MINUTE) for place in range(10_000))
    told = steps(level(), Measurements(outages=outages))
    assert len([line for line in told if line.what == "Interruption"]) == 200
    assert next(line.working for line in told if line.what == "Interruptions") == "and 9,800 more, which the measurements list"
    assert next(line.outcome for line in told if line.what == "Downtime (D)") == "10,001 min"


def test_a_time_that_the_clock_shows_twice_is_told_with_its_offset() -> None:
    """From the first 01:22 to the second 01:30 on 25 October are 68 minutes, not eight."""
    start = at("2026-10-25 01:22")
    told = steps(level(), Measurements(outages=(Outage("x", start, start + 68 * MINUTE),)))
    [line] = [one for one in told if one.what == "Interruption"]
    assert (line.working, line.outcome) == ("25 October 2026, 01:22 UTC+01:00 to 01:30 UTC+00:00; cause: none stated", "68 min count")


def test_a_critical_failure_tells_its_right_as_the_clause_has_it_and_from_when_its_time_runs() -> None:
    rule = CriticalFailure("terminate", missed=3, of=6)
    event = CriticalEvent(rule, level="uptime", periods=("2026-01", "2026-02", "2026-03"))
    [told] = critical_account([event], PRINTING, {"uptime": "Uptime"}, Duration.parse("60 days"))
    assert told.outcome == "the Customer may terminate the agreement or the services concerned"
    assert told.working.endswith("to be exercised within 60 days after the receipt of the report that shows it")
    own = replace(event, rule=replace(rule, exercise_within=Duration.parse("30 days")))
    [told] = critical_account([own], PRINTING, {}, Duration.parse("60 days"))
    assert "within 30 days" in told.working


def test_what_lies_beyond_the_limits_of_maintenance_cites_the_provision_that_says_so_and_a_workaround_is_told_as_one() -> None:
    [october_] = results(level(), [october()], Measurements(outages=(Outage("x", at(NINE), at("2026-10-05 11:00"), BEYOND),)), conditions())
    assert [line.place for line in level_account(level(), october_, PRINTING).lines if line.what == "Interruption"] == ["maintenance.excess"]
    late = Ticket("x", "P1", at(NINE), None, at("2026-10-05 14:00"), at("2026-10-05 15:00"))
    promised = level("resolution-time", "<= 4 hours", "tickets")
    [found] = results(promised, [october()], Measurements(tickets=(late,)), replace(conditions(), workaround_resolves=True))
    assert "worked around 14:00" in level_account(promised, found, PRINTING).lines[1].working


def test_that_missing_figures_count_as_missed_cites_the_provision_that_says_so() -> None:
    places = {missing: steps(level(source="values", missing=missing), Measurements())[-1].place for missing in ("reported", "misses")}
    assert places == {"reported": "measurement.missing", "misses": "measurement.evidence"}
