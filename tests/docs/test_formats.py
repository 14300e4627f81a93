"""docs/formats.md is a contract: its tables say what the rules of the program say, and its examples are accepted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
import dataclasses
from pathlib import Path
import re
import types
import typing
from typing import Any

import pytest

from slagen.formats.yaml import read_yaml
from slagen.model.agreement import Agreement
from slagen.model.library import LibraryClause, Template
from slagen.model.native import field_key
from slagen.model.record import Record
from slagen.model.settings import Settings
from slagen.schema.agreement_rules import AGREEMENT
from slagen.schema.agreements import check_layer
from slagen.schema.clauses import CLAUSE
from slagen.schema.parameter_rules import RULES
from slagen.schema.records import RECORD
from slagen.schema.settings import SETTINGS
from slagen.schema.templates import TEMPLATE
from slagen.schema.value_types import PARAMETER_TYPES

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "formats.md").read_text(encoding="utf-8")
ROOTS: Mapping[str, tuple[Any, type]] = {
    "slagen": (SETTINGS, Settings),
    "clause": (CLAUSE, LibraryClause),
    "template": (TEMPLATE, Template),
    "agreement": (AGREEMENT, Agreement),
    "record": (RECORD, Record),
}
Row = tuple[str, str, str]


def tables() -> dict[str, list[Row]]:
    """Each marked table by its path: key, value and what holds if it is left out."""
    found: dict[str, list[Row]] = {}
    for path, body in re.findall(r"<!-- keys: (\S+) -->\n((?:\|.*\n)+)", PAGE):
        rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:4]] for line in body.splitlines()[2:]]
        found[path] = [(key.strip("`"), value, left_out) for key, value, left_out in rows]
    return found


def inside(rules: Any) -> Any:
    """The rules of the mapping that a list or a mapping by name holds."""
    while "valuesrules" in rules or rules["type"] == "list":
        rules = rules.get("valuesrules") or rules["schema"]
    return rules


def mappings(path: str, rules: Any, kind: object) -> Iterator[tuple[str, Any, object]]:
    """Every mapping of a rule set: its path, its rules, and the dataclass that its values become."""
    rules = inside(rules)
    if rules["type"] != "dict" or "schema" not in rules:
        return
    yield path, rules, kind
    for key, below in rules["schema"].items():
        yield from mappings(f"{path}.{key}", below, Settings if path == "slagen" and key == "workspace" else part(kind, key))


def part(kind: object, key: str) -> object:
    """The class of the field that holds `key`."""
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        return None
    hints = typing.get_type_hints(kind)
    return next((bare(hints[spec.name]) for spec in dataclasses.fields(kind) if field_key(spec.name) == key), None)


def bare(hint: Any) -> object:
    """The class inside an optional value, a tuple or a mapping."""
    if isinstance(hint, types.UnionType):
        return bare(next(one for one in typing.get_args(hint) if one is not type(None)))
    arguments = typing.get_args(hint)
    return bare(arguments[1 if len(arguments) == 2 and arguments[1] is not Ellipsis else 0]) if arguments else hint


MAPPINGS = {path: (rules, kind) for name, (rules_of_file, kind_of_file) in ROOTS.items() for path, rules, kind in mappings(name, rules_of_file, kind_of_file)}
EXAMPLES = [one for name in ("formats.md", "lawyers.md") for one in re.findall(r"```yaml\n(.*?)```", (DOCS / name).read_text(encoding="utf-8"), re.DOTALL)]


def test_every_mapping_has_a_table_or_shares_one() -> None:
    described = [{key for key, _, _ in rows} for rows in tables().values()]
    assert [path for path, (rules, _) in MAPPINGS.items() if set(rules["schema"]) not in described] == []


@pytest.mark.parametrize("path", tables())
def test_a_table_names_exactly_the_keys_that_are_known(path: str) -> None:
    rules, _ = MAPPINGS[path]
    assert [key for key, _, _ in tables()[path]] == list(rules["schema"])


@pytest.mark.parametrize("path", tables())
def test_a_table_names_the_type_and_every_allowed_value(path: str) -> None:
    rules, _ = MAPPINGS[path]
    for key, value, _ in tables()[path]:
        rule = rules["schema"][key]
        if len(rule.get("allowed", ())) in range(1, 20):
            assert re.findall(r"`([^`]+)`", value) == [str(one) for one in rule["allowed"]]
        else:
            words = {"dict": "mapping", "list": "list"}
            assert value.startswith(words.get(rule["type"], rule["type"]))
            assert all(str(rule[limit]) in value for limit in ("min", "max", "minlength", "maxlength") if limit in rule)


@pytest.mark.parametrize("path", tables())
def test_a_table_says_what_must_be_there_and_what_holds_otherwise(path: str) -> None:
    rules, kind = MAPPINGS[path]
    assert isinstance(kind, type) or path.startswith("clause.positions")
    defaults = {field_key(spec.name): spec.default for spec in dataclasses.fields(kind)} if isinstance(kind, type) and dataclasses.is_dataclass(kind) else {}
    for key, _, left_out in tables()[path]:
        default = defaults.get(key, "")
        if rules["schema"][key].get("required"):
            assert left_out == "**required**"
        elif isinstance(default, bool | int) or (isinstance(default, str) and default):
            assert left_out == f"`{str(default).lower() if isinstance(default, bool) else default}`"
        else:
            assert left_out == ""


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_accepted(example: str) -> None:
    raw = read_yaml(example.encode(), "agreement.yaml")
    assert (raw.findings, check_layer(raw)) == ((), ())


def test_every_rule_and_type_of_parameters_is_named() -> None:
    section = PAGE.partition("### Parameters")[2].partition("### Positions")[0]
    named = set(re.findall(r"`([a-z-]+)`", section))
    assert set(RULES) | set(PARAMETER_TYPES) <= named
