"""Changed words for the terminal."""

from __future__ import annotations

from collections.abc import Callable
import re
from typing import TypeAlias

from slagen.compare.words import Op, Segment, Segments

Style: TypeAlias = Callable[[str, str], str]
"""(kind, text) → text to print; the kinds are heading, delete, insert, better, worse, neutral and quiet."""

_MARKS = {"delete": ("[-", "-]"), "insert": ("{+", "+}")}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_AROUND = 60
"""Characters of unchanged text that are shown on either side of a change."""


def plain(kind: str, text: str) -> str:
    """Marks that need no colour."""
    before, after = _MARKS.get(kind, ("", ""))
    return f"{before}{text}{after}"


def shown(segments: Segments, style: Style = plain) -> str:
    """Changed words with some of what stands around them."""
    last = len(segments) - 1
    return "".join(_segment(segment, style, first=index == 0, last=index == last) for index, segment in enumerate(segments))


def _segment(segment: Segment, style: Style, *, first: bool, last: bool) -> str:
    if segment.op is not Op.EQUAL:
        return style(segment.op.value, visible(segment.text))
    text = visible(segment.text)
    if first and last:
        return text
    if first and len(text) > _AROUND:
        return "…" + _from_word(text[-_AROUND:])
    if last and len(text) > _AROUND:
        return _to_word(text[:_AROUND]) + "…"
    return text if len(text) <= 2 * _AROUND else f"{_to_word(text[:_AROUND])} … {_from_word(text[-_AROUND:])}"


def shortened(text: str) -> str:
    """The beginning of a text."""
    text = visible(text)
    return f"{_to_word(text[:_AROUND])}…" if len(text) > _AROUND else text


def _from_word(text: str) -> str:
    return text.partition(" ")[2] or text


def _to_word(text: str) -> str:
    return text.rpartition(" ")[0] or text


def visible(text: str) -> str:
    """Text without characters that would command the terminal."""
    return _UNPRINTABLE.sub("\ufffd", text)
