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

from slagen.formats.word.reading.legibility import paragraph_signs, run_signs
from slagen.formats.word.reading.names import MC, R, W, switch, value, w
from slagen.formats.word.reading.word_text import ListNumber
from slagen.formats.word.shapes import OBJECT, OVER, PICTURE, is_of_shape, shape_signs
from slagen.formats.word.stories import labelled_paragraphs
from slagen.formats.word.table_places import TablePlaces

_SPACES = w("tab", "ptab", "br", "cr")
_CHANGES = {f"{W}{name}": f"[{word}]" for name, word in (("ins", "inserted"), ("del", "deleted"), ("moveFrom", "moved away"), ("moveTo", "moved here"))}
_UNSEEN = w("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "p")
_OPENED = w("hyperlink", "smartTag", "sdt", "sdtContent", "customXml") | _CHANGES.keys()
_SHAPES = w("drawing", "pict", "object")
_NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
_HOLDERS = w("document", "body", "tbl", "tr", "tc", "sdt", "sdtContent", "customXml", "hdr", "ftr", "footnotes", "footnote", "endnotes", "endnote")
_WITHOUT_NUMBER = frozenset({"bullet", "none"})
_COUNTED = re.compile(r"\s*(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES)\s*(?:\\\*\s*(?:MERGEFORMAT|Arabic|roman|ROMAN)\s*)*", re.ASCII)
_COUNT = re.compile(r"\s*(?:[0-9]{1,5}|[ivxlc]{1,8}|[IVXLC]{1,8})?\s*", re.ASCII)
_HEADING = re.compile(r"\s*STYLEREF\b", re.ASCII)
_SHOWN = re.compile(r"\s*(TOC|PAGEREF|HYPERLINK)\b", re.ASCII)
_ADDRESS = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.ASCII)
_NUMBER = re.compile(r"\s*REF\s+(\S+)\s+(?=.*\\w)(?:\\[whr]\s*)+(?:\\\* MERGEFORMAT\s*)?", re.ASCII)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_WORST = (OBJECT, OVER, PICTURE)


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph as it is read. `mark` is the bookmark that its part of the file begins with, `place` its cell in a table, `links` where its links lead."""

    text: str
    label: str = ""
    place: str = ""
    mark: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trees:
    """The parts of a file that decide what is read: the stories by name, the main text first, with styles, numbering and the addresses of links."""

    stories: Mapping[str, etree._Element]
    styles: etree._Element
    numbering: etree._Element
    addresses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    """Reads one story. Fields may span paragraphs, so their state stands here."""

    numbers: Mapping[str, str]
    altered: Mapping[str, str]
    notes: Mapping[tuple[str, str], str]
    addresses: Mapping[str, str]
    fields: list[_Field] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def paragraph(self, paragraph: etree._Element) -> str:
        """What the paragraph shows, white space made even; `links` are those of this paragraph then."""
        self.links = []
        mark = paragraph.find(f"{W}pPr/{W}rPr")
        ended = [sign for tag, sign in _CHANGES.items() if mark is not None and mark.find(tag) is not None]
        if mark is not None and switch(mark, "vanish"):
            ended.append("[hidden end]")
        shown = list(self.inside(paragraph))
        pictures = [f" {sign}" for sign in shown if is_of_shape(sign)]  # last: programs anchor them anywhere in their paragraph
        return " ".join("".join((*(sign for sign in shown if not is_of_shape(sign)), *ended, *pictures)).split())

    def inside(self, node: etree._Element) -> Iterator[str]:
        for child in node:
            if child.tag == f"{W}r":
                yield from self.run(child)
            elif child.tag == f"{W}fldSimple":
                yield from self.simple_field(child)
            elif child.tag == f"{MC}AlternateContent":
                yield from self.alternative(child)
            elif child.tag in _OPENED:
                yield from self.container(child)
            elif child.tag not in _UNSEEN:
                yield from _unknown(child)

    def container(self, node: etree._Element) -> Iterator[str]:
        if node.tag in _CHANGES:
            yield _CHANGES[node.tag]
        if _is_bound(node):
            yield "[bound to data]"
        if node.tag == f"{W}hyperlink" and node.get(f"{R}id"):
            self.links.append(self.addresses.get(node.get(f"{R}id", ""), "?"))
        yield from self.inside(node)

    def run(self, run: etree._Element) -> Iterator[str]:
        shown = [sign for child in run for sign in self.sign(child)]
        properties = run.find(f"{W}rPr")
        if properties is not None and any(sign.strip() and not is_of_shape(sign) for sign in shown):
            yield from run_signs(properties)
            yield self.altered.get(value(properties, "rStyle") or "", "")
            text = "".join(shown)
            if switch(properties, "rtl") and any(map(str.isalnum, text)) and not _RIGHT_TO_LEFT.search(text):
                yield "[reversed]"
        yield from shown

    def sign(self, node: etree._Element) -> Iterator[str]:
        if node.tag == f"{W}fldChar":
            yield from self.mark_of_field(node.get(f"{W}fldCharType", ""))
        elif node.tag == f"{W}instrText":
            if self.fields:
                self.fields[-1].code += node.text or ""
        elif not any(item.silent for item in self.fields):
            yield from self.shown(node)
        elif node.tag == f"{W}t":
            self.fields[-1].result += node.text or ""
        else:
            yield from (sign for sign in self.shown(node) if is_of_shape(sign))

    def shown(self, node: etree._Element) -> Iterator[str]:
        tag = node.tag
        if tag in {f"{W}t", f"{W}delText"}:
            text = str(node.xpath("string()"))
            yield text
            for item in self.fields:
                item.result += text
        elif tag in _SPACES:
            yield " "
        elif tag == f"{W}noBreakHyphen":
            yield "\u2011"
        elif tag == f"{W}sym":
            yield f"[symbol {node.get(f'{W}font')} {node.get(f'{W}char')}]"
        elif tag in _NOTES:
            yield f"[note: {self.notes.get((_NOTES[tag], node.get(f'{W}id', '')), '?')}]"
        elif tag in _SHAPES:
            yield from shape_signs(node)
        elif tag == f"{MC}AlternateContent":
            yield from self.alternative(node)
        elif tag not in _UNSEEN:
            yield from _unknown(node)

    def alternative(self, node: etree._Element) -> Iterator[str]:
        """Which branch is shown depends on the program. Shapes are one sign, the worst of all branches; words are signs themselves."""
        words = [text for text in _texts(node) if text.strip()]
        if words:
            yield f"[one of: {' / '.join(words)}]"
        signs = [sign for shape in node.iter(*_SHAPES) for sign in shape_signs(shape)]
        yield from (sign for sign in dict.fromkeys(signs) if sign not in _WORST)
        yield next((sign for sign in _WORST if sign in signs), "")

    def mark_of_field(self, kind: str) -> Iterator[str]:
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            self.fields[-1].begin()
        elif kind == "end" and self.fields:
            yield self.end_field()

    def simple_field(self, node: etree._Element) -> Iterator[str]:
        self.fields.append(_Field(node.get(f"{W}instr", "")))
        self.fields[-1].begin()
        yield from self.inside(node)
        yield self.end_field()

    def end_field(self) -> str:
        """The innermost field ends; see `_Field.verdict`."""
        ended = self.fields.pop()
        address = _ADDRESS.match(ended.code)
        if address:
            self.links.append(address[1])
        return ended.verdict(self.numbers)


@dataclass(slots=True)
class _Field:
    """A field being read. Its code is silent, and so is a result that differs with every printer: a page number."""

    code: str = ""
    result: str = ""
    silent: bool = True

    def begin(self) -> None:
        """Its code is whole: the result follows."""
        self.silent = _COUNTED.fullmatch(self.code) is not None or _HEADING.match(self.code) is not None

    def verdict(self, numbers: Mapping[str, str]) -> str:
        """What the field adds to the line: a sign where it would show something else once it is updated, or shows what it never would."""
        if _HEADING.match(self.code):
            return f"[{' '.join(self.code.split())}]"
        if _COUNTED.fullmatch(self.code):
            return "#" if _COUNT.fullmatch(self.result) else f"#[reads “{self.result.strip()}”]"
        number = _NUMBER.fullmatch(self.code)
        if number:
            due = numbers.get(number[1], "")
            return "" if due == self.result.strip() else f"[becomes “{due}”]"
        return "" if _SHOWN.match(self.code) else f"[field {' '.join(self.code.split())}]"


def _unknown(node: etree._Element) -> Iterator[str]:
    """What no contract of ours holds, such as formulas, ruby, or letters in another direction: whether it is shown is not for us to guess."""
    words = " ".join("".join(_texts(node)).split())
    if words or next(node.iter(*_SHAPES), None) is not None:
        yield f"[{etree.QName(node).localname}: {words}]"


def _texts(node: etree._Element) -> Iterator[str]:
    for text in node.iter():
        name = etree.QName(text).localname
        if name in {"t", "delText", "sym"} and next(text.iterancestors(f"{W}txbxContent"), None) is None:
            yield text.text or text.get(f"{W}char") or ""
        elif name in {"pgNum", "dayLong", "dayShort", "monthLong", "monthShort", "yearLong", "yearShort"}:
            yield name


def visible_lines(trees: Trees, marks: frozenset[str], ends: frozenset[str]) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The lines of each story by name. `marks` are the bookmarks that begin a part of the contract, `ends` those after which the shell goes on."""
    altered = _altered_styles(trees.styles)
    notes = dict(_notes(trees.stories))
    for name, story in trees.stories.items():
        paragraphs = list(labelled_paragraphs(story, trees.styles, trees.numbering))
        numbers = {
            mark.get(f"{W}name", ""): number.full
            for paragraph, number in paragraphs
            if number is not None and number.format not in _WITHOUT_NUMBER
            for mark in paragraph.iter(f"{W}bookmarkStart")
        }
        reader = _Reader(numbers, altered, notes, trees.addresses.get(name, {}))
        imported = [Line("[imported text]") for _ in story.iter(f"{W}altChunk", f"{W}subDoc")]
        yield name, (*_lines(paragraphs, reader, marks, ends), *imported)


def _notes(stories: Mapping[str, etree._Element]) -> Iterator[tuple[tuple[str, str], str]]:
    for name, story in stories.items():
        kind = name.partition(" ")[0]
        if kind in _NOTES.values():
            for note in story:
                yield (kind, note.get(f"{W}id", "")), " ".join("".join(_texts(note)).split())


def _lines(paragraphs: list[tuple[etree._Element, ListNumber | None]], reader: _Reader, marks: frozenset[str], ends: frozenset[str]) -> Iterator[Line]:
    current = ""
    places = TablePlaces(reader.altered)
    for paragraph, number in paragraphs:
        names = [mark.get(f"{W}name", "") for mark in paragraph.iter(f"{W}bookmarkStart")]
        current = next((name for name in names if name in marks), current)
        text, label = reader.paragraph(paragraph), _label(paragraph, number)
        if text or label:
            yield Line(f"{text}{_around(paragraph, reader.altered)}", label, places.of(paragraph), current, tuple(reader.links))
        current = next((name for name in names if name in ends), current)


def _label(paragraph: etree._Element, number: ListNumber | None) -> str:
    """The number, with what keeps it from being read. A bullet counts where it says something."""
    if number is None or (number.format == "bullet" and len(number.label) < 2 and not number.label.isalnum()):
        return ""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    own = "" if mark is None or not number.label else "".join(run_signs(mark))
    return f"{number.label}{number.signs}{own}"


def _altered_styles(styles: etree._Element) -> dict[str, str]:
    """Styles that keep their text from being read, those based on them included, by id."""
    by_id = {style.get(f"{W}styleId", ""): style for style in styles.iterfind(f"{W}style")}
    found = {"": "".join(sign for element in styles.iterfind(f"{W}docDefaults") for sign in _signs_in(element))}
    for identifier, style in by_id.items():
        chain, at = [], identifier
        while at in by_id and at not in chain:
            chain.append(at)
            at = value(by_id[at], "basedOn") or ""
        found[identifier] = found[""] + "".join(dict.fromkeys(sign for name in chain for sign in _signs_in(by_id[name])))
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}:
            found["default"] = found[identifier]
    return found


def _signs_in(element: etree._Element) -> Iterator[str]:
    for properties in element.iter(f"{W}rPr"):
        yield from run_signs(properties)
    for properties in element.iter(f"{W}pPr"):
        yield from paragraph_signs(properties)


def _around(paragraph: etree._Element, altered: Mapping[str, str]) -> str:
    """Signs for what the paragraph, its style and whatever stands around it do to its text."""
    properties = paragraph.find(f"{W}pPr")
    style = value(properties, "pStyle")
    own = "" if properties is None else "".join(paragraph_signs(properties))
    return altered.get("default" if style is None else style, "") + own + "".join(_holders(paragraph))


def _holders(paragraph: etree._Element) -> Iterator[str]:
    for holder in paragraph.iterancestors():
        if holder.tag == f"{W}txbxContent":
            return
        if _is_bound(holder):
            yield "[bound to data]"
        if holder.tag not in _HOLDERS:
            yield _CHANGES.get(holder.tag, f"[in {etree.QName(holder).localname}]")


def _is_bound(control: etree._Element) -> bool:
    properties = control.find(f"{W}sdtPr") if control.tag == f"{W}sdt" else None
    return properties is not None and any(etree.QName(child).localname == "dataBinding" for child in properties)
