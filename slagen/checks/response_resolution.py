"""SLG304: response mistaken for resolution."""

from __future__ import annotations

from collections.abc import Iterable
import re

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document
from slagen.model.service_level import ServiceLevel

_RESPONSE = re.compile(r"\b(?:respon[ds]\w*|acknowledg\w*|antwort\w*|reaktion\w*)", re.IGNORECASE)
_RESOLUTION = re.compile(r"\b(?:resol[uv]\w*|fix(?:e[sd])?|repair\w*|solved?|solution|restor\w*|cure\w*|lösung\w*|behebung\w*)", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterable[Finding]:
    """A level measured as a response but named as a resolution or the other way round; a severity with a response and nothing more."""
    del document
    levels = context.agreement.service_levels
    for level in levels:
        words = f"{level.id.replace('-', ' ')} {level.name} {level.description}"
        if level.metric == "response-time" and _RESOLUTION.search(words) and not _RESPONSE.search(words):
            yield _mistaken(context, level, "a resolution", "only the response")
        if level.metric == "resolution-time" and _RESPONSE.search(words) and not _RESOLUTION.search(words):
            yield _mistaken(context, level, "a response", "the resolution")
    solved = {level.severity for level in levels if level.metric in {"resolution-time", "recovery-time", "update-interval"}}
    if solved:
        return
    first = next((level for level in levels if level.metric == "response-time"), None)
    if first is not None:
        hint = "Add a level with “metric: resolution-time”, or say in the text that resolution times are not promised."
        yield context.about_fact(
            "SLG304", Severity.NOTE, f"service_levels.{first.id}", "a response is promised but no resolution: an answer is not a repair", hint
        )


def _mistaken(context: Context, level: ServiceLevel, name: str, measured: str) -> Finding:
    message = f"“{level.id}” is named like {name}, but {measured} is measured"
    return context.about_fact("SLG304", Severity.WARNING, f"service_levels.{level.id}", message, "Change the metric or the name.")
