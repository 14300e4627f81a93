"""Cerberus's errors as faults in plain language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from cerberus import errors

from slagen.core.identifiers import did_you_mean
from slagen.core.raw import RawPath
from slagen.schema.faults import EMPTY, MISSING, NOT_ALLOWED, OUT_OF_RANGE, OWN_CODE, UNKNOWN, Fault
from slagen.schema.value_types import BAD_VALUE, TYPES, Unreadable

_MOST_NAMES = 12


def faults_of(found: Any, rules: Mapping[str, Any], root: str) -> Iterator[Fault]:
    """The faults behind Cerberus's errors, the groups it makes of them undone. Paths start below `root`."""
    for error in found:
        if error.child_errors:
            yield from faults_of(error.child_errors, rules, root)
        else:
            yield _fault(error, rules, tuple(error.document_path[1:]))


def _fault(error: Any, rules: Mapping[str, Any], path: RawPath) -> Fault:
    if error.code == OWN_CODE:
        own: Fault = error.info[0]
        return Fault(own.code, own.message, own.hint, path)
    if error.code == errors.REQUIRED_FIELD.code:
        return Fault(MISSING, f"“{path[-1]}” is missing", "", path[:-1], str(path[-1]))
    describe = _DESCRIBE.get(error.code)
    if describe is None:
        return Fault(BAD_VALUE, f"the value does not keep the rule “{error.rule}”", "", path)
    return describe(error, rules, path)


def _unknown(error: Any, rules: Mapping[str, Any], path: RawPath) -> Fault:
    known = known_keys(rules, path[:-1])
    if error.value is None and " " in str(path[-1]):
        hint = "If it belongs to the text before it, put that text in quotation marks: inside { } a comma ends a value."
        return Fault(UNKNOWN, f"the key “{path[-1]}” is not known here", hint, path)
    return Fault(UNKNOWN, f"the key “{path[-1]}” is not known here", known_hint(str(path[-1]), known), path)


def known_hint(name: str, known: Sequence[str]) -> str:
    """The nearest known name, else the first of those that are known; empty where none is."""
    shown = f"Known here: {', '.join(known[:_MOST_NAMES])}{' …' if len(known) > _MOST_NAMES else '.'}" if known else ""
    return did_you_mean(name[:80], known) or shown


def known_keys(rules: Mapping[str, Any], path: RawPath) -> list[str]:
    """The keys that the mapping at `path` can have."""
    for step in path:
        rules = _below(rules, step)
    schema = rules.get("schema")
    return list(schema) if rules.get("type") == "dict" and schema else []


def _below(rules: Mapping[str, Any], step: str | int) -> Mapping[str, Any]:
    """The rules of what stands at `step` below a thing with these rules."""
    below: Mapping[str, Any] = rules.get("valuesrules") or rules.get("schema", {})
    return below if "valuesrules" in rules or isinstance(step, int) else below.get(step, {})


def _bad_type(error: Any, _rules: Mapping[str, Any], path: RawPath) -> Fault:
    value = error.value
    if isinstance(value, Unreadable):
        return Fault(value.code, value.problem, value.hint, path)
    kind = "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "a text"
    return Fault(BAD_VALUE, f"this must be {TYPES[error.constraint].wanted}, not {kind}", "", path)


def _empty(_error: Any, _rules: Mapping[str, Any], path: RawPath) -> Fault:
    return Fault(EMPTY, "there is no value", "Write one, or leave the key out.", path)


def _not_allowed(error: Any, _rules: Mapping[str, Any], path: RawPath) -> Fault:
    allowed = [show(item) for item in error.constraint]
    wrong = error.info[0] if error.code == errors.UNALLOWED_VALUES.code else [error.value]
    named = ", ".join(f"“{show(item)}”" for item in wrong)
    hint = did_you_mean(show(wrong[0])[:80], allowed) if len(allowed) > 2 else ""
    return Fault(NOT_ALLOWED, f"{named} is not one of {', '.join(allowed)}", hint, path)


def _range(words: str) -> Callable[[Any, Mapping[str, Any], RawPath], Fault]:
    def describe(error: Any, _rules: Mapping[str, Any], path: RawPath) -> Fault:
        return Fault(OUT_OF_RANGE, f"{show(error.value)} is {words} {show(error.constraint)}", "", path)

    return describe


def _count(words: str) -> Callable[[Any, Mapping[str, Any], RawPath], Fault]:
    def describe(error: Any, _rules: Mapping[str, Any], path: RawPath) -> Fault:
        return Fault(OUT_OF_RANGE, f"there are {len(error.value)} of them, and there must be {words} {error.constraint}", "", path)

    return describe


def show(value: Any) -> str:
    """A value as it is written in files."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:%H:%M}" if hasattr(value, "hour") else str(value)


_DESCRIBE: Mapping[int, Callable[[Any, Mapping[str, Any], RawPath], Fault]] = {
    errors.UNKNOWN_FIELD.code: _unknown,
    errors.BAD_TYPE.code: _bad_type,
    errors.NOT_NULLABLE.code: _empty,
    errors.EMPTY_NOT_ALLOWED.code: _empty,
    errors.UNALLOWED_VALUE.code: _not_allowed,
    errors.UNALLOWED_VALUES.code: _not_allowed,
    errors.MIN_VALUE.code: _range("below the least value"),
    errors.MAX_VALUE.code: _range("above the greatest value"),
    errors.MIN_LENGTH.code: _count("at least"),
    errors.MAX_LENGTH.code: _count("at most"),
}
