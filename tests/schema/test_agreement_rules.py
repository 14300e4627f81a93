"""The rules of agreement.yaml are the model's: neither knows a key that the other does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
import dataclasses
import types
import typing
from typing import Any

from cerberus.schema import DefinitionSchema
import pytest

from slagen.core.hours import WeeklyHours
from slagen.model.agreement import Agreement
from slagen.model.library import ClauseChoice, LibraryClause, Position, Question, Template
from slagen.model.native import field_key
from slagen.model.settings import Settings
from slagen.model.target import Target
from slagen.schema.agreement_rules import AGREEMENT
from slagen.schema.clauses import CLAUSE
from slagen.schema.rule_set import typed
from slagen.schema.settings import SETTINGS
from slagen.schema.templates import TEMPLATE
from slagen.schema.validator import FactValidator
from slagen.schema.value_types import TYPES

LEAVES = (WeeklyHours, Target)


def differences(kind: Any, rules: Mapping[str, Any], path: str = "agreement") -> Iterator[str]:
    """Where the rules and the model's type say different things."""
    origin, arguments = typing.get_origin(kind), [item for item in typing.get_args(kind) if item is not type(None)]
    if origin in {typing.Union, types.UnionType}:
        yield from differences(arguments[0], rules, path)
    elif origin is tuple:
        yield from differences(arguments[0], rules["schema"], f"{path}[]") if rules["type"] == "list" else [f"{path}: no list"]
    elif origin is not None and issubclass(origin, Mapping):
        yield from differences(arguments[1], rules["valuesrules"], f"{path}.*") if "valuesrules" in rules else [f"{path}: no mapping"]
    elif dataclasses.is_dataclass(kind) and kind not in LEAVES and not hasattr(kind, "parse"):
        yield from _fields(typing.cast("type", kind), rules, path)
    elif kind is not Any and kind not in TYPES[rules["type"]].classes:
        yield f"{path}: {kind} is not {rules['type']}"


def _fields(kind: type, rules: Mapping[str, Any], path: str) -> Iterator[str]:
    hints = typing.get_type_hints(kind)
    fields = {field_key(spec.name): spec for spec in dataclasses.fields(kind)}
    if set(fields) != set(rules["schema"]):
        yield f"{path}: {set(fields) ^ set(rules['schema'])}"
        return
    for key, spec in fields.items():
        has_default = spec.default is not dataclasses.MISSING or spec.default_factory is not dataclasses.MISSING
        if not has_default and not rules["schema"][key].get("required"):
            yield f"{path}.{key}: the model requires it"
        yield from differences(hints[spec.name], rules["schema"][key], f"{path}.{key}")


def test_the_keys_of_agreements_are_the_fields_of_the_model_all_the_way_down() -> None:
    assert list(differences(Agreement, AGREEMENT)) == []


def test_a_field_that_the_rules_forget_is_noticed() -> None:
    without = {**AGREEMENT, "schema": {key: rules for key, rules in AGREEMENT["schema"].items() if key != "liability"}}
    assert list(differences(Agreement, without)) == ["agreement: {'liability'}"]


def test_the_keys_of_clauses_templates_and_settings_are_the_fields_of_the_model() -> None:
    def fields(kind: Any) -> set[str]:
        return {field_key(spec.name) for spec in dataclasses.fields(kind)}

    assert set(CLAUSE["schema"]) == fields(LibraryClause) - {"text", "text_line", "source", "blob", "group"}
    assert set(CLAUSE["schema"]["positions"]["schema"]["standard"]["schema"]) == fields(Position) - {"name"}
    assert set(TEMPLATE["schema"]) == fields(Template) - {"source", "blob"}
    assert set(TEMPLATE["schema"]["recitals"]["schema"]["schema"]) == fields(ClauseChoice) - {"source"}
    assert set(TEMPLATE["schema"]["questions"]["schema"]["schema"]) == fields(Question)
    assert set(SETTINGS["schema"]["workspace"]["schema"]) | {"calendars", "mail", "people", "reminders"} == fields(Settings)


@pytest.mark.parametrize("rules", [AGREEMENT, CLAUSE, TEMPLATE, SETTINGS])
def test_the_rule_sets_are_legal_for_cerberus(rules: Mapping[str, Any]) -> None:
    DefinitionSchema(FactValidator({}), {"root": typed(rules)})
