"""The library: which clauses there are, what they hold, and which contracts use them."""

from __future__ import annotations

from dataclasses import dataclass

from slagen.core.errors import NotFoundError
from slagen.core.identifiers import nearest
from slagen.model.library import LibraryClause
from slagen.workspace.drafting import draft
from slagen.workspace.load import Loaded


@dataclass(frozen=True, slots=True)
class Use:
    """A contract that holds a clause: under which label, and where its text comes from."""

    agreement: str
    label: str
    version: str
    file: str


def list_clauses(loaded: Loaded, *, group: str = "", kind: str = "") -> tuple[LibraryClause, ...]:
    """The clauses by group and id, narrowed to a group or to a kind of agreement."""
    wanted = (clause for clause in loaded.library.clauses.values() if (not group or clause.group == group) and (not kind or kind in clause.kinds))
    return tuple(sorted(wanted, key=lambda clause: (clause.group, clause.id)))


def show_clause(loaded: Loaded, clause_id: str) -> LibraryClause:
    """One clause.

    Raises:
        NotFoundError: there is none with this id.
    """
    clause = loaded.library.clauses.get(clause_id)
    if clause is None:
        raise NotFoundError("clause", clause_id, nearest(clause_id, loaded.library.clauses), hint="List them with: slagen clauses list")
    return clause


def where_used(loaded: Loaded, clause_id: str) -> tuple[tuple[str, ...], tuple[Use, ...]]:
    """The templates that select a clause, and the contracts that hold it; raises NotFoundError as `show_clause` does."""
    show_clause(loaded, clause_id)
    templates = tuple(sorted(template.id for template in loaded.library.templates.values() if any(choice.id == clause_id for choice in template.choices)))
    uses: list[Use] = []
    for agreement_id in sorted(loaded.agreements):
        assembled = draft(loaded, agreement_id).assembled
        clause = assembled.clauses.get(clause_id) if assembled else None
        if assembled and clause:
            label = assembled.labels.get(clause_id)
            uses.append(Use(agreement_id, label.full if label else "recital", clause.version, clause.source.file))
    return templates, tuple(uses)
