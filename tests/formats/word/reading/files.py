"""Word files made of a few lines of XML, for tests of the reader."""

from __future__ import annotations

from collections.abc import Mapping

from slagen.formats.word.package import write_package
from slagen.formats.word.xml_text import NAMESPACE

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
NAMES = (
    f'xmlns:w="{NAMESPACE}" xmlns:r="{R}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
)
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "comments": "comments",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
}


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, number: int, level: int = 0) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, text: str, number_format: str = "decimal", more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def lists(*levels: str, overrides: str = "", more: str = "") -> str:
    """One abstract list with two instances, 1 and 2; the second has the overrides."""
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{more}<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num>'
    )


def docx(body: str, parts: Mapping[str, str] | None = None, links: str = "", *, raw: str = "") -> bytes:
    """A Word file with this body; `parts` are the insides of other parts by kind, `raw` a whole document.xml."""
    kinds = dict(parts or {})
    files = {f"word/{kind}.xml": f"<w:{_ROOTS[kind]} {NAMES}>{inside}</w:{_ROOTS[kind]}>" for kind, inside in kinds.items()}
    related = "".join(f'<Relationship Id="rId{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>' for kind in kinds)
    whole = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}{links}</Relationships>',
        "word/document.xml": raw or f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        **files,
    }
    return write_package({name: content.encode() for name, content in whole.items()})
