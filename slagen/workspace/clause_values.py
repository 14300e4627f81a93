"""The values that a contract prints in one of its clauses, found without assembling it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slagen.model.agreement import Agreement
from slagen.model.library import ClauseChoice, Library


def clause_values(library: Library, agreement: Agreement, clause_id: str) -> Mapping[str, Any]:
    """What the parameters of a clause are: the agreement's, else the template's, else the clause's own; nothing where the contract does not take its text."""
    from slagen.schema.parameters import coerce_given  # noqa: PLC0415 - start-up

    clause, choice = library.clauses.get(clause_id), _choice(library, agreement, clause_id)
    if clause is None or choice is None:
        return {}
    own = agreement.clauses.set.get(clause_id)
    given, _ = coerce_given(clause.parameters, {**choice.defaults, **(own.values if own else {})}, lambda _name: choice.source)
    return {name: given.get(name, parameter.default) for name, parameter in clause.parameters.items()}


def _choice(library: Library, agreement: Agreement, clause_id: str) -> ClauseChoice | None:
    """The line that puts the clause into the contract; None where it is not there, or has a text of its own."""
    changes, template = agreement.clauses, library.templates.get(agreement.template)
    gone = {*(one.id for one in changes.remove), *(one.id for one in changes.replace)}
    if clause_id in gone or template is None:
        return None
    added = (ClauseChoice(one.id, template.source) for one in changes.add if one.id == clause_id)
    return next((choice for choice in template.choices if choice.id == clause_id), None) or next(added, None)
