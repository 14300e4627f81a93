"""SLG215: a standard for every user of a service must not differ for one customer."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document


def check(document: Document, context: Context) -> Iterable[Finding]:
    """An agreement at service level that names a customer changes no clause for it. Without one, its choices are the standard for everybody."""
    del document
    agreement = context.agreement
    if agreement.level != "service" or not any((party.role or key) == "customer" for key, party in agreement.parties.items()):
        return
    hint = f"Make a customer agreement on top of it: “level: customer” and “builds_on: [{agreement.id}]”."
    changes = agreement.clauses
    keys = [
        *(f"set.{name}" for name in changes.set),
        *(f"{verb}.{one.id}" for verb, group in (("add", changes.add), ("remove", changes.remove), ("replace", changes.replace)) for one in group),
    ]
    for key in keys:
        message = f"an agreement at service level has one standard for every customer: “clauses.{key}” is refused"
        yield context.about_fact("SLG215", Severity.ERROR, f"clauses.{key}", message, hint)
