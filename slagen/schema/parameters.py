"""Parameters of clauses: their rules come from YAML too, so they are read and checked before anything is checked by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from slagen.core.findings import Finding, Severity, Source
from slagen.core.identifiers import did_you_mean
from slagen.core.memo import Memo
from slagen.core.raw import Raw, RawPath, RawValue
from slagen.model.library import Parameter
from slagen.schema.faults import Fault, SourceOf, finding
from slagen.schema.parameter_rules import read_parameter
from slagen.schema.rule_set import RuleSet

UNKNOWN_PARAMETER = "SLG038"


def read_parameters(raw: Raw, path: RawPath) -> tuple[dict[str, Parameter], list[Finding]]:
    """The parameters written as a mapping at `path`, those that are sound; what is wrong with the others is found."""
    written = _at(raw.data, path)
    parameters: dict[str, Parameter] = {}
    found: list[Finding] = []
    for name, rules in written.items() if isinstance(written, dict) else ():
        here = (*path, name)
        parameter, faults = read_parameter(name, rules, raw.source(here))
        found.extend(finding(_moved(fault, here), raw.data, raw.source) for fault in faults)
        if parameter is not None:
            parameters[name] = parameter
    return parameters, found


def _at(data: RawValue, path: RawPath) -> RawValue:
    for step in path:
        data = data.get(str(step)) if isinstance(data, dict) else None
    return data


def _moved(fault: Fault, path: RawPath) -> Fault:
    return Fault(fault.code, fault.message, fault.hint, (*path, *fault.path))


def coerce_given(
    parameters: Mapping[str, Parameter], values: Mapping[str, RawValue], source_of: Callable[[str], Source]
) -> tuple[dict[str, Any], list[Finding]]:
    """The given values that keep the rules, and what is wrong with the others: findings at `source_of(name)`. Nothing is filled in."""
    typed: dict[str, Any] = {}
    found: list[Finding] = []
    for name, value in values.items():
        parameter = parameters.get(name)
        if parameter is None:
            hint = did_you_mean(name[:80], parameters) or (f"The clause has: {', '.join(parameters)}." if parameters else "The clause has no parameters.")
            found.append(Finding(UNKNOWN_PARAMETER, Severity.ERROR, f"the clause has no parameter “{name}”", source_of(name), hint))
            continue
        read, faults = rule_set_of(parameter).check(value)
        found.extend(finding(fault, value, _always(source_of(name)), prefix=name) for fault in faults)
        if not faults:
            typed[name] = read
    return typed, found


def _always(source: Source) -> SourceOf:
    return lambda _path: source


def rule_set_of(parameter: Parameter) -> RuleSet:
    """The rule set of a parameter, made once as long as it is in use."""
    return _rule_sets.of(parameter, None, lambda: RuleSet(parameter.rules))


_rule_sets: Memo[RuleSet] = Memo(4096)


def position_findings(
    name: str, values: Mapping[str, RawValue], parameters: Mapping[str, Parameter], source_of: Callable[[str], Source]
) -> tuple[dict[str, Any], Iterator[Finding]]:
    """The values of a position of the playbook, and what is wrong with them."""
    typed, found = coerce_given(parameters, values, source_of)
    return typed, (Finding("SLG037", item.severity, f"the position “{name}”: {item.message}", item.source, item.hint) for item in found)
