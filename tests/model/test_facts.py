"""What facts say about themselves."""

from __future__ import annotations

from decimal import Decimal

from slagen.core.money import Money, Percentage
from slagen.model.agreement import Charge
from slagen.model.service_level import ServiceLevel, StagedTarget
from slagen.model.target import Comparison, Target


def test_a_charge_has_a_price() -> None:
    assert Charge("hosting", Decimal("10000.00"), "GBP", "month").price == Money(Decimal("10000.00"), "GBP")


def test_the_comparison_says_which_figure_is_stricter() -> None:
    assert [Target(sign, Decimal(1)).higher_is_better for sign in (Comparison.AT_LEAST, Comparison.ABOVE)] == [True, True]
    assert [Target(sign, Decimal(1)).higher_is_better for sign in (Comparison.AT_MOST, Comparison.BELOW)] == [False, False]


def test_a_target_is_printed_as_it_is_written() -> None:
    assert str(Target(Comparison.AT_LEAST, Decimal("99.90"), "%")) == ">= 99.90 %"
    assert str(Target(Comparison.AT_MOST, Decimal(30), "min", Percentage(Decimal(95)))) == "95 % <= 30 min"
    assert str(Target(Comparison.ABOVE, Decimal(3))) == "> 3"


def test_a_single_target_holds_always_and_staged_ones_hold_as_they_say() -> None:
    target = Target(Comparison.AT_LEAST, Decimal(99), "%")
    level = ServiceLevel("up", "hosting", "availability", "slo", "calendar-month", target=target)
    assert level.current_targets == (StagedTarget(target),)
    staged = (StagedTarget(target, credits=False),)
    assert ServiceLevel("up", "hosting", "availability", "slo", "calendar-month", targets=staged).current_targets == staged
    assert ServiceLevel("up", "hosting", "availability", "kpi", "calendar-month").current_targets == ()
