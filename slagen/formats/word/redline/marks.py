"""Revision marks: who changed what, when, under which number."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from slagen.formats.word.ancestors import stands_in
from slagen.formats.word.redline.names import AUTHOR, DATE, ID, PPR, R_, RPR, SECT_PR, Element, T, W

_BEFORE_MARKS = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_MARK_CHANGES = frozenset((*_BEFORE_MARKS, f"{W}rPrChange"))
_DELETED = {T: f"{W}delText", f"{W}instrText": f"{W}delInstrText"}
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(slots=True)
class Marker:
    """Makes revision marks with rising numbers; counts how many there are of each kind."""

    author: str
    date: str
    root: Element
    next_id: int = 1
    next_move: int = 1
    looks: int = 0
    """How many of the marks are changes of mere looks."""

    def make(self, tag: str, **attributes: str) -> Element:
        """An element of Word's namespace."""
        return self.root.makeelement(f"{W}{tag}", {f"{W}{key}": value for key, value in attributes.items()})

    def mark(self, tag: str, **attributes: str) -> Element:
        """A revision: an element such as `ins`, `moveFrom` or `rPrChange`."""
        element = self.make(tag, **attributes)
        for name, value in self._signed(tag).items():
            element.set(name, value)
        return element

    def add_mark(self, parent: Element, tag: str) -> Element:
        """A revision at the end of an element."""
        return etree.SubElement(parent, f"{W}{tag}", self._signed(tag))

    def _signed(self, tag: str) -> dict[str, str]:
        self.next_id += 1
        self.looks += tag.endswith("Change")
        return {ID: str(self.next_id - 1), AUTHOR: self.author, DATE: self.date}

    def move_name(self) -> str:
        """A name that ties the two ends of a move together."""
        self.next_move += 1
        return f"move{self.next_move - 1}"

    def change(self, tag: str, inner: str, old: Iterable[Element]) -> Element:
        """A `…PrChange` that holds the old properties."""
        change = self.mark(tag)
        held = self.make(inner)
        held.extend(deepcopy(item) for item in old)
        change.append(held)
        return change


def clean_run_properties(rpr: Element | None) -> list[Element]:
    """The formatting in run properties, without revision marks."""
    return [] if rpr is None else [item for item in rpr if item.tag not in _MARK_CHANGES]


def clean_paragraph_properties(ppr: Element | None) -> list[Element]:
    """The formatting in paragraph properties, without mark, section and revision."""
    return [] if ppr is None else [item for item in ppr if item.tag not in {RPR, SECT_PR, f"{W}pPrChange"}]


def run_properties(marker: Marker, new: Element | None, old: Element | None = None, *, changed: bool = False) -> Element | None:
    """Run properties as in `new`; where they `changed`, with the old ones on record."""
    kept = clean_run_properties(new)
    if not kept and not changed:
        return None
    rpr = marker.make("rPr")
    rpr.extend(deepcopy(item) for item in kept)
    if changed:
        rpr.append(marker.change("rPrChange", "rPr", clean_run_properties(old)))
    return rpr


def add_text_run(parent: Element, text: str, rpr: Element | None, *, deleted: bool = False) -> None:
    """Add a run of text at the end of an element."""
    run = etree.SubElement(parent, R_)
    if rpr is not None:
        run.append(rpr)
    piece = etree.SubElement(run, _DELETED[T] if deleted else T)
    piece.text = text
    if text != text.strip() or "  " in text:
        piece.set(_PRESERVE, "preserve")


def deleted_runs(element: Element) -> Element:
    """A copy in which all text is deleted text."""
    copy = deepcopy(element)
    for item in list(copy.iter(*_DELETED)):
        if _in_run(item) and not stands_in(item, f"{W}txbxContent", copy):
            item.tag = _DELETED[item.tag]
    return copy


def _in_run(item: Element) -> bool:
    parent = item.getparent()
    return parent is not None and parent.tag == R_


def set_mark(marker: Marker, paragraph: Element, revision: Element) -> None:
    """Put a revision on the mark of a paragraph."""
    ppr = paragraph.find(PPR)
    if ppr is None:
        ppr = marker.make("pPr")
        paragraph.insert(0, ppr)
    rpr = ppr.find(RPR)
    if rpr is None:
        rpr = marker.make("rPr")
        at = next((index for index, item in enumerate(ppr) if item.tag in {SECT_PR, f"{W}pPrChange"}), len(ppr))
        ppr.insert(at, rpr)
    rpr.insert(0, revision)
