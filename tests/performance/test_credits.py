"""Credits: bands, points, weights, caps, earn-back, critical failure and bonus, with the figures of published agreements."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from slagen.core.money import Money, Percentage
from slagen.core.spans import HOUR
from slagen.model.agreement import Charge
from slagen.model.measurement import Figure, Measurements
from slagen.performance.account import Account, Edition, Terms
from slagen.performance.attainment import results
from slagen.performance.credits import credits_of
from slagen.performance.windows import Life, windows
from tests.performance.accounts import CHARGES, ROWS, account, amounts, figures, scheme, worked_out
from tests.performance.conditions import LIFE, ZONE, conditions, level, months


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
