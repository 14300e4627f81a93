"""Operational level agreements that carry a promise, or do not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.checks.ola_support import check, serial_availability
from tests.checks.desk import LEVEL, RESOLUTION, RESPONSE, Desk, agreement

SLA = agreement(service_levels=[LEVEL, RESPONSE, {**LEVEL, "id": "kpi", "role": "kpi", "target": {"comparison": ">=", "value": "100", "unit": "%"}}])


def component(name: str, value: str) -> dict[str, Any]:
    return {**LEVEL, "id": name, "target": {"comparison": ">=", "value": value, "unit": "%"}}


def answering(name: str, value: str, unit: str = "min", share: str | None = "95 %") -> dict[str, Any]:
    return {**RESPONSE, "id": name, "target": {"comparison": "<=", "value": value, "unit": unit, "share": share}}


def found(levels: list[dict[str, Any]], **related: Any) -> list[Any]:
    return Desk(check, {"related": {"acme": SLA, **related}}).found(id="ola", kind="ola", level="", supports=["acme"], service_levels=levels)


def test_three_serial_components_at_99_95_do_not_carry_99_9() -> None:
    # domain.md row 15: 99.85 %, although each one alone does
    (finding,) = found([component(name, "99.95") for name in ("network", "compute", "storage")])
    assert finding.code == "SLG401"
    assert "together reach 99.85 %" in finding.message
    assert found([component("network", "99.95")]) == []


def test_stronger_components_carry_it() -> None:
    assert found([component("network", "99.98"), component("compute", "99.97"), component("storage", "99.98")]) == []


def test_agreements_that_support_the_same_promise_count_together() -> None:
    supplier = agreement(id="supplier", kind="ola", supports=["acme"], service_levels=[component("network", "99.92")])
    assert [one.code for one in found([component("compute", "99.95")], supplier=supplier)] == ["SLG401"]
    assert found([component("compute", "99.95")], supplier=agreement(id="supplier", supports=["other"], service_levels=[component("network", "99")])) == []


def test_response_times_add_up() -> None:
    assert found([answering("desk", "10"), answering("team", "20")]) == []
    (finding,) = found([answering("desk", "15"), answering("team", "20")])
    assert finding.code == "SLG402"
    assert "desk and team need 35 minutes together, but “acme” promises 30 minutes (response)" in finding.message
    assert [one.code for one in found([answering("desk", "1", "hour")])] == ["SLG402"]
    assert [one.code for one in found([answering("desk", "1801", "s")])] == ["SLG402"]


def test_other_severities_and_units_are_not_compared() -> None:
    assert found([{**answering("desk", "90"), "severity": "P2"}]) == []
    assert found([answering("desk", "90", "points")]) == []
    assert found([{**RESOLUTION, "id": "repair"}]) == []


def test_a_smaller_share_of_cases_does_not_carry_a_larger_one() -> None:
    assert [one.code for one in found([answering("desk", "10", share="90 %")])] == ["SLG403"]
    assert found([answering("desk", "10", share=None)]) == []


def test_what_is_supported_must_exist() -> None:
    assert Desk(check, {"related": {"acme": SLA}}).found(id="ola", supports=["acmee"])[0].hint == "Did you mean “acme”?"
    assert Desk(check).codes(supports=["acme"]) == ["SLG400"]
    assert Desk(check).codes() == []


def test_the_strictest_promise_counts_above_and_the_weakest_below() -> None:
    stages = [{"target": {"comparison": ">=", "value": value, "unit": "%"}} for value in ("99.5", "99.95")]
    staged = {**LEVEL, "target": None, "targets": stages}
    strict = Desk(check, {"related": {"acme": agreement(service_levels=[staged])}})
    assert strict.codes(id="ola", supports=["acme"], service_levels=[component("network", "99.9")]) == ["SLG401"]
    assert [one.code for one in found([{**staged, "id": "network"}])] == ["SLG401"]


@given(st.lists(st.decimals(min_value=90, max_value=100, places=2), min_size=1, max_size=6))
def test_a_chain_is_never_stronger_than_its_weakest_link(values: list[Decimal]) -> None:
    levels = agreement(service_levels=[component(f"c{number}", str(value)) for number, value in enumerate(values)]).service_levels
    assert serial_availability(levels) <= min(values)


@pytest.mark.parametrize("metric", ["satisfaction", "throughput"])
def test_other_metrics_are_left_alone(metric: str) -> None:
    above = agreement(service_levels=[{**LEVEL, "metric": metric}])
    assert (
        Desk(check, {"related": {"acme": above}}).codes(
            id="ola", supports=["acme"], service_levels=[{**LEVEL, "metric": metric, "target": {"comparison": ">=", "value": "1", "unit": "%"}}]
        )
        == []
    )
