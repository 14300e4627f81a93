"""Exclusions are a closed list."""

from __future__ import annotations

import pytest

from slagen.checks.exclusions_closed import check
from tests.checks.desk import LEVEL, Desk, clause, document

DESK = Desk(check)


def test_any_cause_promises_nothing() -> None:
    assert DESK.codes(service_levels=[{**LEVEL, "exclusions": ["any-cause"]}]) == ["SLG332"]
    assert DESK.codes(service_levels=[{**LEVEL, "exclusions": ["force-majeure"]}]) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Downtime from any other cause does not count.".replace("does not", "will hardly"), ["SLG332"]),
        ("Any reason whatsoever leaves the time out.", ["SLG332"]),
        ("Any cause listed here leaves the time out.", []),
        ("No time is left out for any other cause.", []),
    ],
)
def test_wording_can_swallow_the_promise_too(text: str, codes: list[str]) -> None:
    assert DESK.codes(document(clause("exclusions", text))) == codes
    assert DESK.codes(document(clause("scope", text))) == []


def test_planned_maintenance_that_is_left_out_must_be_planned() -> None:
    level = {**LEVEL, "exclusions": ["planned-maintenance"]}
    assert DESK.codes(service_levels=[level]) == ["SLG333"]
    assert DESK.codes(service_levels=[level], maintenance={"notice": "5 business days"}) == []
