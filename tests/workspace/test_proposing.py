"""Proposed terms: keys as `explain` has them, values as people type them, held against the same rules as a file."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.errors import FindingsError, NotFoundError, UsageError
from slagen.core.raw import RawValue
from slagen.workspace.load import load_agreement
from slagen.workspace.proposing import Proposal, Proposing, parse_settings, with_value
from tests.small_workspace import AGREEMENT, loaded
from tests.workspace.test_performing import TERM

FACTS = "agreements/acme/agreement.yaml"
FILES = {FACTS: AGREEMENT + TERM}


def proposed(*settings: str, facts: bytes | None = None) -> Proposing:
    laying = Proposing("acme", Proposal(parse_settings(settings), facts, "counter.yaml" if facts else ""))
    laying(loaded(FILES), "")
    laying.require_laid()
    return laying


def agreement(*settings: str, facts: bytes | None = None) -> object:
    found = load_agreement(Proposing("acme", Proposal(parse_settings(settings), facts))(loaded(FILES), ""), "acme").agreement
    assert found is not None
    return found


def test_a_value_is_a_text_a_list_a_mapping_or_nothing() -> None:
    found = parse_settings(["a.b=>= 99.95 %", "c=[{below: 99.95, credit: 10}]", "d={mode: none}", "e="])
    assert found == {"a.b": ">= 99.95 %", "c": [{"below": "99.95", "credit": "10"}], "d": {"mode": "none"}, "e": None}


@pytest.mark.parametrize(
    "settings", [["nothing"], ["=1"], ["a=1", "a=2"], ["a=[1"], ["a=[1] }"], ["a=[*x]"], ["id=other"], ["builds_on=[x]"], ["a" + ".a" * 5000 + "=1"]]
)
def test_what_sets_nothing_or_cannot_be_read_is_wrong_usage(settings: list[str]) -> None:
    with pytest.raises(UsageError):
        parse_settings(settings)


DATA: dict[str, RawValue] = {"levels": [{"id": "up", "target": "1"}, {"service": "web"}], "flat": "x", "empty": None}


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("levels.up.target", {**DATA, "levels": [{"id": "up", "target": "2"}, {"service": "web"}]}),
        ("levels.0.target", {**DATA, "levels": [{"id": "up", "target": "2"}, {"service": "web"}]}),
        ("levels.web.amount", {**DATA, "levels": [{"id": "up", "target": "1"}, {"service": "web", "amount": "2"}]}),
        ("flat", {**DATA, "flat": "2"}),
        ("empty.new", {**DATA, "empty": {"new": "2"}}),
        ("other.new", {**DATA, "other": {"new": "2"}}),
    ],
)
def test_items_of_lists_are_named_by_id_service_or_place(key: str, expected: RawValue) -> None:
    before = str(DATA)
    assert with_value(DATA, key.split("."), "2", key) == expected
    assert str(DATA) == before


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("levels.up", {**DATA, "levels": [{"service": "web"}]}),
        ("levels.up.target", {**DATA, "levels": [{"id": "up"}, {"service": "web"}]}),
        ("flat", {"levels": DATA["levels"], "empty": None}),
        ("nowhere", DATA),
    ],
)
def test_nothing_as_a_value_takes_the_fact_away(key: str, expected: RawValue) -> None:
    assert with_value(DATA, key.split("."), None, key) == expected


@pytest.mark.parametrize(("key", "hint"), [("levels.upp.target", "levels.up.target"), ("levels.7.target", "holds up, web"), ("flat.x", "no parts")])
def test_a_key_that_leads_nowhere_says_what_there_is(key: str, hint: str) -> None:
    with pytest.raises(NotFoundError) as told:
        with_value(DATA, key.split("."), "2", key)
    assert hint in told.value.hint


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5)), st.text(max_size=20))
def test_whatever_is_typed_there_is_a_value_or_a_plain_refusal(data: dict[str, str], setting: str) -> None:
    try:
        for key, value in parse_settings([setting]).items():
            assert with_value(dict(data), key.split("."), value, key) is not None
    except (UsageError, NotFoundError):
        pass


def test_the_terms_are_those_that_the_file_would_state() -> None:
    changed = agreement("service_levels.uptime.target=>= 99.95 %", "charges.hosting.amount=12000.00")
    written = agreement(facts=FILES[FACTS].replace('">= 99.9 %"', '">= 99.95 %"').replace("10000.00", "12000.00").encode())
    assert changed == written


def test_a_value_of_a_clause_is_set_as_explain_names_it() -> None:
    found = load_agreement(Proposing("acme", Proposal({"clauses.claims.within": "14 days"}))(loaded(FILES), ""), "acme").agreement
    assert found is not None
    assert found.clauses.set["claims"].values == {"within": "14 days"}


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("service_levels.uptime.tarjet=>= 99.95 %", "tarjet"),
        ("service_levels.uptime.target=99.95 %", "which way it counts"),
        ("service_levels.uptime.target=>= 120 %", "more than 100 %"),
        ("service_level.uptime.target=>= 99 %", "service_level"),
        ("service_credits.standard.bands.uptime=[{below: x, credit: 10}]", "x"),
    ],
)
def test_terms_that_no_file_may_state_are_refused_with_their_findings(setting: str, told: str) -> None:
    with pytest.raises(FindingsError, match="The proposed terms of “acme” cannot be used") as error:
        proposed(setting)
    assert any(told in finding.message for finding in error.value.findings)
    assert {finding.source.file for finding in error.value.findings} == {"--set"}


def test_faults_of_a_counter_draft_stand_at_its_lines() -> None:
    with pytest.raises(FindingsError) as error:
        proposed(facts=FILES[FACTS].replace("metric: availability", "metric: avail").encode())
    assert {(finding.source.file, finding.source.line) for finding in error.value.findings} == {("counter.yaml", 14)}


def test_nothing_proposed_leaves_the_workspace_as_it_is() -> None:
    before = loaded(FILES)
    assert Proposing("acme", Proposal({}))(before, "") is before
