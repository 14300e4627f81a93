"""One paragraph: its runs as pieces, in one view of its tracked changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from slagen.formats.word.reading.fields import Fields, form_text
from slagen.formats.word.reading.gathering import CommentRange, Gathering
from slagen.formats.word.reading.names import MC, M, R, W, branch, is_foreign, switch, value, w
from slagen.formats.word.reading.objects import describe_object, math_text
from slagen.formats.word.reading.style_sheet import Style
from slagen.formats.word.reading.symbols import symbol
from slagen.formats.word.reading.word_text import Change, FieldText, Piece, Position, View
from slagen.formats.word.xml_text import BLANK, EMPHASIS, STRONG

HIDDEN = {View.CURRENT: w("del", "moveFrom"), View.ORIGINAL: w("ins", "moveTo")}
KINDS = {f"{W}ins": "insert", f"{W}del": "delete", f"{W}moveFrom": "move-from", f"{W}moveTo": "move-to"}
_SKIPPED = w("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr", "rt", "fldData", "ffData")
_ANCHORS = w("commentRangeStart", "commentRangeEnd", "commentReference")
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad"}
_Locate = Callable[[int, int], Position]


@dataclass(slots=True)
class Draft:
    """A paragraph while it is being read. `offset` counts the characters that are printed so far."""

    pieces: list[Piece] = field(default_factory=list)
    offset: int = 0
    bookmarks: list[str] = field(default_factory=list)
    fields: list[FieldText] = field(default_factory=list)
    breaks: bool = False

    def add(self, piece: Piece) -> None:
        """Add characters; those that look like the ones before join them."""
        last = self.pieces[-1] if self.pieces else None
        if last is not None and (last.flags, last.href, last.target, last.field) == (piece.flags, piece.href, piece.target, piece.field):
            self.pieces[-1] = Piece(last.text + piece.text, last.flags, last.href, last.target, last.field)
        else:
            self.pieces.append(piece)
        self.offset += len(piece.text)


class ParagraphReader:
    """Reads the paragraphs of one story, one after the other. Fields stay open from one paragraph to the next."""

    def __init__(self, gathering: Gathering, addresses: Mapping[str, str], stray: frozenset[etree._Element]) -> None:
        self.fields = Fields()
        self._gathering = gathering
        self._addresses = addresses
        self._stray = stray
        self._hidden = HIDDEN[gathering.view]
        self._starts: Mapping[str, Callable[[etree._Element], bool]] = self._handlers()
        self._begin(Draft(), lambda start, end: Position("", "", 0, "", start, end))

    def read(self, paragraph: etree._Element, draft: Draft, locate: _Locate) -> None:
        """Add what the paragraph prints to `draft`."""
        self._begin(draft, locate)
        self._style = self._gathering.styles.paragraph(value(paragraph.find(f"{W}pPr"), "pStyle"))
        self.fields.paragraph_starts()
        walker = etree.iterwalk(paragraph, events=("start", "end"))
        for event, element in walker:
            if event == "end":
                self._end(element)
            elif self._start(element):
                walker.skip_subtree()

    def anchor(self, element: etree._Element) -> None:
        """A comment's words begin or end here."""
        identifier = element.get(f"{W}id", "")
        ranges, opened = self._gathering.ranges, self._gathering.open_ranges
        here = self._locate(self._draft.offset, self._draft.offset)
        if element.tag == f"{W}commentRangeStart":
            ranges[identifier] = CommentRange(here)
            opened.add(identifier)
        elif identifier not in ranges:
            ranges[identifier] = CommentRange(here, here)
        elif ranges[identifier].end is None:
            ranges[identifier].end = here
            opened.discard(identifier)

    def _begin(self, draft: Draft, locate: _Locate) -> None:
        self._draft = draft
        self._locate = locate
        self._flags = 0
        self._vanished = False
        self._style = Style()
        self._hrefs: list[str] = []
        self._changes: list[tuple[etree._Element, int]] = []

    def _handlers(self) -> dict[str, Callable[[etree._Element], bool]]:
        """What to do where an element starts; a handler says whether to skip what is inside."""
        handlers: dict[str, Callable[[etree._Element], bool]] = {
            f"{W}r": self._run, f"{W}t": self._text, f"{W}delText": self._text, f"{W}br": self._break, f"{W}sym": self._symbol,
            f"{W}fldChar": self._field_mark, f"{W}instrText": self._code, f"{W}delInstrText": self._code, f"{W}fldSimple": self._simple_field,
            f"{W}hyperlink": self._link, f"{W}bookmarkStart": self._bookmark, f"{M}oMath": self._math,
            f"{W}drawing": self._object, f"{W}pict": self._object, f"{W}object": self._object, f"{W}contentPart": self._object,
            f"{W}footnoteReference": self._note_reference, f"{W}endnoteReference": self._note_reference,
            f"{MC}Fallback": _is_not_shown, f"{MC}Choice": _is_not_shown,
        }  # fmt: skip
        handlers |= dict.fromkeys(_SKIPPED, lambda _element: True)
        handlers |= dict.fromkeys(_SIGNS, self._sign)
        handlers |= dict.fromkeys(KINDS, self._change)
        handlers |= dict.fromkeys(_ANCHORS, self._anchor)
        return handlers

    def _start(self, element: etree._Element) -> bool:
        handler = self._starts.get(element.tag)
        return handler(element) if handler is not None else is_foreign(element) and self._foreign(element)

    def _foreign(self, element: etree._Element) -> bool:
        text = "".join(node.text or "" for node in element.iter(f"{W}t"))
        if text:
            self._gathering.note("foreign", f"text that Word does not know how to show is left out: “{text[:80]}”", self._here())
        return True

    def _end(self, element: etree._Element) -> None:
        if element.tag == f"{W}hyperlink":
            self._hrefs.pop()
        elif element.tag == f"{W}fldSimple":
            self._close_field()
        elif self._changes and self._changes[-1][0] is element:
            self._note_change(element, self._changes.pop()[1])

    # Text

    def _run(self, element: etree._Element) -> bool:
        properties = element.find(f"{W}rPr")
        self._flags, self._vanished = 0, bool(self._style.hidden)
        if properties is not None:
            changed = properties.find(f"{W}rPrChange")
            if changed is not None:
                self._format_change(element, changed)
                if self._gathering.view is View.ORIGINAL:
                    properties = changed.find(f"{W}rPr")
            self._flags, self._vanished = self._looks(properties), self._is_hidden(properties)
        return False

    def _is_hidden(self, properties: etree._Element | None) -> bool:
        """By itself, else by its own style, else by that of the paragraph."""
        identifier = value(properties, "rStyle")
        stated = (switch(properties, "vanish"), self._gathering.styles.get(identifier).hidden if identifier else None, self._style.hidden)
        return next((hidden for hidden in stated if hidden is not None), False)

    def _looks(self, properties: etree._Element | None) -> int:
        if properties is None or not len(properties):
            return 0
        style_id = value(properties, "rStyle")
        style = self._gathering.styles.get(style_id) if style_id else None
        strong, emphasis = switch(properties, "b"), switch(properties, "i")
        if style is not None:
            strong = style.strong if strong is None else strong
            emphasis = style.emphasis if emphasis is None else emphasis
        blank = BLANK if value(properties, "highlight") == "yellow" else 0
        return (STRONG if strong else 0) | (EMPHASIS if emphasis else 0) | blank

    def _print(self, text: str) -> None:
        if not text or not self.fields.prints:
            return
        if self._vanished:
            self._gathering.note("hidden", f"hidden text left out: “{text[:80]}”", self._here())
            return
        target, serial = self.fields.reference
        href = self._hrefs[-1] if self._hrefs else self.fields.href
        self._draft.add(Piece(text, self._flags, href, target, serial))
        self.fields.printed(text)
        if self._gathering.open_ranges:
            self._gathering.words(text)

    def _here(self) -> Position:
        return self._locate(self._draft.offset, self._draft.offset)

    def _text(self, element: etree._Element) -> bool:
        self._print(element.text or "")
        return False

    def _sign(self, element: etree._Element) -> bool:
        self._print(_SIGNS[element.tag])
        return False

    def _symbol(self, element: etree._Element) -> bool:
        font, code = element.get(f"{W}font", ""), element.get(f"{W}char", "")
        sign = symbol(font, code)
        if sign == "\ufffd":
            self._gathering.note("symbol", f"the sign {code} of the font {font} is not known", self._here())
        self._print(sign)
        return False

    def _break(self, element: etree._Element) -> bool:
        if element.get(f"{W}type", "textWrapping") == "textWrapping":
            self._print("\n")
        elif not self._draft.offset:
            self._draft.breaks = True
        return False

    def _note_reference(self, element: etree._Element) -> bool:
        kind = "footnotes" if element.tag == f"{W}footnoteReference" else "endnotes"
        if element.get(f"{W}customMarkFollows") in {"1", "true", "on"}:  # the mark is text beside it, and the note has it too
            self._gathering.marks[kind, element.get(f"{W}id", "")] = ""
            return False
        mark = self._gathering.mark_of(kind, element.get(f"{W}id", ""))
        self._print(f"[{mark}]")
        return False

    def _math(self, element: etree._Element) -> bool:
        text = math_text(element, self._hidden)
        self._gathering.note("formula", f"a formula is read as plain text: “{text[:80]}”", self._here())
        self._print(text)
        return True

    def _object(self, element: etree._Element) -> bool:
        for kind, message, box in describe_object(element):
            self._gathering.note(kind, message, self._here())
            if box is not None:
                self._gathering.boxes.append(box)
        return True

    # Fields and links

    def _field_mark(self, element: etree._Element) -> bool:
        if element in self._stray:
            return True
        match element.get(f"{W}fldCharType"):
            case "begin":
                self.fields.begin(self._draft.offset, form=form_text(element))
            case "separate":
                self.fields.separate()
            case "end":
                self._close_field()
            case _:
                pass
        return True

    def _code(self, element: etree._Element) -> bool:
        self.fields.code(element.text or "")
        return False

    def _simple_field(self, element: etree._Element) -> bool:
        self.fields.begin(self._draft.offset, element.get(f"{W}instr", ""))
        self.fields.separate()
        return False

    def _close_field(self) -> None:
        closed = self.fields.end()
        if closed is None or not self.fields.prints:
            return
        if closed.target and not closed.printed:
            self._draft.add(Piece("", self._flags, "", closed.target, closed.serial))
        if closed.form and not closed.printed:
            self._print(closed.form)
        self._draft.fields.append(closed.closed(self._draft.offset))

    def _link(self, element: etree._Element) -> bool:
        self._hrefs.append(self._addresses.get(element.get(f"{R}id", ""), ""))
        return False

    def _bookmark(self, element: etree._Element) -> bool:
        self._draft.bookmarks.append(element.get(f"{W}name", ""))
        return False

    # Tracked changes and comments

    def _anchor(self, element: etree._Element) -> bool:
        self.anchor(element)
        return False

    def _change(self, element: etree._Element) -> bool:
        if element.tag not in self._hidden:
            self._changes.append((element, self._draft.offset))
            return False
        for inside in element.iter(*_ANCHORS):
            self.anchor(inside)
        self._note_change(element, self._draft.offset)
        return True

    def _note_change(self, element: etree._Element, start: int) -> None:
        text = "".join(node.text or "" for node in element.iter(f"{W}t", f"{W}delText"))
        at = self._locate(start, self._draft.offset)
        self._gathering.changes.append(Change(KINDS[element.tag], "text", element.get(f"{W}author", ""), element.get(f"{W}date", ""), text, at))

    def _format_change(self, run: etree._Element, change: etree._Element) -> None:
        text = "".join(node.text or "" for node in run.iter(f"{W}t", f"{W}delText"))
        at = self._locate(self._draft.offset, self._draft.offset + len(text))
        self._gathering.changes.append(Change("format", "text", change.get(f"{W}author", ""), change.get(f"{W}date", ""), text, at))


def _is_not_shown(one: etree._Element) -> bool:
    parent = one.getparent()
    return parent is not None and branch(parent) is not one
