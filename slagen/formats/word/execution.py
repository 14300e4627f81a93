"""Signature blocks: simple or as a deed, by hand or electronically, kept together on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from slagen.formats.word.surface import Surface
from slagen.formats.word.xml_text import STRONG, attribute
from slagen.model.document import Signatory, SignatureBlock

_LABEL_WIDTH = 1250
_WITNESS = ("Signature", "Name", "Address", "Occupation")
_NO_SIGNATORY = (Signatory(""),)
Runs: TypeAlias = Callable[..., str]


def signature_table(block: SignatureBlock, surface: Surface, runs: Runs) -> str:
    """Who signs on the left, the lines to fill in on the right; a paragraph after it parts it from the next block. `runs` writes text."""
    half = surface.text_width * 46 // 100
    gap = surface.text_width * 5 // 100
    widths = (half, gap, surface.text_width - half - gap)
    opener = f'<w:p><w:pPr><w:pStyle w:val="{surface.styles["Signature Text"]}"/>'
    left = f"{opener}</w:pPr>{_statement(block, runs)}</w:p>"
    right = "".join(_line(opener, label, value, widths[2], runs) for label, value in _lines(block))
    cells = "".join(_cell(width, inside) for width, inside in zip(widths, (left, f"{opener}</w:pPr></w:p>", right), strict=True))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="0000" w:firstRow="0" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{attribute(f"Signature of {block.name}")}"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val="{surface.styles["Normal"]}"/></w:pPr></w:p>'
    )


def _statement(block: SignatureBlock, runs: Runs) -> str:
    names = [", ".join(part for part in (person.name, person.title) if part) for person in block.signatories if person.name]
    people = " and ".join(names)
    label = f" ({block.label})" if block.label else ""
    if block.form == "deed":
        acting = f", acting by {people}" if people else ""
        witness = ", in the presence of the witness named here" if _needs_witness(block) else ""
        return runs("Executed as a deed", STRONG) + runs(" by ") + runs(block.name, STRONG) + runs(f"{label}{acting}{witness}")
    how = "Signed electronically" if block.method == "e-signature" else "Signed"
    by = f" by {people}" if people else ""
    return runs(how, STRONG) + runs(f"{by} for and on behalf of ") + runs(block.name, STRONG) + runs(label)


def _needs_witness(block: SignatureBlock) -> bool:
    """Two authorised signatories need none; one signs before a witness (Companies Act 2006, section 44(2))."""
    return block.form == "deed" and len(block.signatories) < 2


def _lines(block: SignatureBlock) -> Iterator[tuple[str, str]]:
    """Labels with what is known; an empty value leaves a line to write on, a label alone in front of none is a heading."""
    for at, person in enumerate(block.signatories or _NO_SIGNATORY):
        if at:
            yield "", ""
        yield "Signature", ""
        yield "Name", person.name
        yield "Title", person.title
        if block.method == "e-signature" and person.email:
            yield "Email", person.email
        yield "Date", ""
    if _needs_witness(block):
        yield "Witness", "\n"
        yield from ((label, "") for label in _WITNESS)


def _line(opener: str, label: str, value: str, width: int, runs: Runs) -> str:
    if not label:
        return f"{opener}</w:pPr></w:p>"
    if value == "\n":
        return f'{opener}<w:spacing w:before="200" w:after="0"/></w:pPr>{runs(label, STRONG)}</w:p>'
    before = ' w:before="360"' if label == "Signature" else ""
    leader = "" if value else ' w:leader="underscore"'
    tabs = f'<w:tabs><w:tab w:val="left" w:pos="{_LABEL_WIDTH}"/><w:tab w:val="right"{leader} w:pos="{width}"/></w:tabs>'
    spacing = f'<w:spacing{before} w:after="60"/>' if before else ""
    hanging = f'<w:ind w:left="{_LABEL_WIDTH}" w:hanging="{_LABEL_WIDTH}"/>'
    shown = "<w:r><w:tab/></w:r>"
    return f"{opener}{tabs}{spacing}{hanging}</w:pPr>{runs(label)}<w:r><w:tab/></w:r>{runs(value) if value else shown}</w:p>"


def _cell(width: int, inside: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'
