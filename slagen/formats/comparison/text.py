"""A comparison for the terminal. Colour is the caller's business; without it, `[-…-]` was deleted and `{+…+}` inserted."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.compare.difference import Difference
from slagen.compare.directions import Direction
from slagen.compare.documents import ClauseComparison, PassageComparison
from slagen.formats.comparison.changed_words import Style, plain, shortened, shown, visible
from slagen.formats.comparison.wording import ABSENT, accepted, explained, heading, moved, parted, renumbered, rows, summary, what_happened

_SIGNS = {Direction.BETTER: "better for the customer", Direction.WORSE: "worse for the customer", Direction.NEUTRAL: ""}


def render(difference: Difference, style: Style = plain, *, annotate: bool = False) -> str:
    """The comparison as lines of text; `annotate` says below changed words which term they come from."""
    return "".join(f"{line}\n" for line in _lines(difference, style, annotate=annotate))


def _lines(difference: Difference, style: Style, *, annotate: bool) -> Iterator[str]:
    yield style("heading", visible(f"{difference.old} → {difference.new}")) + f": {summary(difference)}"
    yield from (f"Note: {visible(line)}" for line in accepted(difference))
    if difference.terms:
        yield ""
        yield style("heading", "Terms")
    for term in rows(difference):
        old, new = (_value(text, kind, style) for text, kind in ((term.old, "delete"), (term.new, "insert")))
        sign = _SIGNS[term.direction]
        yield f"  {visible(term.label)}: {old} → {new}" + (f"  {style(term.direction.value, f'({sign})')}" if sign else "")
    changed, pushed = parted(difference)
    for clause in changed:
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
    note = moved(passage)
    if note:
        return style("quiet", f"{note}: ") + shortened("".join(segment.text for segment in passage.segments))
    return shown(passage.segments, style)
