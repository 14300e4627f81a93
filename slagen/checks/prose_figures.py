"""SLG214: a figure written into the wording that disagrees with the facts."""

from __future__ import annotations

from collections.abc import Iterable
import re

from slagen.checks.context import Context
from slagen.checks.figures import disagreements
from slagen.checks.passages import passages
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document

_DIGIT = re.compile(r"\d")
_BETWEEN = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(])")


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Percentages and lengths of time in fixed wording, in sentences about service levels, credits, terms or maintenance. Tables and values are facts."""
    for passage in passages(document):
        if passage.kind == "cell" or not _DIGIT.search(passage.text):
            continue
        masked = "".join(piece.text if piece.fixed or not any(char.isdigit() for char in piece.text) else "§" for piece in passage.pieces)
        for sentence in _BETWEEN.split(masked):
            for printed, topic in disagreements(sentence, context.agreement):
                message = f"{context.cited(passage.provision)} says {printed.text} of {topic.name}, and the facts say otherwise"
                yield context.about_text(
                    "SLG214", Severity.WARNING, passage.provision, message, "Print the fact ({{ … }}) where the figure stands, or correct one of the two."
                )
