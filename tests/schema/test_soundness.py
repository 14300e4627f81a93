"""What is said to be sound Cerberus finds nothing wrong with; and what is right is nearly always said to be."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

from cerberus.schema import UnvalidatedSchema
from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.formats.yaml import read_yaml
from slagen.schema.agreement_rules import AGREEMENT
from slagen.schema.agreements import agreement_rule_set
from slagen.schema.rule_set import Rules, RuleSet, typed
from slagen.schema.soundness import soundness
from slagen.schema.validator import SILENT, FactValidator
from slagen.schema.value_types import Unreadable

SAMPLES = sorted((Path(__file__).parents[2] / "agreements").rglob("agreement.yaml"))
ODD: tuple[Any, ...] = (
    None,
    "",
    "x",
    "1",
    "-1",
    "1000000",
    "NO",
    "90 %",
    "12 months",
    "2026-01-01",
    "3100-01-01",
    [],
    ["x"],
    [{}],
    [None],
    {},
    {"id": "x"},
    {"x": "y"},
)
WHOLE = [path for path in SAMPLES if "builds_on" not in path.read_text(encoding="utf-8")]


def has_fault(rules: Rules, read: Any, *, partial: bool = False) -> bool:
    """Whether Cerberus finds anything, asked directly."""
    validator = FactValidator(UnvalidatedSchema({"root": typed(rules)}), error_handler=SILENT)
    return not validator.validate({"root": read}, update=partial, normalize=False)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a value."""
    parts = list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    for name, part in parts:
        yield (*path, name)
        yield from places(part, (*path, name))


def facts_of(path: Path) -> Any:
    return read_yaml(path.read_bytes(), path.name).data


READ = {path.parent.name: facts_of(path) for path in WHOLE}


@pytest.mark.parametrize("name", list(READ))
def test_what_is_right_is_sound_so_that_cerberus_is_not_asked(name: str) -> None:
    rules = agreement_rule_set()
    assert soundness(rules.rules)(rules._read(READ[name]))
    assert not has_fault(AGREEMENT, rules._read(READ[name]))


@given(data=st.data(), partial=st.booleans())
def test_what_is_sound_has_no_fault_whatever_was_changed_in_an_agreement(data: st.DataObject, partial: bool) -> None:
    facts = deepcopy(READ[data.draw(st.sampled_from(list(READ)))])
    for _ in range(data.draw(st.integers(1, 3))):
        *above, last = data.draw(st.sampled_from(list(places(facts))))
        parent = facts
        for step in above:
            parent = parent[step]
        how = data.draw(st.sampled_from(("replace", "delete", "twice", "unknown")))
        if how == "delete":
            del parent[last]
        elif how == "twice" and isinstance(parent, list):
            parent.append(deepcopy(parent[last]))
        elif how == "unknown" and isinstance(parent, dict):
            parent["no-such-key"] = "x"
        else:
            parent[last] = deepcopy(data.draw(st.sampled_from(ODD)))
    read = agreement_rule_set()._read(facts)
    if soundness(agreement_rule_set().rules)(read):
        assert not has_fault(AGREEMENT, read, partial=partial)


@pytest.mark.parametrize(
    ("rules", "right", "wrong"),
    [
        ({"type": "string"}, "x", None),
        ({"type": "string", "nullable": True}, None, 1),
        ({"type": "string", "empty": False}, "x", ""),
        ({"type": "string", "allowed": ["a", "b"]}, "a", "c"),
        ({"type": "list", "allowed": ["a", "b"]}, ["a", "b"], ["a", "c"]),
        ({"type": "integer", "min": "0", "max": "10"}, 10, 11),
        ({"type": "integer"}, 1, True),
        ({"type": "number", "min": "0"}, Decimal(0), Decimal(-1)),
        ({"type": "list", "minlength": 1}, ["x"], []),
        ({"type": "list", "maxlength": 1}, ["x"], ["x", "y"]),
        ({"type": "list", "schema": {"type": "string"}}, ["x"], ["x", None]),
        ({"type": "dict", "schema": {"type": {"type": "string", "required": True}}}, {"type": "x"}, {}),
        ({"type": "dict", "schema": {"a": {"type": "string"}}}, {"a": "x"}, {"b": "x"}),
        ({"type": "dict", "valuesrules": {"type": "string"}}, {"a": "x"}, {"a": 1}),
        ({"type": "dict", "keys": "id"}, {"an-id": "x"}, {"No Id!": "x"}),
        ({"type": "list", "identified": "id"}, [{"id": "a"}, {"id": "b"}], [{"id": "a"}, {"id": "a"}]),
        ({"type": "dict", "at_most_one": [["a", "b"]]}, {"a": "x", "b": None}, {"a": "x", "b": "y"}),
        ({"type": "dict", "implies": [{"when": {"a": ["x"]}, "need": ["b"]}]}, {"a": "y"}, {"a": "x"}),
        ({"type": "dict", "implies": [{"one_of": ["a", "b"]}]}, {"b": "x"}, {"c": "x"}),
        ({"type": "string"}, "x", Unreadable("no text")),
    ],
)
def test_each_rule_is_looked_at(rules: Rules, right: Any, wrong: Any) -> None:
    sound = soundness(typed(rules))
    assert sound(right)
    assert not has_fault(rules, right)
    assert not sound(wrong)
    assert has_fault(rules, wrong)


def test_what_has_a_rule_that_is_not_known_is_never_sound() -> None:
    assert not soundness({"type": "string", "regex": "x+"})("x")


def test_a_rule_set_says_what_is_wrong_and_nothing_where_nothing_is() -> None:
    rules = RuleSet({"type": "dict", "schema": {"a": {"type": "integer", "max": "3"}}})
    assert rules.check({"a": "3"}) == ({"a": 3}, [])
    assert [fault.path for fault in rules.check({"a": "4"})[1]] == [("a",)]
