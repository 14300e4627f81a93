"""One standard for every user of a service."""

from __future__ import annotations

from slagen.checks.service_overrides import check
from tests.checks.desk import FACTS, Desk

DESK = Desk(check)
CHANGES = {
    "set": {"charges": {"values": {}}},
    "add": [{"id": "insurance", "after": "scope"}],
    "remove": [{"id": "audit"}],
    "replace": [{"id": "scope", "file": "scope.md"}],
}


def test_overrides_for_a_customer_are_refused_at_service_level() -> None:
    findings = DESK.found(level="service", clauses=CHANGES)
    assert [finding.code for finding in findings] == ["SLG215"] * 4
    assert [finding.source.file for finding in findings] == ["clauses.set.charges", "clauses.add.insurance", "clauses.remove.audit", "clauses.replace.scope"]


def test_choices_for_everybody_and_customer_agreements_are_fine() -> None:
    everybody = {"provider": FACTS["parties"]["provider"]}
    assert DESK.codes(level="service", clauses=CHANGES, parties=everybody) == []
    assert DESK.codes(level="customer", clauses=CHANGES) == []
    assert DESK.codes(level="service") == []
