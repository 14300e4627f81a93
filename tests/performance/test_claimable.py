"""What can be claimed for each period: the part of a month's credits that its misses bring, and nothing where it is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from slagen.core.money import Money, Percentage
from slagen.model.agreement import Charge
from slagen.performance.account import Terms
from slagen.performance.bases import Used
from slagen.performance.claimable import claimable
from tests.performance.accounts import ROWS, account, figures, scheme
from tests.performance.conditions import level

GBP = "GBP"


def claims(
    *values: str | None, charges: tuple[Charge, ...] = (Charge("hosting", Decimal(10_000), GBP, "month"),), **facts: object
) -> dict[str, tuple[Money, ...]]:
    measured = level(source="values")
    return dict(claimable(account(scheme(bands=ROWS, **facts), {measured.id: figures(measured, values)}, [measured], charges=charges)))


def test_a_missed_month_brings_its_credit_and_a_month_that_was_met_brings_nothing() -> None:
    assert claims("98.5", "99.95") == {"standard-2026-01": (Money(Decimal(2500), GBP),), "standard-2026-02": ()}


def test_what_the_caps_leave_is_what_can_be_claimed() -> None:
    cap = {"percent": Percentage(Decimal(20)), "of": "monthly-charges", "per": "month"}
    assert claims("98.5", caps=[cap]) == {"standard-2026-01": (Money(Decimal(2000), GBP),)}


def test_where_a_figure_is_missing_nobody_can_say() -> None:
    assert claims("98.5", None) == {"standard-2026-01": (Money(Decimal(2500), GBP),)}


def test_where_the_charges_depend_on_use_that_was_not_delivered_nobody_can_say() -> None:
    assert claims("98.5", charges=(Charge("hosting", Decimal(29), GBP, "user"),)) == {}
    fixed = Charge("hosting", Decimal(10_000), GBP, "month")
    assert claims("98.5", charges=(fixed, Charge("hosting", Decimal(29), GBP, "user"))) == {}, "a part of the charges is known, the sum is not"


def test_where_the_use_was_delivered_it_counts() -> None:
    measured = level(source="values")
    used: dict[Used, Decimal] = {("hosting", "user", date(2026, 1, 1)): Decimal(100)}
    users = account(scheme(bands=ROWS), {measured.id: figures(measured, ["98.5"])}, [measured], charges=(Charge("hosting", Decimal(29), GBP, "user"),))
    assert dict(claimable(replace(users, use=used))) == {"standard-2026-01": (Money(Decimal("725.00"), GBP),)}


def test_a_critical_failure_without_compensation_hides_no_amount() -> None:
    measured, failed = level(source="values"), {"missed": 2, "of": 6, "right": "terminate"}
    rules, found = scheme(bands=ROWS, critical=[failed]), {measured.id: figures(measured, ["99.5", "99.5"])}
    each = (Money(Decimal(1000), GBP),)
    assert dict(claimable(account(rules, found, [measured]))) == {"standard-2026-01": each, "standard-2026-02": each}
    instead = account(rules, found, [measured], terms=Terms(compensation=Percentage(Decimal(25))))
    assert dict(claimable(instead)) == {"standard-2026-01": each}, "the compensation belongs to no single period"
