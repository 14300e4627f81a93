"""The words that rule sets are written in: each gives a piece of a rule set, which is plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Rules: TypeAlias = dict[str, Any]

STRING: Rules = {"type": "string"}
NAME: Rules = {"type": "name"}
TEXT: Rules = {"type": "text"}
BOOLEAN: Rules = {"type": "boolean"}
DATE: Rules = {"type": "date"}
DURATION: Rules = {"type": "duration"}
TERM_LENGTH: Rules = {"type": "term-length", "min": "1 day"}
NOTICE_LENGTH: Rules = {"type": "notice-length"}
ANCHOR: Rules = {"type": "anchor"}
PERCENTAGE: Rules = {"type": "percentage"}
EMAIL: Rules = {"type": "email"}
ID: Rules = {"type": "id"}

KINDS = ["sla", "ola", "charter"]
LEVELS = ["customer", "service", "corporate"]
BASES = ["monthly-charges", "period-charges", "annual-charges"]


def must(rules: Rules) -> Rules:
    """The same, and it must be there and hold something."""
    return {**rules, "required": True, "empty": False} if rules["type"] in {"string", "name", "text", "list", "dict"} else {**rules, "required": True}


def one_of(words: Sequence[str]) -> Rules:
    """One of these words."""
    return {"type": "string", "allowed": list(words)}


def items(rules: Rules, **more: Any) -> Rules:
    """A list of such things. `identified` names the key that tells them apart."""
    return {"type": "list", "schema": rules, **more}


def mapping(schema: Mapping[str, Rules], **more: Any) -> Rules:
    """A mapping with these keys and no others."""
    return {"type": "dict", "schema": dict(schema), **more}


def keyed(kind: str, rules: Rules) -> Rules:
    """A mapping from names of this kind to such things."""
    return {"type": "dict", "keys": kind, "valuesrules": rules}
