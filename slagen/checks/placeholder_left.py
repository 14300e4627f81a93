"""SLG200, SLG201: a placeholder was left in the text."""

from __future__ import annotations

from collections.abc import Iterable
import re

from slagen.checks.context import Context
from slagen.checks.passages import fact_at, passages
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document
from slagen.model.walk import blanks

PLACEHOLDER = re.compile(
    r"\[(?:TBD|TBC|TODO|●|•|_+|\.{2,}|…|\?+|insert\b[^\]]*|date|name|amount|number|address)\]"
    r"|\bX{3,}\b|\bTB[DC]\b|\bTODO\b|\bFIXME\b|lorem ipsum|_{4,}|\?{3,}|<<[^>\n]*>>",
    re.IGNORECASE,
)
_HINTS = ("[", "<<", "???", "____", "xxx", "tbd", "tbc", "todo", "fixme", "lorem")
"""One of these is in every placeholder; to look for them is ten times faster than the pattern."""


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Placeholders in wording and in values alike; blanks that are known to be open are noted until the contract is to be signed."""
    for passage in passages(document):
        lower = passage.text.lower()
        for match in PLACEHOLDER.finditer(passage.text) if any(hint in lower for hint in _HINTS) else ():
            message = f"{context.cited(passage.provision)} still holds the placeholder “{match[0]}”"
            key = fact_at(passage, match.start())
            source = context.source_of(key) if key else context.place(passage.provision)
            yield Finding("SLG200", Severity.ERROR, message, source, "Write what is meant, or take the words out.")
    severity = Severity.NOTE if document.meta.status == "draft" else Severity.ERROR
    for provision, blank in blanks(document):
        message = f"{context.cited(provision)} has a blank: {blank.prompt}"
        hint = f"Give “{blank.key}” in agreement.yaml." if blank.key else "Give the fact in agreement.yaml."
        source = context.source_of(blank.key) if blank.key else context.place(provision)
        yield Finding("SLG201", severity, message, source, hint)
