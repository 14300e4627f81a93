"""Credits: bands, points, weights, caps, earn-back, critical failure and bonus, with the figures of published agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.money import Money, Percentage
from slagen.core.periods import add_months
from slagen.core.spans import HOUR, MINUTE
from slagen.model.agreement import Charge
from slagen.model.measurement import Figure, Measurements, Outage
from slagen.model.native import from_native
from slagen.model.service_level import CreditScheme, ServiceLevel
from slagen.performance.attainment import results
from slagen.performance.credits import Account, Edition, MonthCredits, Terms, credits_of
from slagen.performance.result import Result
from tests.performance.conditions import LIFE, conditions, level, months

PLAIN = Terms()
CHARGES = (Charge("hosting", Decimal(10_000), "GBP", "month"),)
AWS = [
    {"below": Decimal("99.99"), "credit": Percentage(Decimal(10))},
    {"below": Decimal(99), "credit": Percentage(Decimal(30))},
    {"below": Decimal(95), "credit": Percentage(Decimal(100))},
]


def scheme(**facts: Any) -> CreditScheme:
    return from_native(CreditScheme, {"id": "standard", "services": ("hosting",), "base": "monthly-charges", **facts})


def figures(measured: ServiceLevel, values: Sequence[str | None], first: str = "2026-01-01") -> list[Result]:
    """The result of one month after another; None where none was delivered."""
    start = date.fromisoformat(first)
    windows = months(first, str(date.fromordinal(add_months(start, len(values)).toordinal() - 1)))
    named = [(window.name, value) for window, value in zip(windows, values, strict=True)]
    data = Measurements(figures=tuple(Figure(measured.id, name, Decimal(value)) for name, value in named if value is not None))
    return list(results(measured, windows, data, conditions()))


def account(
    rules: CreditScheme,
    found: Mapping[str, Sequence[Result]],
    levels: Sequence[ServiceLevel],
    terms: Terms = PLAIN,
    down: int = 0,
    charges: Sequence[Charge] = CHARGES,
) -> Account:
    edition = Edition(LIFE.first_day, rules, {one.id: one for one in levels}, charges, terms)
    return Account((edition,), found, LIFE.first_day, lambda _service, _first, _last: down)


def worked_out(rules: CreditScheme, *values: str | None, terms: Terms = PLAIN, **facts: Any) -> tuple[MonthCredits, ...]:
    """One level by delivered figures, month by month."""
    measured = level(source="values", **facts)
    return credits_of(account(rules, {measured.id: figures(measured, values)}, [measured], terms))


def amounts(found: Sequence[MonthCredits]) -> list[str]:
    return [f"{one.credit.amount:f}" for one in found]


@pytest.mark.parametrize(("minutes", "percent"), [(5, 10), (432, 10), (433, 30), (2160, 30), (2161, 100)])
def test_the_deepest_band_that_is_reached_applies(minutes: int, percent: int) -> None:
    """Row 2 of domain.md (AWS EC2 region): a month of 43,200 minutes."""
    measured = level(target=">= 99.99 %")
    [april] = months("2026-04-01", "2026-04-30")
    start = april.span[0]
    found = list(results(measured, [april], Measurements(outages=(Outage("availability", start, start + minutes * MINUTE),)), conditions()))
    [month] = credits_of(account(scheme(bands={"availability": AWS}), {"availability": found}, [measured]))
    assert month.credit == Money(Decimal(100 * percent).quantize(Decimal("0.01")), "GBP")


def test_points_double_when_the_next_month_is_missed_too() -> None:
    """Row 5 of domain.md (UK model services contract): 96.5, 98.5, 96.5 give 3, 2 and 6 points."""
    rows = [{"below": Decimal(99 - step), "points": Decimal(step + 1)} for step in range(4)]
    rules = scheme(points={"availability": rows}, repeat=Decimal(2), point_value=Percentage(Decimal(1)))
    found = worked_out(rules, "96.5", "98.5", "96.5", target=">= 99 %")
    assert [miss.points for month in found for miss in month.misses] == [3, 2, 6]
    assert amounts(found) == ["300.00", "200.00", "600.00"]


def test_weights_share_the_amount_at_risk_and_never_exceed_it() -> None:
    """Row 6 of domain.md: weights of 120 % and 100 % of 10 % at risk on 100,000: min(22,000; 10,000)."""
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values")]
    found = {levels[0].id: figures(levels[0], ["98"]), levels[1].id: figures(levels[1], ["5"])}
    rules = scheme(weights={"availability": Decimal(120), "error-rate": Decimal(100)}, at_risk=Percentage(Decimal(10)))
    [month] = credits_of(account(rules, found, levels, charges=(Charge("hosting", Decimal(100_000), "GBP", "month"),)))
    assert [miss.amount.amount for miss in month.misses] == [12_000, 10_000]
    assert month.credit == Money(Decimal("10000.00"), "GBP")


@pytest.mark.parametrize(("combine", "credit"), [("sum", "3500.00"), ("highest", "2500.00"), ("customer-chooses", "2500.00")])
def test_one_month_that_misses_several_levels(combine: str, credit: str) -> None:
    """Row 9 of domain.md."""
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values")]
    found = {levels[0].id: figures(levels[0], ["98"]), levels[1].id: figures(levels[1], ["5"])}
    rows = {
        "availability": [{"below": Decimal(99), "credit": Percentage(Decimal(25))}],
        "error-rate": [{"above": Decimal(1), "credit": Percentage(Decimal(10))}],
    }
    [month] = credits_of(account(scheme(bands=rows, combine=combine), found, levels))
    assert f"{month.credit.amount}" == credit


ROWS = {"availability": [{"below": Decimal("99.9"), "credit": Percentage(Decimal(10))}, {"below": Decimal(99), "credit": Percentage(Decimal(25))}]}


def test_a_figure_that_is_not_delivered_counts_as_a_miss_where_the_agreement_says_so() -> None:
    """Row 10 of domain.md (Accord Project SLA); the smallest row until the figures come."""
    assert amounts(worked_out(scheme(bands=ROWS), None, missing="misses")) == ["1000.00"]
    assert amounts(worked_out(scheme(bands=ROWS), None, missing="reported")) == ["0.00"]


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


@pytest.mark.parametrize(("hours", "credit", "critical"), [(23, "2500.00", False), (25, "2500.00", True)])
def test_the_harsher_month_never_yields_less(hours: int, credit: str, critical: bool) -> None:
    """Rows 11 and 13 of domain.md (Crown Commercial call-off): the compensation replaces credits only where it is at least as much."""
    rules = scheme(bands=ROWS, critical=[{"hours_down": Decimal(24), "in": "3 months", "right": "terminate"}])
    measured = level(source="values")
    for compensation, expected in ((Percentage(Decimal(20)), credit), (Percentage(Decimal(40)), "4000.00" if critical else credit)):
        made = account(rules, {measured.id: figures(measured, ["96"])}, [measured], Terms(compensation), down=hours * HOUR)
        [month] = credits_of(made)
        assert (f"{month.credit.amount}", bool(month.critical)) == (expected, critical)


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
