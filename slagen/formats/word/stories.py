"""Reading a .docx of ours back far enough to check it: its XML trees, and the labels that Word would print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from slagen.formats.word.package import read_package
from slagen.formats.word.reading.names import value
from slagen.formats.word.reading.numbering_state import Counters, Lists
from slagen.formats.word.reading.style_sheet import StyleSheet
from slagen.formats.word.reading.word_text import ListNumber
from slagen.formats.word.xml_text import NAMESPACE

_W = f"{{{NAMESPACE}}}"
_WITHOUT_NUMBER = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class NumberedParagraph:
    """A paragraph with the number that its list gives it: `label` stands beside it, `full` is its place in full context, as a REF field prints it."""

    label: str
    full: str
    level: int
    text: str
    bookmarks: tuple[str, ...]


def read_trees(data: bytes, name: str) -> dict[str, etree._Element]:
    """Every XML part by name, relationships included; raises PackageError or lxml.etree.XMLSyntaxError."""
    return {part: etree.fromstring(content) for part, content in read_package(data, name).items() if part.endswith((".xml", ".rels"))}


def paragraph_text(paragraph: etree._Element) -> str:
    """What the paragraph prints: text, tabs and line breaks, field results included and field codes not."""
    signs = {f"{_W}tab": "\t", f"{_W}br": "\n"}
    return "".join(node.text or "" if node.tag == f"{_W}t" else signs[node.tag] for node in paragraph.iter(f"{_W}t", *signs) if _in_run(node))


def _in_run(node: etree._Element) -> bool:
    parent = node.getparent()
    return parent is not None and parent.tag == f"{_W}r"


def numbered_paragraphs(document: etree._Element, styles: etree._Element, numbering: etree._Element) -> Iterator[NumberedParagraph]:
    """Every paragraph that prints a number, in order, counted from numbering.xml alone (ECMA-376 Part 1, 17.9)."""
    for paragraph, number in labelled_paragraphs(document, styles, numbering):
        if number is not None and number.label and number.format not in _WITHOUT_NUMBER:
            marks = tuple(mark.get(f"{_W}name", "") for mark in paragraph.iter(f"{_W}bookmarkStart"))
            yield NumberedParagraph(number.label, number.full, number.level, paragraph_text(paragraph), marks)


def labelled_paragraphs(document: etree._Element, styles: etree._Element, numbering: etree._Element) -> Iterator[tuple[etree._Element, ListNumber | None]]:
    """Every paragraph with the number or bullet that its list gives it; None where it is in no list."""
    sheet = StyleSheet(styles)
    lists = Lists(numbering, sheet)
    counters = Counters(lists)
    for paragraph in document.iter(f"{_W}p"):
        properties = paragraph.find(f"{_W}pPr")
        identifier = value(properties, "pStyle")
        number, level = lists.place_of(properties, sheet.paragraph(identifier), identifier or "")
        yield paragraph, counters.next(number, level) if number else None
