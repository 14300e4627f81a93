"""A comparison for the terminal. Colour is the caller's business; without it, `[-…-]` was deleted and `{+…+}` inserted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
import re
from typing import TypeAlias

from slagen.compare.difference import Difference
from slagen.compare.directions import Direction
from slagen.compare.documents import Change, ClauseComparison, PassageComparison
from slagen.compare.words import Op, Segment, Segments
from slagen.formats.comparison.wording import ABSENT, explained, heading, renumbered, rows, summary, what_happened

Style: TypeAlias = Callable[[str, str], str]
"""(kind, text) → text to print; the kinds are heading, delete, insert, better, worse, neutral and quiet."""

_MARKS = {"delete": ("[-", "-]"), "insert": ("{+", "+}")}
_SIGNS = {Direction.BETTER: "better for the customer", Direction.WORSE: "worse for the customer", Direction.NEUTRAL: ""}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_AROUND = 60
"""Characters of unchanged text that are shown on either side of a change."""


def plain(kind: str, text: str) -> str:
    """Marks that need no colour."""
    before, after = _MARKS.get(kind, ("", ""))
    return f"{before}{text}{after}"


def render(difference: Difference, style: Style = plain, *, annotate: bool = False) -> str:
    """The comparison as lines of text; `annotate` says below changed words which term they come from."""
    return "".join(f"{line}\n" for line in _lines(difference, style, annotate=annotate))


def _lines(difference: Difference, style: Style, *, annotate: bool) -> Iterator[str]:
    yield style("heading", visible(f"{difference.old} → {difference.new}")) + f": {summary(difference)}"
    if difference.terms:
        yield ""
        yield style("heading", "Terms")
    for term in rows(difference):
        old, new = (_value(text, kind, style) for text, kind in ((term.old, "delete"), (term.new, "insert")))
        sign = _SIGNS[term.direction]
        yield f"  {visible(term.label)}: {old} → {new}" + (f"  {style(term.direction.value, f'({sign})')}" if sign else "")
    pushed = [clause for clause in difference.document.changes if clause.change is Change.RENUMBERED]
    for clause in difference.document.changes:
        if clause.change is not Change.RENUMBERED:
            yield from _clause(difference, clause, style, annotate=annotate)
    if pushed:
        yield ""
        yield style("heading", "Renumbered")
        yield from (f"  {visible(line)}" for line in renumbered(pushed))


def _value(value: str | None, kind: str, style: Style) -> str:
    return ABSENT if value is None else style(kind, visible(value).replace("\n", ", "))


def _clause(difference: Difference, clause: ClauseComparison, style: Style, *, annotate: bool) -> Iterator[str]:
    yield ""
    yield f"{style('heading', visible(heading(clause)))}  {style('quiet', what_happened(clause))}"
    for passage in clause.changes:
        label = passage.new_label or passage.old_label
        text = _passage(passage, style).replace("\n", "\n      ")
        yield f"    {f'{label}  ' if label else ''}{text}"
        if annotate:
            yield from (f"      ↳ {style('quiet', visible(line))}" for line in explained(difference, clause, passage))


def _passage(passage: PassageComparison, style: Style) -> str:
    if passage.change is Change.MOVED:
        here = any(segment.op is Op.INSERT for segment in passage.segments)
        return style("quiet", "moved here: " if here else "moved away: ") + _shortened("".join(segment.text for segment in passage.segments))
    return shown(passage.segments, style)


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


def _shortened(text: str) -> str:
    text = visible(text)
    return f"{_to_word(text[:_AROUND])}…" if len(text) > _AROUND else text


def _from_word(text: str) -> str:
    return text.partition(" ")[2] or text


def _to_word(text: str) -> str:
    return text.rpartition(" ")[0] or text


def visible(text: str) -> str:
    """Text without characters that would command the terminal."""
    return _UNPRINTABLE.sub("\ufffd", text)
