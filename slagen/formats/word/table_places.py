"""Where paragraphs stand in tables: row, first column and columns covered, with signs where a cell is not shown as it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from slagen.formats.word.reading.legibility import cell_signs, row_signs, table_signs
from slagen.formats.word.reading.names import W, value
from slagen.formats.word.xml_text import whole

_ROW_SIGNS = {f"{W}ins": "[inserted]", f"{W}del": "[deleted]", f"{W}hidden": "[hidden]"}
_MERGES = ("vMerge", "hMerge", "cellDel", "cellIns", "cellMerge")


class TablePlaces:
    """The places in the tables of one story. Rows are counted once for each table."""

    def __init__(self, altered: Mapping[str, str]) -> None:
        self._altered = altered
        self._known: dict[etree._Element, str] = {}

    def of(self, paragraph: etree._Element) -> str:
        """The cell of a paragraph, `3:2` for the second column of the third row, after that of the table around its own; empty outside tables."""
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        if cell is None:
            return ""
        if cell not in self._known:
            table = next(cell.iterancestors(f"{W}tbl"), None)
            if table is None:
                return "?"
            outer = self.of(table)
            self._known |= {found: f"{outer}/{place}" if outer else place for found, place in self._places(table)}
        return self._known.get(cell, "?")

    def _places(self, table: etree._Element) -> Iterator[tuple[etree._Element, str]]:
        style = value(table.find(f"{W}tblPr"), "tblStyle") or ""
        whole_table = self._altered.get(style, "") + "".join(table_signs(table))
        rows = (row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl"), None) is table)
        for number, row in enumerate(rows, start=1):
            properties = row.find(f"{W}trPr")
            tracked = "" if properties is None else "".join(sign for tag, sign in _ROW_SIGNS.items() if properties.find(tag) is not None)
            column = 1 + (whole(value(properties, "gridBefore")) or 0)
            for cell in (cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr"), None) is row):
                span = whole(value(cell.find(f"{W}tcPr"), "gridSpan")) or 1
                wide = f"+{span - 1}" if span > 1 else ""
                yield cell, f"{number}:{column}{wide}{whole_table}{tracked}{''.join(row_signs(row))}{_merged(cell)}{''.join(cell_signs(cell))}"
                column += span


def _merged(cell: etree._Element) -> str:
    """A cell that continues another one does not show its own text."""
    properties = cell.find(f"{W}tcPr")
    return "[merged]" if properties is not None and any(properties.find(f"{W}{name}") is not None for name in _MERGES) else ""
