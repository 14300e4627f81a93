"""What must not be torn at the end of a line in reports, statements and agendas: a number and its unit, a day and its month, the name of a period."""

from __future__ import annotations

import re

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_UNITS = "min|h|s|ms|seconds?|minutes?|hours?|days?|weeks?|months?|years?|events?|[Bb]usiness|per cent|%"
_SPACE = re.compile(rf"(?<=\d) (?=(?:{_UNITS}|{_MONTHS})(?!\w))|(?<=\bof) (?=\d)|(?<=[Cc]lause) (?=\d)")
PERIOD = re.compile(r"\b20\d\d-(?:\d\d(?:-\d\d)?|Q[1-4]|H[12])\b")
"""The name of a period, or a day."""
OF_REPORTS = frozenset({"review", "months"})
"""The kinds of tables in which this is so."""
_HYPHEN = re.compile(r"(?<=\b20\d\d)-(?=(?:\d\d|Q[1-4]|H[12])\b)|(?<=\b20\d\d-\d\d)-(?=\d\d\b)")


def unbroken(text: str) -> str:
    """The text with spaces and hyphens that hold a line together."""
    return _HYPHEN.sub("\u2011", spaced(text))


def spaced(text: str) -> str:
    """The text with spaces that hold a line together."""
    return _SPACE.sub("\u00a0", text) if any(map(str.isdigit, text)) else text
