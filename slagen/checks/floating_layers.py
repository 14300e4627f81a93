"""SLG216: an executed agreement takes another document “as amended”, so its own text can change without it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
import re

from slagen.checks.context import Context
from slagen.checks.passages import passages
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document

_FLOATING = re.compile(r"\bas (?:amended|varied|updated|revised|modified)\b|\bfrom time to time\b", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Sentences that name a layer or the master agreement and leave its version open. A note in a draft, an error once frozen or signed."""
    names = tuple(name for name in _names(context) if name)
    severity = Severity.NOTE if document.meta.status == "draft" else Severity.ERROR
    for passage in passages(document) if names else ():
        for sentence in passage.sentences:
            named = next((name for name in names if name.casefold() in sentence.casefold()), "")
            if named and _FLOATING.search(sentence):
                message = f"{context.cited(passage.provision)} takes “{named}” as amended: its text could change under a signed contract"
                yield context.about_text("SLG216", severity, passage.provision, message, "Name the version: “in its version of …”.")


def _names(context: Context) -> Iterator[str]:
    agreement = context.agreement
    for layer in agreement.builds_on:
        yield layer
        yield context.related[layer].title if layer in context.related else ""
    if agreement.master is not None:
        yield agreement.master.ref
        yield "master agreement"
