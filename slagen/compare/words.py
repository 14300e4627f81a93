"""Differences between two texts, word by word and never within a word, a figure or a date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cache, lru_cache
import re
from types import ModuleType
from typing import NamedTuple, TypeAlias

_FIGURE = r"\d+(?:[.,:/\u2019'\u00a0\u202f-]\d+)*"
_UNIT = (
    r"(?:%|‰|ms|s|sec|min|h|minutes?|seconds?|hours?|days?|(?:business|working|calendar)\ days?|weeks?|months?|years?"
    r"|Tage?n?|Werktage?n?|Arbeitstage?n?|Monate?n?|Jahre?n?|Stunden?|Minuten?|[A-Z]{3}|[£$€¥])"
)
_TOKEN = re.compile(
    rf"""
      \s+
    | (?![A-Z]{{3}}[ \u00a0\u202f]?\d)[^\W\d_][^\W_]*(?:['’\u00ad-][^\W_]+|[.,]\d+)*    # words, customer's, third-party, v1.0
    | \d{{1,2}}\.?[ \u00a0][^\W\d_]{{3,12}}\.?[ \u00a0]\d{{4}}\b          # 1 January 2026, 1. Januar 2026
    | (?:[£$€¥]|\b[A-Z]{{3}})[ \u00a0\u202f]?{_FIGURE}(?:[ \u00a0]?(?:million|m|k)\b)?     # £10,000.00, GBP 5
    | {_FIGURE}(?:[ \u00a0\u202f]?{_UNIT}(?![^\W_]))                      # 99.9 %, 30 days, 10 GBP
    | {_FIGURE}[^\W_]*(?:\([a-z]{{1,5}}\))*                               # 4.1(a)(ii), 2026-01-01, 24x7
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_JOINTS = frozenset({"", "–", "-"})
_MOST_CELLS = 1_000_000_000
"""Longest × longest that is aligned word by word: about 125 MB of bits. Beyond, the middle is replaced as a whole."""


class Op(StrEnum):
    """What happens to a piece of text."""

    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


class Segment(NamedTuple):
    """A piece of text and what happens to it."""

    op: Op
    text: str


Segments: TypeAlias = tuple[Segment, ...]


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[str, ...]:
    """The text in pieces that are never cut: words, figures with their units, dates, runs of spaces, single signs. Joined, they are the text."""
    return tuple(_TOKEN.findall(text))


def count_words(text: str) -> int:
    """How many words and figures people would count."""
    return len(re.findall(r"\w+(?:['’.,:-]\w+)*", text))


def diff(old: str, new: str) -> Segments:
    """The shortest way from `old` to `new` in whole tokens; a change is a deletion followed by an insertion."""
    if old == new:
        return (Segment(Op.EQUAL, old),) if old else ()
    return tuple(_tidy(_aligned(tokens(old), tokens(new))))


def apply(segments: Iterable[Segment], old: str) -> str:
    """The new text.

    Raises:
        ValueError: the segments are not about `old`.
    """
    changes = tuple(segments)
    if base(changes) != old:
        raise ValueError("these changes are not about this text")
    return revised(changes)


def base(segments: Iterable[Segment]) -> str:
    """The text before."""
    return "".join(segment.text for segment in segments if segment.op is not Op.INSERT)


def revised(segments: Iterable[Segment]) -> str:
    """The text after."""
    return "".join(segment.text for segment in segments if segment.op is not Op.DELETE)


def _aligned(old: Sequence[str], new: Sequence[str]) -> Iterator[Segment]:
    head = _same_start(old, new)
    tail = _same_start(old[head:][::-1], new[head:][::-1])
    yield Segment(Op.EQUAL, "".join(old[:head]))
    yield from _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    yield Segment(Op.EQUAL, "".join(old[len(old) - tail :]))


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Segment]:
    for tag, start, end, to_start, to_end in opcodes(old, new):
        if tag == "equal":
            yield Segment(Op.EQUAL, "".join(old[start:end]))
        else:
            yield Segment(Op.DELETE, "".join(old[start:end]))
            yield Segment(Op.INSERT, "".join(new[to_start:to_end]))


def opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """How `old` becomes `new`, as (tag, old from, old to, new from, new to), by longest common subsequence (rapidfuzz's Indel)."""
    if not old or not new or len(old) * len(new) > _MOST_CELLS:
        yield "change", 0, len(old), 0, len(new)
        return
    for code in indel().opcodes(old, new):
        yield code.tag, code.src_start, code.src_end, code.dest_start, code.dest_end


@cache
def indel() -> ModuleType:
    """The Indel distance (of rapidfuzz): the one in which a change is a deletion and an insertion."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - start-up

    return Indel


def _same_start(old: Sequence[str], new: Sequence[str]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _tidy(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Join what belongs together: spaces alone do not keep two changes apart, and each change is one deletion and one insertion."""
    gone = came = ""
    waiting = ""
    for segment in segments:
        if segment.op is Op.DELETE:
            gone, came, waiting = gone + waiting + segment.text, came + waiting, ""
        elif segment.op is Op.INSERT:
            gone, came, waiting = gone + waiting, came + waiting + segment.text, ""
        elif (gone or came) and not waiting and is_joint(segment.text) and gone and came:
            waiting = segment.text
        elif segment.text:
            yield from _change(gone, came)
            yield Segment(Op.EQUAL, waiting + segment.text)
            gone = came = waiting = ""
    yield from _change(gone, came)
    if waiting:
        yield Segment(Op.EQUAL, waiting)


def is_joint(text: str) -> bool:
    """Whether it is no more than white space or the dash of a range: `09:00–17:30` → `08:00–18:00` is one change."""
    return bool(text) and text.strip() in _JOINTS


def _change(gone: str, came: str) -> Iterator[Segment]:
    if gone == came:
        if gone:
            yield Segment(Op.EQUAL, gone)
        return
    if gone:
        yield Segment(Op.DELETE, gone)
    if came:
        yield Segment(Op.INSERT, came)
