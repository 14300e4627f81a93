"""What a Word file shows to its reader, line by line: what counts when a file that came back is compared with what was sent.

A line is a paragraph with the label that its list counts out and its place in a table. Whatever could show other words than the
characters that are stored (a tracked change, hidden or struck text, a picture, a computed field) leaves a sign in the line, so that no
two files that read differently have the same lines. docs/verify.md says what counts and what does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
import re

from lxml import etree

from slagen.formats.word.stories import labelled_paragraphs
from slagen.formats.word.xml_text import NAMESPACE

_W = f"{{{NAMESPACE}}}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_SIGNATURE_LINE = "{urn:schemas-microsoft-com:office:office}signatureline"
_SPACES = {f"{_W}{name}" for name in ("tab", "ptab", "br", "cr")}
_CHANGES = {f"{_W}{name}": f"[{word}]" for name, word in (("ins", "inserted"), ("del", "deleted"), ("moveFrom", "moved away"), ("moveTo", "moved here"))}
_UNSEEN = {f"{_W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "p")} | {f"{_MC}Fallback"}
_SHAPES = {f"{_W}{name}" for name in ("drawing", "pict", "object")}
_NOTES = {f"{_W}{name}": f"[{name}]" for name in ("footnoteReference", "endnoteReference")}
_ALTERED = {"vanish": "hidden", "specVanish": "hidden", "strike": "struck", "dstrike": "struck"}
_ROW_SIGNS = {f"{_W}ins": "[inserted]", f"{_W}del": "[deleted]", f"{_W}hidden": "[hidden]"}
_COUNTED = re.compile(r"\s*(PAGE|NUMPAGES|SECTION|SECTIONPAGES|STYLEREF)\b", re.ASCII)
_SHOWN = re.compile(r"\s*(TOC|PAGEREF|HYPERLINK)\b", re.ASCII)
_NUMBER = re.compile(r"\s*REF\s+(\S+)\s+(?=.*\\w)(?:\\[whr]\s*)+(?:\\\* MERGEFORMAT\s*)?", re.ASCII)
PICTURE = "[picture]"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it is read. `mark` is the bookmark that its part of the file begins with, `place` its cell in a table."""

    text: str
    label: str = ""
    place: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Trees:
    """The parts of a file that decide what is read: the stories by name, the main text first, with styles and numbering."""

    stories: Mapping[str, etree._Element]
    styles: etree._Element
    numbering: etree._Element


@dataclass(slots=True)
class _Reader:
    """Reads one story. Fields may span paragraphs, so their state stands here."""

    numbers: Mapping[str, str]
    altered: Mapping[str, str]
    fields: list[_Field] = field(default_factory=list)

    def paragraph(self, paragraph: etree._Element) -> str:
        """What the paragraph shows, white space made even."""
        mark = paragraph.find(f"{_W}pPr/{_W}rPr")
        ended = [sign for tag, sign in _CHANGES.items() if mark is not None and mark.find(tag) is not None]
        shown = list(self.inside(paragraph))
        pictures = [f" {PICTURE}" for sign in shown if sign == PICTURE]  # last: programs anchor them anywhere in their paragraph
        return " ".join("".join((*(sign for sign in shown if sign != PICTURE), *ended, *pictures)).split())

    def inside(self, node: etree._Element) -> Iterator[str]:
        for child in node:
            if child.tag in _UNSEEN or not isinstance(child.tag, str):
                continue
            if child.tag == f"{_W}r":
                yield from self.run(child)
            elif child.tag == f"{_W}fldSimple":
                yield from self.simple_field(child)
            else:
                if child.tag in _CHANGES:
                    yield _CHANGES[child.tag]
                if child.find(f"{_W}sdtPr/{_W}dataBinding") is not None:
                    yield "[bound to data]"
                yield from self.inside(child)

    def run(self, run: etree._Element) -> Iterator[str]:
        properties = run.find(f"{_W}rPr")
        if properties is not None:
            yield from _alterations(properties)
            style = properties.find(f"{_W}rStyle")
            yield self.altered.get("" if style is None else style.get(f"{_W}val", ""), "")
        for child in run:
            yield from self.sign(child)

    def sign(self, node: etree._Element) -> Iterator[str]:
        if node.tag == f"{_W}fldChar":
            yield from self.mark_of_field(node.get(f"{_W}fldCharType", ""))
        elif node.tag == f"{_W}instrText":
            if self.fields:
                self.fields[-1].code += node.text or ""
        elif not any(item.silent for item in self.fields):
            yield from self.shown(node)

    def shown(self, node: etree._Element) -> Iterator[str]:
        tag = node.tag
        if tag in {f"{_W}t", f"{_W}delText"}:
            yield node.text or ""
            for item in self.fields:
                item.result += node.text or ""
        elif tag in _SPACES:
            yield " "
        elif tag == f"{_W}noBreakHyphen":
            yield "\u2011"
        elif tag == f"{_W}sym":
            yield f"[symbol {node.get(f'{_W}font')} {node.get(f'{_W}char')}]"
        elif tag in _NOTES:
            yield _NOTES[tag]
        elif tag in _SHAPES:
            yield "" if next(node.iter(_SIGNATURE_LINE), None) is not None else PICTURE
        elif tag == f"{_MC}AlternateContent":
            for choice in node.iterfind(f"{_MC}Choice"):
                for child in choice:
                    yield from self.sign(child)

    def mark_of_field(self, kind: str) -> Iterator[str]:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].begin()
        elif kind == "end" and self.fields:
            yield self.fields.pop().verdict(self.numbers)

    def simple_field(self, node: etree._Element) -> Iterator[str]:
        self.fields.append(_Field(node.get(f"{_W}instr", "")))
        self.fields[-1].begin()
        yield from self.inside(node)
        yield self.fields.pop().verdict(self.numbers)


@dataclass(slots=True)
class _Field:
    """A field being read. Its code is silent, and so is a result that differs with every printer: a page number."""

    code: str = ""
    result: str = ""
    silent: bool = True

    def begin(self) -> None:
        """Its code is whole: the result follows."""
        self.silent = _COUNTED.match(self.code) is not None

    def verdict(self, numbers: Mapping[str, str]) -> str:
        """What the field adds to the line: a sign where it would show something else once it is updated."""
        if _COUNTED.match(self.code):
            return "#"
        number = _NUMBER.fullmatch(self.code)
        if number:
            due = numbers.get(number[1], "")
            return "" if due == self.result.strip() else f"[becomes “{due}”]"
        return "" if _SHOWN.match(self.code) else f"[field {' '.join(self.code.split())}]"


def visible_lines(trees: Trees, marks: frozenset[str], ends: frozenset[str]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The lines of each story by name. `marks` are the bookmarks that begin a part of the contract, `ends` those after which the shell goes on."""
    altered = _altered_styles(trees.styles)
    for name, story in trees.stories.items():
        paragraphs = list(labelled_paragraphs(story, trees.styles, trees.numbering))
        numbers = {mark.get(f"{_W}name", ""): full for paragraph, _, full, _ in paragraphs for mark in paragraph.iter(f"{_W}bookmarkStart")}
        reader = _Reader(numbers, altered)
        yield name, tuple(_lines(paragraphs, reader, marks, ends))


def _lines(paragraphs: list[tuple[etree._Element, str, str, int]], reader: _Reader, marks: frozenset[str], ends: frozenset[str]) -> Iterator[Line]:
    current = ""
    places = _Places(reader.altered)
    for paragraph, label, _, _ in paragraphs:
        names = [mark.get(f"{_W}name", "") for mark in paragraph.iter(f"{_W}bookmarkStart")]
        current = next((name for name in names if name in marks), current)
        text = reader.paragraph(paragraph)
        if text or label:
            yield Line(f"{text}{_around(paragraph, reader.altered)}", label, places.of(paragraph), current)
        current = next((name for name in names if name in ends), current)
    root = paragraphs[0][0].getroottree() if paragraphs else None
    for _ in () if root is None else root.iter(f"{_W}altChunk", f"{_W}subDoc"):
        yield Line("[imported text]")


class _Places:
    """Where paragraphs stand in tables. Rows are counted once for each table."""

    def __init__(self, altered: Mapping[str, str]) -> None:
        self._altered = altered
        self._known: dict[etree._Element, str] = {}

    def of(self, paragraph: etree._Element) -> str:
        """The cell of a paragraph, `3:2` for the second cell of the third row, with signs where it is not shown as it stands; empty outside tables."""
        cell = next(paragraph.iterancestors(f"{_W}tc"), None)
        if cell is None:
            return ""
        if cell not in self._known:
            table = next(cell.iterancestors(f"{_W}tbl"), None)
            style = None if table is None else table.find(f"{_W}tblPr/{_W}tblStyle")
            hidden = "" if style is None else self._altered.get(style.get(f"{_W}val", ""), "")
            for row, line in enumerate(() if table is None else table.iter(f"{_W}tr"), start=1):
                signs = hidden + "".join(sign for tag, sign in _ROW_SIGNS.items() if line.find(f"{_W}trPr/{tag}") is not None)
                self._known |= {item: f"{row}:{column}{signs}{_merged(item)}" for column, item in enumerate(line.iter(f"{_W}tc"), start=1)}
        return self._known.get(cell, "?")


def _merged(cell: etree._Element) -> str:
    """A cell that continues another one does not show its own text."""
    return "[merged]" if any(cell.find(f"{_W}tcPr/{_W}{name}") is not None for name in ("vMerge", "hMerge", "cellDel", "cellIns", "cellMerge")) else ""


def _alterations(properties: etree._Element) -> Iterator[str]:
    for name, word in _ALTERED.items():
        element = properties.find(f"{_W}{name}")
        if element is not None and element.get(f"{_W}val", "true") not in {"0", "false", "off"}:
            yield f"[{word}]"


def _altered_styles(styles: etree._Element) -> dict[str, str]:
    """Styles that hide or strike their text, those based on them included, by id."""
    by_id = {style.get(f"{_W}styleId", ""): style for style in styles.iterfind(f"{_W}style")}
    found = {"": "".join(sign for element in styles.iterfind(f"{_W}docDefaults") for sign in _signs_in(element))}
    for identifier, style in by_id.items():
        chain, at = [], identifier
        while at in by_id and at not in chain:
            chain.append(at)
            based_on = by_id[at].find(f"{_W}basedOn")
            at = "" if based_on is None else based_on.get(f"{_W}val", "")
        found[identifier] = found[""] + "".join(dict.fromkeys(sign for name in chain for sign in _signs_in(by_id[name])))
        if style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in {"1", "true"}:
            found["default"] = found[identifier]
    return found


def _signs_in(element: etree._Element) -> Iterator[str]:
    for properties in element.iter(f"{_W}rPr"):
        yield from _alterations(properties)


def _around(paragraph: etree._Element, altered: Mapping[str, str]) -> str:
    """Signs for what the paragraph's style does to its text, and for text that Word fetches from elsewhere when it opens the file."""
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    sign = altered.get("default" if style is None else style.get(f"{_W}val", ""), "")
    bound = any(control.find(f"{_W}sdtPr/{_W}dataBinding") is not None for control in paragraph.iterancestors(f"{_W}sdt"))
    return f"{sign}[bound to data]" if bound else sign
