"""Whether a value surely keeps its rules: a quick look, before Cerberus is asked what is wrong.

Nearly everything that is read is right, and Cerberus needs as long to find nothing as to find something. What is said to be sound here Cerberus finds nothing
wrong with; what is not may be wrong, or have a rule that is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sized
from typing import Any, TypeAlias

from slagen.schema.value_types import TYPES, Unreadable, read_value

Sound: TypeAlias = Callable[[Any], bool]

RANKS = {kind: value_type.rank for value_type in TYPES.values() if value_type.rank for kind in value_type.classes}
"""How the values of a class are put in order."""
_SAID_ELSEWHERE = frozenset({"type", "nullable", "required", "default", "meta", "shorthand"})


def soundness(rules: Mapping[str, Any]) -> Sound:
    """The function that tells whether a value that was read surely keeps these rules, whose limits have their types."""
    ways = {**_WAYS, "schema": _items if rules["type"] == "list" else _entries}
    tests = [_of_type(rules["type"])]
    tests += [ways[name](constraint) if name in ways else _never for name, constraint in rules.items() if name not in _SAID_ELSEWHERE]
    nullable = rules.get("nullable") is True
    if len(tests) == 1:
        first = tests[0]
        return lambda value: first(value) if value is not None else nullable
    every = tuple(tests)

    def sound(value: Any) -> bool:
        if value is None:
            return nullable
        for test in every:  # noqa: SIM110 - all() takes twice as long
            if not test(value):
                return False
        return True

    return sound


def holds(value: Mapping[str, Any], key: str, wanted: Collection[Any] | None) -> bool:
    """Whether a mapping has a value for a key, one of those that are wanted."""
    given = value.get(key)
    if given is None or isinstance(given, Unreadable):
        return False
    return wanted is None or given in wanted


def _never(_value: Any) -> bool:
    return False


def _of_type(name: str) -> Sound:
    classes = TYPES[name].classes
    if name == "integer":
        return lambda value: isinstance(value, int) and not isinstance(value, bool)
    return lambda value: isinstance(value, classes)


def _one_of(allowed: Collection[Any]) -> Sound:
    return lambda value: all(one in allowed for one in value) if isinstance(value, list) else isinstance(value, str) and value in allowed


def _at_least(limit: Any) -> Sound:
    return lambda value: (rank := RANKS.get(type(value))) is None or not rank(value) < rank(limit)


def _at_most(limit: Any) -> Sound:
    return lambda value: (rank := RANKS.get(type(value))) is None or not rank(value) > rank(limit)


def _no_fewer(limit: int) -> Sound:
    return lambda value: isinstance(value, Sized) and len(value) >= limit


def _no_more(limit: int) -> Sound:
    return lambda value: isinstance(value, Sized) and len(value) <= limit


def _something(empty: bool) -> Sound:
    return lambda value: empty is True or not isinstance(value, Sized) or len(value) > 0


def _items(rules: Mapping[str, Any]) -> Sound:
    each = soundness(rules)
    return lambda value: isinstance(value, list) and all(map(each, value))


def _entries(schema: Mapping[str, Any]) -> Sound:
    """The keys of a mapping: none but these, and all that are required."""
    tests = {key: soundness(rules) for key, rules in schema.items()}
    required = frozenset(key for key, rules in schema.items() if rules.get("required") is True)

    def sound(value: Any) -> bool:
        if not isinstance(value, dict) or not required <= value.keys():
            return False
        for key, item in value.items():  # noqa: SIM110 - likewise
            if key not in tests or not tests[key](item):
                return False
        return True

    return sound


def _values(rules: Mapping[str, Any]) -> Sound:
    each = soundness(rules)
    return lambda value: isinstance(value, dict) and all(map(each, value.values()))


def _keys(kind: str) -> Sound:
    return lambda value: not any(isinstance(read_value(TYPES[kind], key), Unreadable) for key in value)


def _told_apart(key: str) -> Sound:
    """Every item has a name of its own under the key."""

    def sound(value: Any) -> bool:
        names = [item.get(key) for item in value if isinstance(item, dict)]
        return len(names) == len(value) == len({name for name in names if isinstance(name, (str, int))})

    return sound


def _at_most_one(groups: list[list[str]]) -> Sound:
    return lambda value: all(sum(value.get(key) is not None for key in keys) <= 1 for keys in groups)


def _implied(rules: list[dict[str, Any]]) -> Sound:
    """What other keys make necessary is there."""

    def kept(value: Any, rule: dict[str, Any]) -> bool:
        if not all(holds(value, key, wanted) for key, wanted in rule.get("when", {}).items()):
            return True
        one_of = rule.get("one_of", ())
        return all(key in value for key in rule.get("need", ())) and (not one_of or any(key in value for key in one_of))

    return lambda value: all(kept(value, rule) for rule in rules)


_WAYS: Mapping[str, Callable[[Any], Sound]] = {
    "allowed": _one_of,
    "min": _at_least,
    "max": _at_most,
    "minlength": _no_fewer,
    "maxlength": _no_more,
    "empty": _something,
    "valuesrules": _values,
    "keys": _keys,
    "identified": _told_apart,
    "at_most_one": _at_most_one,
    "implies": _implied,
}
