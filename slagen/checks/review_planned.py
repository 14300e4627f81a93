"""SLG212, SLG213: nobody will review the agreement, or nobody is named to do it."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document


def check(document: Document, context: Context) -> Iterable[Finding]:
    """A review with an owner, in every agreement."""
    del document
    agreement = context.agreement
    if agreement.review is None:
        hint = "Add “review: {every: 3 months, anchor: effective_date, owner: …}”."
        yield context.about_fact("SLG212", Severity.WARNING, "", "no review is planned, so nobody will look at the agreement again", hint)
    elif not agreement.review.owner and not agreement.people.get("account"):
        yield context.about_fact(
            "SLG213", Severity.WARNING, "review", "nobody is named to call the review", "Add “owner: …” to the review, or “people: {account: …}”."
        )
