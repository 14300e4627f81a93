"""SLG351, SLG352: people and parties that an agreement needs."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Somebody on our side looks after the agreement; and a contract made for one customer names both sides."""
    del document
    agreement = context.agreement
    if not agreement.people.get("account") and not (agreement.review and agreement.review.owner):
        yield context.about_fact(
            "SLG351", Severity.WARNING, "people", "nobody is named who looks after the agreement, so its dates remind nobody", "Add “people: {account: …}”."
        )
    roles = {party.role or key for key, party in agreement.parties.items()}
    if "provider" not in roles or (agreement.kind == "sla" and agreement.level == "customer" and "customer" not in roles):
        missing = "provider" if "provider" not in roles else "customer"
        yield context.about_fact(
            "SLG352", Severity.ERROR, "parties", f"no party has the role of {missing}", f"Add the {missing}, or give a party “role: {missing}”."
        )
