"""The bases of credits and caps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from slagen.model.agreement import Charge
from slagen.performance.bases import Tariff, base_of, tariff
from slagen.performance.windows import Life, Window, windows
from tests.performance.conditions import ZONE, months, october

MONTHLY = Tariff((Charge("hosting", Decimal(3100), "GBP", "month"),), date(2026, 1, 1))


@pytest.mark.parametrize(("name", "sum_of_it"), [("monthly-charges", 3100), ("period-charges", 9300), ("annual-charges", 37200)])
def test_the_base_of_a_quarter_is_what_the_scheme_names(name: str, sum_of_it: int) -> None:
    [quarter] = months("2026-10-01", "2026-12-31", "calendar-quarter")
    assert base_of(name, MONTHLY, quarter) == {"GBP": sum_of_it}


@pytest.mark.parametrize(("name", "sum_of_it"), [("monthly-charges", 1500), ("period-charges", 1500), ("annual-charges", 18000)])
def test_a_part_of_a_month_takes_the_part_of_the_base_that_its_days_are(name: str, sum_of_it: int) -> None:
    part = Window("2026-10-01/2026-10-15", date(2026, 10, 1), date(2026, 10, 15), ZONE, whole=False, part_of=october().name)
    assert base_of(name, MONTHLY, part) == {"GBP": sum_of_it}


USERS = Charge("cloud", Decimal(29), "USD", "user and month")
HELD = {("cloud", "user and month", date(2026, 9, 1)): Decimal(240), ("cloud", "user and month", date(2026, 10, 1)): Decimal(250)}


def cloud(*more: Charge) -> Tariff:
    return tariff([USERS, Charge("cloud", Decimal(1000), "USD", "once"), *more], ["cloud"], date(2026, 9, 1), HELD)


def test_a_charge_by_use_counts_with_the_use_in_the_month() -> None:
    """The clause on charges: “Charges by use count with the use in the Month.” 29.00 × 250 = 7,250.00; what is charged once is no base."""
    assert base_of("monthly-charges", cloud(), october()) == {"USD": 7250}
    assert base_of("monthly-charges", cloud(Charge("cloud", Decimal(1200), "USD", "year")), october()) == {"USD": 7350}


def test_use_that_is_to_come_counts_with_the_average_of_the_contract_year() -> None:
    """(240 + 250) ÷ 2 = 245 users; 245 × 29.00 × 12 = 85,260.00."""
    assert base_of("annual-charges", cloud(), october()) == {"USD": 85_260}


def test_a_month_whose_use_nobody_has_delivered_does_not_lower_the_average() -> None:
    """Until the figures of November are there, the average stays that of September and October."""
    [november] = months("2026-11-01", "2026-11-30")
    assert base_of("annual-charges", cloud(), november) == {"USD": 85_260}


def test_the_parts_of_a_month_in_which_a_target_changed_have_together_what_was_used_once() -> None:
    """250 users are 7,250.00: of 31 days 15 and 16."""
    first = Window("2026-10-01/2026-10-15", date(2026, 10, 1), date(2026, 10, 15), ZONE, whole=False, part_of="2026-10")
    second = Window("2026-10-16/2026-10-31", date(2026, 10, 16), date(2026, 10, 31), ZONE, whole=False, part_of="2026-10")
    sums = [base_of("monthly-charges", cloud(), part)["USD"] for part in (first, second)]
    assert sums == [Fraction(7250 * 15, 31), Fraction(7250 * 16, 31)]


def test_use_that_nobody_has_delivered_is_not_nothing() -> None:
    [november] = months("2026-11-01", "2026-11-30")
    assert base_of("monthly-charges", cloud(), november) == {}
    assert cloud().unknown(date(2026, 11, 1)) == (USERS,)


def test_the_first_part_of_a_month_has_a_part_of_the_recurring_charges_and_all_that_was_used() -> None:
    """From 16 October: 16 ÷ 31 of 3,100.00 are 1,600.00; the 250 users were users of those days."""
    part = Window("2026-10", date(2026, 10, 16), date(2026, 10, 31), ZONE, whole=False)
    charged = replace(cloud(Charge("cloud", Decimal(3100), "USD", "month")), first_day=part.first_day)
    assert base_of("monthly-charges", charged, part) == {"USD": 1600 + 7250}


@pytest.mark.parametrize(
    ("period", "last", "days"), [("rolling-30-days", "2026-10-10", 10), ("fixed-30-days", "2026-10-31", 31), ("calendar-quarter", "2026-10-06", 6)]
)
def test_of_the_last_month_counts_what_is_due_for_it_however_many_of_its_days_the_period_has(period: str, last: str, days: int) -> None:
    """The clause on charges: for a part of a period, a charge is due in proportion to the days. Ten days of 31 at 3,100 are 1,000, though the period has nine."""
    ended = replace(MONTHLY, last_day=date.fromisoformat(last))
    window = list(windows(period, Life(date(2026, 1, 1), ended.last_day, ZONE), date(2026, 1, 1), date(2026, 10, 31)))[-1]
    assert base_of("monthly-charges", ended, window) == {"GBP": 100 * days}


def test_a_whole_period_that_ends_in_the_last_month_has_the_charges_of_the_days_that_are_left_of_it() -> None:
    """Thirty days end on 27 September; the agreement ends on the 28th, so that 28 of 30 days of 3,000 are due."""
    ended = Tariff((Charge("hosting", Decimal(3000), "GBP", "month"),), date(2026, 1, 1), last_day=date(2026, 9, 28))
    window = Window("2026-08-29/2026-09-27", date(2026, 8, 29), date(2026, 9, 27), ZONE)
    assert base_of("monthly-charges", ended, window) == {"GBP": 2800}
