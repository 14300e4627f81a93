"""The rules of one parameter as a clause writes them, made into rules that can be trusted.

Cerberus would take a `max: "100"` and accept everything, and a `regex` could be made to run for ever:
only the rules that are listed here are taken, and each has its own type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
import keyword
import re
from typing import Any

from slagen.core.findings import Source
from slagen.core.identifiers import did_you_mean
from slagen.core.raw import RawPath, RawValue
from slagen.model.library import Parameter
from slagen.schema.cerberus_errors import show
from slagen.schema.faults import Fault
from slagen.schema.rule_set import RuleSet
from slagen.schema.value_types import PARAMETER_TYPES, Unreadable, ValueType, read_value

BAD_RULE, BAD_RULE_VALUE, BAD_DEFAULT, BAD_NAME = "SLG034", "SLG035", "SLG039", "SLG026"
RULES = ("type", "min", "max", "allowed", "default", "required", "nullable", "schema", "meta")
META = ("label", "better")
DEEPEST = 4

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}", re.ASCII)
_TAKEN = frozenset(
    {"agreement", "party", "has", "definitions", "range", "dict", "lipsum", "cycler", "joiner", "namespace", "loop", "true", "false", "none", "self"}
)


@dataclass(slots=True)
class _Reading:
    """What has been made of the rules so far."""

    rules: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, path: RawPath, message: str, hint: str = "", code: str = BAD_RULE_VALUE) -> None:
        """Note a fault."""
        self.faults.append(Fault(code, message, hint, path))


def read_parameter(name: str, written: RawValue, source: Source) -> tuple[Parameter | None, list[Fault]]:
    """One parameter, or None and what is wrong with its name, its rules or its default."""
    faults = list(_name_faults(name))
    rules, found = read_rules(written)
    faults.extend(found)
    if rules is None or faults or not isinstance(written, dict):
        return None, faults
    default: Any = None
    if "default" in written:
        default, wrong = RuleSet(rules).check(written["default"])
        faults.extend(Fault(BAD_DEFAULT, f"the default breaks the parameter's own rules: {fault.message}", fault.hint, ("default",)) for fault in wrong)
    meta = rules.get("meta", {})
    parameter = Parameter(name, rules, default, "default" in written, meta.get("label", ""), meta.get("better", ""), source)
    return (None if faults else parameter), faults


def _name_faults(name: str) -> Iterator[Fault]:
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        yield Fault(BAD_NAME, f"“{name}” cannot be the name of a parameter", "Use small letters, digits and underscores, and begin with a letter.")
    elif name in _TAKEN or name.endswith("_table"):
        yield Fault(BAD_NAME, f"the name “{name}” is taken: clauses use it for something else", "Choose another name.")


def read_rules(written: RawValue, depth: int = 1) -> tuple[dict[str, Any] | None, list[Fault]]:
    """Rules with values of the right types, without `default`; None where the type is missing or anything is wrong."""
    reading = _Reading()
    if not isinstance(written, dict):
        reading.refuse((), "the rules of a parameter are a mapping", "Write {type: duration, default: 30 days}.")
        return None, reading.faults
    if depth > DEEPEST:
        reading.refuse((), f"rules are nested more than {DEEPEST} levels deep", "Make it a fact of the agreement.")
        return None, reading.faults
    for rule in written:
        if rule not in RULES:
            hint = did_you_mean(rule[:80], RULES) or f"The rules are: {', '.join(RULES)}."
            reading.refuse((rule,), f"“{rule}” is not a rule that clauses can use", hint, BAD_RULE)
    kind = _type(written, reading)
    if kind is not None:
        for rule, read in _READERS.items():
            if rule in written:
                read(reading, kind, written, depth)
        _order(reading, kind)
    return (None if reading.faults else reading.rules), reading.faults


def _type(written: Mapping[str, RawValue], reading: _Reading) -> ValueType | None:
    name = written.get("type")
    if not isinstance(name, str):
        reading.refuse((), "the rule “type” is missing", f"The types are: {', '.join(PARAMETER_TYPES)}.")
        return None
    kind = PARAMETER_TYPES.get(name)
    if kind is None:
        reading.refuse(("type",), f"“{name}” is not a type", did_you_mean(name[:80], PARAMETER_TYPES) or f"The types are: {', '.join(PARAMETER_TYPES)}.")
        return None
    reading.rules["type"] = name
    return kind


def _schema(reading: _Reading, kind: ValueType, written: Mapping[str, RawValue], depth: int) -> None:
    name, schema = reading.rules["type"], written["schema"]
    if name == "list":
        reading.rules["schema"] = _nested(reading, schema, ("schema",), depth)
    elif name == "dict" and isinstance(schema, dict):
        reading.rules["schema"] = {key: _nested(reading, rules, ("schema", key), depth) for key, rules in schema.items()}
    else:
        hint = "For a list: the rules of an item; for a dict: the rules of each key."
        reading.refuse(("schema",), f"“schema” does not fit the type {name}: {kind.wanted}", hint)


def _nested(reading: _Reading, written: RawValue, path: RawPath, depth: int) -> dict[str, Any]:
    rules, faults = read_rules(written, depth + 1)
    if isinstance(written, dict) and "default" in written:
        reading.refuse((*path, "default"), "a default inside a list or dict is not used", "Give the whole parameter a default.", BAD_RULE)
    reading.faults.extend(Fault(fault.code, fault.message, fault.hint, (*path, *fault.path)) for fault in faults)
    return rules or {"type": "string"}


def _limit(rule: str) -> Callable[[_Reading, ValueType, Mapping[str, RawValue], int], None]:
    def read(reading: _Reading, kind: ValueType, written: Mapping[str, RawValue], _depth: int) -> None:
        if kind.rank is None:
            reading.refuse((rule,), f"“{rule}” says nothing about the type {reading.rules['type']}", "Delete it, or use “allowed”.", BAD_RULE)
            return
        _take(reading, rule, kind, written[rule])

    return read


def _take(reading: _Reading, rule: str, kind: ValueType, value: RawValue) -> None:
    typed = read_value(kind, value)
    if isinstance(typed, Unreadable):
        reading.refuse((rule,), f"the rule “{rule}”: {typed.problem}", typed.hint)
    elif not isinstance(typed, kind.classes):
        reading.refuse((rule,), f"the rule “{rule}” must be {kind.wanted}")
    else:
        reading.rules[rule] = typed


def _allowed(reading: _Reading, _kind: ValueType, written: Mapping[str, RawValue], _depth: int) -> None:
    values = written["allowed"]
    if not isinstance(values, list) or not values:
        reading.refuse(("allowed",), "“allowed” wants a list of values")
        return
    name = reading.rules.get("schema", {}).get("type", "string") if reading.rules["type"] == "list" else reading.rules["type"]
    if name == "dict" or (name == "list" and reading.rules["type"] == "list"):
        reading.refuse(("allowed",), "“allowed” says nothing about mappings", "Use “schema”.", BAD_RULE)
        return
    item_kind = PARAMETER_TYPES[name]
    typed = [read_value(item_kind, value) for value in values]
    for index, value in enumerate(typed):
        if not isinstance(value, item_kind.classes):
            problem = value.problem if isinstance(value, Unreadable) else f"each value must be {item_kind.wanted}"
            reading.refuse(("allowed", index), f"the rule “allowed”: {problem}")
    reading.rules["allowed"] = typed


def _flag(rule: str) -> Callable[[_Reading, ValueType, Mapping[str, RawValue], int], None]:
    def read(reading: _Reading, _kind: ValueType, written: Mapping[str, RawValue], _depth: int) -> None:
        _take(reading, rule, PARAMETER_TYPES["boolean"], written[rule])

    return read


def _meta(reading: _Reading, kind: ValueType, written: Mapping[str, RawValue], _depth: int) -> None:
    meta = written["meta"]
    if not isinstance(meta, dict):
        reading.refuse(("meta",), "“meta” is a mapping", "Write {label: Credited within, better: lower}.")
        return
    for key, value in meta.items():
        if key not in META:
            reading.refuse(("meta", key), f"“{key}” is not known here", did_you_mean(key[:80], META) or f"Known here: {', '.join(META)}.", BAD_RULE)
        elif not isinstance(value, str):
            reading.refuse(("meta", key), f"“{key}” must be a text")
    better = meta.get("better")
    if isinstance(better, str):
        _better(reading, kind, better)
    reading.rules["meta"] = {key: value for key, value in meta.items() if isinstance(value, str)}


def _better(reading: _Reading, kind: ValueType, better: str) -> None:
    if better not in {"higher", "lower"}:
        if isinstance(read_value(kind, better), Unreadable):
            reading.refuse(("meta", "better"), f"“better” must be higher, lower or {kind.wanted}")
    elif kind.rank is None and list not in kind.classes:
        allowed = ", ".join(show(value) for value in reading.rules.get("allowed", ()))
        hint = f"Name the better value: {allowed}." if allowed else "Delete it."
        reading.refuse(("meta", "better"), f"values of the type {reading.rules['type']} are neither higher nor lower", hint)


def _order(reading: _Reading, kind: ValueType) -> None:
    """A least value above the greatest one lets nothing through."""
    least, greatest = reading.rules.get("min"), reading.rules.get("max")
    if kind.rank is not None and least is not None and greatest is not None and kind.rank(least) > kind.rank(greatest):
        reading.refuse(("min",), f"the least value {show(least)} is above the greatest one {show(greatest)}", "Exchange them.")


_READERS: Mapping[str, Callable[[_Reading, ValueType, Mapping[str, RawValue], int], None]] = {
    "schema": _schema,
    "min": _limit("min"),
    "max": _limit("max"),
    "allowed": _allowed,
    "required": _flag("required"),
    "nullable": _flag("nullable"),
    "meta": _meta,
}
