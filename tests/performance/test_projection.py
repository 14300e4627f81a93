"""Projections: worked out by hand, and what holds for any figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from slagen.core.spans import HOUR, MINUTE, midnight
from slagen.model.measurement import Count, Figure, Measurements, Outage, Ticket
from slagen.model.samples import PlainSamples
from slagen.model.service_level import ServiceLevel, StagedTarget
from slagen.performance.alarm import Alarm, alarm
from slagen.performance.attainment import attain
from slagen.performance.known import changes_with_the_day, known_on
from slagen.performance.projection import Projection, project
from slagen.performance.windows import Life, Window, windows
from tests.performance.conditions import LIFE, ZONE, at, conditions, level, months

[NOVEMBER] = months("2026-11-01", "2026-11-30")
"""43,200 minutes, of which 99.9 % leave 43.2."""
START, END = NOVEMBER.span


def covered(last: str) -> tuple[tuple[int, int], ...]:
    """Figures from the first of the month to the end of a day."""
    return ((START, midnight(date.fromisoformat(last) + timedelta(days=1), ZONE)),)


def down(*lengths: tuple[str, int], cause: str = "", until: str = "2026-11-15") -> Measurements:
    """Outages of so many minutes from these moments, delivered up to a day."""
    found = (Outage("availability", at(start), at(start) + minutes * MINUTE, cause) for start, minutes in lengths)
    return Measurements(outages=tuple(found), covered=covered(until))


def projected(one: ServiceLevel, data: Measurements, day: str = "2026-11-15", window: Window = NOVEMBER) -> Projection:
    """The projection as of a day; there must be one."""
    found = perhaps(one, data, day, window)
    assert found is not None
    return found


def perhaps(one: ServiceLevel, data: Measurements, day: str = "2026-11-15", window: Window = NOVEMBER) -> Projection | None:
    staged = StagedTarget(one.target) if one.target else None
    on = date.fromisoformat(day)
    return project(one, window, staged, known_on(data, on, ZONE), replace(conditions(), as_of=midnight(on, ZONE)))


def test_half_of_the_budget_in_half_of_the_month_is_met_to_the_dot_by_either_assumption() -> None:
    found = projected(level(), replace(down(("2026-11-03 10:00", 21)), outages=(Outage("availability", at("2026-11-03 10:00"), at("2026-11-03 10:21:36")),)))
    assert found.used == Fraction(1, 2)
    assert found.seen == Fraction(1, 2)
    assert found.pace == Fraction(999, 10)
    assert found.best == 100 - Fraction("21.6") / 432
    assert not found.is_losing
    assert alarm(found) is None


def test_a_budget_that_is_used_up_exactly_still_meets_the_target_and_a_second_more_does_not() -> None:
    whole = Outage("availability", at("2026-11-03 10:00"), at("2026-11-03 10:43:12"))
    found = projected(level(), Measurements(outages=(whole,), covered=covered("2026-11-15")))
    assert found.used == 1
    assert (found.is_out_of_reach, alarm(found)) == (False, Alarm.LOSING)
    found = projected(level(), Measurements(outages=(replace(whole, end=at("2026-11-03 10:43:13")),), covered=covered("2026-11-15")))
    assert (found.is_out_of_reach, found.is_certain, alarm(found)) == (True, True, Alarm.OUT_OF_REACH)


def test_what_is_strictly_above_its_target_must_leave_some_of_the_budget() -> None:
    whole = Outage("availability", at("2026-11-03 10:00"), at("2026-11-03 10:43:12"))
    assert projected(level(target="> 99.9 %"), Measurements(outages=(whole,), covered=covered("2026-11-15"))).is_out_of_reach


def test_a_target_of_a_hundred_has_no_budget_and_the_first_second_misses_it() -> None:
    assert projected(level(target=">= 100 %"), down()).used is None
    assert alarm(projected(level(target=">= 100 %"), down())) is None
    found = projected(level(target=">= 100 %"), down(("2026-11-03 10:00", 1)))
    assert alarm(found) is Alarm.OUT_OF_REACH


def test_an_early_slip_is_no_warning_though_its_pace_would_miss() -> None:
    """Two minutes down on the first day: at that pace an hour in the month, yet 95 % of the budget is left."""
    found = projected(level(), down(("2026-11-01 10:00", 2), until="2026-11-01"), "2026-11-01")
    assert found.is_losing
    assert alarm(found) is None


def test_the_pace_warns_from_half_of_the_budget_on_and_three_quarters_warn_by_themselves() -> None:
    assert alarm(projected(level(), down(("2026-11-03 10:00", 22)))) is Alarm.LOSING
    late = down(("2026-11-03 10:00", 33), until="2026-11-29")
    assert alarm(projected(level(), late, "2026-11-29")) is Alarm.NEARLY_USED
    early = down(("2026-11-03 10:00", 32), until="2026-11-29")
    assert alarm(projected(level(), early, "2026-11-29")) is None


def test_half_of_the_budget_is_enough_where_a_miss_is_decisive() -> None:
    found = projected(level(), down(("2026-11-03 10:00", 22), until="2026-11-29"), "2026-11-29")
    assert (alarm(found), alarm(found, decisive=True)) == (None, Alarm.NEARLY_USED)


def test_an_outage_that_lasts_counts_up_to_the_beginning_of_the_day_asked() -> None:
    lasting = Measurements(outages=(Outage("availability", at("2026-11-14 23:30"), None),), covered=covered("2026-11-14"))
    assert projected(level(), lasting, "2026-11-14").so_far.value == 100
    found = projected(level(), lasting, "2026-11-15")
    assert found.allowance is not None
    assert found.allowance.used == 30 * MINUTE
    assert projected(level(), lasting, "2026-11-16").is_out_of_reach


def test_figures_of_later_days_are_not_known_yet() -> None:
    data = down(("2026-11-03 10:00", 10), ("2026-11-20 10:00", 600), until="2026-11-30")
    found = projected(level(), data, "2026-11-15")
    assert found.allowance is not None
    assert found.allowance.used == 10 * MINUTE
    assert found.seen == Fraction(1, 2)
    assert changes_with_the_day(level(), data, date(2026, 11, 15), ZONE)
    assert not changes_with_the_day(level(), data, date(2026, 11, 30), ZONE)


def test_planned_maintenance_leaves_the_budget_alone_and_shortens_the_net_time() -> None:
    data = down(("2026-11-03 10:00", 432), cause="planned-maintenance")
    net = projected(level(exclusions=("planned-maintenance",)), data)
    gross = projected(level(exclusions=("planned-maintenance",), denominator="gross"), data)
    assert net.allowance is not None
    assert gross.allowance is not None
    assert (net.allowance.allowed, gross.allowance.allowed) == (Fraction("42.768") * MINUTE, Fraction("43.2") * MINUTE)
    assert net.used == gross.used == Fraction(0)


def test_office_hours_have_the_budget_of_their_own_hours() -> None:
    """21 working days of 510 minutes in November 2026 (no holiday in England): 1 % of 10,710 min."""
    office = level(target=">= 99 %", hours="office")
    found = projected(office, down(("2026-11-03 07:00", 180)))
    assert found.allowance is not None
    assert found.allowance.allowed == Fraction("107.1") * MINUTE
    assert found.allowance.used == 60 * MINUTE
    assert found.seen == Fraction(10, 21)


def test_rolling_and_fixed_periods_have_budgets_of_thirty_days() -> None:
    for period, name in (("rolling-30-days", "2026-10-02/2026-10-31"), ("fixed-30-days", "2026-10-28/2026-11-26")):
        [window] = list(windows(period, LIFE, date(2026, 10, 31), date(2026, 11, 29)))[:1]
        assert window.name == name
        found = projected(level(period=period), Measurements(covered=(window.span,)), str(window.last_day), window)
        assert found.allowance is not None
        hours = 721 if period == "rolling-30-days" else 720  # the clock is set back on 25 October
        assert found.allowance.allowed == Fraction(hours * HOUR, 1000)


def test_a_part_of_a_month_has_the_budget_of_its_days() -> None:
    [window] = windows("calendar-month", Life(date(2026, 11, 16), None, ZONE), date(2026, 11, 30), date(2026, 11, 30))
    found = projected(level(), Measurements(covered=(window.span,)), "2026-11-20", window)
    assert found.allowance is not None
    assert found.allowance.allowed == Fraction("21.6") * MINUTE


def answered(opened: str, minutes: int | None) -> Ticket:
    return Ticket("response-time", "P1", at(opened), None if minutes is None else at(opened) + minutes * MINUTE)


def tickets(*minutes: int | None, until: str = "2026-11-15") -> Measurements:
    """One ticket each day from 1 November on, answered after so many minutes."""
    return Measurements(tickets=tuple(answered(f"2026-11-{day:02} 10:00", one) for day, one in enumerate(minutes, 1)), covered=covered(until))


RESPONSE = level("response-time", "90 % <= 30 min", "tickets", severity="P1")


def test_the_misses_that_are_allowed_follow_from_the_events_that_are_expected() -> None:
    """Ten in half of the month, so twenty are expected, of which two may be late: one is half of the budget, three are too many."""
    one = projected(RESPONSE, tickets(*[10] * 9, 40))
    assert one.allowance is not None
    assert [one.allowance.events, one.used, one.pace, one.best] == [Fraction(20), Fraction(1, 2), Fraction(90), Fraction(95)]
    three = projected(RESPONSE, tickets(*[10] * 7, 40, 40, 40))
    assert [three.used, three.best] == [Fraction(3, 2), Fraction(85)]
    assert (three.is_out_of_reach, three.is_certain) == (True, False)


def test_an_event_that_runs_is_late_only_once_its_time_is_over() -> None:
    running = replace(tickets(), tickets=(answered("2026-11-15 10:00", None),))
    assert projected(RESPONSE, running).pace == 100
    assert projected(RESPONSE, running, "2026-11-16").pace == 0


def test_too_few_events_to_be_expected_say_nothing() -> None:
    assert perhaps(replace(RESPONSE, minimum_sample=Decimal(21)), tickets(*[40] * 10)) is None
    assert perhaps(replace(RESPONSE, minimum_sample=Decimal(20)), tickets(*[40] * 10)) is not None


def test_where_every_event_counts_the_worst_decides_for_good() -> None:
    every = level("response-time", "<= 30 min", "tickets", severity="P1")
    assert alarm(projected(every, tickets(10, 20, 30))) is None
    found = projected(every, tickets(10, 31))
    assert found.best == 31
    assert (alarm(found), found.is_certain) == (Alarm.OUT_OF_REACH, True)


def test_counts_of_errors_have_the_budget_of_their_target() -> None:
    """0.1 % of the 2,000,000 requests that are expected are 2,000 errors; 1,500 are three quarters."""
    errors = level("error-rate", "<= 0.1 %", "counts")
    found = projected(errors, Measurements(counts=(Count("error-rate", "2026-11", Decimal(998500), Decimal(1000000)),), covered=covered("2026-11-15")))
    assert [found.used, found.pace, found.best] == [Fraction(3, 4), Fraction(15, 100), Fraction(75, 1000)]
    assert alarm(found) is Alarm.LOSING


def test_a_percentile_is_the_share_of_values_that_satisfy_it() -> None:
    latency = level("latency", "<= 300 ms", "samples", percentile=Decimal(95))
    values = [(at(f"2026-11-{day:02} 10:00"), Decimal(200 if day < 15 else 400)) for day in range(1, 16)]
    found = projected(latency, Measurements(samples=PlainSamples.of(values), covered=covered("2026-11-15")))
    assert [found.so_far.value, found.pace] == [Fraction(400), Fraction(1400, 15)]
    assert found.used == Fraction(1, 30) / Fraction(5, 100)


def test_of_a_mean_without_bounds_only_the_pace_speaks_once_half_is_known() -> None:
    latency = level("latency", "<= 300 ms", "samples")
    early = Measurements(samples=PlainSamples.of([(at("2026-11-01 10:00"), Decimal(400))]), covered=covered("2026-11-14"))
    found = projected(latency, early, "2026-11-14")
    assert found.pace == 400
    assert (found.best, found.used, alarm(found)) == (None, None, None)
    assert alarm(projected(latency, replace(early, covered=covered("2026-11-15")))) is Alarm.LOSING


def test_a_satisfaction_in_per_cent_can_be_made_good_only_so_far() -> None:
    """80 % in two thirds of the month: with nothing but content customers from then on 86.67 %."""
    content = level("satisfaction", ">= 90 %", "values")
    figures = Measurements(figures=(Figure("satisfaction", "2026-11", Decimal(80), Decimal(40)),), covered=covered("2026-11-20"))
    found = projected(content, figures, "2026-11-20")
    assert (found.best, found.is_out_of_reach) == (100 - Fraction(40, 3), True)
    assert found.allowance is not None
    assert found.allowance.events == 60


def test_without_target_figures_or_events_there_is_nothing_to_say() -> None:
    assert perhaps(level(target=""), down()) is None
    assert perhaps(RESPONSE, tickets()) is None
    assert perhaps(level("error-rate", "<= 0.1 %", "counts"), Measurements()) is None


MINUTES = st.lists(st.tuples(st.integers(0, 14 * 1440), st.integers(1, 600), st.sampled_from(["", "planned-maintenance"])), max_size=6)


def outages(drawn: Sequence[tuple[int, int, str]]) -> tuple[Outage, ...]:
    found = ((START + start * MINUTE, length, cause) for start, length, cause in drawn)
    return tuple(Outage("availability", start, start + length * MINUTE, cause) for start, length, cause in found)


@given(MINUTES, st.integers(0, 14 * 1440), st.integers(1, 600), st.sampled_from(["net", "gross"]), st.sampled_from(["always", "office"]))
def test_more_downtime_never_uses_less_of_the_budget_nor_raises_a_projection(
    drawn: list[tuple[int, int, str]], start: int, length: int, denominator: str, hours: str
) -> None:
    one = level(target=">= 99 %", exclusions=("planned-maintenance",), denominator=denominator, hours=hours)
    before = perhaps(one, Measurements(outages=outages(drawn), covered=covered("2026-11-15")))
    after = perhaps(one, Measurements(outages=outages([*drawn, (start, length, "")]), covered=covered("2026-11-15")))
    if before is None or after is None:
        return
    assert (after.used or 0) >= (before.used or 0)
    assert (after.best or 0) <= (before.best or 0)
    assert before.pace is None or (after.pace is not None and after.pace <= before.pace)


@given(st.lists(st.integers(1, 60), max_size=14), st.integers(31, 60))
def test_one_more_late_event_never_uses_less_of_the_budget_nor_raises_a_projection(lengths: list[int], late: int) -> None:
    before, after = perhaps(RESPONSE, tickets(*lengths)), perhaps(RESPONSE, tickets(*lengths, late))
    assert after is not None
    if before is not None:
        assert (after.used or 0) >= (before.used or 0)
        assert (after.best or 0) <= (before.best or 0)
        assert (after.pace or 0) <= (before.pace or 0)


@given(MINUTES, st.sampled_from(["net", "gross"]), st.sampled_from(["always", "office"]))
def test_at_the_end_of_the_period_either_projection_is_the_result(drawn: list[tuple[int, int, str]], denominator: str, hours: str) -> None:
    one = level(exclusions=("planned-maintenance",), denominator=denominator, hours=hours)
    data = Measurements(outages=outages(drawn), covered=covered("2026-11-30"))
    found, result = perhaps(one, data, "2026-11-30"), attain(one, NOVEMBER, StagedTarget(one.target) if one.target else None, data, conditions())
    assert (found.best if found else None) == result.value
    assert (found.pace if found else None) == result.value
