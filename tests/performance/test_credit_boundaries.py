"""Where the rules of credits change from one case to the next: ends, limits, shares and lapses, each worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from slagen.core.durations import Duration
from slagen.core.money import Percentage
from slagen.core.spans import HOUR
from slagen.model.measurement import Figure, Measurements
from slagen.performance.account import Account, Terms
from slagen.performance.attainment import results
from slagen.performance.credits import credits_of, failures_of, side_by_side
from slagen.performance.month_credits import MonthCredits
from slagen.performance.windows import windows
from tests.performance.accounts import ROWS, account, amounts, figures, scheme, worked_out
from tests.performance.conditions import LIFE, conditions, level

BOTH = ROWS | {"error-rate": [{"above": Decimal(1), "credit": Percentage(Decimal(10))}]}


def two_levels(availability: list[str], errors: list[str], terms: Terms | None = None, down: int = 0, **facts: object) -> Account:
    """Availability and an error rate, month by month, by delivered figures."""
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values")]
    found = {levels[0].id: figures(levels[0], availability), levels[1].id: figures(levels[1], errors)}
    return account(scheme(bands=BOTH, **facts), found, levels, terms or Terms(), down)


@pytest.mark.parametrize(("given_on", "regained"), [(date(2026, 2, 28), []), (date(2026, 3, 1), ["2500.00"])])
def test_from_the_month_of_a_notice_of_termination_on_nothing_is_earned_back_and_no_bonus_is_earned(given_on: date, regained: list[str]) -> None:
    rules = scheme(bands=ROWS, earn_back={"mode": "all", "after": 1}, bonus={"mode": "percent", "percent": Percentage(Decimal(2))})
    found = worked_out(rules, "98", "100", terms=Terms(notice_on=given_on))
    assert [f"{back.amount.amount}" for one in found for back in one.regained] == regained
    assert [one.bonus is not None for one in found] == [False, bool(regained)]


def test_where_credits_are_more_than_the_compensation_they_stay() -> None:
    """Availability earns 25 % and errors 10 %: 20 % would take the place of the 25 % alone, and be less."""
    critical = [{"hours_down": Decimal(24), "in": "3 months", "right": "terminate"}]
    [less] = credits_of(two_levels(["96"], ["5"], Terms(Percentage(Decimal(20))), 25 * HOUR, critical=critical))
    assert (less.instead, f"{less.credit.amount}") == (None, "3500.00")
    [as_much] = credits_of(two_levels(["96"], ["5"], Terms(Percentage(Decimal(25))), 25 * HOUR, critical=critical))
    assert as_much.instead is not None
    assert f"{as_much.credit.amount}" == "3500.00"


def test_what_a_limit_leaves_is_divided_to_the_penny_and_the_first_that_earned_has_the_rest() -> None:
    """Of 2,500.00 and 1,000.00 a limit of 10.0001 % of 10,000.00 leaves 1,000.01: 714.29… and 285.71…, so that the first has 714.30."""
    caps = [{"percent": Percentage(Decimal("10.0001")), "of": "monthly-charges", "per": "month"}]
    [month] = credits_of(two_levels(["98"], ["5"], caps=caps))
    assert [f"{share.amount}" for share in month.shares] == ["714.30", "285.71"]
    assert sum(share.amount for share in month.shares) == month.credit.amount


@pytest.mark.parametrize(("combine", "credit"), [("customer-chooses", "1000.00"), ("highest", "2500.00")])
def test_a_choice_counts_only_where_the_scheme_gives_one(combine: str, credit: str) -> None:
    made = replace(two_levels(["98"], ["5"], combine=combine), choices={date(2026, 1, 1): "error-rate"})
    [month] = credits_of(made)
    assert f"{month.credit.amount}" == credit


def test_what_was_earned_back_makes_room_again_under_a_limit() -> None:
    """The limit of twelve months is 3,000.00: 2,500.00 in January, earned back in full with February, so that March has all of its 2,500.00."""
    caps = [{"percent": Percentage(Decimal("2.5")), "of": "annual-charges", "per": "12 months"}]
    kept = worked_out(scheme(bands=ROWS, caps=caps), "98", "100", "98")
    back = worked_out(scheme(bands=ROWS, caps=caps, earn_back={"mode": "all", "after": 1}), "98", "100", "98")
    assert (amounts(kept), amounts(back)) == (["2500.00", "0.00", "500.00"], ["2500.00", "0.00", "2500.00"])


@pytest.mark.parametrize(("months", "credit"), [(1, "0.00"), (2, "0.00"), (3, "2500.00")])
def test_a_banked_amount_can_be_set_off_up_to_the_last_month_before_it_lapses(months: int, credit: str) -> None:
    """Banked with February, to be used within two months: until the end of April."""
    rules = scheme(bands=ROWS, earn_back={"mode": "banked", "after": 1, "expires": 2})
    found: tuple[MonthCredits, ...] = worked_out(rules, "98", *["100"] * months, "98")
    assert f"{found[-1].credit.amount}" == credit


def test_a_limit_on_the_charges_for_the_period_takes_those_of_the_longest_period_that_brings_credits() -> None:
    """25 % of a quarter's 30,000 are 7,500; 10 % of the charges for the period are 3,000 where a quarter was missed, and 1,000 where a month was."""
    cap = [{"percent": Percentage(Decimal(10)), "of": "period-charges", "per": "month"}]
    quarterly = level(source="values", period="calendar-quarter")
    [window] = windows("calendar-quarter", LIFE, date(2026, 1, 1), date(2026, 3, 31))
    [missed] = results(quarterly, [window], Measurements(figures=(Figure(quarterly.id, window.name, Decimal(98)),)), conditions())
    [march] = credits_of(account(scheme(bands=ROWS, base="period-charges", caps=cap), {quarterly.id: [missed]}, [quarterly]))
    assert (f"{march.combined.amount}", f"{march.credit.amount}") == ("7500.00", "3000.00")
    [january] = worked_out(scheme(bands=ROWS, base="period-charges", caps=cap), "98")
    assert f"{january.credit.amount}" == "1000.00"


def test_only_levels_of_the_credit_table_earn_a_bonus() -> None:
    """Availability has a row in the table, the error rate none: each is better than its target."""
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values")]
    found = {levels[0].id: figures(levels[0], ["100"]), levels[1].id: figures(levels[1], ["0.1"])}
    [january] = credits_of(account(scheme(bands=ROWS, bonus={"mode": "percent", "percent": Percentage(Decimal(2))}), found, levels))
    assert [one.level for one in january.better] == [levels[0].id]
    assert f"{january.bonus}" == "200.00 GBP"


def test_a_bonus_for_a_quarter_is_a_part_of_the_charges_for_the_quarter() -> None:
    """Charges of 10,000.00 a month: 2 % of three months’ are 600.00, 2 % of March’s 200.00; together at most 2.5 % of the larger base, 750.00."""
    levels = [level(source="values"), level(source="values", id="quarterly", period="calendar-quarter")]
    [quarter] = windows("calendar-quarter", LIFE, date(2026, 1, 1), date(2026, 3, 31))
    of_quarter = list(results(levels[1], [quarter], Measurements(figures=(Figure("quarterly", quarter.name, Decimal(100)),)), conditions()))
    found = {levels[0].id: figures(levels[0], [None, None, "100"]), "quarterly": of_quarter}
    bands = {one.id: ROWS["availability"] for one in levels}
    bonus = {"mode": "percent", "percent": Percentage(Decimal(2))}
    for cap, expected in ((None, "800.00 GBP"), (Percentage(Decimal("2.5")), "750.00 GBP")):
        rules = scheme(bands=bands, base="period-charges", bonus={**bonus, "cap": cap} if cap else bonus)
        march = credits_of(account(rules, found, levels))[-1]
        assert f"{march.bonus}" == expected


def test_downtime_is_a_critical_failure_in_a_month_in_which_no_period_ends() -> None:
    """A quarterly level, and five hours down in February: half of February’s charges of 10,000.00 are the compensation, as the clause has it."""
    quarterly = level(source="values", period="calendar-quarter")
    [quarter] = windows("calendar-quarter", LIFE, date(2026, 1, 1), date(2026, 3, 31))
    of_quarter = list(results(quarterly, [quarter], Measurements(figures=(Figure(quarterly.id, quarter.name, Decimal(100)),)), conditions()))
    rules = scheme(bands=ROWS, critical=({"hours_down": Decimal(4), "in": Duration.parse("1 month"), "right": "terminate"},))
    made = replace(
        account(rules, {quarterly.id: of_quarter}, [quarterly], Terms(Percentage(Decimal(50)))),
        down=lambda _service, first, last: 5 * HOUR if first <= date(2026, 2, 10) <= last else 0,
        known_to=date(2026, 3, 30),
    )
    assert [month for month, _ in failures_of(made)] == [date(2026, 2, 1)]
    february, march = credits_of(made)
    assert (f"{february.credit}", february.misses, f"{march.credit}") == ("5000.00 GBP", (), "0.00 GBP")
    assert [month for month, _ in failures_of(replace(made, known_to=date(2026, 2, 27)))] == []


@pytest.mark.parametrize(
    ("of", "regained", "bonus"), [(2, ["", "", ""], ["none", "none", "200.00 GBP"]), (3, ["", "1000.00", ""], ["none", "200.00 GBP", "200.00 GBP"])]
)
def test_a_critical_failure_in_one_scheme_ends_bonus_and_earning_back_in_the_other(of: int, regained: list[str], bonus: list[str]) -> None:
    """January’s credit of the desk is earned back in February, and February has its bonus, unless February brings a critical failure of the hosting."""
    hosting, desk = two_levels(["98", "98", "100"], [], critical=({"missed": of, "of": of, "right": "terminate"},)), level(source="values", id="desk")
    rules = scheme(bands={"desk": ROWS["availability"]}, earn_back={"mode": "all", "after": 1}, bonus={"mode": "percent", "percent": Percentage(Decimal(2))})
    made = account(rules, {"desk": figures(desk, ["99.5", "100", "100"])}, [desk])
    found = credits_of(side_by_side({"hosting": hosting, "desk": made})["desk"])
    assert ["".join(f"{one.amount.amount}" for one in month.regained) for month in found] == regained
    assert [str(month.bonus or "none") for month in found] == bonus
