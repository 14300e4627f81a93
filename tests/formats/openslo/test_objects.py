"""OpenSLO objects: valid by the specification whatever an agreement says, with names that find the clause and the version again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest
import yaml

from slagen.formats.openslo.names import LONGEST, name_of
from slagen.formats.openslo.objectives import Objective, objective_of
from slagen.formats.openslo.objects import objects_of
from slagen.formats.openslo.promise import Contract, Place, Promise, staged_on, told_apart
from slagen.formats.openslo.write import to_native, write
from slagen.model.agreement import Agreement, Service
from slagen.model.native import from_native
from slagen.model.service_level import MeasurementSource, SeverityLevel
from tests.formats.openslo.specification import faults
from tests.performance.conditions import level

DAY = date(2026, 10, 1)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn", "Zl", "Zp")), min_size=1, max_size=40) | st.sampled_from(
    ["NO", "1e3", "2026-01-01", "12:30", "y", "~", "0x1f", "a: b", "- x", "*x", "{{ x }}", "R*D* & <Sons>", "x" * 3000, '"', "\\", "=", "<<"]
)
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,62}", fullmatch=True)


def agreement(**facts: Any) -> Agreement:
    made = {"id": "acme", "title": "Hosting", "kind": "sla", "template": "t", "parties": {}, "services": (), "time_zone": "Europe/London", **facts}
    return from_native(Agreement, made)


def objects(facts: Agreement, *levels: Any, version: str = "v1.0", day: date = DAY, place: Place | None = None) -> list[dict[str, Any]]:
    contract = Contract(facts, version, day)
    promises = []
    for one in levels:
        staged = staged_on(one, day)
        said = objective_of(one, staged.target) if staged else None
        objective = said if isinstance(said, Objective) else None
        promises.append(Promise(contract, one, staged, place, objective, "" if objective else getattr(said, "reason", "it has no target")))
    return list(yaml.safe_load_all(write(objects_of(contract, told_apart(promises)))))


def slo(*arguments: Any, **facts: Any) -> dict[str, Any]:
    [found] = [one for one in objects(*arguments, **facts) if one["kind"] == "SLO"]
    return found


def test_the_figures_are_exact_and_the_window_is_the_contracts_own() -> None:
    found = slo(agreement(), level(), place=Place("service-levels", "1.2.0", "clause 14.1"))
    assert found["metadata"]["name"] == "acme-service-levels-availability-v1-0"
    assert found["metadata"]["labels"]["slagen.clause"] == "service-levels"
    assert found["metadata"]["annotations"]["slagen.clause-version"] == "1.2.0"
    assert found["metadata"]["annotations"]["slagen.target"] == "at least 99.9%"
    assert found["spec"]["objectives"] == [{"displayName": "at least 99.9%", "target": 0.999, "timeSliceTarget": 1, "timeSliceWindow": "1m"}]
    calendar = {"startTime": "2026-01-01 00:00:00", "timeZone": "Europe/London"}
    assert found["spec"]["timeWindow"] == [{"duration": "1M", "isRolling": False, "calendar": calendar}]


@pytest.mark.parametrize(
    ("period", "window"),
    [
        ("calendar-month", {"duration": "1M", "isRolling": False, "calendar": {"startTime": "2026-05-01 00:00:00", "timeZone": "Etc/UTC"}}),
        ("calendar-quarter", {"duration": "1Q", "isRolling": False, "calendar": {"startTime": "2026-04-01 00:00:00", "timeZone": "Etc/UTC"}}),
        ("rolling-30-days", {"duration": "30d", "isRolling": True}),
        ("fixed-30-days", {"duration": "30d", "isRolling": False, "calendar": {"startTime": "2026-05-16 00:00:00", "timeZone": "Etc/UTC"}}),
    ],
)
def test_calendar_windows_begin_with_the_period_in_which_the_agreement_does(period: str, window: dict[str, Any]) -> None:
    term = {"effective_date": date(2026, 5, 16), "initial": "1 month"}
    facts = from_native(Agreement, {"id": "acme", "title": "T", "kind": "sla", "template": "t", "parties": {}, "time_zone": "UTC", "contract_term": term})
    assert slo(facts, level(period=period))["spec"]["timeWindow"] == [window]


def test_of_staged_targets_the_one_that_holds_on_the_day_is_the_objective_and_all_are_told() -> None:
    stages = ({"to": date(2026, 3, 31), "target": level(target=">= 99.5 %").target, "credits": False}, {"from": date(2026, 4, 1), "target": level().target})
    one = level(target="", targets=stages)
    for day, target in ((date(2026, 3, 31), 0.995), (date(2026, 4, 1), 0.999)):
        found = slo(agreement(), one, day=day)
        assert found["spec"]["objectives"][0]["target"] == target
        assert found["metadata"]["annotations"]["slagen.targets"] == "at least 99.5% to 2026-03-31 (no credits); at least 99.9% from 2026-04-01"


def test_a_level_that_openslo_cannot_hold_to_is_never_dropped() -> None:
    found = objects(agreement(), level("recovery-time", "<= 8 hours", "values"))
    assert [one["kind"] for one in found] == ["Service", "DataSource", "SLI"]
    assert "every single event" in found[0]["metadata"]["annotations"]["slagen.without-slo"]
    assert "every single event" in found[2]["metadata"]["annotations"]["slagen.no-slo-because"]


def test_what_a_monitor_cannot_know_is_said() -> None:
    found = slo(agreement(), level(exclusions=("planned-maintenance",)))
    assert "Not counted: planned maintenance." in found["spec"]["description"]
    assert "A minute that was down in part is spent whole here" in found["spec"]["description"]
    assert found["metadata"]["annotations"]["slagen.exclusions"] == "planned-maintenance"
    assert found["metadata"]["annotations"]["slagen.error-budget"] == "43 min 12 s in 30 days"


def test_a_kpi_is_told_apart_from_what_has_a_remedy() -> None:
    found = slo(agreement(), level(role="kpi"))
    assert found["metadata"]["labels"]["slagen.role"] == "kpi"
    assert "Reported only" in found["spec"]["description"]


def test_a_severity_is_a_label_where_it_can_be_one() -> None:
    severities = {"P1": SeverityLevel("Critical", "All is down"), "Größe 1": SeverityLevel("Odd", "Something")}
    for name, label in (("P1", {"slagen.severity": "P1"}), ("Größe 1", {})):
        found = slo(agreement(severities=severities), level("response-time", "95 % <= 30 min", "tickets", severity=name))
        assert {key: value for key, value in found["metadata"]["labels"].items() if key.endswith("severity")} == label
        assert found["metadata"]["annotations"]["slagen.severity"] == name
        assert f"Severity {name}" in found["spec"]["description"]


@settings(deadline=None, max_examples=50)
@given(TEXTS, TEXTS, TEXTS, IDS, st.lists(IDS, min_size=1, max_size=3, unique=True))
def test_whatever_an_agreement_says_the_file_is_valid(title: str, name: str, system: str, agreement_id: str, levels: list[str]) -> None:
    facts = agreement(id=agreement_id, title=title, services=(Service("hosting", name, name),))
    promised = [replace(level(id=one, name=name, description=title), source=MeasurementSource("outages", system)) for one in levels]
    found = objects(facts, *promised)
    assert faults(found) == []
    assert [one["metadata"]["displayName"] for one in found if one["kind"] == "SLO"] == [name] * len(levels)


def test_levels_whose_names_would_be_the_same_are_told_apart() -> None:
    contract = Contract(agreement(), "v1.0", DAY)
    twins = [
        Promise(contract, level(id=name), None, Place(clause, "1.0.0", "clause 1"), None) for clause, name in (("service", "levels-a"), ("service-levels", "a"))
    ]
    assert len({one.name for one in twins}) == 1
    assert len({name for one in told_apart(twins) for name in (one.name, one.indicator)}) == 4


def test_json_has_the_same_objects_as_yaml() -> None:
    contract = Contract(agreement(), "v1.0", DAY)
    one = level()
    said = objective_of(one, one.current_targets[0].target)
    assert isinstance(said, Objective)
    made = list(objects_of(contract, [Promise(contract, one, one.current_targets[0], None, said)]))
    assert to_native(made) == list(yaml.safe_load_all(write(made)))


@given(st.lists(st.text(max_size=70), min_size=1, max_size=4))
def test_names_are_valid_and_the_same_every_time(parts: list[str]) -> None:
    made = name_of("acme", *parts)
    assert made == name_of("acme", *parts)
    assert len(made) <= LONGEST
    assert faults([{"apiVersion": "openslo/v1", "kind": "Service", "metadata": {"name": made}, "spec": {}}]) == []


def test_a_long_name_keeps_its_version_and_stays_apart_from_others() -> None:
    one, other = (name_of("a" * 40, "service-levels", f"{'x' * 30}{end}", "v1.0") for end in "ab")
    assert one != other
    assert one.endswith("-v1-0")
