"""The tracked changes of a Word file one by one: who changed what, when, and in which clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from lxml import etree

from slagen.formats.word.reading.bookmark_ids import EXECUTION_BEGINS, EXECUTION_ENDS
from slagen.formats.word.redline.limits import check_paragraphs
from slagen.formats.word.redline.names import AUTHOR, DATE, PPR, RPR, TC, TR, Element, M, P, W
from slagen.formats.word.redline.style_index import style_name
from slagen.formats.word.redline.word_file import WordFile
from slagen.formats.word.revisions.moves import move_names
from slagen.formats.word.revisions.resolve import story_parts
from slagen.formats.word.stories import labelled_paragraphs

_RUNS = {f"{W}ins": "insertion", f"{W}del": "deletion", f"{W}moveFrom": "moved away", f"{W}moveTo": "moved here"}
_ROWS = {f"{W}ins": "row inserted", f"{W}del": "row deleted"}
_CELLS = {f"{W}cellIns": "cell inserted", f"{W}cellDel": "cell deleted", f"{W}cellMerge": "cells merged"}
_LOOKS = frozenset(f"{W}{name}Change" for name in ("rPr", "pPr", "sectPr", "tblPr", "trPr", "tcPr", "tblGrid", "tblPrEx")) | {f"{W}numberingChange"}
_TEXT = frozenset((f"{W}t", f"{W}delText", f"{M}t"))
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}noBreakHyphen": "‑"}
_WITHOUT_WORDS = {
    f"{W}drawing": "[picture]",
    f"{W}pict": "[picture]",
    f"{W}object": "[object]",
    f"{W}footnoteReference": "[note]",
    f"{W}endnoteReference": "[note]",
}
EXECUTION_PAGE = "execution page"
_SIGNING_STYLES = frozenset({"execution heading", "signature text"})
_DEEPEST = 4
"""Marks within marks whose words are told: Word nests two (what one person inserted, another deleted); text told once for each of 250 takes gigabytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the story (`document`, `execution page`, `header`, `footnotes` …), and the clause by its number and first words."""

    story: str
    clause: str = ""
    heading: str = ""


@dataclass(slots=True)
class Revision:
    """One tracked change as a person sees it: neighbouring marks of one kind by one author at one time are one.

    The two places of a move are two changes with the name of the `move` in common. `kind` is insertion, deletion, moved away, moved here,
    row inserted, row deleted, cell inserted, cell deleted, cells merged or formatting; `date` is as the file has it, ISO 8601, and may be empty.
    """

    number: int
    kind: str
    author: str
    date: str
    place: Place
    text: str
    elements: list[Element] = field(default_factory=list, repr=False)
    move: str = ""


@dataclass(slots=True)
class _Seen:
    """A mark, or (`kind` empty) kept text that ends a revision."""

    kind: str
    mark: Element | None = None
    text: str = ""
    place: Place = field(default_factory=lambda: Place("document"))

    @property
    def key(self) -> tuple[str, str, str]:
        author, date = ("", "") if self.mark is None else (self.mark.get(AUTHOR, ""), self.mark.get(DATE, ""))
        return (self.kind, author, date)


def list_revisions(file: WordFile) -> list[Revision]:
    """The tracked changes of all stories, numbered in the order of reading; raises PackageError where the file is far too large."""
    check_paragraphs(file)
    found: list[Revision] = []
    for part in story_parts(file):
        moves = move_names(file.tree(part))
        for ((kind, author, date), move), group in groupby(_story(file, part), key=lambda seen: (seen.key, _move_of(seen, moves))):
            marks = list(group)
            if kind:
                text = _text_of(kind, marks)
                elements = [seen.mark for seen in marks if seen.mark is not None]
                found.append(Revision(len(found) + 1, kind, author, date, marks[0].place, text.rstrip("\n"), elements, move))
    return found


def _move_of(seen: _Seen, moves: Mapping[Element, str]) -> str:
    return "" if seen.mark is None else moves.get(seen.mark, "")


def with_whole_moves(taken: Sequence[Revision], found: Sequence[Revision]) -> list[Revision]:
    """The changes that were taken, and the other place of each move among them: text that moves is neither lost nor doubled."""
    numbers, moves = {one.number for one in taken}, {one.move for one in taken if one.move}
    return [one for one in found if one.number in numbers or one.move in moves]


def _text_of(kind: str, marks: list[_Seen]) -> str:
    """What the marks say; several that speak of the looks of one text say it once."""
    if kind == "formatting":
        return "".join(text for text, _ in groupby(seen.text for seen in marks))
    return "".join(seen.text for seen in marks)


def _story(file: WordFile, part: str) -> Iterator[_Seen]:
    tree = file.tree(part)
    story = "document" if part == file.main else part.rpartition("/")[2].rpartition(".")[0]
    places = _places(file) if part == file.main else {}
    place = Place(story)
    for item in _blocks(tree):
        if item.tag == P:
            place = places.get(item, place)
            yield from _paragraph(item, place)
        else:
            yield from _held(item, place)


def _places(file: WordFile) -> Mapping[Element, Place]:
    """The clause of each numbered paragraph, the execution page where it begins, and neither where that ends: it belongs to no clause."""
    styles, numbering = file.linked("styles"), file.linked("numbering")
    empty = etree.Element("nothing")
    sheets, numbers = (file.tree(part) if part else empty for part in (styles, numbering))
    signing = frozenset(style.get(f"{W}styleId", "") for style in sheets.iterfind(f"{W}style") if style_name(style).casefold() in _SIGNING_STYLES)
    places: dict[Element, Place] = {}
    ended = False
    for paragraph, number in labelled_paragraphs(file.tree(file.main), sheets, numbers):
        marks = {mark.get(f"{W}name", "") for mark in paragraph.iter(f"{W}bookmarkStart")}
        if number and any(sign.isalnum() for sign in number.label):
            places[paragraph] = Place("document", number.full.rstrip("."), _heading(paragraph))
        elif EXECUTION_BEGINS in marks or _style_of(paragraph) in signing:
            places[paragraph] = Place(EXECUTION_PAGE, "", _heading(paragraph))
        elif ended:
            places[paragraph] = Place("document")
        ended = EXECUTION_ENDS in marks
    return places


def _heading(paragraph: Element) -> str:
    return " ".join(_first_words(paragraph).split())[:60]


def _style_of(paragraph: Element) -> str:
    style = paragraph.find(f"{PPR}/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def _blocks(tree: Element) -> Iterator[Element]:
    """Paragraphs, rows, cells, sections and tables' properties in order; what stands in a text box after the paragraph that holds it."""
    return tree.iter(P, TR, TC, f"{W}tblPr", f"{W}tblGrid", f"{W}sectPr")


def _held(item: Element, place: Place) -> Iterator[_Seen]:
    if item.tag in {TR, TC}:
        properties = item.find(f"{W}{'trPr' if item.tag == TR else 'tcPr'}")
        kinds = _ROWS if item.tag == TR else _CELLS
        for mark in properties if properties is not None else ():
            if mark.tag in kinds:
                yield _Seen(kinds[mark.tag], mark, "", place)
            elif mark.tag in _LOOKS:
                yield _Seen("formatting", mark, "", place)
        return
    for mark in item.iterchildren(*_LOOKS):
        yield _Seen("formatting", mark, "", place)


def _paragraph(paragraph: Element, place: Place) -> Iterator[_Seen]:
    ppr = paragraph.find(PPR)
    rpr = None if ppr is None else ppr.find(RPR)
    looks = [] if ppr is None else list(ppr.iter(*_LOOKS))
    text = _words(paragraph) if looks else ""
    yield from (_Seen("formatting", mark, text, place) for mark in looks)
    yield from _inline(paragraph, place)
    ends = [] if rpr is None else [item for item in rpr if item.tag in _RUNS]
    if not ends:
        yield _Seen("")
    for mark in ends:
        yield _Seen(_RUNS[mark.tag], mark, "\n", place)


def _inline(parent: Element, place: Place) -> Iterator[_Seen]:
    for item in parent:
        if item.tag in _RUNS:
            yield from (_Seen(_RUNS[mark.tag], mark, _marked_words(mark), place) for mark in item.iter(*_RUNS))
        elif item.tag == f"{W}r":
            change = item.find(f"{RPR}/{W}rPrChange")
            if change is not None:
                yield _Seen("formatting", change, _words(item), place)
            elif _words(item):
                yield _Seen("")
        elif item.tag not in {PPR, P} and isinstance(item.tag, str) and len(item):
            yield from _inline(item, place)


def _marked_words(mark: Element) -> str:
    return _words(mark) if sum(1 for _ in mark.iterancestors(*_RUNS)) < _DEEPEST else ""


def _first_words(paragraph: Element) -> str:
    """What it says with its changes accepted, where that is anything: what went is not mixed with what came."""
    marks = list(paragraph.iter(f"{W}del", f"{W}moveFrom"))
    gone = {item for mark in marks for item in mark.iter(f"{W}t")}
    kept = "".join(item.text or "" for item in paragraph.iter(f"{W}t") if item not in gone) if marks else ""
    return kept or _words(paragraph)


def _words(element: Element) -> str:
    parts = []
    for item in element.iter():
        if item.tag in _TEXT:
            parts.append(item.text or "")
        elif item.tag in _SIGNS and (parent := item.getparent()) is not None and parent.tag == f"{W}r":
            parts.append(_SIGNS[item.tag])
        elif item.tag in _WITHOUT_WORDS:
            parts.append(_WITHOUT_WORDS[item.tag])
    return "".join(parts)
