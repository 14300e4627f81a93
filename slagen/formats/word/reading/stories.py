"""A story: its paragraphs and tables in order, containers opened, in one view of its tracked changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from slagen.formats.word.reading.fields import stray_marks
from slagen.formats.word.reading.gathering import Gathering
from slagen.formats.word.reading.names import MC, W, branch, indent_of, switch, value, w
from slagen.formats.word.reading.numbering_state import Counters
from slagen.formats.word.reading.paragraphs import HIDDEN, KINDS, Draft, ParagraphReader
from slagen.formats.word.reading.parts import StoryPart
from slagen.formats.word.reading.places import Places, places
from slagen.formats.word.reading.style_sheet import Style
from slagen.formats.word.reading.word_text import (
    BlockText,
    CellText,
    Change,
    ListNumber,
    ParagraphText,
    Position,
    RowText,
    Story,
    TableText,
    View,
)
from slagen.formats.word.tables import COLUMNS
from slagen.formats.word.xml_text import whole

_DEEPEST_TABLE = 24
_MOST_COLUMNS = 63
_OPENED = w("customXml", "smartTag", "sdtContent", "ins", "moveTo", "del", "moveFrom")
_ANCHORS = w("commentRangeStart", "commentRangeEnd")
_ALIGN = {"right": "right", "end": "right", "center": "center"}


class StoryReader:
    """Reads one story. Counters and fields run from its first paragraph to its last."""

    def __init__(self, part: StoryPart, gathering: Gathering, known: Places, stray: frozenset[etree._Element]) -> None:
        self.story = part.story
        self.places = known
        self._gathering = gathering
        self._counters = Counters(gathering.lists)
        self._runs = ParagraphReader(gathering, part.addresses, stray)
        self._removed_marks = HIDDEN[gathering.view]
        self._carried: Draft | None = None
        self._last: etree._Element | None = None
        self._marks: list[str] = []
        self._depth = 0

    def read(self, container: etree._Element, mark: str = "") -> tuple[BlockText, ...]:
        """The blocks of a body, a cell, a note or a text box; `mark` is the mark of the note."""
        blocks = tuple(self._blocks(container))
        if mark and blocks and isinstance(blocks[0], ParagraphText):
            return (replace(blocks[0], mark=mark), *blocks[1:])
        return blocks

    # Blocks

    def _blocks(self, container: etree._Element) -> Iterator[BlockText]:
        for element in self._opened(container):
            if element.tag == f"{W}p":
                paragraph = self._paragraph(element)
                if paragraph is not None:
                    yield paragraph
            elif element.tag == f"{W}tbl":
                yield from self._left_over()
                table = self._table(element)
                if table is not None:
                    yield table
        yield from self._left_over()

    def _opened(self, container: etree._Element) -> Iterator[etree._Element]:
        """Paragraphs and tables; content controls and other containers are opened, whatever is not in this view is left out."""
        waiting: list[Iterator[etree._Element]] = [iter(container)]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
            elif element.tag in {f"{W}p", f"{W}tbl"}:
                yield element
            elif element.tag == f"{W}sdt":
                waiting.append(iter(element.findall(f"{W}sdtContent")))
            elif element.tag in _OPENED:
                if element.tag in KINDS:
                    self._change(KINDS[element.tag], "block", element, _words(element), self._first_position(element))
                if element.tag not in self._removed_marks:
                    waiting.append(iter(element))
            elif element.tag == f"{MC}AlternateContent":
                shown = branch(element)
                waiting.append(iter(() if shown is None else shown))
            else:
                self._between(element)

    def _between(self, element: etree._Element) -> None:
        """What stands between paragraphs."""
        if element.tag == f"{W}bookmarkStart":
            self._marks.append(element.get(f"{W}name", ""))
        elif element.tag in _ANCHORS:
            self._runs.anchor(element)
        elif element.tag in {f"{W}altChunk", f"{W}subDoc"}:
            self._gathering.note("inserted-file", "a file inserted by reference is not read")
        elif text := _words(element):
            self._gathering.note("foreign", f"text that Word does not know how to show is left out: “{text[:80]}”")

    # Paragraphs

    def _paragraph(self, element: etree._Element) -> ParagraphText | None:
        """The paragraph; None where its mark is not in this view, so that its text goes on in the next one."""
        properties = element.find(f"{W}pPr")
        draft = self._carried or Draft()
        draft.bookmarks += self._marks
        self._carried, self._marks, self._last = None, [], element
        contents = self._runs.fields.in_contents
        self._runs.read(element, draft, lambda start, end: self.places.position(element, self.story, start, end))
        if properties is not None and self._mark_is_gone(element, properties):
            self._carried = draft
            return None
        return self._finished(element, properties, draft, contents=contents or self._runs.fields.in_contents)

    def _mark_is_gone(self, element: etree._Element, properties: etree._Element) -> bool:
        gone = False
        for tracked in properties.iterfind(f"{W}rPr/*"):
            if tracked.tag in KINDS:
                self._change(KINDS[tracked.tag], "paragraph mark", tracked, "", self.places.position(element, self.story))
                gone = gone or tracked.tag in self._removed_marks
        return gone

    def _finished(self, element: etree._Element, properties: etree._Element | None, draft: Draft, *, contents: bool = False) -> ParagraphText:
        at = self.places.position(element, self.story, 0, draft.offset)
        changed = None if properties is None else properties.find(f"{W}pPrChange")
        if changed is not None:
            self._change("format", "paragraph", changed, "", at)
            if self._gathering.view is View.ORIGINAL:
                properties = changed.find(f"{W}pPr")
        identifier = value(properties, "pStyle")
        style = self._gathering.styles.paragraph(identifier)
        outline = whole(value(properties, "outlineLvl"))
        return ParagraphText(
            at,
            style.name,
            tuple(draft.pieces),
            self._number(properties, style, identifier or ""),
            tuple(draft.bookmarks),
            tuple(draft.fields),
            _outline(style.outline if outline is None else outline),
            indent_of(properties),
            _ALIGN.get(value(properties, "jc") or "", ""),
            draft.breaks or bool(switch(properties, "pageBreakBefore")),
            contents,
        )

    def _number(self, properties: etree._Element | None, style: Style, identifier: str) -> ListNumber | None:
        number, level = self._gathering.lists.place_of(properties, style, identifier)
        return self._counters.next(number, level) if number else None

    def _left_over(self) -> Iterator[ParagraphText]:
        """Text whose own paragraph mark is gone and that no paragraph follows."""
        if self._carried is not None and self._carried.pieces and self._last is not None:
            yield self._finished(self._last, self._last.find(f"{W}pPr"), self._carried)
        self._carried = None

    # Tables

    def _table(self, element: etree._Element) -> TableText | None:
        if self._depth >= _DEEPEST_TABLE:
            self._gathering.note("table", f"tables inside tables are read {_DEEPEST_TABLE} deep; what is deeper was left out")
            return None
        first = next(element.iter(f"{W}p"), None)
        self._depth += 1
        rows = tuple(self._row(row) for row in self._children(element, f"{W}tr", "trPr"))
        self._depth -= 1
        if first is None or not any(row.cells for row in rows):
            return None
        properties = element.find(f"{W}tblPr")
        described, caption = value(properties, "tblDescription") or "", value(properties, "tblCaption") or ""
        summary = "" if not caption and described.startswith(COLUMNS) else described or caption
        indent = None if properties is None else properties.find(f"{W}tblInd")
        left = 0 if indent is None else whole(indent.get(f"{W}w")) or 0
        return TableText(self.places.position(first, self.story), rows, summary, left)

    def _children(self, holder: etree._Element, tag: str, properties: str) -> Iterator[etree._Element]:
        """Rows or cells in this view, content controls around them opened."""
        waiting: list[Iterator[etree._Element]] = [iter(holder)]
        while waiting:
            element = next(waiting[-1], None)
            if element is None:
                waiting.pop()
            elif element.tag == tag:
                if self._is_shown(element, element.find(f"{W}{properties}")):
                    yield element
            elif element.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml"}:
                waiting.append(iter(element))

    def _is_shown(self, element: etree._Element, properties: etree._Element | None) -> bool:
        shown = True
        for tracked in () if properties is None else properties:
            name = _ROW_AND_CELL.get(tracked.tag)
            if name is not None:
                what = "row" if element.tag == f"{W}tr" else "cell"
                self._change(KINDS[name], what, tracked, _words(element), self._first_position(element))
                shown = shown and name not in self._removed_marks
        if shown and switch(properties, "hidden"):
            self._gathering.note("hidden", f"a hidden row left out: “{_words(element)[:80]}”", self._first_position(element))
            return False
        return shown

    def _first_position(self, element: etree._Element) -> Position:
        first = next(element.iter(f"{W}p"), None)
        return self.places.position(first, self.story) if first is not None else Position(self.story, self.places.part, 0, "")

    def _row(self, element: etree._Element) -> RowText:
        properties = element.find(f"{W}trPr")
        before = min(max(whole(value(properties, "gridBefore")) or 0, 0), _MOST_COLUMNS)
        cells = tuple(self._cell(cell) for cell in self._children(element, f"{W}tc", "tcPr"))
        return RowText(cells, bool(switch(properties, "tblHeader")), before)

    def _cell(self, element: etree._Element) -> CellText:
        properties = element.find(f"{W}tcPr")
        span = min(max(whole(value(properties, "gridSpan")) or 1, 1), _MOST_COLUMNS)
        merges = (None if properties is None else properties.find(f"{W}{name}") for name in ("vMerge", "hMerge"))
        continues = any(merge is not None and merge.get(f"{W}val", "continue") == "continue" for merge in merges)
        return CellText(tuple(self._blocks(element)), span, continues)

    def _change(self, kind: str, what: str, tracked: etree._Element, text: str, at: Position) -> None:
        self._gathering.changes.append(Change(kind, what, tracked.get(f"{W}author", ""), tracked.get(f"{W}date", ""), text, at))


_ROW_AND_CELL = {f"{W}ins": f"{W}ins", f"{W}del": f"{W}del", f"{W}cellIns": f"{W}ins", f"{W}cellDel": f"{W}del"}


def _words(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t", f"{W}delText"))


def _outline(level: int | None) -> int | None:
    """Word writes 9 for body text."""
    return level if level is not None and 0 <= level < 9 else None


def read_stories(parts: tuple[StoryPart, ...], gathering: Gathering) -> Iterator[Story]:
    """Every story, the main one first, each followed by its text boxes. Notes come in the order of their part."""
    for part in parts:
        known, stray = places(part.part, part.tree), stray_marks(part.tree, HIDDEN[gathering.view])
        reader = StoryReader(part, gathering, known, stray)
        if part.story in {"footnotes", "endnotes"}:
            yield Story(part.story, part.part, tuple(_notes(part, reader, gathering)))
        else:
            body = part.tree.find(f"{W}body") if part.story == "document" else part.tree
            yield Story(part.story, part.part, () if body is None else reader.read(body))
        yield from _boxes(part, known, stray, gathering)


def _notes(part: StoryPart, reader: StoryReader, gathering: Gathering) -> Iterator[BlockText]:
    for note in part.tree:
        if note.get(f"{W}type", "normal") == "normal":
            yield from reader.read(note, gathering.mark_of(part.story, note.get(f"{W}id", "")))


def _boxes(part: StoryPart, known: Places, stray: frozenset[etree._Element], gathering: Gathering) -> Iterator[Story]:
    """Text boxes, and those inside them, each as a story of its own."""
    count = 0
    while gathering.boxes:
        box = gathering.boxes.pop(0)
        count += 1
        name = f"textbox{count}" if part.story == "document" else f"{part.story}-textbox{count}"
        yield Story(name, part.part, StoryReader(replace(part, story=name), gathering, known, stray).read(box))
