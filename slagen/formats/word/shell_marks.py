"""What Word leaves in a file for itself, made fit for a text that tags take apart: bookmarks, comments, marks of editing sessions, last paragraphs.

A paragraph that holds only a tag goes away with everything in it, and a repeated one is written several times. A bookmark that
loses one of its ends, or stands twice, makes a file that Word repairs; so does a table cell without a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from slagen.formats.word.surface import CONTRACT_TEXT
from slagen.formats.word.tag_rules import block_of
from slagen.formats.word.tag_text import TAG, Tag, W
from slagen.formats.word.xml_text import NAMESPACE

OURS = "slg"
"""What the names of our own bookmarks begin with: those in a shell were left by a contract that it was made from."""
_MARKS = (f"{W}bookmarkStart", f"{W}bookmarkEnd")
_ROOMS = tuple(f"{W}{name}" for name in ("tc", "hdr", "ftr", "txbxContent", "footnote", "endnote"))
_SESSION = (f"{W}rsid", "{http://schemas.microsoft.com/office/word/2010/wordml}paraId", "{http://schemas.microsoft.com/office/word/2010/wordml}textId")
_THIN = f'<w:p xmlns:w="{NAMESPACE}"><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'


@dataclass(slots=True)
class Bookmarks:
    """Numbers the bookmarks of all parts of one shell; each name is kept once."""

    next_id: int = 0
    names: set[str] = field(default_factory=set)

    def settle(self, tree: etree._Element, tags: Iterable[Tag]) -> None:
        """Put one part in order; `tags` are its tags."""
        _forget_session(tree)
        vanishing = [tag for tag in tags if tag.word or block_of(tag)]
        for tag in vanishing:
            _save_breaks(tag)
        _order_sections(tree)
        gone = [_vanishing(tag) for tag in vanishing]
        for holder in gone:
            _move_out(holder)
        self._settle_bookmarks(tree)
        _end_rooms(tree, gone)

    def _settle_bookmarks(self, tree: etree._Element) -> None:
        kept = dict(_whole_bookmarks(tree))
        for mark in list(tree.iter(*_MARKS)):
            if mark not in kept:
                _drop(mark)
        for start, end in [(mark, kept[mark]) for mark in kept if mark.tag == _MARKS[0]]:
            name = start.get(f"{W}name", "")
            if name.lower() in self.names or (name.startswith(OURS) and name != CONTRACT_TEXT):
                _drop(start)
                _drop(end)
                continue
            self.names.add(name.lower())
            for mark in (start, end):
                mark.set(f"{W}id", str(self.next_id))
            self.next_id += 1


def _whole_bookmarks(tree: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Beginnings and ends of the bookmarks that are whole whatever the tags decide, each with its other half."""
    opened: dict[str, tuple[etree._Element, tuple[str, ...]]] = {}
    around: list[str] = []
    for element in tree.iter(f"{W}t", *_MARKS):
        if element.tag == f"{W}t":
            _follow(around, element.text or "")
            continue
        number = element.get(f"{W}id", "")
        if element.tag == _MARKS[0]:
            opened[number] = (element, tuple(around))
        elif number in opened:
            start, then = opened.pop(number)
            if then == tuple(around) and not any(item.startswith("for") for item in around):
                yield start, element
                yield element, start


def _follow(around: list[str], text: str) -> None:
    """Keep the list of statements that the text stands in, each branch of a decision by its own name."""
    for match in TAG.finditer(text) if "{%" in text else ():
        words = match[0].strip("{}%").split()
        words = words[1:] if words[:1] and words[0] in {"p", "tr", "tc"} else words
        keyword = words[0] if words else ""
        if keyword in {"if", "for"}:
            around.append(f"{keyword} {match.start()} {len(around)} {match[0]}")
        elif keyword in {"else", "elif"} and around:
            around[-1] += f" {match[0]}"
        elif keyword in {"endif", "endfor"} and around:
            around.pop()


def _vanishing(tag: Tag) -> etree._Element:
    """What goes away with a tag: its paragraph, or the row around it."""
    return next(tag.paragraph.iterancestors(f"{W}tr"), tag.paragraph) if tag.word == "tr" else tag.paragraph


def _save_breaks(tag: Tag) -> None:
    """Put the section and the page that end in a vanishing paragraph into thin paragraphs of their own: some programs write them together."""
    paragraph, opens = tag.paragraph, tag.keyword in {"if", "for"} and tag.is_statement
    for mark in list(paragraph.iter(f"{W}sectPr")):
        thin = etree.fromstring(_THIN)
        thin[0].append(mark)
        paragraph.addprevious(thin) if opens else paragraph.addnext(thin)
    said = False
    for mark in list(paragraph.iter(f"{W}br", f"{W}t")):
        said = said or bool(mark.tag == f"{W}t" and mark.text)
        if mark.get(f"{W}type") in {"page", "column"}:
            thin = etree.fromstring(_THIN)
            etree.SubElement(thin, f"{W}r").append(mark)
            paragraph.addnext(thin) if said else paragraph.addprevious(thin)


def _order_sections(tree: etree._Element) -> None:
    """The end of a section stands last among the properties of its paragraph, whatever LibreOffice writes."""
    for mark in tree.iter(f"{W}sectPr"):
        holder = mark.getparent()
        if holder is not None and holder.tag == f"{W}pPr":
            later = holder.find(f"{W}pPrChange")
            holder.append(mark) if later is None else later.addprevious(mark)


def _move_out(holder: etree._Element) -> None:
    for mark in list(holder.iter(*_MARKS)):
        _drop(mark)
        holder.addprevious(mark)


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _forget_session(tree: etree._Element) -> None:
    """Take out comments and what tells one editing session from another."""
    for element in list(tree.iter(f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference", f"{W}annotationRef")):
        _drop(element)
    for element in tree.iter("*"):
        for name in [name for name in element.attrib if str(name).startswith(_SESSION)]:
            del element.attrib[name]


def _end_rooms(tree: etree._Element, gone: list[etree._Element]) -> None:
    """A thin paragraph at the start of a header and the end of every room whose first or last paragraph may go away."""
    vanishing = set(gone)
    for room in tree.iter(*_ROOMS):
        blocks = [child for child in room if child.tag in {f"{W}p", f"{W}tbl", f"{W}sdt"}]
        if blocks and blocks[-1] in vanishing:
            blocks[-1].addnext(etree.fromstring(_THIN))
        if blocks and blocks[0] in vanishing and room.tag == f"{W}hdr":
            blocks[0].addprevious(etree.fromstring(_THIN))
