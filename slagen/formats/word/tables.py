"""Tables as XML: widths that fit the content, a header that repeats, rows that stay whole, a description for those who cannot see."""

from __future__ import annotations

from collections.abc import Sequence

from slagen.assembly.labels import Labels
from slagen.formats.unbroken import OF_REPORTS
from slagen.formats.word.inlines import InlineWriter, plain
from slagen.formats.word.surface import Surface
from slagen.formats.word.xml_text import attribute
from slagen.model.document import Cell, Table

COLUMNS = "Table with the columns "
_TWIPS_PER_CHARACTER = 92
_MARGINS = 260
_LONGEST_LINE, _OF_MORE = 42, 3
"""Characters of a line that is easy to read, and of which more every third makes a column wider, up to twice that."""
_STAYS_TOGETHER = 8  # a table of so few rows is not worth a page break
_A_YEAR = 13  # the months of one in a report, and what they come to
_NO_OTHER_BANDS = 'w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"'
_JUSTIFIED = {"right": '<w:jc w:val="right"/>', "center": '<w:jc w:val="center"/>'}


def column_widths(rows: Sequence[Sequence[str]], columns: int, width: int) -> tuple[int, ...]:
    """Widths in twips that add up to `width`: each column holds its longest word where it can, the rest goes by length of text."""
    needs, wants = [1] * columns, [1] * columns
    for row in rows:
        for at, text in enumerate(row):
            words = text.replace("\u00a0", "_").split()
            needs[at] = max(needs[at], min(max(map(len, words), default=1), _LONGEST_LINE))
            wants[at] = max(wants[at], min(len(text), _LONGEST_LINE) + min(max(len(text) - _LONGEST_LINE, 0) // _OF_MORE, _LONGEST_LINE))
    least = [need * _TWIPS_PER_CHARACTER + _MARGINS for need in needs]
    most = [max(want * _TWIPS_PER_CHARACTER + _MARGINS, low) for want, low in zip(wants, least, strict=True)]
    return _fit(least, most, width)


def _fit(least: list[int], most: list[int], width: int) -> tuple[int, ...]:
    """Between `least` and `most` where `width` allows; beyond them in proportion."""
    low, high = sum(least), sum(most)
    if width <= low:
        sizes = [part * width // low for part in least]
    elif width >= high:
        sizes = [part * width // high for part in most]
    else:
        sizes = [small + (large - small) * (width - low) // (high - low) for small, large in zip(least, most, strict=True)]
    sizes[-1] += width - sum(sizes)
    return tuple(sizes)


class TableWriter:
    """Writes the tables of one document."""

    __slots__ = ("_inlines", "_labels", "_surface")

    def __init__(self, surface: Surface, inlines: InlineWriter, labels: Labels) -> None:
        self._surface = surface
        self._inlines = inlines
        self._labels = labels

    def write(self, table: Table, indent: int, standing_in: str) -> str:
        """A `w:tbl`, `indent` twips from the left margin; empty where the table has no cell."""
        header = table.header if any(cell.content for cell in table.header) else ()
        columns = max((len(row) for row in (header, *table.rows)), default=0)
        if not columns or not (header or table.rows):
            return ""
        rows = (header, *table.rows) if header else table.rows
        texts = [[self._inlines.shown(plain(cell.content, self._labels, standing_in)) for cell in row] for row in rows]
        before = len(self._inlines.marks)
        widths = column_widths(texts, columns, self._surface.text_width - indent)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        last = len(table.rows) - 1
        short = last < (_A_YEAR if table.kind in OF_REPORTS else _STAYS_TOGETHER)
        head = self._header(header, widths)
        body = "".join(self._row(row, widths, "Table Text", keep=short and at < last) for at, row in enumerate(table.rows))
        self._inlines.measured += [mark.target for mark in self._inlines.marks[before:]]
        properties = self._properties(table, indent, sum(widths), bool(header))
        return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"

    def _header(self, header: Sequence[Cell], widths: Sequence[int]) -> str:
        return self._row(header, widths, "Table Heading", "<w:tblHeader/>") if header else ""

    def _properties(self, table: Table, indent: int, width: int, has_header: bool) -> str:
        summary = attribute(table.summary)
        described = f'<w:tblCaption w:val="{summary}"/><w:tblDescription w:val="{summary}"/>' if summary else self._columns(table)
        style = self._surface.styles["Contract Table"]
        look = f'<w:tblLook w:val="{"0020" if has_header else "0000"}" w:firstRow="{int(has_header)}" {_NO_OTHER_BANDS}/>'
        return (
            f'<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{width}" w:type="dxa"/><w:tblInd w:w="{indent}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
            f"{look}{described}</w:tblPr>"
        )

    def _columns(self, table: Table) -> str:
        """A description for a table that nobody has described; it has no caption, by which it is known."""
        heads = ", ".join(name for cell in table.header if (name := plain(cell.content, self._labels, "").strip()))
        return f'<w:tblDescription w:val="{attribute(f"{COLUMNS}{heads}")}"/>' if heads else ""

    def _row(self, cells: Sequence[Cell], widths: Sequence[int], style: str, mark: str = "", *, keep: bool = False) -> str:
        out = [f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>"]
        opened = f'<w:p><w:pPr><w:pStyle w:val="{self._surface.styles[style]}"/>{"<w:keepNext/>" if keep else ""}'
        for at, width in enumerate(widths):
            cell = cells[at] if at < len(cells) else Cell(())
            text = self._inlines.write(cell.content)
            out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{opened}{_JUSTIFIED.get(cell.align, "")}</w:pPr>{text}</w:p></w:tc>')
        out.append("</w:tr>")
        return "".join(out)
