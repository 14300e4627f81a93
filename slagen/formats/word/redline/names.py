"""The names of WordprocessingML that a redline deals in (ISO/IEC 29500-1)."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from slagen.formats.word.xml_text import NAMESPACE

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for it

W = f"{{{NAMESPACE}}}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

P, PPR, R_, RPR, T, TBL, TR, TC, SDT, SDT_CONTENT, SECT_PR = (
    f"{W}{name}" for name in ("p", "pPr", "r", "rPr", "t", "tbl", "tr", "tc", "sdt", "sdtContent", "sectPr")
)
BOOKMARK_START, BOOKMARK_END = f"{W}bookmarkStart", f"{W}bookmarkEnd"
COMMENT_MARKS = (f"{W}commentRangeStart", f"{W}commentRangeEnd")
COMMENT_REFERENCE = f"{W}commentReference"
NOISE = frozenset(f"{W}{name}" for name in ("proofErr", "lastRenderedPageBreak"))
"""What Word leaves behind and nobody reads."""
RANGE_MARKS = frozenset((BOOKMARK_START, BOOKMARK_END, *COMMENT_MARKS, *(f"{W}{name}" for name in ("permStart", "permEnd"))))
NOTE_REFERENCES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
VAL, ID, AUTHOR, DATE, NAME = (f"{W}{name}" for name in ("val", "id", "author", "date", "name"))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def attributes(element: Element) -> dict[str, str]:
    """The attributes of an element, to be given to another one."""
    return {str(key): str(value) for key, value in element.attrib.items()}
