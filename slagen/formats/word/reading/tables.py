"""A table as the Document holds one: every row as wide as the grid, the words of merged cells in the first of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from slagen.formats.word.reading.word_text import CellText, ParagraphText, Piece, RowText, TableText
from slagen.model.document import Cell, Inline, Table

Write = Callable[[Sequence[Piece]], tuple[Inline, ...]]
_MOST_COLUMNS = 256


def table_of(table: TableText, write: Write) -> Table:
    """The Document's table; `write` turns pieces into inlines. Only a row that is marked as repeating is a header."""
    columns = min(max((_width(row) for row in table.rows), default=0), _MOST_COLUMNS)
    header = table.rows[0].header
    rows = [tuple(_cells(row, columns, write)) for row in table.rows]
    return Table(rows[0] if header else (), tuple(rows[1:] if header else rows), table.summary)


def _width(row: RowText) -> int:
    return row.before + sum(cell.columns for cell in row.cells)


def _cells(row: RowText, columns: int, write: Write) -> Iterator[Cell]:
    cells = [Cell(())] * row.before
    for cell in row.cells:
        content = () if cell.continues else write(list(_pieces(cell)))
        cells += [Cell(content, _align(cell)), *[Cell(())] * (cell.columns - 1)]
    yield from (*cells, *[Cell(())] * (columns - len(cells)))[:columns]


def _align(cell: CellText) -> str:
    first = cell.blocks[0] if cell.blocks else None
    return (first.align or "left") if isinstance(first, ParagraphText) else "left"


def _pieces(cell: CellText) -> Iterator[Piece]:
    """The words of a cell: paragraphs on lines of their own, a table inside as lines with tabs between its cells."""
    for at, pieces in enumerate(lines(cell)):
        if at:
            yield Piece("\n")
        yield from pieces


def lines(cell: CellText) -> Iterator[tuple[Piece, ...]]:
    """The lines of a cell, each with its number; those without text are left out."""
    for block in cell.blocks:
        if isinstance(block, ParagraphText):
            if block.text.strip():
                yield (*_number(block), *block.pieces)
        else:
            for row in block.rows:
                yield tuple(_joined(row))


def _number(paragraph: ParagraphText) -> tuple[Piece, ...]:
    label = paragraph.number.label if paragraph.number else ""
    return (Piece(f"{label} "),) if label else ()


def _joined(row: RowText) -> Iterator[Piece]:
    for at, cell in enumerate(row.cells):
        if at:
            yield Piece("\t")
        for place, pieces in enumerate(lines(cell)):
            if place:
                yield Piece(" ")
            yield from pieces
