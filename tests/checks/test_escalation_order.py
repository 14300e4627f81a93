"""Escalation climbs."""

from __future__ import annotations

import pytest

from slagen.checks.escalation_order import check
from tests.checks.desk import Desk

ONE, TWO = {"level": 1, "role": "Service manager", "after": "1 hour"}, {"level": 2, "role": "Director", "after": "4 hours"}


@pytest.mark.parametrize(
    ("levels", "codes"),
    [
        ([], []),
        ([ONE, TWO], []),
        ([ONE, {**TWO, "level": 3}], ["SLG330"]),
        ([ONE, {**TWO, "after": "60 min"}], ["SLG330"]),
        ([ONE, {**TWO, "role": "Service manager"}], ["SLG331"]),
        ([{**ONE, "level": 2}, {**TWO, "level": 1}], ["SLG330"]),
    ],
)
def test_levels_count_up_begin_later_and_go_to_somebody_else(levels: list[dict[str, object]], codes: list[str]) -> None:
    assert Desk(check).codes(escalation=levels) == codes
