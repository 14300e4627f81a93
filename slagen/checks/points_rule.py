"""SLG325: points without a rule that says what they are worth."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document


def check(document: Document, context: Context) -> Iterable[Finding]:
    """TELUS lists 5, 10, 15 … points for 2, 4, 6 … %: what are 12 points worth? Here every point has one value, which must be stated."""
    del document
    for scheme in context.agreement.service_credits:
        if scheme.points and scheme.point_value is None:
            hint = "Add “point_value: 1 %”: every point counts the same, so no step is left open."
            message = f"“{scheme.id}” gives points but does not say what a point is worth"
            yield context.about_fact("SLG325", Severity.ERROR, f"service_credits.{scheme.id}", message, hint)
