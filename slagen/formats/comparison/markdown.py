"""A comparison as Markdown: ~~deleted~~ and **inserted**, as git hosts show it."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.compare.difference import Difference
from slagen.compare.documents import ClauseComparison, PassageComparison
from slagen.compare.words import Op, Segment
from slagen.formats.comparison.wording import ABSENT, accepted, explained, heading, moved, parted, renumbered, rows, summary, title, what_happened
from slagen.formats.markdown.escape import escape, line_starts

_MARKS = {Op.DELETE: ("~~", "<del>", "</del>"), Op.INSERT: ("**", "<ins>", "</ins>")}


def render(difference: Difference, *, annotate: bool = False) -> str:
    """The comparison as one Markdown document; `annotate` says below changed words which term they come from."""
    return "\n\n".join(_blocks(difference, annotate=annotate)) + "\n"


def _blocks(difference: Difference, *, annotate: bool) -> Iterator[str]:
    yield f"# {_line(title(difference))}"
    yield summary(difference)
    yield from (f"Note: {_line(line)}" for line in accepted(difference))
    if difference.terms:
        yield "## Terms"
        lines = ["| Term | Old | New | For the customer |", "|---|---|---|---|"]
        for term in rows(difference):
            old, new = (ABSENT if text is None else _line(text) for text in (term.old, term.new))
            lines.append(f"| {_line(term.label)} | {old} | {new} | {term.direction.value} |")
        yield "\n".join(lines)
    changed, pushed = parted(difference)
    if changed or pushed:
        yield "## Clauses"
    for clause in changed:
        yield from _clause(difference, clause, annotate=annotate)
    if pushed:
        yield "### Renumbered"
        yield "\n".join(f"- {_line(line)}" for line in renumbered(pushed))


def _clause(difference: Difference, clause: ClauseComparison, *, annotate: bool) -> Iterator[str]:
    yield f"### {_line(heading(clause))}"
    yield f"*{escape(what_happened(clause))}*"
    for passage in clause.changes:
        label = passage.new_label or passage.old_label
        body = _passage(passage)
        yield line_starts(f"{escape(label)} {body}" if label else body)
        if annotate:
            yield from (f"> {_line(line)}" for line in explained(difference, clause, passage))


def _passage(passage: PassageComparison) -> str:
    text = "".join(_segment(segment) for segment in passage.segments)
    note = moved(passage)
    return f"*{note}:* {text}" if note else text


def _segment(segment: Segment) -> str:
    if segment.op is Op.EQUAL:
        return _broken(segment.text)
    inner = segment.text.strip()
    if not inner:
        return f"{_MARKS[segment.op][1]}{_spaces(segment.text)}{_MARKS[segment.op][2]}"
    start = segment.text.index(inner)
    return _broken(segment.text[:start]) + _marked(inner, segment.op) + _broken(segment.text[start + len(inner) :])


def _marked(text: str, op: Op) -> str:
    """Signs where Markdown surely reads them as marks (CommonMark 6.2, “flanking”), else the HTML elements that mean the same."""
    signs, opening, closing = _MARKS[op]
    if text[0].isalnum() and text[-1].isalnum():
        return f"{signs}{_broken(text)}{signs}"
    return f"{opening}{_broken(text)}{closing}"


def _spaces(text: str) -> str:
    return "".join("<br>" if sign == "\n" else "&nbsp;" for sign in text)


def _broken(text: str) -> str:
    return "<br>".join(escape(line) for line in text.split("\n"))


def _line(text: str) -> str:
    return escape(" ".join(text.split()))
