"""Blocks as HTML: provisions with hanging numbers, lists, tables, definitions and signature blocks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, assert_never

from slagen.formats import signing, wording
from slagen.formats.html.spans import broken, defining, spans
from slagen.formats.unbroken import OF_REPORTS, PERIOD, spaced
from slagen.model.document import Clause, Definition, Figure, ItemList, PageBreak, Paragraph, SignatureBlock, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from slagen.formats.html.spans import Place
    from slagen.model.chart import Chart
    from slagen.model.document import Block, Cell

_COLUMN, _ROW = 'th scope="col"', 'th scope="row"'
_ALIGNED = {"right": ' class="r"', "center": ' class="c"'}


def label_of(target: str, place: Place) -> str:
    """The printed number of a provision or schedule; empty where it has none."""
    label = place.labels.get(target)
    return escape(label.text) if label else ""


def clause(node: Clause, place: Place, depth: int) -> Iterator[str]:
    """A clause with its heading on level `depth`, its text and its provisions."""
    label = label_of(node.id, place)
    yield f'<section class="clause" id="{escape(node.id)}">'
    if node.heading:
        yield f'<h{depth}><span class="n">{label}{"." if label.isdecimal() else ""}</span> <span>{spans(node.heading, place)}</span></h{depth}>'
    yield from _inside(node, place)
    yield "</section>"


def _inside(node: Clause, place: Place) -> Iterator[str]:
    yield from blocks(node.body, place)
    if node.children:
        yield '<ol class="provisions" role="list">'
        for child in node.children:
            yield from _provision(child, place)
        yield "</ol>"
    yield from blocks(node.closing, place)


def _provision(node: Clause, place: Place) -> Iterator[str]:
    yield f'<li id="{escape(node.id)}"><span class="n">{label_of(node.id, place)}</span><div>'
    if node.heading:
        yield f"<p><strong>{spans(node.heading, place)}</strong></p>"
    yield from _inside(node, place)
    yield "</div></li>"


def blocks(content: Iterable[Block], place: Place) -> Iterator[str]:
    """The blocks one after the other."""
    for block in content:
        yield from _block(block, place)


def _block(block: Block, place: Place) -> Iterator[str]:
    match block:
        case Paragraph():
            yield paragraph(block, place)
        case Definition(_, content, body):
            yield f"<p>{defining(content, place)}</p>"
            yield from blocks(body, place)
        case ItemList(items):
            yield "<ul>"
            yield from (f"<li>{''.join(blocks(item, place))}</li>" for item in items)
            yield "</ul>"
        case Figure(chart):
            yield from _figure(chart, place)
        case Table():
            yield from _table(block, place)
        case Clause():
            yield from ('<ol class="provisions" role="list">', *_provision(block, place), "</ol>")
        case SignatureBlock():
            yield from _signature(block)
        case PageBreak():
            yield '<hr class="page">'
        case _:
            assert_never(block)


def _figure(chart: Chart, place: Place) -> Iterator[str]:
    from slagen.formats.charts.draw import page_svg  # noqa: PLC0415 - heavy

    drawn = page_svg(chart, f"_chart-{next(place.figures)}")
    yield f'<figure>\n<figcaption>{broken(chart.title)}</figcaption>\n<div class="scroll" role="region" tabindex="0" aria-label="{escape(chart.title)}">'
    yield f"{drawn}\n</div>\n</figure>"


def paragraph(block: Paragraph, place: Place) -> str:
    """One paragraph."""
    return f"<p>{spans(block.content, place)}</p>"


def _table(table: Table, place: Place) -> Iterator[str]:
    name = escape(table.summary) or wording.TABLE
    yield f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">\n<table class="{escape(table.kind)}">'
    if table.summary:
        yield f"<caption>{broken(table.summary)}</caption>"
    yield f"<thead><tr>{''.join([_cell(cell, _COLUMN, place) for cell in table.header])}</tr></thead>\n<tbody>"
    first = "td" if table.kind == "text" else _ROW
    written = _held if table.kind in OF_REPORTS else _cell
    for row in table.rows:
        yield f"<tr>{''.join([written(cell, 'td' if position else first, place) for position, cell in enumerate(row)])}</tr>"
    yield "</tbody>\n</table>\n</div>"


def _cell(cell: Cell, tag: str, place: Place) -> str:
    return f"<{tag}{_ALIGNED.get(cell.align, '')}>{spans(cell.content, place)}</{tag[:2]}>"


def _held(cell: Cell, tag: str, place: Place) -> str:
    """A cell whose numbers stay with their units, and whose periods stay whole."""
    match cell.content:
        case (Text(text),):
            whole = PERIOD.sub(lambda found: f'<span class="w">{found[0]}</span>', broken(spaced(text)))
            return f"<{tag}{_ALIGNED.get(cell.align, '')}>{whole}</{tag[:2]}>"
        case _:
            return _cell(cell, tag, place)


def _signature(block: SignatureBlock) -> Iterator[str]:
    said = (f"<strong>{broken(text)}</strong>" if strong else broken(text) for text, strong in signing.statement(block))
    yield f'<div class="signature">\n<p>{"".join(said)}</p>'
    yield from (_lines(lines) for lines in signing.signers(block))
    for heading in signing.witnesses(block):
        yield f"<p><strong>{broken(heading)}</strong></p>"
        yield _lines(tuple(map(signing.Line, signing.WITNESS_LINES)))
    yield "</div>"


def _lines(lines: Sequence[signing.Line]) -> str:
    return f"<dl>{''.join(f'<div><dt>{label}</dt><dd>{broken(value)}</dd></div>' for label, value in lines)}</dl>"
