"""The words of a Word file and of its tracked changes, read without any of the code that is measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
import io
import re
from typing import Any
import zipfile

from lxml import etree
from rapidfuzz.distance import Indel

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_STORIES = re.compile(r"word/(?:document|header|footer|footnotes|endnotes)\d*\.xml")
_REVISIONS = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")) + tuple(
    f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "tblPrEx")
)
_WORD = re.compile(r"[\w.,’'%–-]*\w[%]?|\s+|.", re.DOTALL)


def _stories(data: bytes) -> Iterator[Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if _STORIES.fullmatch(name):
                yield etree.fromstring(archive.read(name).replace(_STRICT, W[1:-1].encode()))


def paragraphs(data: bytes) -> list[str]:
    """The text of every paragraph of the body, tables and text boxes included, without empty ones."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = "word/document.xml" if "word/document.xml" in archive.namelist() else next(one for one in archive.namelist() if "document" in one)
        tree = etree.fromstring(archive.read(name).replace(_STRICT, W[1:-1].encode()))
    return [text for paragraph in tree.iter(f"{W}p") if (text := " ".join(_text(paragraph).split()))]


def _text(paragraph: Any) -> str:
    return "".join(piece.text or "" for piece in paragraph.iter(f"{W}t") if next(piece.iterancestors(f"{W}p")) is paragraph)


def marked(data: bytes) -> int:
    """The characters within all marks of a redline."""
    tags = (f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")
    return sum(
        len(piece.text or "")
        for tree in _stories(data)
        for piece in tree.iter(f"{W}t", f"{W}delText")
        if any(parent.tag in tags for parent in piece.iterancestors())
    )


def unsigned(data: bytes) -> list[str]:
    """The marks without author or date, and the numbers that two marks of one story share. A `tblGridChange` has a number alone (17.13.5.33)."""
    found = []
    for tree in _stories(data):
        marks = list(tree.iter(*_REVISIONS))
        found += [item.tag for item in marks if not (item.get(f"{W}author") and item.get(f"{W}date"))]
        numbers = [item.get(f"{W}id", "") for item in (*marks, *tree.iter(f"{W}tblGridChange"))]
        found += [number for number, count in Counter(numbers).items() if count > 1]
    return found


def fewest_marked(old: bytes, new: bytes) -> int:
    """The characters outside the longest common row of words."""
    before, after = (_words(data) for data in (old, new))
    kept = Indel.opcodes(before, after)
    return sum(
        sum(map(len, before[code.src_start : code.src_end])) + sum(map(len, after[code.dest_start : code.dest_end])) for code in kept if code.tag != "equal"
    )


def _words(data: bytes) -> list[str]:
    texts = ("".join(piece.text or "" for piece in paragraph.iter(f"{W}t")) for tree in _stories(data) for paragraph in tree.iter(f"{W}p"))
    return [word for text in texts for word in _WORD.findall(text)]
