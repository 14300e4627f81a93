"""SLG455: a number in words that is another one in figures, or one length of time given in two units."""

from __future__ import annotations

from collections.abc import Iterable
import re

from slagen.checks.context import Context
from slagen.checks.passages import passages
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()  # noqa: SIM905 - a row of words
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905 - likewise
_WORDS = (
    {word: number for number, word in enumerate(_ONES, start=1)}
    | {word: 10 * number for number, word in enumerate(_TENS, start=2)}
    | {"hundred": 100, "a hundred": 100, "one hundred": 100}
)
_PAIR = re.compile(rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:[- ]({'|'.join(_ONES[:9])}))?\s*[(\[]?\s*(\d+)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SLASH = re.compile(r"\b(\d+)\s+(days?|weeks?|months?|years?)\s*/\s*(\d+)\s+(days?|weeks?|months?|years?)\b", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterable[Finding]:
    """“sixty (90) days”, “180 days / 6 months”: which one is meant?"""
    for passage in passages(document):
        if not _DIGIT.search(passage.text):
            continue
        for match in _PAIR.finditer(passage.text):
            words = _WORDS[match[1].lower()] + (_WORDS[match[2].lower()] if match[2] else 0)
            if words != int(match[3]):
                message = f"{context.cited(passage.provision)} says “{match[0]}”: {words} or {match[3]}?"
                yield context.about_text("SLG455", Severity.ERROR, passage.provision, message, "Write the number once.")
        for match in _SLASH.finditer(passage.text):
            message = f"{context.cited(passage.provision)} says “{match[0]}”, which are two different lengths"
            yield context.about_text("SLG455", Severity.ERROR, passage.provision, message, "Choose one of the two.")
