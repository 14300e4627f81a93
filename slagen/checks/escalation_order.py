"""SLG330, SLG331: an escalation that does not climb, or that leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Levels count 1, 2, 3 …; each is reached later than the one before and goes to somebody else."""
    del document
    levels = context.agreement.escalation
    numbers = [level.level for level in levels]
    if numbers != list(range(1, len(levels) + 1)):
        hint = "Number the levels 1, 2, 3 … in the order they are reached."
        yield context.about_fact("SLG330", Severity.WARNING, "escalation", f"the escalation levels are numbered {', '.join(map(str, numbers))}", hint)
    for lower, higher in pairwise(levels):
        if higher.after.rough_days <= lower.after.rough_days:
            message = f"escalation level {higher.level} is reached after {higher.after}, no later than level {lower.level} ({lower.after})"
            yield context.about_fact("SLG330", Severity.WARNING, "escalation", message, "Let each level begin later than the one before.")
        if higher.role == lower.role:
            yield context.about_fact(
                "SLG331",
                Severity.WARNING,
                "escalation",
                f"escalation levels {lower.level} and {higher.level} go to the same role",
                "Name somebody with more authority.",
            )
