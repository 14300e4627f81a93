"""agreement.yaml: facts checked and typed, whole or as a layer."""

from __future__ import annotations

from functools import cache
from typing import Any

from slagen.core.findings import Finding, has_errors
from slagen.core.raw import Raw
from slagen.model.agreement import Agreement
from slagen.model.native import from_native
from slagen.schema.agreement_rules import AGREEMENT
from slagen.schema.agreement_sense import faults_between_facts
from slagen.schema.faults import finding, without_echoes
from slagen.schema.rule_set import RuleSet


@cache
def agreement_rule_set() -> RuleSet:
    """The rule set of agreements, made once."""
    return RuleSet(AGREEMENT)


def read_agreement(raw: Raw) -> tuple[Agreement | None, tuple[Finding, ...]]:
    """The agreement, or None where anything is wrong. The findings begin with those of reading the file."""
    facts, findings = _check(raw, partial=False)
    if facts is None or has_errors(findings):
        return None, findings
    return from_native(Agreement, _with_defaults(facts)), findings


def check_layer(raw: Raw) -> tuple[Finding, ...]:
    """What is wrong with one layer by itself. A layer is partial, so nothing is missing from it but the ids of list items."""
    return _check(raw, partial=True)[1]


def _check(raw: Raw, *, partial: bool) -> tuple[dict[str, Any] | None, tuple[Finding, ...]]:
    if raw.data is None and raw.findings:
        return None, raw.findings
    facts, faults = agreement_rule_set().check(raw.data if raw.data is not None else {}, partial=partial)
    if isinstance(facts, dict):
        faults.extend(faults_between_facts(facts))
    found = [finding(fault, raw.data, raw.source) for fault in without_echoes(faults)]
    found.sort(key=Finding.sort_key)
    return facts if isinstance(facts, dict) else None, (*raw.findings, *found)


def _with_defaults(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts that the model cannot default by itself: a party's id is its key, and so is its role."""
    parties = {key: {"role": key, **party, "id": key} for key, party in facts["parties"].items()}
    return {**facts, "parties": parties}
