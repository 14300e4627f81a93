"""A rule set made ready: rules are data, and what is worked out from them is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any, TypeAlias

from cerberus.schema import UnvalidatedSchema

from slagen.core.raw import RawValue
from slagen.schema.cerberus_errors import faults_of
from slagen.schema.faults import Fault
from slagen.schema.validator import SILENT, FactValidator
from slagen.schema.value_types import TYPES, read_value

Rules: TypeAlias = Mapping[str, Any]
Read: TypeAlias = Callable[[Any], Any]
MOST_FAULTS = 200
"""Faults of one file that are told: finding the nearest known name of each takes its time."""
MOST_UNKNOWN = 50
"""Unknown keys of one mapping that are told: Cerberus takes the square of their number."""
_ROOT = "root"


class RuleSet:
    """Reads and checks one kind of thing. The rules are those of the whole value, so that they can speak of it as well."""

    def __init__(self, rules: Rules) -> None:
        self.rules = typed(rules)
        self._read = _reader(self.rules)
        self._validator = FactValidator(UnvalidatedSchema({_ROOT: self.rules}), error_handler=SILENT)

    def check(self, value: RawValue, *, partial: bool = False) -> tuple[Any, list[Fault]]:
        """The value with its types, and what is wrong with it. With `partial` keys may be missing."""
        read = self._read(value)
        if self._validator.validate({_ROOT: read}, update=partial, normalize=False):
            return read, []
        return read, list(islice(faults_of(self._validator._errors, self.rules, _ROOT), MOST_FAULTS))  # noqa: SLF001 - Cerberus's public form has lost the paths


def typed(rules: Rules) -> dict[str, Any]:
    """The rules with their limits as values of the type they limit: against a text such as "100" Cerberus would accept anything."""
    made = dict(rules)
    for limit in ("min", "max"):
        if isinstance(made.get(limit), str):
            made[limit] = TYPES[rules["type"]].read(made[limit])
    if rules["type"] == "list" and "schema" in rules:
        made["schema"] = typed(rules["schema"])
    elif "schema" in rules:
        made["schema"] = {key: typed(item) for key, item in rules["schema"].items()}
    if "valuesrules" in rules:
        made["valuesrules"] = typed(rules["valuesrules"])
    return made


def _reader(rules: Rules) -> Read:
    """The function that reads a value's text by its rules."""
    kind = TYPES[rules["type"]]
    if rules["type"] == "list" and "schema" in rules:
        return _list_reader(_reader(rules["schema"]))
    if rules["type"] == "dict" and "schema" in rules:
        return _dict_reader({key: _reader(item) for key, item in rules["schema"].items()}, rules.get("shorthand"))
    if rules["type"] == "dict" and "valuesrules" in rules:
        return _mapping_reader(_reader(rules["valuesrules"]))
    return lambda value: read_value(kind, value)


def _list_reader(read_item: Read) -> Read:
    def read(value: Any) -> Any:
        return [read_item(item) for item in value] if isinstance(value, list) else value

    return read


def _mapping_reader(read_item: Read) -> Read:
    def read(value: Any) -> Any:
        return {key: read_item(item) for key, item in value.items()} if isinstance(value, dict) else value

    return read


def _dict_reader(readers: dict[str, Read], shorthand: str | None) -> Read:
    def read(value: Any) -> Any:
        if shorthand is not None and isinstance(value, str):
            value = {shorthand: value}
        if not isinstance(value, dict):
            return value
        known = {key: readers[key](item) for key, item in value.items() if key in readers}
        if len(known) == len(value):
            return known
        unknown = set(islice((key for key in value if key not in readers), MOST_UNKNOWN))
        return {key: known.get(key, item) for key, item in value.items() if key in known or key in unknown}

    return read
