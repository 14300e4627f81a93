"""Moves in a Word file: a name, and what is marked between the ends of either place (ISO/IEC 29500-1, 17.13.5.23 to 17.13.5.28)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from slagen.formats.word.redline.names import ID, NAME, Element, W

_WAYS = ("moveFrom", "moveTo")
_MARKS = {f"{W}{way}": way for way in _WAYS}
_STARTS = {f"{W}{way}RangeStart": way for way in _WAYS}
_ENDS = {f"{W}{way}RangeEnd": way for way in _WAYS}
RANGES = (*_STARTS, *_ENDS)


@dataclass(slots=True)
class MovedRange:
    """One of the two places of a move: its ends, and the marks between them. Both places have the same name."""

    name: str
    ends: list[Element]
    marks: list[Element] = field(default_factory=list)


def moved_ranges(tree: Element) -> list[MovedRange]:
    """The places of all moves of a story; a mark belongs to the range that was opened last."""
    found: list[MovedRange] = []
    opened: dict[tuple[str, str], MovedRange] = {}
    for item in tree.iter(*RANGES, *_MARKS):
        if item.tag in _STARTS:
            place = MovedRange(item.get(NAME, ""), [item])
            found.append(place)
            opened[_STARTS[item.tag], item.get(ID, "")] = place
        elif item.tag in _ENDS:
            closed = opened.pop((_ENDS[item.tag], item.get(ID, "")), None)
            if closed is not None:
                closed.ends.append(item)
        else:
            way = _MARKS[item.tag]
            inner = [place for (opened_way, _), place in opened.items() if opened_way == way]
            if inner:
                inner[-1].marks.append(item)
    return found


def move_names(tree: Element) -> dict[Element, str]:
    """The name of the move that a mark belongs to."""
    return {mark: place.name for place in moved_ranges(tree) for mark in place.marks if place.name}


def emptied(tree: Element) -> Iterator[Element]:
    """The ends of moves between which nothing is marked."""
    return (end for place in moved_ranges(tree) if not place.marks for end in place.ends)
