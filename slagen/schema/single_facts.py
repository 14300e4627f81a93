"""One fact of an agreement by its dotted key: whether there is such a fact, and what it takes."""

from __future__ import annotations

from typing import Any

from slagen.core.raw import RawValue
from slagen.schema.agreement_rules import AGREEMENT
from slagen.schema.cerberus_errors import known_hint, known_keys
from slagen.schema.faults import UNKNOWN, Fault
from slagen.schema.rule_set import RuleSet


def key_fault(key: str) -> Fault | None:
    """What is wrong with a dotted key such as `parties.customer.name`; None where it leads to a fact."""
    rules: Any = AGREEMENT
    for step in key.split("."):
        below = _below(rules, step)
        if below is None:
            return Fault(UNKNOWN, f"no fact of an agreement is called “{key}”", known_hint(step, known_keys(rules, ())))
        rules = below
    return None


def _below(rules: Any, step: str) -> Any:
    if "valuesrules" in rules:
        return rules["valuesrules"]
    if rules["type"] == "list":
        return rules.get("schema")
    schema = rules.get("schema", {})
    return schema.get(step) if rules["type"] == "dict" else None


def takes_a_list(key: str) -> bool:
    """Whether the fact is a list of single values, such as `supports`."""
    rules: Any = AGREEMENT
    for step in key.split("."):
        rules = _below(rules, step) or {"type": ""}
    return bool(rules["type"] == "list" and rules["schema"]["type"] != "dict")


def answer_fault(kind: str, allowed: tuple[str, ...], value: RawValue) -> Fault | None:
    """What is wrong with an answer of a parameter type, to a question that may allow certain answers only."""
    rules: dict[str, Any] = {"type": kind, "allowed": list(allowed)} if allowed else {"type": kind}
    _, faults = RuleSet(rules).check(value)
    return faults[0] if faults else None
