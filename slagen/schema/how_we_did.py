"""What is done about promises that were not kept: the words that people add to the page about a charter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slagen.core.findings import Finding
from slagen.core.raw import Raw
from slagen.schema.faults import finding
from slagen.schema.rule_set import RuleSet
from slagen.schema.vocabulary import TEXT, mapping


def read_actions(raw: Raw, promises: Sequence[str]) -> tuple[Mapping[str, str], tuple[Finding, ...]]:
    """The words by the promises that they are about; nothing where the file has errors. A promise that the charter does not make is one."""
    if raw.data is None:
        return {}, raw.findings
    rules = RuleSet(mapping({"actions": mapping(dict.fromkeys(promises, TEXT))}))
    facts, faults = rules.check(raw.data)
    findings = (*raw.findings, *sorted((finding(fault, raw.data, raw.source) for fault in faults), key=Finding.sort_key))
    actions: Mapping[str, Any] = {} if findings else (facts or {}).get("actions") or {}
    return {promise: str(text) for promise, text in actions.items()}, findings
