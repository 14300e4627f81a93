"""The sentences around the table of service levels in the specification, each worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from slagen.checks.cap_reach import check as reach_check
from slagen.checks.weakened_remedies import check as weakened_check
from slagen.core.money import Money, Percentage
from slagen.core.spans import HOUR, MINUTE, SECOND
from slagen.model.agreement import Charge
from slagen.model.measurement import Measurements, Outage
from slagen.model.service_level import Band, ServiceLevel, StagedTarget
from slagen.performance.attainment import results
from slagen.performance.availability import Availability, availability
from slagen.performance.credits import credits_of
from slagen.performance.misses import deepest
from slagen.performance.result import Result, Verdict
from slagen.schema.targets import parse_target
from tests.checks.desk import LEVEL, SCHEME, Desk
from tests.performance.accounts import ROWS, account, amounts, figures, scheme, worked_out
from tests.performance.conditions import at, conditions, level, months, october

MARCH, APRIL = months("2026-03-01", "2026-04-30")


def of_outages(window: tuple[int, int], *outages: Outage, shortest: int = 60, net: bool = True) -> Availability:
    return availability(window, outages, excluded=lambda one: one.cause == "planned", staffed=(window,), shortest=shortest * SECOND, net=net)


def attained(measured: ServiceLevel, *outages: Outage) -> Result:
    [found] = results(measured, [october()], Measurements(outages=outages, covered=(october().span,)), conditions())
    return found


def test_outages_are_merged_before_the_shortest_length_is_tested() -> None:
    """Two of 40 seconds that overlap by 10 are one of 70 seconds, which is not shorter than 60; 10 seconds apart they are two, and both too short."""
    start = APRIL.span[0]
    overlapping = (Outage("a", start, start + 40 * SECOND), Outage("a", start + 30 * SECOND, start + 70 * SECOND))
    apart = (Outage("a", start, start + 40 * SECOND), Outage("a", start + 50 * SECOND, start + 90 * SECOND))
    assert of_outages(APRIL.span, *overlapping).down == 70 * SECOND
    assert of_outages(APRIL.span, *apart).down == 0


def test_the_shortest_length_is_tested_before_an_outage_is_split_at_the_end_of_the_period() -> None:
    """90 seconds across midnight of the month's end stay one outage: 40 seconds count in March and 50 in April, though each is shorter than 60."""
    midnight = MARCH.span[1]
    across = Outage("a", midnight - 40 * SECOND, midnight + 50 * SECOND)
    assert [of_outages(window.span, across).down for window in (MARCH, APRIL)] == [40 * SECOND, 50 * SECOND]


def test_an_outage_that_is_still_open_counts_until_the_end_of_the_period_and_so_far_in_one_that_runs() -> None:
    start = at("2026-10-31 22:00")
    [ended] = results(level(), [october()], Measurements(outages=(Outage("x", start, None),)), conditions())
    [running] = results(level(), [october()], Measurements(outages=(Outage("x", start, None),)), conditions("2026-10-31 22:30"))
    assert [one.availability.down if one.availability else 0 for one in (ended, running)] == [2 * HOUR, 30 * MINUTE]


def test_net_leaves_excluded_time_out_of_t_and_d_and_gross_only_out_of_d() -> None:
    """October has 44,700 minutes. 700 of maintenance and 44 counted: 43,956 / 44,000 = 99.9 % net; 44,656 / 44,700 = 99.90157 % gross."""
    outages = (Outage("x", at("2026-10-04 00:00"), at("2026-10-04 11:40"), "planned-maintenance"), Outage("x", at("2026-10-09 10:00"), at("2026-10-09 10:44")))
    net, gross = (attained(level(exclusions=("planned-maintenance",), denominator=one), *outages) for one in ("net", "gross"))
    assert net.value == Fraction("99.9")
    assert gross.value == Fraction(100 * 44_656, 44_700)


def test_results_are_compared_unrounded() -> None:
    """45 of 44,700 minutes: 99.8993… %, which prints as 99.90 % and misses 99.9 %; 44.7 minutes meet it exactly."""
    start = at("2026-10-09 10:00")
    assert attained(level(), Outage("x", start, start + 45 * MINUTE)).verdict is Verdict.MISSED
    assert attained(level(), Outage("x", start, start + 44 * MINUTE + 42 * SECOND)).verdict is Verdict.MET
    assert attained(level(), Outage("x", start, start + 44 * MINUTE + 42 * SECOND + 1)).verdict is Verdict.MISSED, "one microsecond more"


@pytest.mark.parametrize(("result", "credit"), [("99.9", None), ("99.89", 10), ("99", 10), ("98.999999", 25), ("95", 25), ("94.9", 100)])
def test_bands_are_half_open_and_the_deepest_that_is_reached_applies(result: str, credit: int | None) -> None:
    rows = [
        Band(Percentage(Decimal(10)), below=Decimal("99.9")),
        Band(Percentage(Decimal(25)), below=Decimal(99)),
        Band(Percentage(Decimal(100)), below=Decimal(95)),
    ]
    found = deepest(rows, Fraction(result))
    assert (found.credit.per_hundred if found and found.credit else None) == credit


def test_at_most_takes_its_figure_in_and_above_leaves_it_out() -> None:
    rows = [Band(Percentage(Decimal(10)), at_most=Decimal("99.5"), above=Decimal(99)), Band(Percentage(Decimal(25)), at_most=Decimal(99))]
    assert [deepest(rows, Fraction(value)) for value in ("99.5", "99.51", "99")] == [rows[0], None, rows[1]]


def test_a_rolling_window_is_worked_out_once_a_month_so_that_one_outage_is_credited_once() -> None:
    """Ten hours on 2 April lie in the 30 days that end on 30 April, and in no others that end with a month."""
    windows = months("2026-01-01", "2026-06-30", "rolling-30-days")
    measured = level(period="rolling-30-days")
    outage = Outage("availability", at("2026-04-02 00:00"), at("2026-04-02 10:00"))
    found = list(results(measured, windows, Measurements(outages=(outage,), covered=((windows[0].span[0], windows[-1].span[1]),)), conditions()))
    assert [one.window.last_day.month for one in found] == [1, 2, 3, 4, 5, 6]
    assert amounts(credits_of(account(scheme(bands=ROWS), {"availability": found}, [measured]))) == ["0.00", "0.00", "0.00", "2500.00", "0.00", "0.00"]


def test_each_cap_has_its_own_base_and_that_of_the_month_comes_before_that_of_twelve_months() -> None:
    """25 % are 2,500; 20 % of a month are 2,000; 3 % of a year, 120,000, are 3,600: the second month has 1,600 left, and month 13 begins anew."""
    caps = [
        {"percent": Percentage(Decimal(3)), "of": "annual-charges", "per": "12 months"},
        {"percent": Percentage(Decimal(20)), "of": "monthly-charges", "per": "month"},
    ]
    found = worked_out(scheme(bands=ROWS, caps=caps), *["98"] * 13)
    assert amounts(found) == ["2000.00", "1600.00", *["0.00"] * 10, "2000.00"]
    assert [(f"{cap.limit.amount}", f"{cap.used.amount}", f"{cap.after.amount}") for cap in found[1].caps] == [
        ("2000.00", "0.00", "2000.00"),
        ("3600.00", "2000.00", "1600.00"),
    ]


def test_a_band_that_no_cap_lets_anybody_reach_is_a_finding() -> None:
    facts = {**SCHEME, "bands": {"availability": [{"below": "99.9", "credit": "40"}]}, "caps": [{"percent": "30", "of": "monthly-charges", "per": "month"}]}
    assert Desk(reach_check).codes(service_levels=[LEVEL], service_credits=[facts]) == ["SLG324"]


def test_credits_are_never_negative_and_never_exceed_their_base() -> None:
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values")]
    found = {levels[0].id: figures(levels[0], ["98", "100"]), levels[1].id: figures(levels[1], ["5", "0"])}
    rows = {
        "availability": [{"below": Decimal(99), "credit": Percentage(Decimal(80))}],
        "error-rate": [{"above": Decimal(1), "credit": Percentage(Decimal(70))}],
    }
    assert amounts(credits_of(account(scheme(bands=rows), found, levels))) == ["10000.00", "0.00"], "150 % of 10,000 is not more than all of it"


def test_money_is_rounded_half_up_line_by_line_and_totals_add_the_rounded_lines() -> None:
    """10 % of 0.25 is 0.025: 0.03; twice that is 0.06, not 20 % of 0.25, 0.05."""
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values")]
    found = {levels[0].id: figures(levels[0], ["98"]), levels[1].id: figures(levels[1], ["5"])}
    rows = {
        "availability": [{"below": Decimal(99), "credit": Percentage(Decimal(10))}],
        "error-rate": [{"above": Decimal(1), "credit": Percentage(Decimal(10))}],
    }
    [month] = credits_of(account(scheme(bands=rows), found, levels, charges=(Charge("hosting", Decimal("0.25"), "GBP", "month"),)))
    assert [f"{miss.amount.amount}" for miss in month.misses] == ["0.03", "0.03"]
    assert f"{month.credit.amount}" == "0.06"


def test_an_amount_in_yen_has_no_decimals() -> None:
    measured = level(source="values")
    charges = (Charge("hosting", Decimal(12_345), "JPY", "month"),)
    [month] = credits_of(account(scheme(bands=ROWS), {measured.id: figures(measured, ["99.5"])}, [measured], charges=charges))
    assert month.credit == Money(Decimal(1235), "JPY"), "10 % are 1,234.5"


def test_charges_in_several_currencies_are_never_added() -> None:
    measured = level(source="values")
    charges = (Charge("hosting", Decimal(1000), "GBP", "month"), Charge("hosting", Decimal(24_000), "EUR", "year"))
    found = credits_of(account(scheme(bands=ROWS), {measured.id: figures(measured, ["99.5"])}, [measured], charges=charges))
    assert [(one.credit.currency, f"{one.credit.amount}") for one in found] == [("GBP", "100.00"), ("EUR", "200.00")]


@pytest.mark.parametrize(
    ("facts", "month", "amount"),
    [
        ({"mode": "proportion", "percent": Percentage(Decimal(50)), "after": 6}, date(2026, 7, 1), "1250.00"),  # 50 % after six months met
        ({"mode": "all", "after": 3}, date(2026, 4, 1), "2500.00"),  # each of the next three exceeds the target
    ],
)
def test_a_credit_is_earned_back_in_part_or_whole(facts: dict[str, object], month: date, amount: str) -> None:
    found = worked_out(scheme(bands=ROWS, earn_back=facts), "98", *["99.95"] * 8)
    assert [(one.month, f"{back.amount.amount}") for one in found for back in one.regained] == [(month, amount)]


def test_a_banked_credit_only_offsets_later_ones_and_expires() -> None:
    """2,500 of January are banked with April, the third clean month; they take up the credit of May, and what is left lapses after April 2027."""
    found = worked_out(scheme(bands=ROWS, earn_back={"mode": "banked", "after": 3, "expires": 12}), "98", "100", "100", "100", "99.5", "100", "98")
    assert amounts(found) == ["2500.00", "0.00", "0.00", "0.00", "0.00", "0.00", "1000.00"]
    assert [f"{one.banked_used.amount}" for one in found][4:] == ["1000.00", "0.00", "1500.00"]
    assert [one.regained for one in found] == [()] * 7, "nothing is paid back"


@pytest.mark.parametrize("mode", ["proportion", "all", "banked"])
def test_earn_back_weakens_the_remedy_so_that_check_warns(mode: str) -> None:
    facts = {**SCHEME, "earn_back": {"mode": mode, "after": 3}}
    assert Desk(weakened_check).codes(service_levels=[LEVEL], service_credits=[facts]) == ["SLG326"]


@pytest.mark.parametrize(("changes", "verdicts"), [("next_period", ["met"]), ("split", ["met", "missed"])])
def test_a_figure_that_changes_in_the_middle_of_a_period_splits_it_or_counts_from_the_next(changes: str, verdicts: list[str]) -> None:
    """Two hours on 20 October: 99.73 % of 745 hours meet 99 %; 99.48 % of the 385 hours from the 16th miss 99.9 %."""
    stages = (StagedTarget(parse_target(">= 99 %"), to=date(2026, 10, 15)), StagedTarget(parse_target(">= 99.9 %"), from_=date(2026, 10, 16)))
    outage = Outage("x", at("2026-10-20 00:00"), at("2026-10-20 02:00"))
    data = Measurements(outages=(outage,), covered=(october().span,))
    assert [one.verdict.value for one in results(level(target="", targets=stages, changes=changes), [october()], data, conditions())] == verdicts
