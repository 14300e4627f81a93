"""Service levels: measurable, few, named for what they measure, in the right hours."""

from __future__ import annotations

from typing import Any

import pytest

from slagen.checks.level_count import check as count
from slagen.checks.level_hours import check as hours
from slagen.checks.measurable_levels import check as measurable
from slagen.checks.response_resolution import check as response
from slagen.core.findings import Severity
from tests.checks.desk import LEVEL, RESOLUTION, RESPONSE, TERM, Desk


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"source": None}, ["SLG300"]),
        ({"period": ""}, ["SLG301"]),
        ({"target": None}, ["SLG301"]),
        ({"target": {"comparison": ">=", "value": "99"}}, ["SLG301"]),
        ({"target": None, "role": "kpi"}, []),
    ],
)
def test_a_level_needs_source_period_and_target_to_be_measured(change: dict[str, Any], codes: list[str]) -> None:
    assert Desk(measurable).codes(service_levels=[{**LEVEL, **change}]) == codes


def test_twelve_levels_can_be_managed_and_thirteen_cannot() -> None:
    levels = [{**LEVEL, "id": f"level-{number}"} for number in range(13)]
    assert Desk(count).codes(service_levels=levels[:12]) == []
    assert Desk(count).codes(service_levels=levels) == ["SLG302"]


def test_a_level_without_measurements_is_found_after_three_months() -> None:
    facts: dict[str, Any] = {"service_levels": [LEVEL, RESPONSE], "contract_term": TERM}
    assert Desk(count, {"measured": frozenset({"availability"})}).codes(**facts) == ["SLG303"]
    assert Desk(count, {"measured": frozenset()}).codes(**{**facts, "contract_term": {**TERM, "effective_date": "2026-05-01"}}) == []
    assert Desk(count).codes(**facts) == []


@pytest.mark.parametrize(
    ("level", "severities"),
    [
        ({**RESPONSE, "id": "fix-time", "name": "Time to repair"}, [Severity.WARNING, Severity.NOTE]),
        ({**RESOLUTION, "id": "p1", "name": "First response"}, [Severity.WARNING]),
        (RESOLUTION, []),
        (LEVEL, []),
    ],
)
def test_response_is_not_mistaken_for_resolution(level: dict[str, Any], severities: list[Severity]) -> None:
    assert Desk(response).severities(service_levels=[level]) == severities


def test_a_response_without_any_resolution_is_noted() -> None:
    assert Desk(response).severities(service_levels=[RESPONSE]) == [Severity.NOTE]
    assert Desk(response).codes(service_levels=[RESPONSE, RESOLUTION]) == []


def test_a_level_runs_in_the_hours_of_its_severity() -> None:
    office = {"P1": {"title": "Critical", "means": "down", "hours": "office"}}
    assert Desk(hours).codes(service_levels=[RESPONSE], severities=office) == ["SLG311"]
    assert Desk(hours).codes(service_levels=[{**RESPONSE, "hours": "office"}], severities=office) == []
    assert Desk(hours).codes(service_levels=[LEVEL], severities=office) == []
