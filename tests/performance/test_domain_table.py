"""The table of service levels in the specification, one test for each of its rows; the sentences around the table are in test_domain_rules.py."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from slagen.checks.credit_bands import check as bands_check
from slagen.checks.ola_support import check as support_check
from slagen.checks.points_rule import check as points_check
from slagen.core.money import Money, Percentage
from slagen.core.spans import HOUR, MINUTE, SECOND, total
from slagen.model.agreement import Charge
from slagen.model.measurement import Measurements, Outage, Ticket
from slagen.performance.account import Terms
from slagen.performance.attainment import results
from slagen.performance.availability import allowed_downtime
from slagen.performance.credits import credits_of
from slagen.performance.month_credits import MonthCredits
from slagen.performance.service_time import staffed
from slagen.performance.windows import Life, windows
from tests.checks.desk import LEVEL, SCHEME, Desk, agreement
from tests.performance.accounts import AWS, ROWS, account, amounts, by_outages, figures, scheme, worked_out
from tests.performance.conditions import ENGLAND, OFFICE, ZONE, at, conditions, level, months, october


def month_with_downtime(minutes: int, rows: object, target: str) -> MonthCredits:
    """April 2026, 30 days of 1,440 minutes: 43,200, of which the first so many are lost."""
    measured = level(target=target)
    [april] = months("2026-04-01", "2026-04-30")
    outage = Outage("availability", april.span[0], april.span[0] + minutes * MINUTE)
    found = list(results(measured, [april], Measurements(outages=(outage,)), conditions()))
    [month] = credits_of(account(scheme(bands={"availability": rows}), {"availability": found}, [measured]))
    return month


def test_row_1_an_hour_in_a_month_of_30_days_is_99_8611_per_cent_and_earns_ten() -> None:
    """Source: Atlassian premium SLA. (43,200 - 60) / 43,200 = 0.998611…; below 99.9 earns 10 %, below 99.0 would earn 25 %."""
    month = month_with_downtime(60, ROWS["availability"], ">= 99.9 %")
    value = month.misses[0].result.value
    assert value == Fraction(100 * 43_140, 43_200)
    assert round(value, 4) == Fraction("99.8611")
    assert month.misses[0].percent == 10
    assert month.credit == Money(Decimal("1000.00"), "GBP")


@pytest.mark.parametrize(("minutes", "percent"), [(5, 10), (432, 10), (433, 30), (2160, 30), (2161, 100)])
def test_row_2_the_deepest_band_that_is_reached_applies(minutes: int, percent: int) -> None:
    """Source: AWS EC2, region. 432 of 43,200 minutes are 1 %: exactly 99 %, which is not below 99; 2,160 are 5 %: exactly 95 %."""
    month = month_with_downtime(minutes, AWS, ">= 99.99 %")
    assert month.misses[0].percent == percent
    assert month.credit == Money(Decimal(100 * percent).quantize(Decimal("0.01")), "GBP")


@pytest.mark.parametrize(
    ("month", "minutes", "allowed"),
    [
        ("2026-04", 43_200, "43:12"),  # 30 days; 0.1 % of 43,200 minutes are 43.2
        ("2026-05", 44_640, "44:38.4"),  # 31 days; 44.64
        ("2026-02", 40_320, "40:19.2"),  # 28 days; 40.32
        ("2026-03", 44_580, "44:34.8"),  # 31 days less the hour of the 29th; 44.58
        ("2026-10", 44_700, "44:42.0"),  # 31 days and the hour of the 25th; 44.70
    ],
)
def test_row_3_what_99_9_per_cent_allows_follows_the_real_length_of_the_month(month: str, minutes: int, allowed: str) -> None:
    """Source: a German hosting SLA; the clock of Berlin."""
    first = date.fromisoformat(f"{month}-01")
    [window] = [one for one in windows("calendar-month", Life(date(2026, 1, 1), None, "Europe/Berlin"), first, date(2026, 12, 31)) if one.name == month]
    start, end = window.span
    whole, _, seconds = allowed.partition(":")
    assert end - start == minutes * MINUTE
    assert allowed_downtime(end - start, Fraction("99.9")) == (int(whole) * 60 + Fraction(seconds)) * SECOND


def test_row_4_bands_that_leave_99_0_out_and_credit_a_target_that_was_met_are_refused_twice() -> None:
    """Source: GitHub quarterly SLA, “≤ 99.9 and > 99.0: 10; < 99.0: 25”: 99.0 is in no band, and 99.9 is both met and credited."""
    rows = [{"at_most": "99.9", "above": "99.0", "credit": "10"}, {"below": "99.0", "credit": "25"}]
    findings = Desk(bands_check).found(service_levels=[LEVEL], service_credits=[{**SCHEME, "bands": {"availability": rows}}])
    assert [finding.code for finding in findings] == ["SLG320", "SLG322"]
    assert "a result of 99.0 is in no band" in findings[0].message
    assert "a result of 99.9 meets the target" in findings[1].message


def test_row_5_points_double_when_the_next_month_is_missed_too() -> None:
    """Source: UK model services contract. 96.5 is below 97: 3 points; 98.5 below 99: 1, doubled; 96.5 again 3, doubled once, not four times."""
    rows = [{"below": Decimal(99 - step), "points": Decimal(step + 1)} for step in range(4)]
    rules = scheme(points={"availability": rows}, repeat=Decimal(2), point_value=Percentage(Decimal(1)))
    found = worked_out(rules, "96.5", "98.5", "96.5", target=">= 99 %")
    assert [miss.points for month in found for miss in month.misses] == [3, 2, 6]
    assert amounts(found) == ["300.00", "200.00", "600.00"], "1 % of 10,000 for each point"


def test_row_6_weights_share_the_amount_at_risk_and_never_exceed_it() -> None:
    """Source: outsourcing practice. 10 % of 100,000 are at risk; 120 % and 100 % of that are 12,000 and 10,000: min(22,000; 10,000)."""
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values")]
    found = {levels[0].id: figures(levels[0], ["98"]), levels[1].id: figures(levels[1], ["5"])}
    rules = scheme(weights={"availability": Decimal(120), "error-rate": Decimal(100)}, at_risk=Percentage(Decimal(10)))
    [month] = credits_of(account(rules, found, levels, charges=(Charge("hosting", Decimal(100_000), "GBP", "month"),)))
    assert [miss.amount.amount for miss in month.misses] == [12_000, 10_000]
    assert month.credit == Money(Decimal("10000.00"), "GBP")


@pytest.mark.parametrize(("events", "verdict", "value"), [(40, "met", "95.00"), (35, "missed", "94.29")])
def test_row_7_two_misses_in_40_events_are_95_per_cent_and_in_35_they_are_not(events: int, verdict: str, value: str) -> None:
    """Source: finelineadvisors. 38 / 40 = 95 %; 33 / 35 = 94.2857… %."""
    start = at("2026-10-05 09:00")
    data = Measurements(tickets=tuple(Ticket("x", "P1", start, start + (31 if row < 2 else 30) * MINUTE, row=row) for row in range(events)))
    [found] = results(level("response-time", "95 % <= 30 min", "tickets"), [october()], data, conditions())
    assert (found.verdict.value, found.good, found.total) == (verdict, Fraction(events - 2), Fraction(events))
    assert f"{float(found.value or 0):.2f}" == value


def test_row_8_two_weeks_of_time_slices_at_95_per_cent_have_a_budget_of_16_hours_48_minutes() -> None:
    """Source: OpenSLO. 5 % of 336 hours are 16.8 hours."""
    assert allowed_downtime(14 * 24 * HOUR, Fraction(95)) == 16 * HOUR + 48 * MINUTE


@pytest.mark.parametrize(("combine", "credit"), [("sum", "3500.00"), ("highest", "2500.00"), ("customer-chooses", "2500.00")])
def test_row_9_several_misses_are_added_or_the_highest_counts_or_the_customer_chooses_as_the_agreement_says(combine: str, credit: str) -> None:
    """Source: the table itself. 25 % and 10 % of 10,000; until the customer has chosen, the highest counts (clause multiple-failures)."""
    levels = [level(source="values"), level("error-rate", "<= 1 %", "values")]
    found = {levels[0].id: figures(levels[0], ["98"]), levels[1].id: figures(levels[1], ["5"])}
    rows = {
        "availability": [{"below": Decimal(99), "credit": Percentage(Decimal(25))}],
        "error-rate": [{"above": Decimal(1), "credit": Percentage(Decimal(10))}],
    }
    [month] = credits_of(account(scheme(bands=rows, combine=combine), found, levels))
    assert f"{month.credit.amount}" == credit


def test_row_10_a_report_that_is_not_delivered_counts_as_a_miss_where_the_agreement_says_so() -> None:
    """Source: Accord Project SLA. The smallest row, 10 %, until the figures come; elsewhere it is missing and earns nothing, and is never met."""
    for missing, credit in (("misses", "1000.00"), ("reported", "0.00")):
        [month] = worked_out(scheme(bands=ROWS), None, missing=missing)
        assert f"{month.credit.amount}" == credit
    [result] = figures(level(source="values"), [None])
    assert result.verdict.value == "missing"


@pytest.mark.parametrize(
    ("hours", "critical"),
    [
        ([10, 14, 0], [False, False, False]),  # 24 hours in three months are not more than 24
        ([10, 14, 1], [False, False, True]),
        ([20, 0, 0, 20, 0, 0, 9], [False, False, False, False, False, False, True]),  # never more than 20 in three, but 49 in twelve
        ([25, 0, 0, 0], [True, False, False, False]),  # the same downtime is a critical failure once
    ],
)
def test_row_11_more_than_24_hours_in_three_months_or_48_in_twelve_give_a_right_to_terminate(hours: list[int], critical: list[bool]) -> None:
    """Source: Crown Commercial call-off. Each window ends with the month; ordinary credits do not accrue beside the compensation."""
    rules = scheme(
        bands=ROWS,
        critical=[
            {"hours_down": Decimal(24), "in": "3 months", "right": "terminate"},
            {"hours_down": Decimal(48), "in": "12 months", "right": "terminate"},
        ],
    )
    found = by_outages(rules, hours, Terms(compensation=Percentage(Decimal(60))))
    assert [any(event.rule.right == "terminate" for event in month.critical) for month in found] == critical
    assert all(month.credit.amount == 6000 for month in found if month.critical), "60 % of 10,000 takes the place of the credits"


def test_row_12_points_without_a_rule_for_what_lies_between_the_steps_are_refused() -> None:
    """Source: TELUS, points 5/10/15/20/25/30 for 0/2/4/6/8/10 %: what are 12 points worth?"""
    rows = {"availability": [{"below": "99.9", "points": "5"}, {"below": "99", "points": "10"}]}
    facts = {**SCHEME, "points": rows}
    assert Desk(points_check).codes(service_levels=[LEVEL], service_credits=[facts]) == ["SLG325"]
    assert Desk(points_check).codes(service_levels=[LEVEL], service_credits=[{**facts, "point_value": "0.4 %"}]) == []


@pytest.mark.parametrize(("compensation", "given_out"), [(20, ["2500.00", "2500.00"]), (25, ["2500.00", "2500.00"]), (40, ["2500.00", "4000.00"])])
def test_row_13_the_harsher_month_never_yields_less(compensation: int, given_out: list[str]) -> None:
    """Source: arithmetic. 23 hours, then 25: ordinary credits, 25 %, are suspended only where the compensation is at least as much."""
    rules = scheme(bands=ROWS, critical=[{"hours_down": Decimal(24), "in": "1 months", "right": "terminate"}])
    found = by_outages(rules, [23, 25], Terms(compensation=Percentage(Decimal(compensation))))
    assert [bool(month.critical) for month in found] == [False, True]
    assert amounts(found) == given_out


def test_row_14_21_working_days_of_office_hours_are_10710_minutes_and_outages_count_inside_them() -> None:
    """Source: arithmetic. November 2026 has 21 working days in England, each 09:00 to 17:30, 510 minutes; of 16:30 to 09:30 there are 60 and 30."""
    [november] = months("2026-11-01", "2026-11-30")
    assert total(staffed(november.span, OFFICE, ENGLAND, ZONE)) == 21 * 510 * MINUTE == 10_710 * MINUTE
    outage = Outage("availability", at("2026-11-04 16:30"), at("2026-11-05 09:30"))
    [found] = results(level(hours="office"), [november], Measurements(outages=(outage,)), conditions())
    assert found.availability is not None
    assert (found.availability.measured, found.availability.down) == (10_710 * MINUTE, 90 * MINUTE)
    assert found.value == Fraction(100 * 10_620, 10_710)


def test_row_15_three_serial_components_at_99_95_do_not_carry_99_9_although_each_alone_does() -> None:
    """Source: arithmetic. 0.9995³ = 0.998500…"""
    sla = agreement(service_levels=[LEVEL])
    parts = [{**LEVEL, "id": name, "target": {"comparison": ">=", "value": "99.95", "unit": "%"}} for name in ("network", "compute", "storage")]
    desk = Desk(support_check, {"related": {"acme": sla}})
    [finding] = desk.found(id="ola", kind="ola", level="", supports=["acme"], service_levels=parts)
    assert (finding.code, "99.85 %" in finding.message) == ("SLG401", True)
    assert all(desk.codes(id="ola", kind="ola", level="", supports=["acme"], service_levels=[one]) == [] for one in parts)
