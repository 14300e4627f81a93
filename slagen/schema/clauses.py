"""A clause of the library: its facts checked, its parameters and positions read."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from slagen.core.findings import Finding, Source, has_errors
from slagen.core.raw import Raw, RawPath
from slagen.model.library import ClauseStatus, LibraryClause, Parameter, Position
from slagen.schema.faults import finding, without_echoes
from slagen.schema.parameters import position_findings, read_parameters
from slagen.schema.rule_set import RuleSet
from slagen.schema.vocabulary import BOOLEAN, DATE, ID, KINDS, NAME, STRING, TEXT, items, keyed, mapping, must, one_of

_POSITION = {**mapping({"values": keyed("key", {"type": "value"}), "approver": STRING, "text": TEXT}), "nullable": True}
CLAUSE = mapping(
    {
        "id": must(ID),
        "title": must(NAME),
        "version": must({"type": "version"}),
        "status": must(one_of([status.value for status in ClauseStatus])),
        "kinds": must(items({"type": "string", "allowed": KINDS})),
        "summary": STRING,
        "owner": NAME,
        "review_by": DATE,
        "negotiable": BOOLEAN,
        "requires": items({"type": "clause"}),
        "excludes": items({"type": "clause"}),
        "parameters": keyed("key", {"type": "value"}),
        "positions": mapping({"standard": _POSITION, "fallback": _POSITION, "walk_away": _POSITION}),
        "guidance": TEXT,
        "changes": keyed("version", TEXT),
    }
)
_LISTS = ("kinds", "requires", "excludes")


@cache
def clause_rule_set() -> RuleSet:
    """The rule set of clauses, made once."""
    return RuleSet(CLAUSE)


def read_clause(front: Raw, text: str, text_line: int, *, blob: str, group: str) -> tuple[LibraryClause | None, tuple[Finding, ...]]:
    """The clause, or None where anything is wrong. `front` and `text` are what `formats.frontmatter.split` gave, whose findings come first."""
    if front.data is None and front.findings:
        return None, front.findings
    facts, faults = clause_rule_set().check(front.data if front.data is not None else {})
    found = [finding(fault, front.data, front.source) for fault in without_echoes(faults)]
    parameters, wrong = read_parameters(front, ("parameters",))
    found.extend(wrong)
    positions, wrong = _positions(front, facts, parameters)
    found.extend(wrong)
    findings = (*front.findings, *sorted(found, key=Finding.sort_key))
    if has_errors(findings):
        return None, findings
    made: dict[str, Any] = {**facts, **{key: tuple(facts.get(key, ())) for key in _LISTS}, "status": ClauseStatus(facts["status"])}
    made.update(parameters=parameters, positions=positions)
    return LibraryClause(**made, text=text, text_line=text_line, source=Source(front.file, 1), blob=blob, group=group), findings


def _positions(front: Raw, facts: Any, parameters: dict[str, Parameter]) -> tuple[dict[str, Position], list[Finding]]:
    positions: dict[str, Position] = {}
    found: list[Finding] = []
    for name, given in _mapping(facts, "positions").items():
        values = _mapping(given, "values")
        # A parameter whose own rules are wrong has been reported already: its values cannot be judged.
        judged = {key: value for key, value in values.items() if key in parameters or key not in _mapping(facts, "parameters")}
        path: RawPath = ("positions", name, "values")
        typed, wrong = position_findings(name, judged, parameters, partial(_source_below, front, path))
        found.extend(wrong)
        facts_of = given if isinstance(given, dict) else {}
        positions[name] = Position(name, typed, facts_of.get("approver", ""), facts_of.get("text", ""))
    return positions, found


def _source_below(front: Raw, path: RawPath, key: str) -> Source:
    return front.source((*path, key))


def _mapping(value: Any, key: str) -> dict[str, Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}
