"""SLG332, SLG333: exclusions that swallow the promise, or that point to nothing."""

from __future__ import annotations

from collections.abc import Iterable
import re

from slagen.checks.context import Context
from slagen.checks.passages import passages
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document

_ANYTHING = frozenset({"any", "any-cause", "any-other-cause", "other", "all", "everything", "any-reason"})
_ANY_CAUSE = re.compile(r"\bany (?:other )?(?:cause|reason|event)(?: whatsoever)?\b(?! (?:listed|named|stated|in the list|in this list))", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:no|not|nothing|never|unless|whatever)\b", re.IGNORECASE)
_HINT = "List the causes: planned maintenance, what the customer causes, force majeure."


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Exclusions are a closed list of causes."""
    for level in context.agreement.service_levels:
        for cause in level.exclusions:
            if cause in _ANYTHING:
                yield context.about_fact(
                    "SLG332", Severity.WARNING, f"service_levels.{level.id}.exclusions", f"“{level.id}” excludes “{cause}”: then nothing is promised", _HINT
                )
        if "planned-maintenance" in level.exclusions and context.agreement.maintenance is None:
            hint = "Add “maintenance: {notice: …, allowance: …, windows: […]}”, or take the exclusion out."
            message = f"“{level.id}” excludes planned maintenance, but nothing says when that is"
            yield context.about_fact("SLG333", Severity.WARNING, f"service_levels.{level.id}.exclusions", message, hint)
    for passage in passages(document):
        if passage.clause == "exclusions" and passage.kind != "heading":
            for sentence in passage.sentences:
                if _ANY_CAUSE.search(sentence) and not _NEGATED.search(sentence):
                    message = f"{context.cited(passage.provision)} excludes any cause: then nothing is promised"
                    yield context.about_text("SLG332", Severity.WARNING, passage.provision, message, _HINT)
