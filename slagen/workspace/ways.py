"""The ways by which notices are delivered where the facts have none: those that the contract prints, from the parameters of its clause on notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slagen.formats.files import Folder
from slagen.lifecycle.delivery import printed_ways
from slagen.model.agreement import Agreement
from slagen.model.library import ClauseChoice, Library
from slagen.workspace.load import Loaded, pinned_library

CLAUSE = "notices"


def with_ways(loaded: Loaded, agreement: Agreement) -> Agreement:
    """The agreement with the ways that its contract prints; unchanged where its facts have ways, or nothing can be said.

    `loaded` holds the texts that bind.
    """
    facts = agreement.contract_term
    if facts is None or facts.delivery:
        return agreement
    ways = printed_ways(_values(pinned_library(loaded, agreement.id, agreement).library, agreement))
    return replace(agreement, contract_term=replace(facts, delivery=ways)) if ways else agreement


def takes_printed_ways(loaded: Loaded, agreement: Agreement) -> bool:
    """Whether the ways are taken from texts that may change, or come, under the agreement; they do not where its facts have ways, or what binds is signed."""
    facts = agreement.contract_term
    return facts is not None and not facts.delivery and isinstance(loaded.files, Folder)


def _values(library: Library, agreement: Agreement) -> Mapping[str, Any]:
    """What the parameters of the clause are: the agreement's, else the template's, else the clause's own."""
    from slagen.schema.parameters import coerce_given  # noqa: PLC0415 - start-up

    clause, choice = library.clauses.get(CLAUSE), _choice(library, agreement)
    if clause is None or choice is None:
        return {}
    own = agreement.clauses.set.get(CLAUSE)
    given, _ = coerce_given(clause.parameters, {**choice.defaults, **(own.values if own else {})}, lambda _name: choice.source)
    return {name: given.get(name, parameter.default) for name, parameter in clause.parameters.items()}


def _choice(library: Library, agreement: Agreement) -> ClauseChoice | None:
    """The line that puts the clause into the contract; None where it is not there, or has a text of its own."""
    changes, template = agreement.clauses, library.templates.get(agreement.template)
    gone = {*(one.id for one in changes.remove), *(one.id for one in changes.replace)}
    if CLAUSE in gone or template is None:
        return None
    added = (ClauseChoice(one.id, template.source) for one in changes.add if one.id == CLAUSE)
    return next((choice for choice in template.choices if choice.id == CLAUSE), None) or next(added, None)
