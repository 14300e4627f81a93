from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.money import Percentage
from slagen.model.target import Comparison, Target
from slagen.schema.targets import parse_target


@pytest.mark.parametrize(
    ("text", "target"),
    [
        (">= 99.9 %", Target(Comparison.AT_LEAST, Decimal("99.9"), "%")),
        ("≥99.95%", Target(Comparison.AT_LEAST, Decimal("99.95"), "%")),
        ("at least 85 %", Target(Comparison.AT_LEAST, Decimal(85), "%")),
        ("95 % <= 30 min", Target(Comparison.AT_MOST, Decimal(30), "min", Percentage(Decimal(95)))),
        ("<= 200 ms", Target(Comparison.AT_MOST, Decimal(200), "ms")),
        ("< 0.1 %", Target(Comparison.BELOW, Decimal("0.1"), "%")),
        ("> 4.20 points", Target(Comparison.ABOVE, Decimal("4.20"), "points")),
        (">= 1000 requests/s", Target(Comparison.AT_LEAST, Decimal(1000), "requests/s")),
        (">= 3", Target(Comparison.AT_LEAST, Decimal(3))),
    ],
)
def test_targets_are_read_with_every_digit(text: str, target: Target) -> None:
    assert parse_target(text) == target


def test_a_figure_without_direction_shows_both_readings() -> None:
    with pytest.raises(ValueError, match=r"“>= 99\.9 %” .* “<= 99\.9 %”"):
        parse_target("99.9 %")


@pytest.mark.parametrize("text", [">= 101 %", "120 % <= 30 min"])
def test_more_than_all_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="more than 100 %"):
        parse_target(text)


@pytest.mark.parametrize("text", ["", "high", ">= high %", ">= -1 %", ">= 99.9 % / 99.5 %", ">= 1e3 ms", "=> 5 min"])
def test_what_is_no_target_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a target"):
        parse_target(text)


@given(st.sampled_from(list(Comparison)), st.decimals(0, 100, places=3), st.sampled_from(["%", "min", "ms", ""]), st.none() | st.decimals(0, 100, places=2))
def test_what_a_target_prints_is_read_back(comparison: Comparison, value: Decimal, unit: str, share: Decimal | None) -> None:
    target = Target(comparison, value, unit, None if share is None else Percentage(share))
    assert parse_target(str(target)) == target
