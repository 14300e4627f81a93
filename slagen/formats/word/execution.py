"""Signature blocks: simple or as a deed, by hand or electronically, kept together on a page. What they say is in `formats.signing`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from slagen.formats.signing import WITNESS_LINES, Line, signers, statement, witnesses
from slagen.formats.word.surface import Surface
from slagen.formats.word.xml_text import STRONG, attribute
from slagen.model.document import SignatureBlock

_LABEL_WIDTH = 1150
_TO_WRITE_ON = ' w:before="360"'
_TAB = "<w:r><w:tab/></w:r>"
Runs: TypeAlias = Callable[..., str]


def signature_table(block: SignatureBlock, surface: Surface, runs: Runs, *, last: bool = True) -> str:
    """Who signs and the witnesses on the left, the lines of those who sign on the right. `runs` writes text.

    A paragraph after the table parts it from the next block. The only row does not split, so the block stays on one page;
    the `last` block stays with what follows it, so that no page says where it belongs without a signature on it.
    """
    wide, gap = surface.text_width * 43 // 100, surface.text_width * 4 // 100
    widths = (wide, gap, surface.text_width - wide - gap)
    opener = f'<w:p><w:pPr><w:pStyle w:val="{surface.styles["Signature Text"]}"/>'
    said = "".join(runs(text, STRONG if strong else 0) for text, strong in statement(block))
    left = f"{opener}</w:pPr>{said}</w:p>" + "".join(_witness(opener, heading, wide, runs) for heading in witnesses(block))
    right = "".join(_group(opener, lines, widths[2], runs) for lines in signers(block))
    cells = "".join(_cell(width, inside) for width, inside in zip(widths, (left, f"{opener}</w:pPr></w:p>", right), strict=True))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{attribute(f"Signature of {block.name}")}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val="{surface.styles["Normal"]}"/>'
        f"{'<w:keepNext/>' if last else ''}</w:pPr></w:p>"
    )


def _witness(opener: str, heading: str, width: int, runs: Runs) -> str:
    title = f'{opener}<w:spacing w:before="200" w:after="0"/></w:pPr>{runs(heading, STRONG)}</w:p>'
    return title + _group(opener, map(Line, WITNESS_LINES), width, runs)


def _group(opener: str, lines: Iterable[Line], width: int, runs: Runs) -> str:
    return "".join(_line(opener, line, width, runs) for line in lines)


def _line(opener: str, line: Line, width: int, runs: Runs) -> str:
    """A label and what is known; an empty value leaves a line to write on, an address two."""
    leader = "" if line.value else ' w:leader="underscore"'
    tabs = f'<w:tabs><w:tab w:val="left" w:pos="{_LABEL_WIDTH}"/><w:tab w:val="right"{leader} w:pos="{width}"/></w:tabs>'
    spacing = f'<w:spacing{_TO_WRITE_ON if line.label == "Signature" else ""} w:after="60"/>' if not line.value else ""
    hanging = f'<w:ind w:left="{_LABEL_WIDTH}" w:hanging="{_LABEL_WIDTH}"/>'
    second = f"<w:r><w:br/></w:r>{_TAB}" if line.label == "Address" else ""
    return f"{opener}{tabs}{spacing}{hanging}</w:pPr>{runs(line.label)}{_TAB}{runs(line.value) if line.value else _TAB}{second}</w:p>"


def _cell(width: int, inside: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'
