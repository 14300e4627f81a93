"""Credits: bands, points, weights, caps, earn-back, critical failure and bonus, with the figures of published agreements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from slagen.core.money import Money, Percentage
from slagen.core.spans import HOUR
from slagen.model.agreement import Charge
from slagen.model.measurement import Count, Figure, Measurements, Outage
from slagen.model.service_level import StagedTarget
from slagen.performance.account import Account, Edition, Terms
from slagen.performance.attainment import results
from slagen.performance.credits import credits_of
from slagen.performance.earn_back import month_results
from slagen.performance.result import Result
from slagen.performance.windows import Life, windows
from slagen.schema.targets import parse_target
from tests.performance.accounts import CHARGES, ROWS, account, amounts, figures, scheme, worked_out
from tests.performance.conditions import LIFE, ZONE, at, conditions, level, months


def test_a_cap_of_the_month_comes_first_and_then_that_of_twelve_months() -> None:
    caps = [
        {"percent": Percentage(Decimal(5)), "of": "annual-charges", "per": "12 months"},
        {"percent": Percentage(Decimal(20)), "of": "monthly-charges", "per": "month"},
    ]
    found = worked_out(scheme(bands=ROWS, caps=caps), *["98"] * 14)
    assert amounts(found) == ["2000.00", "2000.00", "2000.00", *["0.00"] * 9, "2000.00", "2000.00"]
    assert [cap.cap.per for cap in found[0].caps] == ["month", "12 months"]


def test_half_a_credit_is_regained_after_six_months_met_in_a_row() -> None:
    rules = scheme(bands=ROWS, earn_back={"mode": "proportion", "percent": Percentage(Decimal(50)), "after": 6})
    found = worked_out(rules, "98", *["100"] * 8)
    assert [(one.month, back.amount.amount) for one in found for back in one.regained] == [(date(2026, 7, 1), Decimal("1250.00"))]
    broken = worked_out(rules, "98", "100", "100", "99.5", *["100"] * 3)
    assert [back for one in broken for back in one.regained] == []


def test_all_is_regained_only_by_results_that_are_better_than_the_target() -> None:
    rules = scheme(bands=ROWS, earn_back={"mode": "all", "after": 3})
    assert [back.amount.amount for one in worked_out(rules, "98", "99.91", "99.91", "99.91") for back in one.regained] == [2500]
    assert [back for one in worked_out(rules, "98", "99.91", "99.9", "99.91") for back in one.regained] == []


def test_a_banked_credit_reduces_later_ones_only_and_lapses() -> None:
    rules = scheme(bands=ROWS, earn_back={"mode": "banked", "after": 3, "expires": 2})
    assert amounts(worked_out(rules, "98", "100", "100", "100", "99.5", "98", "98"))[4:] == ["0.00", "1000.00", "2500.00"]
    assert amounts(worked_out(rules, "98", "100", "100", "100", "100", "100", "100", "98"))[-1] == "2500.00"


def test_a_month_with_nothing_to_measure_is_passed_over_and_a_missing_figure_breaks_the_row() -> None:
    rules = scheme(bands=ROWS, earn_back={"mode": "all", "after": 2})
    assert [one.month for one in worked_out(rules, "98", "100", None, "100", "100") for _ in one.regained] == []


def test_three_misses_in_six_months_are_a_critical_failure_only_with_a_new_miss() -> None:
    rules = scheme(bands=ROWS, critical=[{"missed": 3, "of": 6, "right": "terminate"}])
    found = worked_out(rules, "98", "100", "98", "98", "100", "98")
    assert [bool(month.critical) for month in found] == [False, False, False, True, False, True]
    assert found[3].critical[0].periods == ("2026-01", "2026-03", "2026-04")


def test_a_bonus_is_earned_by_better_results_in_a_month_without_credits_up_to_its_cap() -> None:
    rules = scheme(bands=ROWS, bonus={"mode": "percent", "percent": Percentage(Decimal(2)), "cap": Percentage(Decimal(5))})
    found = worked_out(rules, "99.95", "99.9", "98")
    assert [month.bonus for month in found] == [Money(Decimal("200.00"), "GBP"), None, None]


VALUES = st.decimals("90", "100", places=2)


@given(VALUES, VALUES)
def test_worse_service_never_earns_a_smaller_credit(a: Decimal, b: Decimal) -> None:
    rules = scheme(bands=ROWS, caps=[{"percent": Percentage(Decimal(20)), "of": "monthly-charges", "per": "month"}])
    worse, better = sorted((a, b))
    [low] = worked_out(rules, str(worse))
    [high] = worked_out(rules, str(better))
    assert low.credit.amount >= high.credit.amount


@given(st.lists(VALUES, min_size=1, max_size=15), st.integers(1, 100), st.integers(1, 30))
def test_caps_hold_over_every_month_and_every_twelve(values: list[Decimal], month_cap: int, year_cap: int) -> None:
    caps = [
        {"percent": Percentage(Decimal(month_cap)), "of": "monthly-charges", "per": "month"},
        {"percent": Percentage(Decimal(year_cap)), "of": "annual-charges", "per": "12 months"},
    ]
    found = worked_out(scheme(bands=ROWS, caps=caps), *(str(value) for value in values))
    given_out = [month.credit.amount for month in found]
    assert all(0 <= one <= 100 * month_cap for one in given_out)
    assert all(sum(given_out[place : place + 12]) <= 1200 * year_cap for place in range(len(given_out)))
    assert all(sum(share.amount for share in month.shares) == month.credit.amount for month in found if month.misses)


def test_a_period_counts_by_what_holds_on_its_first_day() -> None:
    """An amendment of 1 March doubles the charges and halves the credit; the limit of twelve months counts what was given before it."""
    measured = level(source="values")
    caps = [{"percent": Percentage(Decimal(5)), "of": "annual-charges", "per": "12 months"}]
    half = {"availability": [{"below": Decimal(99), "credit": Percentage(Decimal("12.5"))}]}
    levels = {measured.id: measured}
    old = Edition(LIFE.first_day, scheme(bands=ROWS, caps=caps), levels, CHARGES)
    new = Edition(date(2026, 3, 1), scheme(bands=half, caps=caps), levels, (Charge("hosting", Decimal(20_000), "GBP", "month"),))
    found = credits_of(Account((old, new), {measured.id: figures(measured, ["98"] * 5)}, LIFE.first_day, lambda _service, _first, _last: 0))
    assert amounts(found) == ["2500.00", "2500.00", "2500.00", "2500.00", "2000.00"]


def test_compensation_takes_the_place_only_of_what_led_to_the_critical_failure() -> None:
    """25 hours down: 40 % take the place of the 25 % for availability; the 10 % for errors, which led to nothing, are given beside it, or not at all."""
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values")]
    found = {levels[0].id: figures(levels[0], ["96"]), levels[1].id: figures(levels[1], ["5"])}
    rows = ROWS | {"error-rate": [{"above": Decimal(1), "credit": Percentage(Decimal(10))}]}
    critical = [{"hours_down": Decimal(24), "in": "3 months", "right": "terminate"}]
    terms = Terms(Percentage(Decimal(40)))
    for combine, credit in (("sum", "5000.00"), ("highest", "4000.00")):
        [month] = credits_of(account(scheme(bands=rows, critical=critical, combine=combine), found, levels, terms, down=25 * HOUR))
        assert f"{month.credit.amount}" == credit


def test_of_the_highest_only_what_counted_is_earned_back() -> None:
    """The credit is for availability alone: that errors are met in the next month regains nothing."""
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values")]
    found = {levels[0].id: figures(levels[0], ["98", "98"]), levels[1].id: figures(levels[1], ["5", "0"])}
    rows = ROWS | {"error-rate": [{"above": Decimal(1), "credit": Percentage(Decimal(10))}]}
    rules = scheme(bands=rows, combine="highest", earn_back={"mode": "all", "after": 1})
    first, second = credits_of(account(rules, found, levels))
    assert [f"{share.amount}" for share in first.shares] == ["2500.00", "0.00"]
    assert second.regained == ()


def test_the_level_that_the_customer_chose_counts_instead_of_the_highest() -> None:
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values")]
    found = {levels[0].id: figures(levels[0], ["98"]), levels[1].id: figures(levels[1], ["5"])}
    rows = ROWS | {"error-rate": [{"above": Decimal(1), "credit": Percentage(Decimal(10))}]}
    made = account(scheme(bands=rows, combine="customer-chooses"), found, levels)
    [month] = credits_of(replace(made, choices={date(2026, 1, 1): "error-rate"}))
    assert (f"{month.credit.amount}", month.chosen) == ("1000.00", "error-rate")


def test_the_month_in_which_an_agreement_began_has_the_part_of_its_charges_that_is_due() -> None:
    """From 17 January, 15 of 31 days: 10,000 × 15 / 31 = 4,838.709… is the base, and 25 % of it 1,209.68."""
    life = Life(date(2026, 1, 17), None, ZONE)
    [january] = windows("calendar-month", life, date(2026, 1, 1), date(2026, 1, 31))
    measured = level(source="values")
    data = Measurements(figures=(Figure(measured.id, "2026-01", Decimal(98)),))
    made = account(scheme(bands=ROWS), {measured.id: list(results(measured, [january], data, conditions()))}, [measured])
    [month] = credits_of(replace(made, first_day=life.first_day))
    assert (f"{month.base.amount}", f"{month.credit.amount}") == ("4838.71", "1209.68")


def test_the_base_of_a_quarter_is_the_charge_of_the_month_that_it_ends_in() -> None:
    """The charge doubles on 1 March: the credit for the first quarter is worked out from the Monthly Charges of March."""
    measured = level(source="values", period="calendar-quarter")
    [quarter] = months("2026-01-01", "2026-03-31", "calendar-quarter")
    data = Measurements(figures=(Figure(measured.id, "2026-Q1", Decimal(98)),))
    found = list(results(measured, [quarter], data, conditions()))
    old = Edition(LIFE.first_day, scheme(bands=ROWS), {measured.id: measured}, CHARGES)
    new = replace(old, from_day=date(2026, 3, 1), charges=(Charge("hosting", Decimal(20_000), "GBP", "month"),))
    [month] = credits_of(Account((old, new), {measured.id: found}, LIFE.first_day, lambda _service, _first, _last: 0))
    assert f"{month.credit.amount}" == "5000.00"


def test_a_scheme_that_an_amendment_brings_or_takes_away_credits_only_periods_that_began_under_it() -> None:
    measured = level(source="values")
    found = {measured.id: figures(measured, ["98"] * 5)}
    edition = Edition(date(2026, 2, 10), scheme(bands=ROWS), {measured.id: measured}, CHARGES, to_day=date(2026, 4, 9))
    months_ = credits_of(Account((edition,), found, LIFE.first_day, lambda _service, _first, _last: 0))
    assert [(one.month.month, f"{one.credit.amount}") for one in months_] == [(3, "2500.00"), (4, "2500.00")]


def test_what_a_critical_failure_gives_is_never_earned_back() -> None:
    """Clause “Earn-back”: the right is lost when a critical failure occurs, also for the credit, or the compensation, of that month."""
    critical = [{"missed": 1, "of": 1, "right": "terminate"}]
    for terms in (Terms(), Terms(Percentage(Decimal(40)))):
        for mode in ("all", "banked"):
            found = worked_out(scheme(bands=ROWS, earn_back={"mode": mode, "after": 1}, critical=critical), "98", "100", "100", terms=terms)
            assert [one for month in found for one in (*month.regained, *month.banked)] == []


def test_a_credit_is_banked_when_every_level_has_its_row_though_one_had_nothing_to_measure_in_between() -> None:
    """Availability is met in February and March; errors only in March and April, for there was nothing in February: banked with April, where both last."""
    levels = [level(source="values"), level("error-rate", "<= 1 %", "counts")]
    rows = ROWS | {"error-rate": [{"above": Decimal(1), "credit": Percentage(Decimal(10))}]}
    rules = scheme(bands=rows, earn_back={"mode": "banked", "after": 2})
    periods = months("2026-01-01", "2026-05-31")
    errors = Measurements(counts=tuple(Count("error-rate", one.name, Decimal(good), Decimal(good)) for one, good in zip(periods, (9, 0, 9, 9, 9), strict=True)))
    for april, banked in (("100", ["2026-04-01"]), ("98", [])):
        found = {levels[0].id: figures(levels[0], ["98", "100", "100", april, "100"]), levels[1].id: list(results(levels[1], periods, errors, conditions()))}
        assert [str(month.month) for month in credits_of(account(rules, found, levels)) for _ in month.banked] == banked


def test_each_month_has_the_result_of_the_period_that_ends_in_it_and_of_several_the_worst() -> None:
    """The thirty days to 28 February begin in January, and say nothing of it; of a month that was split both parts must be met."""
    rolling = figures_of("rolling-30-days", ["98", "100", "98", "100"])
    assert [found.window.last_day.month for _, found in sorted(month_results(rolling).items()) if found.missed] == [1, 3]
    fixed = month_results(figures_of("fixed-30-days", ["98", "100", "98"]))
    assert {str(month): f"{found.window.last_day}" for month, found in fixed.items()} == {
        "2026-01-01": "2026-01-30", "2026-02-01": "2026-03-01", "2026-03-01": "2026-03-31"
    }  # fmt: skip
    stages = (StagedTarget(parse_target(">= 99.9 %"), to=date(2026, 1, 15)), StagedTarget(parse_target(">= 95 %"), from_=date(2026, 1, 16)))
    measured = level(target="", targets=stages, changes="split")
    down = Measurements(outages=(Outage(measured.id, at("2026-01-05 09:00"), at("2026-01-05 19:00")),))
    [found] = month_results(results(measured, months("2026-01-01", "2026-01-31"), down, conditions())).values()
    assert (found.missed, found.window.name) == (True, "2026-01-01/2026-01-15")


def figures_of(period: str, values: Sequence[str]) -> list[Result]:
    measured = level(source="values", period=period)
    periods = months("2026-01-01", "2026-04-30", period)[: len(values)]
    data = Measurements(figures=tuple(Figure(measured.id, one.name, Decimal(value)) for one, value in zip(periods, values, strict=True)))
    return list(results(measured, periods, data, conditions()))


def test_a_critical_failure_counts_each_period_that_ended_in_the_month() -> None:
    """Of the fixed thirty days two end in March 2026, on the 1st and the 31st: the first completes two misses in a row, though the second is met."""
    rules = scheme(bands=ROWS, critical=[{"missed": 2, "of": 2, "right": "terminate"}])
    measured = level(source="values", period="fixed-30-days")
    found = credits_of(account(rules, {measured.id: figures_of("fixed-30-days", ["98", "98", "100"])}, [measured]))
    assert [(month.month, [one.periods for one in month.critical]) for month in found] == [
        (date(2026, 1, 1), []),
        (date(2026, 3, 1), [("2026-01-01/2026-01-30", "2026-01-31/2026-03-01")]),
    ]


def test_beside_a_compensation_other_shares_stay_within_the_amount_at_risk() -> None:
    """10 % are at risk: errors and answers have 80 % of it each, so 1,000 of 1,600 are given beside the compensation of 4,000."""
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values"), level("latency", "<= 200 ms", "values")]
    found = {one.id: figures(one, [value]) for one, value in zip(levels, ("96", "5", "300"), strict=True)}
    weights = {"availability": Decimal(10), "error-rate": Decimal(80), "latency": Decimal(80)}
    critical = [{"hours_down": Decimal(24), "in": "3 months", "right": "terminate"}]
    rules = scheme(weights=weights, at_risk=Percentage(Decimal(10)), critical=critical)
    [month] = credits_of(account(rules, found, levels, Terms(Percentage(Decimal(40))), down=25 * HOUR))
    assert f"{month.credit.amount}" == "5000.00"
