"""The one validator: Cerberus with slagen's types, and a few rules of our own for what keys mean to each other."""

from __future__ import annotations

from typing import Any, ClassVar

import cerberus
from cerberus import errors
from cerberus.errors import BaseErrorHandler, ValidationError

from slagen.schema.faults import CONFLICT, DUPLICATE, INCOMPLETE, MISSING, OWN_CODE, Fault
from slagen.schema.value_types import TYPES, Unreadable, read_value

_RANKS = {kind: value_type.rank for value_type in TYPES.values() if value_type.rank for kind in value_type.classes}


class _SilentHandler(BaseErrorHandler):  # type: ignore[misc]
    """Cerberus would write a text for every error; slagen writes its own from the errors themselves."""

    def emit(self, error: ValidationError) -> None:
        """Nothing."""

    def __call__(self, _errors: Any) -> None:
        """Nothing."""


SILENT = _SilentHandler()


class FactValidator(cerberus.Validator):  # type: ignore[misc]
    """Validates data whose values have been read by `rule_set.RuleSet`. With `update` keys may be missing: layers are partial."""

    types_mapping: ClassVar[dict[str, Any]] = {name: cerberus.TypeDefinition(name, kind.classes, ()) for name, kind in TYPES.items()}
    types_mapping["integer"] = cerberus.TypeDefinition("integer", (int,), (bool,))

    def _error(self, *facts: Any) -> None:
        """Keep errors in the order in which they are found: sorted and filed anew for each, as Cerberus does it, a thousand of them take minutes."""
        if len(facts) == 1:
            self._errors.extend(facts[0])
        else:
            super()._error(*facts)

    def _fault(self, path: tuple[Any, ...], fault: Fault) -> None:
        self._error([ValidationError(self.document_path + path, self.schema_path, OWN_CODE, None, None, None, (fault,))])

    def _validate_nullable(self, nullable: bool, field: Any, value: Any) -> None:
        """A value that is not there; no other rule has anything to say about it.

        The rule's arguments are validated against this schema:
        {'type': 'boolean'}
        """
        if value is None:
            if not nullable:
                self._error(field, errors.NOT_NULLABLE)
            self._drop_remaining_rules()

    def _validate_min(self, limit: Any, field: Any, value: Any) -> None:
        """A value below the limit, in the order of its type.

        The rule's arguments are validated against this schema:
        {'nullable': False}
        """
        rank = _RANKS.get(type(value))
        if rank is not None and rank(value) < rank(limit):
            self._error(field, errors.MIN_VALUE)

    def _validate_max(self, limit: Any, field: Any, value: Any) -> None:
        """A value above the limit, in the order of its type.

        The rule's arguments are validated against this schema:
        {'nullable': False}
        """
        rank = _RANKS.get(type(value))
        if rank is not None and rank(value) > rank(limit):
            self._error(field, errors.MAX_VALUE)

    def _validate_minlength(self, limit: int, field: Any, value: Any) -> None:
        """Too few; a layer may have fewer, since others add to it.

        The rule's arguments are validated against this schema:
        {'type': 'integer'}
        """
        if not self.update:
            super()._validate_minlength(limit, field, value)

    def _validate_shorthand(self, key: str, field: Any, value: Any) -> None:
        """A plain text stands for a mapping with this one key: the reader has seen to it already.

        The rule's arguments are validated against this schema:
        {'type': 'string'}
        """

    def _validate_keys(self, kind: str, field: Any, value: Any) -> None:
        """Keys that are not of the kind.

        The rule's arguments are validated against this schema:
        {'type': 'string'}
        """
        for key in value:
            read = read_value(TYPES[kind], key)
            if isinstance(read, Unreadable):
                self._fault((field, key), Fault(read.code, f"the key {read.problem}", read.hint))

    def _validate_identified(self, key: str, field: Any, value: Any) -> None:
        """Items that cannot be told apart by their key.

        The rule's arguments are validated against this schema:
        {'type': 'string'}
        """
        seen: set[str | int] = set()
        for index, item in enumerate(value):
            if not isinstance(item, dict):
                continue
            name = item.get(key)
            if name is None and self.update and key not in item:
                self._fault((field, index), Fault(MISSING, f"“{key}” is missing", "Without it the item cannot be told from the others.", (), key))
            elif isinstance(name, (str, int)) and name in seen:
                self._fault((field, index, key), Fault(DUPLICATE, f"“{name}” is the {key} of an earlier item as well", f"Give one of the two another {key}."))
            elif isinstance(name, (str, int)):
                seen.add(name)

    def _validate_at_most_one(self, groups: list[list[str]], field: Any, value: Any) -> None:
        """Keys that exclude each other.

        The rule's arguments are validated against this schema:
        {'type': 'list'}
        """
        for keys in groups:
            given = [key for key in keys if value.get(key) is not None]
            if len(given) > 1:
                self._fault((field, given[1]), Fault(CONFLICT, f"{_names(given, 'and')} exclude each other", "Keep one of them."))

    def _validate_implies(self, rules: list[dict[str, Any]], field: Any, value: Any) -> None:
        """Keys that are missing because of what other keys say; a layer may leave that to another.

        The rule's arguments are validated against this schema:
        {'type': 'list'}
        """
        if self.update:
            return
        for rule in rules:
            if not all(_holds(value, key, wanted) for key, wanted in rule.get("when", {}).items()):
                continue
            for key in rule.get("need", ()):
                if key not in value:
                    self._fault((field,), Fault(INCOMPLETE, f"“{key}” is missing{_because(rule)}", rule.get("hint", "")))
            one_of = rule.get("one_of", ())
            if one_of and not any(key in value for key in one_of):
                self._fault((field,), Fault(INCOMPLETE, f"{_names(one_of, 'or')} is missing{_because(rule)}", rule.get("hint", "")))


def _holds(value: dict[str, Any], key: str, wanted: list[Any] | None) -> bool:
    given = value.get(key)
    if given is None or isinstance(given, Unreadable):
        return False
    return wanted is None or given in wanted


def _because(rule: dict[str, Any]) -> str:
    conditions = [f"{key} is {' or '.join(map(str, wanted))}" if wanted else f"{key} is given" for key, wanted in rule.get("when", {}).items()]
    return f": {' and '.join(conditions)}" if conditions else ""


def _names(keys: Any, joint: str) -> str:
    quoted = [f"“{key}”" for key in keys]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {joint} {quoted[-1]}"
