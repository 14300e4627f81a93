"""SLG211: the contract uses a clause that is still a draft, or has been retired."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document
from slagen.model.library import ClauseStatus


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Only approved clauses belong into a contract."""
    del document
    for clause in context.clauses.values():
        if clause.status is not ClauseStatus.APPROVED:
            hint = "Have it approved, or choose another clause." if clause.status is ClauseStatus.DRAFT else "Choose the clause that took its place."
            yield context.about_text("SLG211", Severity.WARNING, clause.id, f"the clause “{clause.id}” is {clause.status.value}", hint)
