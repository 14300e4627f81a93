"""Reading a .docx of ours back far enough to check it: its XML trees, and the labels that Word would print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from slagen.assembly.number import shown
from slagen.formats.word.numbering import WORD_LEVELS
from slagen.formats.word.package import read_package
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
    """Every numbered paragraph in order, counted from numbering.xml alone (ECMA-376 Part 1, 17.9)."""
    for paragraph, label, full, level in labelled_paragraphs(document, styles, numbering):
        if label:
            marks = tuple(mark.get(f"{_W}name", "") for mark in paragraph.iter(f"{_W}bookmarkStart"))
            yield NumberedParagraph(label, full, level, paragraph_text(paragraph), marks)


def labelled_paragraphs(document: etree._Element, styles: etree._Element, numbering: etree._Element) -> Iterator[tuple[etree._Element, str, str, int]]:
    """Every paragraph with its label, its place in full context, and its level; the label is empty where it has none."""
    lists = _Lists(numbering)
    by_style = {style.get(f"{_W}styleId", ""): style for style in styles.iterfind(f"{_W}style")}
    for paragraph in document.iter(f"{_W}p"):
        number, level = _numbering_of(paragraph, by_style)
        yield (paragraph, *(lists.count(number, level) if number else ("", "")), level)


def _numbering_of(paragraph: etree._Element, by_style: Mapping[str, etree._Element]) -> tuple[int, int]:
    """The list and level of a paragraph: its own, else its style's, else that of the style it is based on."""
    properties = paragraph.find(f"{_W}pPr")
    style = None if properties is None else _attribute(properties, "pStyle")
    while properties is not None:
        numbers = properties.find(f"{_W}numPr")
        if numbers is not None:
            return int(_attribute(numbers, "numId") or 0), int(_attribute(numbers, "ilvl") or 0)
        holder = by_style.get(style or "")
        if holder is None:
            break
        properties = holder.find(f"{_W}pPr")
        style = _attribute(holder, "basedOn")
        properties = etree.Element(f"{_W}pPr") if properties is None else properties
    return 0, 0


def _attribute(holder: etree._Element, name: str) -> str | None:
    child = holder.find(f"{_W}{name}")
    return None if child is None else child.get(f"{_W}val")


class _Lists:
    """Counters of all lists; instances of one abstract list go on counting together unless they restart."""

    def __init__(self, numbering: etree._Element) -> None:
        self._levels = {item.get(f"{_W}abstractNumId", ""): _levels(item) for item in numbering.iterfind(f"{_W}abstractNum")}
        self._abstract = {int(num.get(f"{_W}numId", "0")): _attribute(num, "abstractNumId") or "" for num in numbering.iterfind(f"{_W}num")}
        self._restarts = {
            (int(num.get(f"{_W}numId", "0")), int(over.get(f"{_W}ilvl", "0")))
            for num in numbering.iterfind(f"{_W}num")
            for over in num.iterfind(f"{_W}lvlOverride")
            if over.find(f"{_W}startOverride") is not None
        }
        self._own = {
            (int(num.get(f"{_W}numId", "0")), int(level.get(f"{_W}ilvl", "0"))): _level(level)
            for num in numbering.iterfind(f"{_W}num")
            for level in num.iterfind(f"{_W}lvlOverride/{_W}lvl")
        }
        self._counters: dict[str, list[int]] = {}

    def count(self, number: int, level: int) -> tuple[str, str]:
        """The label and the full context of the next paragraph on this level."""
        abstract = self._abstract.get(number)
        if abstract is None:
            return "", ""
        levels = [self._own.get((number, at), level) for at, level in enumerate(self._levels[abstract])]
        if not 0 <= level < len(levels):
            return "", ""
        counters = self._counters.setdefault(abstract, [0] * len(levels))
        if (number, level) in self._restarts:
            self._restarts.discard((number, level))
            counters[level] = 0
        counters[level] = counters[level] + 1 if counters[level] else levels[level].start
        counters[level + 1 :] = [0] * (len(levels) - level - 1)
        labels = [_label(levels, counters, at) for at in range(level + 1)]
        return labels[-1], full_context(labels, [item.text for item in levels[: level + 1]])


@dataclass(frozen=True, slots=True)
class _Level:
    number_format: str
    text: str
    start: int
    legal: bool = False


def _levels(abstract: etree._Element) -> list[_Level]:
    found = {level.get(f"{_W}ilvl", "0"): _level(level) for level in abstract.iterfind(f"{_W}lvl")}
    return [found.get(str(at), _Level("none", "", 1)) for at in range(WORD_LEVELS)]


def _level(element: etree._Element) -> _Level:
    hidden = element.find(f"{_W}rPr/{_W}vanish") is not None
    text = "" if hidden else _attribute(element, "lvlText") or ""
    legal = element.find(f"{_W}isLgl") is not None
    return _Level(_attribute(element, "numFmt") or "decimal", text, int(_attribute(element, "start") or "1"), legal)


def _label(levels: list[_Level], counters: list[int], level: int) -> str:
    if levels[level].number_format in _WITHOUT_NUMBER:
        return ""
    text = levels[level].text
    for at in range(level + 1):
        figures = levels[level].legal and levels[at].number_format != "decimalZero"
        text = text.replace(f"%{at + 1}", shown(max(counters[at], 1), "decimal" if figures else levels[at].number_format))
    return text


def full_context(labels: Sequence[str], texts: Sequence[str]) -> str:
    """What a REF field in full context prints: the label, after those of the levels that it does not name itself, without final full stops."""
    level = len(labels) - 1
    first = min((at for at in range(level + 1) if f"%{at + 1}" in texts[level]), default=level)
    own = labels[level].rstrip(".")
    return own if not first else full_context(labels[:first], texts[:first]) + own
