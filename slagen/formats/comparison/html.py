"""A comparison as one self-contained, accessible page: inline, or old and new side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from slagen.compare.difference import Difference
from slagen.compare.documents import ClauseComparison, PassageComparison
from slagen.compare.words import Op, Segments
from slagen.formats.comparison.wording import ABSENT, accepted, explained, heading, moved, parted, renumbered, rows, summary, title, what_happened

_STYLE = """
:root {
  color-scheme: light dark;
  --ink: #1c2430; --quiet: #5b6675; --paper: #fff; --line: #d9d4c9;
  --del: #a01c1c; --del-bg: #fdeaea; --ins: #14603a; --ins-bg: #e6f5ec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e4df; --quiet: #a3aab5; --paper: #17191d; --line: #3a3d44;
    --del: #ff9c9c; --del-bg: #3c1d1f; --ins: #86dca8; --ins-bg: #15301f;
  }
}
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 4rem; color: var(--ink); background: var(--paper);
  font: 400 1rem/1.6 Charter, "Noto Serif", Cambria, Georgia, serif; }
h1, h2, h3, table, .what, .number { font-family: "Segoe UI", "Helvetica Neue", "Noto Sans", Arial, sans-serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } h3 { font-size: 1.05rem; margin: 2rem 0 0; }
.what { margin: .1rem 0 .8rem; color: var(--quiet); font-size: .875rem; }
.number { color: var(--quiet); font-size: .875rem; margin-right: .6em; }
p { white-space: pre-line; margin: 0 0 .8rem; overflow-wrap: anywhere; }
del { color: var(--del); background: var(--del-bg); text-decoration: line-through; }
ins { color: var(--ins); background: var(--ins-bg); text-decoration: underline; }
del::before, del::after, ins::before, ins::after { position: absolute; clip-path: inset(100%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
del::before { content: " [deleted: "; } ins::before { content: " [inserted: "; } del::after, ins::after { content: "] "; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .7rem .4rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; white-space: pre-line; }
.sides { table-layout: fixed; } .sides td { font-family: inherit; padding-right: 1.25rem; }
.better { color: var(--ins); } .worse { color: var(--del); }
.why { border-left: 3px solid var(--line); padding-left: .7em; color: var(--quiet); font-size: .875rem; }
.views { border: 1px solid var(--line); border-radius: .4rem; display: inline-flex; gap: 1.2rem; padding: .4rem .9rem; margin: 0 0 .5rem; }
.views legend { position: absolute; clip-path: inset(100%); width: 1px; height: 1px; overflow: hidden; }
.views label { cursor: pointer; font-size: .875rem; font-family: "Segoe UI", "Helvetica Neue", "Noto Sans", Arial, sans-serif; }
body:has(#in-line:checked) .sides, body:has(#side-by-side:checked) .inline { display: none; }
body:has(#side-by-side:checked) main { max-width: 72rem; }
@media print { .views { display: none; } body { max-width: none; padding: 0; } h3 { break-after: avoid; } }
"""


_VIEWS = (
    '<fieldset class="views"><legend>How the words are shown</legend><label><input type="radio" name="view" id="in-line" checked> In line</label>'
    '<label><input type="radio" name="view" id="side-by-side"> Side by side</label></fieldset>'
)


def render(difference: Difference, *, annotate: bool = False, language: str = "en") -> str:
    """The comparison as a whole page that shows the words in line or side by side; `annotate` says below changed words which term they come from."""
    name = escape(title(difference))
    body = "\n".join(_body(difference, annotate=annotate))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{name}</title>\n<style>{_STYLE}</style>\n</head>\n'
        f"<body>\n<main>\n<h1>{name}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(difference: Difference, *, annotate: bool) -> Iterator[str]:
    yield f"<p>{escape(summary(difference))}</p>"
    yield from (f"<p>Note: {escape(line)}</p>" for line in accepted(difference))
    if difference.terms:
        yield from _terms(difference)
    changed, pushed = parted(difference)
    if changed:
        yield "<h2>Clauses</h2>"
        yield _VIEWS
    for clause in changed:
        yield from _clause(difference, clause, annotate=annotate)
    if pushed:
        yield "<h2>Renumbered clauses</h2>\n<ul>"
        yield from (f"<li>{escape(line)}</li>" for line in renumbered(pushed))
        yield "</ul>"


def _terms(difference: Difference) -> Iterator[str]:
    yield "<h2>Terms</h2>\n<table>"
    yield '<thead><tr><th scope="col">Term</th><th scope="col">Old</th><th scope="col">New</th><th scope="col">For the customer</th></tr></thead>\n<tbody>'
    for term in rows(difference):
        old, new = (_value(text, tag) for text, tag in ((term.old, "del"), (term.new, "ins")))
        way = term.direction.value
        yield f'<tr><th scope="row">{escape(term.label)}</th><td>{old}</td><td>{new}</td><td class="{way}">{way}</td></tr>'
    yield "</tbody>\n</table>"


def _value(text: str | None, tag: str) -> str:
    return ABSENT if text is None else f"<{tag}>{escape(text)}</{tag}>"


def _clause(difference: Difference, clause: ClauseComparison, *, annotate: bool) -> Iterator[str]:
    yield f'<section>\n<h3>{escape(heading(clause))}</h3>\n<p class="what">{escape(what_happened(clause))}</p>'
    if not clause.changes:
        yield "</section>"
        return
    notes = [tuple(explained(difference, clause, passage)) if annotate else () for passage in clause.changes]
    yield '<div class="inline">'
    for passage, lines in zip(clause.changes, notes, strict=True):
        yield f"<p>{_note(passage)}{_number(passage.new_label or passage.old_label)}{_marked(passage.segments)}</p>{_told(lines)}"
    yield '</div>\n<table class="sides">\n<thead><tr><th scope="col">Old</th><th scope="col">New</th></tr></thead>\n<tbody>'
    yield from (_sides(passage, lines) for passage, lines in zip(clause.changes, notes, strict=True))
    yield "</tbody>\n</table>\n</section>"


def _told(lines: Sequence[str]) -> str:
    return "".join(f'<p class="why">{escape(line)}</p>' for line in lines)


def _sides(passage: PassageComparison, lines: Sequence[str]) -> str:
    old = tuple(segment for segment in passage.segments if segment.op is not Op.INSERT)
    new = tuple(segment for segment in passage.segments if segment.op is not Op.DELETE)
    return f"<tr><td>{_side(passage, old, passage.old_label)}</td><td>{_side(passage, new, passage.new_label)}{_told(lines)}</td></tr>"


def _side(passage: PassageComparison, segments: Segments, label: str) -> str:
    return f"{_note(passage)}{_number(label)}{_marked(segments)}" if segments else ""


def _note(passage: PassageComparison) -> str:
    note = moved(passage)
    return f'<span class="number">{note}:</span>' if note else ""


def _number(label: str) -> str:
    return f'<span class="number">{escape(label)}</span>' if label else ""


def _marked(segments: Segments) -> str:
    tags = {Op.DELETE: "del", Op.INSERT: "ins"}
    return "".join(
        escape(segment.text) if segment.op is Op.EQUAL else f"<{tags[segment.op]}>{escape(segment.text)}</{tags[segment.op]}>" for segment in segments
    )
