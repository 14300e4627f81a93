"""Baselines and the ratchet, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from slagen.core.money import Percentage
from slagen.model.service_level import ServiceLevel, StagedTarget
from slagen.performance.baselines import Rule, baseline, better_run, months_of, ratchet, stricter
from slagen.performance.result import Result, Verdict, bound, satisfies
from slagen.schema.targets import parse_target
from tests.performance.conditions import level, months

RULE = Rule(3, ratchet=True, exceeded_for=12, share=Percentage(Decimal(50)))


def found(one: ServiceLevel, *values: str | None, period: str = "calendar-month", target: str = "") -> list[Result]:
    """Results of the periods from January 2026 on; None is a period without figures, `-` one without an event."""
    staged = StagedTarget(parse_target(target)) if target else StagedTarget(one.target) if one.target else None
    windows = months("2026-01-01", "2027-12-31", period)
    return [_result(one, windows[place], staged, value) for place, value in enumerate(values)]


def _result(one: ServiceLevel, window: object, staged: StagedTarget | None, value: str | None) -> Result:
    figure = None if value in {None, "-"} else Fraction(value or 0)
    verdict = Verdict.MISSING if value is None else Verdict.NOTHING
    if figure is not None and staged is not None:
        verdict = Verdict.MET if satisfies(figure, staged.target) else Verdict.MISSED
    return Result(one.id, window, staged, verdict, figure)  # type: ignore[arg-type] # the windows of conditions


def test_half_of_the_way_from_the_target_to_the_average_of_twelve_better_months() -> None:
    """Six months of 99.96 and six of 100 are 99.98 on average; half of 0.08 on top of 99.9 is 99.94."""
    up = level()
    step = ratchet(up, found(up, *["99.96", "100"] * 6), RULE)
    assert step is not None
    assert (step.average, step.exact, step.target.value) == (Fraction("99.98"), Fraction("99.94"), Decimal("99.94"))


def test_where_less_is_better_the_target_goes_down() -> None:
    """Twelve months of 150 ms against 200 ms: half of 50 less."""
    latency = level("latency", "<= 200 ms", "samples")
    step = ratchet(latency, found(latency, *["150"] * 12), RULE)
    assert step is not None
    assert (step.target.value, str(step.target)) == (Decimal("175.00"), "<= 175.00 ms")


def test_an_average_that_is_only_as_good_as_the_target_moves_nothing() -> None:
    up, latency = level(), level("latency", "<= 200 ms", "samples")
    assert stricter(found(up, "99.8", "100"), RULE.share) is None
    assert stricter(found(latency, "250", "150"), RULE.share) is None
    assert stricter(found(latency, "250", "151"), RULE.share) is None, "worse than the target"


def test_a_period_that_the_agreement_cut_off_is_no_month_of_a_row() -> None:
    up = level()
    row = found(up, *["100"] * 12)
    cut = [replace(row[0], window=replace(row[0].window, whole=False)), *row[1:]]
    assert (months_of(up, row), months_of(up, cut)) == (12, 11)
    assert ratchet(up, cut, RULE) is None


def test_of_a_share_of_events_the_share_rises_and_the_time_stays() -> None:
    response = level("response-time", "95 % <= 30 min", "tickets")
    step = ratchet(response, found(response, *["97"] * 12), RULE)
    assert step is not None
    assert step.target.share == Percentage(Decimal("96.00"))
    assert step.target.value == 30


def test_a_proposal_is_rounded_to_the_stricter_side_and_never_beyond_the_average() -> None:
    """A third over 99.9 is 99.93333…, so 99.94; from 99.99 to 99.995 it is 99.9925, and 100.00 would be too much, so 99.993."""
    third = Rule(3, ratchet=True, exceeded_for=12, share=Percentage(Decimal("33.4")))
    up = level()
    step = ratchet(up, found(up, *["100"] * 12), third)
    assert step is not None
    assert step.target.value == Decimal("99.94")
    strict = level(target=">= 99.99 %")
    step = ratchet(strict, found(strict, *["99.995"] * 12), RULE)
    assert step is not None
    assert step.target.value == Decimal("99.993")


def test_a_single_month_that_is_only_as_good_as_the_target_begins_the_count_anew() -> None:
    up = level()
    results = found(up, "99.95", "99.9", *["99.95"] * 11)
    assert months_of(up, better_run(results)) == 11
    assert ratchet(up, results, RULE) is None
    assert ratchet(up, found(up, "99.9", *["99.95"] * 12), RULE) is not None


def test_a_month_without_figures_breaks_the_row_and_one_without_an_event_neither_counts_nor_breaks_it() -> None:
    up = level()
    assert months_of(up, better_run(found(up, *["100"] * 5, None, *["100"] * 3))) == 3
    assert months_of(up, better_run(found(up, *["100"] * 5, "-", *["100"] * 3))) == 8


def test_a_new_target_begins_the_count_anew() -> None:
    up = level(target=">= 99.95 %")
    results = [*found(up, *["100"] * 6, target=">= 99.9 %"), *found(up, *["100"] * 12)[6:]]
    assert months_of(up, better_run(results)) == 6


def test_quarters_count_three_months_each_and_only_as_many_as_are_asked_for_are_averaged() -> None:
    quarterly = level(period="calendar-quarter")
    assert ratchet(quarterly, found(quarterly, *["100"] * 3, period="calendar-quarter"), RULE) is None
    results = found(quarterly, "99.92", *["100"] * 4, period="calendar-quarter")
    step = ratchet(quarterly, results, RULE)
    assert step is not None
    assert step.average == 100
    assert len(step.results) == 4


def test_spans_of_thirty_days_count_as_the_months_that_they_fill() -> None:
    fixed = level(period="fixed-30-days")
    assert months_of(fixed, found(fixed, *["100"] * 12, period="fixed-30-days")) == 11
    assert months_of(fixed, found(fixed, *["100"] * 13, period="fixed-30-days")) == 12


def test_without_the_ratchet_nothing_must_be_proposed() -> None:
    up = level()
    assert ratchet(up, found(up, *["100"] * 12), Rule(3, ratchet=False, exceeded_for=12, share=Percentage(Decimal(50)))) is None


def test_the_baseline_is_the_mean_of_the_first_months_each_counting_once() -> None:
    up = level()
    made = baseline(up, found(up, "99.9", "99.92", "100", "90"), RULE, afresh=False)
    assert made is not None
    assert (made.average, made.first, made.last, made.missing) == (Fraction("99.94"), date(2026, 1, 1), date(2026, 3, 31), ())


def test_a_baseline_is_looked_at_again_by_the_last_months() -> None:
    up = level()
    made = baseline(up, found(up, "90", "99.9", "99.92", "100"), RULE, afresh=True)
    assert made is not None
    assert (made.average, made.first) == (Fraction("99.94"), date(2026, 2, 1))


def test_there_is_no_baseline_before_its_time_is_over() -> None:
    up = level()
    assert baseline(up, found(up, "99.9", "99.92"), RULE, afresh=False) is None
    assert baseline(up, found(up, None, None, None), RULE, afresh=False) is None


def test_a_baseline_says_which_of_its_months_have_no_result() -> None:
    up = level()
    made = baseline(up, found(up, "99.9", None, "100"), RULE, afresh=False)
    assert made is not None
    assert (made.average, made.missing) == (Fraction("99.95"), ("2026-02",))


def test_a_missed_target_is_never_made_less_strict() -> None:
    up, latency = level(), level("latency", "<= 200 ms", "samples")
    assert stricter(found(up, "99", "99.5"), RULE.share) is None
    assert stricter(found(up, "99.9"), RULE.share) is None
    assert stricter(found(latency, "300"), RULE.share) is None


PERCENT = st.decimals(min_value=Decimal("99.901"), max_value=Decimal(100), places=3).map(str)


@given(st.lists(PERCENT, min_size=12, max_size=12), st.integers(10, 100))
def test_a_proposal_lies_between_the_agreed_share_and_the_average(values: list[str], share: int) -> None:
    up = level()
    rule = Rule(3, ratchet=True, exceeded_for=12, share=Percentage(Decimal(share)))
    step = ratchet(up, found(up, *values), rule)
    if step is not None:
        assert step.exact <= bound(step.target) <= step.average
        assert bound(step.target) > Fraction("99.9")
