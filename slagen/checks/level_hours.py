"""SLG311: a level's clock runs in other hours than its severity says."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Response and resolution times run in the severity's service hours; a level that names others contradicts it."""
    del document
    severities = context.agreement.severities
    for level in context.agreement.service_levels:
        severity = severities.get(level.severity)
        if severity is not None and level.hours != severity.hours:
            message = (
                f"“{level.id}” is counted in the hours “{level.hours}”, but {level.severity} runs in “{severity.hours}”: office hours are not round the clock"
            )
            yield context.about_fact("SLG311", Severity.WARNING, f"service_levels.{level.id}.hours", message, "Use the same hours in both.")
