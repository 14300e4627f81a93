"""SLG206, SLG207, SLG208: differences from the standard need a reason, and beyond the playbook somebody's approval."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from slagen.checks.context import Context
from slagen.checks.playbook import Standing, standing
from slagen.core.findings import Finding, Severity
from slagen.model.agreement import AddedClause, RemovedClause, ReplacedClause
from slagen.model.document import Document


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Every deviation has a reason; one that gives way further than the standard names who approved it."""
    del document
    for key, clause_id, change in _changes(context):
        if not change.reason.strip():
            hint = "Add “reason: …”: why does this customer get something else?"
            yield context.about_fact("SLG206", Severity.ERROR, key, f"the change to “{clause_id}” has no reason", hint)
        clause = context.library.clauses.get(clause_id)
        if clause is not None and not clause.negotiable and not change.approved_by:
            hint = "Add “approved_by: …”, or keep the standard."
            yield context.about_fact("SLG208", Severity.WARNING, key, f"“{clause_id}” is not negotiable, and nobody approved the change to it", hint)
        elif isinstance(change, ReplacedClause) and not change.approved_by:
            hint = "Add “approved_by: …” once somebody has read it."
            yield context.about_fact("SLG207", Severity.WARNING, key, f"“{clause_id}” is replaced by other wording that nobody approved", hint)
    yield from _values(context)


def _changes(context: Context) -> Iterator[tuple[str, str, Any]]:
    changes = context.agreement.clauses
    for clause_id, setting in changes.set.items():
        yield f"clauses.set.{clause_id}", clause_id, setting
    groups: tuple[tuple[str, tuple[AddedClause | RemovedClause | ReplacedClause, ...]], ...] = (
        ("add", changes.add),
        ("remove", changes.remove),
        ("replace", changes.replace),
    )
    for verb, group in groups:
        for change in group:
            yield f"clauses.{verb}.{change.id}", change.id, change


def _values(context: Context) -> Iterator[Finding]:
    for clause_id, setting in context.agreement.clauses.set.items():
        clause = context.library.clauses.get(clause_id)
        if clause is None or setting.approved_by:
            continue
        for name in setting.values:
            parameter = clause.parameters.get(name)
            value = context.parameters.get(clause_id, {}).get(name)
            if parameter is None or value is None:
                continue
            found = standing(clause, parameter, value, context.we)
            if found.needs_approval:
                yield _finding(context, clause_id, name, parameter.label or name, found)


def _finding(context: Context, clause_id: str, name: str, label: str, found: Standing) -> Finding:
    where = f"is the {found.position} position" if found.position else "goes beyond every position of the playbook"
    hint = f"Add “approved_by: …”{f': {found.approver} may approve it' if found.approver else ''}."
    message = f"“{label}” of “{clause_id}” {where}, and nobody approved it"
    return context.about_fact("SLG207", Severity.WARNING, f"clauses.set.{clause_id}.values.{name}", message, hint)
