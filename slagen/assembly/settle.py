"""Parameters: which value each clause's parameter has in this agreement, and who said so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from slagen.core.findings import Finding, Severity, Source
from slagen.core.raw import RawValue
from slagen.model.library import Parameter
from slagen.model.provenance import Stated

if TYPE_CHECKING:
    from slagen.assembly.select import Selected
    from slagen.core.raw import Raw

# Only the values that are given: defaults are not its business.
Coerce: TypeAlias = Callable[[Mapping[str, Parameter], Mapping[str, RawValue], Callable[[str], Source]], tuple[dict[str, Any], list[Finding]]]


@dataclass(frozen=True, slots=True)
class Settled:
    """The parameters of one clause: their values, and for each its statements, the one that holds first."""

    values: Mapping[str, Any]
    stated: Mapping[str, tuple[Stated, ...]]
    findings: tuple[Finding, ...]


def settle(selected: Selected, raw: Raw, coerce: Coerce) -> Settled:
    """Default of the clause, then of the template, then what the agreement sets: the last one holds."""
    clause, choice = selected.clause, selected.choice
    chosen, findings = _coerced(clause.parameters, choice.defaults, lambda _name: choice.source, coerce)
    own, path = _own_values(raw, clause.id)
    set_here, more = _coerced(clause.parameters, own, lambda name: raw.source((*path, name)), coerce)
    values: dict[str, Any] = {}
    stated: dict[str, tuple[Stated, ...]] = {}
    missing: list[Finding] = []
    for name, parameter in clause.parameters.items():
        known = parameter.has_default or name in choice.defaults or name in own
        values[name] = set_here.get(name, chosen.get(name, parameter.default))
        stated[name] = tuple(_statements(parameter, choice.defaults.get(name), choice.source, own.get(name), raw.source((*path, name))))
        if not known and parameter.rules.get("required"):
            missing.append(_missing(clause.id, name, choice.source))
    return Settled(values, stated, (*findings, *more, *missing))


def _coerced(
    parameters: Mapping[str, Parameter], values: Mapping[str, RawValue], source_of: Callable[[str], Source], coerce: Coerce
) -> tuple[dict[str, Any], list[Finding]]:
    return coerce(parameters, values, source_of) if values else ({}, [])


def _own_values(raw: Raw, clause_id: str) -> tuple[Mapping[str, RawValue], tuple[str, ...]]:
    path = ("clauses", "set", clause_id, "values")
    here: RawValue = raw.data
    for name in path:
        here = here.get(name) if isinstance(here, dict) else None
    return (here if isinstance(here, dict) else {}), path


def _statements(parameter: Parameter, chosen: RawValue, chosen_at: Source, own: RawValue, own_at: Source) -> Iterable[Stated]:
    if own is not None:
        yield Stated(_text(own), own_at)
    if chosen is not None:
        yield Stated(_text(chosen), chosen_at)
    if parameter.has_default and parameter.source:
        yield Stated(_text(parameter.default), parameter.source)


def _text(value: object) -> str:
    return ", ".join(map(_text, value)) if isinstance(value, (list, tuple)) else str(value)


def _missing(clause_id: str, name: str, source: Source) -> Finding:
    hint = f"Set it: clauses: {{set: {{{clause_id}: {{values: {{{name}: …}}, reason: …}}}}}}."
    return Finding("SLG021", Severity.ERROR, f"the clause “{clause_id}” needs a value for “{name}”", source, hint)
