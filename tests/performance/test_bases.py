"""The bases of credits and caps."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from slagen.performance.bases import base_of
from slagen.performance.windows import Window
from tests.performance.conditions import ZONE, months, october

MONTHLY = {"GBP": Fraction(3100)}


@pytest.mark.parametrize(("name", "sum_of_it"), [("monthly-charges", 3100), ("period-charges", 9300), ("annual-charges", 37200)])
def test_the_base_of_a_quarter_is_what_the_scheme_names(name: str, sum_of_it: int) -> None:
    [quarter] = months("2026-10-01", "2026-12-31", "calendar-quarter")
    assert base_of(name, MONTHLY, quarter) == {"GBP": sum_of_it}


@pytest.mark.parametrize(("name", "sum_of_it"), [("monthly-charges", 1500), ("period-charges", 1500), ("annual-charges", 18000)])
def test_a_part_of_a_month_takes_the_part_of_the_base_that_its_days_are(name: str, sum_of_it: int) -> None:
    part = Window("2026-10-01/2026-10-15", date(2026, 10, 1), date(2026, 10, 15), ZONE, whole=False, part_of=october().name)
    assert base_of(name, MONTHLY, part) == {"GBP": sum_of_it}
