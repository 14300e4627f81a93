"""Credit schemes: what they cover, their bands, caps, points and what weakens them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.checks.cap_reach import check as reach
from slagen.checks.credit_bands import check as bands
from slagen.checks.credit_coverage import check as coverage
from slagen.checks.weakened_remedies import check as weakened
from slagen.core.findings import Severity
from tests.checks.desk import LEVEL, RESPONSE, SCHEME, Desk

GOOD = [{"below": "99.9", "credit": "10"}, {"below": "99.0", "credit": "25"}]
LATENCY = {**LEVEL, "id": "latency", "metric": "latency", "target": {"comparison": "<=", "value": "200", "unit": "ms"}}


def scheme(**changes: Any) -> dict[str, Any]:
    return {"service_levels": [LEVEL, RESPONSE, LATENCY], "service_credits": [{**SCHEME, **changes}]}


def banded(level: str, *rows: dict[str, str]) -> dict[str, Any]:
    return scheme(bands={level: list(rows)})


@pytest.mark.parametrize(
    ("level", "rows"),
    [
        ("availability", GOOD),
        # AWS EC2, domain.md row 2
        ("availability", [{"below": "99.9", "credit": "10"}, {"below": "99", "credit": "30"}, {"below": "95", "credit": "100"}]),
        # ranges written out, each figure in exactly one band
        ("availability", [{"below": "99.9", "at_least": "99.0", "credit": "10"}, {"below": "99.0", "credit": "25"}]),
        ("availability", [{"below": "99.9", "above": "99.0", "credit": "10"}, {"at_most": "99.0", "credit": "25"}]),
        ("response", [{"below": "95", "credit": "5"}]),
        ("latency", [{"above": "200", "credit": "5"}, {"above": "400", "credit": "10"}]),
        ("latency", [{"above": "200", "at_most": "400", "credit": "5"}, {"above": "400", "credit": "10"}]),
    ],
)
def test_bands_that_partition_the_results_below_the_target_pass(level: str, rows: list[dict[str, str]]) -> None:
    assert Desk(bands).codes(**banded(level, *rows)) == []


@pytest.mark.parametrize(
    ("level", "rows", "codes"),
    [
        ("availability", [{"below": "99.9", "at_least": "99.5", "credit": "10"}, {"below": "99.0", "credit": "25"}], ["SLG320"]),  # gap
        ("availability", [{"below": "99.9", "at_least": "99.0", "credit": "10"}, {"below": "99.5", "credit": "25"}], ["SLG320"]),  # overlap
        ("availability", [{"below": "99.9", "at_least": "99.0", "credit": "10"}, {"at_most": "99.0", "credit": "25"}], ["SLG320"]),  # the figure twice
        ("availability", [{"below": "99.9", "credit": "10"}, {"below": "99.9", "credit": "10"}], ["SLG320"]),  # the same band twice
        ("availability", [{"below": "99.9", "at_least": "95", "credit": "10"}], ["SLG320"]),  # the worst results earn nothing
        ("availability", [{"above": "99.9", "credit": "10"}], ["SLG320"]),  # the wrong direction
        ("availability", [{"below": "99.9", "credit": "25"}, {"below": "99.0", "credit": "10"}], ["SLG321"]),
        ("availability", [{"below": "99.95", "credit": "10"}], ["SLG322"]),
        ("availability", [{"below": "99.5", "credit": "10"}], ["SLG323"]),
        ("latency", [{"above": "200", "credit": "10"}, {"above": "400", "credit": "5"}], ["SLG321"]),
        ("latency", [{"at_least": "200", "credit": "10"}], ["SLG322"]),
        ("latency", [{"below": "200", "credit": "10"}], ["SLG320"]),
    ],
)
def test_faulty_bands_are_found(level: str, rows: list[dict[str, str]], codes: list[str]) -> None:
    assert Desk(bands).codes(**banded(level, *rows)) == codes


def test_points_have_bands_too() -> None:
    # UK model services contract, domain.md row 5
    rows = [{"below": "99.9", "points": "1"}, {"below": "98", "points": "2"}, {"below": "97", "points": "3"}, {"below": "96", "points": "4"}]
    assert Desk(bands).codes(**scheme(points={"availability": rows})) == []
    assert Desk(bands).codes(**scheme(points={"availability": [rows[1] | {"below": "99.9"}, rows[0] | {"below": "98"}]})) == ["SLG321"]


def test_stages_without_credits_are_not_compared_with_bands() -> None:
    staged = {
        **LEVEL,
        "target": None,
        "targets": [{"target": {"comparison": ">=", "value": "99.5", "unit": "%"}, "credits": False}, {"target": LEVEL["target"]}],
    }
    assert Desk(bands).codes(service_levels=[staged], service_credits=[{**SCHEME, "bands": {"availability": GOOD}}]) == []
    strict = {**LEVEL, "target": {"comparison": ">", "value": "99.9", "unit": "%"}}
    assert Desk(bands).codes(service_levels=[strict], service_credits=[{**SCHEME, "bands": {"availability": GOOD}}]) == ["SLG323"]


@given(st.lists(st.integers(0, 9990), min_size=1, max_size=8, unique=True), st.data())
def test_bands_sorted_with_growing_credits_are_always_sound(bounds: list[int], data: st.DataObject) -> None:
    ordered = sorted(bounds, reverse=True)
    credited = sorted(data.draw(st.lists(st.integers(1, 100), min_size=len(ordered), max_size=len(ordered))))
    rows = [{"below": f"{bound / 100:.2f}", "credit": str(credit)} for bound, credit in zip(ordered, credited, strict=True)]
    shuffled = data.draw(st.permutations(rows))
    assert {"SLG320", "SLG321", "SLG322"}.isdisjoint(Desk(bands).codes(**banded("availability", *shuffled)))


def test_credits_go_to_levels_with_a_remedy_of_the_schemes_services() -> None:
    covered: dict[str, Any] = {"service_levels": [LEVEL], "service_credits": [{**SCHEME, "bands": {"availability": GOOD}}]}
    assert Desk(coverage).codes(**covered) == []
    assert Desk(coverage).codes(**{**covered, "service_levels": [{**LEVEL, "role": "kpi"}]}) == ["SLG312"]
    assert Desk(coverage).codes(**{**covered, "service_levels": [{**LEVEL, "service": "mail"}]}) == ["SLG313"]
    assert Desk(coverage).codes(**{**covered, "service_levels": [LEVEL, RESPONSE]}) == ["SLG314"]
    assert Desk(coverage).codes(**{**covered, "service_levels": []}) == []
    assert Desk(coverage).codes(service_levels=[LEVEL]) == []


def test_a_scheme_for_a_service_that_is_not_there_is_told_once_and_elsewhere() -> None:
    assert Desk(coverage).codes(**scheme(services=["lost"], bands={"availability": GOOD, "response": GOOD, "latency": GOOD})) == []


def test_a_base_needs_charges_in_one_currency() -> None:
    facts: dict[str, Any] = {"service_levels": [LEVEL], "service_credits": [{**SCHEME, "bands": {"availability": GOOD}}]}
    pound, euro = ({"service": "hosting", "amount": "1", "currency": currency, "per": "month"} for currency in ("GBP", "EUR"))
    assert Desk(coverage).codes(**facts, charges=[]) == ["SLG315"]
    (finding,) = Desk(coverage).found(**facts, charges=[pound, euro])
    assert "EUR and GBP" in finding.message


MONTHLY_30 = {"percent": "30", "of": "monthly-charges", "per": "month"}
ANNUAL_2 = {"percent": "2", "of": "annual-charges", "per": "12 months"}


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"bands": {"availability": GOOD}, "caps": [MONTHLY_30]}, []),
        ({"bands": {"availability": [{"below": "99.9", "credit": "40"}]}, "caps": [MONTHLY_30]}, ["SLG324"]),
        ({"bands": {"availability": GOOD}, "caps": [MONTHLY_30, ANNUAL_2]}, ["SLG324"]),  # 2 % of a year is 24 % of a month
        ({"bands": {"availability": [{"below": "99.9", "credit": "120"}]}}, ["SLG324"]),  # credits never exceed their base
        ({"bands": {"availability": GOOD}, "caps": [{"percent": "1", "of": "period-charges", "per": "month"}]}, []),  # cannot be compared
        ({"points": {"availability": [{"below": "99.9", "points": "4"}]}, "point_value": "10 %", "caps": [MONTHLY_30]}, ["SLG324"]),
        ({"points": {"availability": [{"below": "99.9", "points": "3"}]}, "point_value": "10 %", "caps": [MONTHLY_30]}, []),
        ({"points": {"availability": [{"below": "99.9", "points": "2"}]}, "repeat": "2", "point_value": "10 %", "caps": [MONTHLY_30]}, ["SLG324"]),
        ({"points": {"availability": [{"below": "99.9", "points": "1.5"}]}, "repeat": "2", "point_value": "10 %", "caps": [MONTHLY_30]}, []),
    ],
)
def test_no_band_is_deeper_than_the_caps_let_anybody_reach(changes: dict[str, Any], codes: list[str]) -> None:
    assert Desk(reach).codes(**scheme(**changes)) == codes


@pytest.mark.parametrize("mode", ["proportion", "all", "banked"])
def test_earn_back_weakens_the_remedy_and_needs_an_approver(mode: str) -> None:
    facts = scheme(earn_back={"mode": mode, "after": 3})
    assert Desk(weakened).severities(**facts) == [Severity.WARNING]
    assert Desk(weakened).codes(**facts, clauses={"set": {"earn-back": {"approved_by": "lee"}}}) == []
    assert Desk(weakened).codes(**facts, clauses={"add": [{"id": "earn-back", "after": "claims", "approved_by": "lee"}]}) == []
    assert Desk(weakened).codes(**scheme()) == []


def test_a_bonus_has_a_cap_of_its_own() -> None:
    assert Desk(weakened).codes(**scheme(bonus={"mode": "percent", "percent": "2"})) == ["SLG327"]
    assert Desk(weakened).codes(**scheme(bonus={"mode": "percent", "percent": "2", "cap": "5"})) == []
