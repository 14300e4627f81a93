"""What a Word file says and looks like, story by story, for tests: told without any of the code that is tested."""

from __future__ import annotations

import io
import posixpath
from typing import Any
import zipfile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHANGES = ("Change",)
_PLACES = frozenset(f"{W}{name}" for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr"))
REVISIONS = tuple(
    f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange")
)


def parts(data: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.endswith((".xml", ".rels"))}


def _properties(element: Any) -> tuple[Any, ...]:
    if element is None:
        return ()
    return tuple(
        sorted(
            (item.tag, tuple(sorted(item.attrib.items())), tuple(etree.tostring(inner) for inner in item))
            for item in element
            if item.tag not in {f"{W}rPr", f"{W}sectPr", *REVISIONS}
        )
    )


def _run(run: Any) -> list[tuple[str, tuple[Any, ...]]]:
    looks = _properties(run.find(f"{W}rPr"))
    signs = []
    for item in run:
        if item.tag in {f"{W}t", f"{W}delText"}:
            signs += [(sign, looks) for sign in item.text or ""]
        elif item.tag in {f"{W}instrText", f"{W}delInstrText"}:
            signs += [(sign, ("code", looks)) for sign in item.text or ""]
        elif item.tag != f"{W}rPr":
            signs.append((f"[{item.tag.rpartition('}')[2]}{item.get(f'{W}fldCharType', '')}]", looks))
    return signs


def _inline(parent: Any) -> list[Any]:
    found: list[Any] = []
    for item in parent:
        if item.tag == f"{W}r":
            found += _run(item)
        elif item.tag in {f"{W}hyperlink", f"{W}smartTag"}:
            inner = _inline(item)
            found += [("link", item.get(f"{W}anchor"), sign) for sign in inner]
        elif item.tag not in {f"{W}pPr", *_PLACES}:
            found += [("?", item.tag)]
    return found


def _blocks(parent: Any) -> list[Any]:
    found: list[Any] = []
    for item in parent:
        if item.tag == f"{W}p":
            found.append(("p", _properties(item.find(f"{W}pPr")), _inline(item)))
        elif item.tag == f"{W}tbl":
            found.append(("tbl", _properties(item.find(f"{W}tblPr")), [[_blocks(cell) for cell in row.findall(f"{W}tc")] for row in item.findall(f"{W}tr")]))
        elif item.tag == f"{W}sectPr":
            found.append(("section", tuple(sorted((inner.tag, tuple(sorted(inner.attrib.items()))) for inner in item if "Reference" not in inner.tag))))
        elif item.tag not in _PLACES and item.tag != f"{W}tcPr":
            found.append(("other", item.tag))
    return found


def surface(data: bytes) -> dict[str, Any]:
    """Every story that holds words: its paragraphs sign by sign with their looks, its tables, its sections. Notes are told by their order."""
    trees = parts(data)
    told: dict[str, Any] = {"document": _blocks(trees["word/document.xml"].find(f"{W}body"))}
    for name, tree in sorted(trees.items()):
        kind = posixpath.basename(name)
        if kind in {"footnotes.xml", "endnotes.xml"}:
            told[kind] = sorted(repr(_blocks(note)) for note in tree if any(text.text for text in note.iter(f"{W}t")))
        elif kind.startswith(("header", "footer")) and name.endswith(".xml") and any(text.text for text in tree.iter(f"{W}t")):
            told[kind] = _blocks(tree)
    return told


def words(data: bytes, tag: str) -> str:
    """The text in all marks of one kind, `ins`, `del`, `moveFrom` or `moveTo`, one mark after another with a stroke between them."""
    tree = parts(data)["word/document.xml"]
    marks = [mark for mark in tree.iter(f"{W}{tag}") if mark.getparent().tag != f"{W}rPr" and mark.getparent().tag != f"{W}trPr"]
    return "|".join("".join(text.text or "" for text in mark.iter(f"{W}t", f"{W}delText")) for mark in marks)
