"""SLG205: sentences that are too long to read, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.checks.context import Context
from slagen.checks.passages import passages
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document

NOTED_ABOVE = 45
WARNED_ABOVE = 70
_SHOWN = 8


def check(document: Document, context: Context) -> Iterable[Finding]:
    """One finding for each clause: how many of its sentences have more than 45 words, and the longest of them."""
    long: dict[str, list[tuple[int, str, str]]] = {}
    for passage in passages(document):
        for sentence in passage.sentences if passage.kind != "cell" else ():
            count = len(sentence.split())
            if count > NOTED_ABOVE:
                long.setdefault(passage.clause, []).append((count, sentence, passage.provision))
    for found in long.values():
        count, sentence, provision = max(found)
        opening = " ".join(sentence.split()[:_SHOWN])
        how_many = "a sentence" if len(found) == 1 else f"{len(found)} long sentences, the longest"
        severity = Severity.WARNING if count > WARNED_ABOVE else Severity.NOTE
        message = f"{context.cited(provision)} has {how_many} of {count} words: “{opening} …”"
        yield context.about_text("SLG205", severity, provision, message, f"Split it: up to {NOTED_ABOVE} words can be read in one go.")
