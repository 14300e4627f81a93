"""SLG302, SLG303: too many service levels to manage, or one that has never been measured."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.checks.context import Context
from slagen.core.durations import Duration
from slagen.core.findings import Finding, Severity
from slagen.core.periods import add
from slagen.model.document import Document

MOST_LEVELS = 12
_GRACE = Duration.parse("3 months")


def check(document: Document, context: Context) -> Iterable[Finding]:
    """More than twelve levels; and, three months into the agreement, levels without a single measurement."""
    del document
    agreement = context.agreement
    count = len(agreement.service_levels)
    if count > MOST_LEVELS:
        hint = f"Keep the {MOST_LEVELS} that matter most to the customer's goals; report the rest elsewhere."
        yield context.about_fact("SLG302", Severity.WARNING, "service_levels", f"{count} service levels are too many to manage", hint)
    term = agreement.contract_term
    if context.measured is None or term is None or context.today < add(term.effective_date, _GRACE):
        return
    for level in agreement.service_levels:
        if level.id not in context.measured:
            hint = f"Store measurements (slagen measure {agreement.id} FILE), or take the level out."
            yield context.about_fact("SLG303", Severity.WARNING, f"service_levels.{level.id}", f"“{level.id}” has never been measured", hint)
