"""SLG300, SLG301: a service level that nobody can measure is no promise."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Every level has a source of data and a period; one with a remedy has a target with a unit."""
    del document
    for level in context.agreement.service_levels:
        key = f"service_levels.{level.id}"
        if level.source is None or not level.source.system:
            yield context.about_fact("SLG300", Severity.ERROR, key, f"“{level.id}” has no source of data", "Add “source: {type: outages, system: …}”.")
        if not level.period:
            yield context.about_fact("SLG301", Severity.ERROR, key, f"“{level.id}” has no period to be measured over", "Add “period: calendar-month”.")
        targets = level.current_targets
        if level.role == "slo" and (not targets or any(not stage.target.unit for stage in targets)):
            yield context.about_fact(
                "SLG301",
                Severity.ERROR,
                key,
                f"“{level.id}” has no target with a unit, so nobody can say whether it was met",
                "Add “target: …”, such as >= 99.9 %.",
            )
