"""Numbering worked out as Word does it (ECMA-376 Part 1, 17.9): lists, their levels, overrides, restarts, and the counters that run through a story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
import re

from lxml import etree

from slagen.formats.word.reading.legibility import run_signs
from slagen.formats.word.reading.names import MC, W, branch, indent_of, switch, value
from slagen.formats.word.reading.number_formats import printed
from slagen.formats.word.reading.style_sheet import Style, StyleSheet
from slagen.formats.word.reading.word_text import ListNumber
from slagen.formats.word.xml_text import whole

LEVELS = 9
_LONGEST_TEXT = 200
_HIGHEST = 2_000_000_000
_PLACE = re.compile(r"%([1-9])")
_SEPARATORS = {"space": " ", "nothing": "", "tab": "\t"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart` counts from 1: the level restarts after that one or a higher one; 0 never restarts; None after any higher one."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    separator: str = "\t"
    style: str = ""
    left: int | None = None
    signs: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """An instance of a list (`w:num`): the abstract list it counts with, its levels, and the levels that start anew with it."""

    abstract: str
    levels: tuple[Level, ...]
    starts: Mapping[int, int]

    def start(self, level: int) -> int:
        """The first number of a level."""
        return self.starts.get(level, self.levels[level].start)


class Lists:
    """The lists of one file."""

    def __init__(self, tree: etree._Element, styles: StyleSheet) -> None:
        self._styles = styles
        self._abstracts = {item.get(f"{W}abstractNumId", ""): item for item in tree.iterfind(f"{W}abstractNum")}
        self._numbers = {number: num for num in tree.iterfind(f"{W}num") if (number := whole(num.get(f"{W}numId"))) is not None}
        self._known: dict[int, List | None] = {}

    def get(self, number: int) -> List | None:
        """The list with this `w:numId`."""
        if number not in self._known:
            self._known[number] = self._read(number)
        return self._known[number]

    def level_of_style(self, number: int, style: str) -> int | None:
        """The level of a list that is bound to a style."""
        found = self.get(number)
        return None if found is None else next((at for at, level in enumerate(found.levels) if level.style == style), None)

    def place_of(self, properties: etree._Element | None, style: Style, identifier: str) -> tuple[int, int]:
        """The list (`w:numId`; 0 for none) and the level of a paragraph: its own, else those of its style, whose id is `identifier`."""
        numbers = None if properties is None else properties.find(f"{W}numPr")
        number, level = whole(value(numbers, "numId")), whole(value(numbers, "ilvl"))
        if number is None:
            number = style.list
            if number is not None and level is None:
                bound = self.level_of_style(number, identifier)
                level = style.level if bound is None else bound
        return number or 0, level or 0

    def _read(self, number: int) -> List | None:
        num = self._numbers.get(number)
        identifier = value(num, "abstractNumId")
        if num is None or identifier not in self._abstracts or identifier is None:
            return None
        levels = dict(_levels(self._abstracts[self._linked(identifier)]))
        starts: dict[int, int] = {}
        for override in num.iterfind(f"{W}lvlOverride"):
            at = whole(override.get(f"{W}ilvl"))
            if at is None or not 0 <= at < LEVELS:
                continue
            own = override.find(f"{W}lvl")
            if own is not None:
                levels[at] = _level(own)
            start = whole(value(override, "startOverride"))
            if start is not None:
                starts[at] = start
        return List(identifier, tuple(levels.get(at, Level()) for at in range(LEVELS)), starts)

    def _linked(self, identifier: str) -> str:
        """A list that only points to a numbering style stands for the list of that style."""
        style = value(self._abstracts[identifier], "numStyleLink")
        if style is None:
            return identifier
        number = self._styles.get(style).list
        target = value(self._numbers.get(number), "abstractNumId") if number is not None else None
        return target if target in self._abstracts and target is not None else identifier


def _levels(abstract: etree._Element) -> Iterator[tuple[int, Level]]:
    for position, element in enumerate(abstract.iterfind(f"{W}lvl")):
        at = whole(element.get(f"{W}ilvl"))
        at = position if at is None else at
        if 0 <= at < LEVELS:
            yield at, _level(element)


def _level(element: etree._Element) -> Level:
    """A level; hidden numbers count and print nothing."""
    hidden = switch(element.find(f"{W}rPr"), "vanish")
    return Level(
        _format(element),
        "" if hidden else (value(element, "lvlText") or "")[:_LONGEST_TEXT],
        whole(value(element, "start")) or 0,
        whole(value(element, "lvlRestart")),
        bool(switch(element, "isLgl")),
        _SEPARATORS.get(value(element, "suff") or "tab", "\t"),
        value(element, "pStyle") or "",
        indent_of(element.find(f"{W}pPr")),
        "".join(_signs(element)),
    )


def _signs(element: etree._Element) -> Iterator[str]:
    properties = element.find(f"{W}rPr")
    if properties is not None:
        yield from run_signs(properties)
    if element.find(f"{W}lvlPicBulletId") is not None:
        yield "[picture]"


def _format(element: etree._Element) -> str:
    """The number format. Word writes those with more zeros as an alternative: `custom` with the numbers 001, 002, … to go by."""
    stated = value(element, "numFmt")
    alternatives = element.find(f"{MC}AlternateContent")
    if stated is None and alternatives is not None:
        shown = branch(alternatives)
        custom = None if shown is None else shown.find(f"{W}numFmt")
        if custom is not None and custom.get(f"{W}val") == "custom":
            first = custom.get(f"{W}format", "").partition(",")[0].strip()
            return f"decimalZero{min(len(first), 9)}" if first.strip("0") == "1" else "decimal"
        stated = value(shown, "numFmt")
    return stated or "decimal"


@dataclass(slots=True)
class Counters:
    """The counters of one story. Instances of one abstract list go on counting together, unless one starts anew."""

    lists: Lists
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[int, int]] = field(default_factory=set)

    def next(self, number: int, level: int) -> ListNumber | None:
        """The number of the next paragraph on this level of the list; None where there is no such list."""
        found = self.lists.get(number)
        if found is None:
            return None
        level = min(max(level, 0), LEVELS - 1)
        counts = self._counts.setdefault(found.abstract, [None] * LEVELS)
        self._advance(counts, found, number, level)
        labels = [_label(found, counts, at) for at in range(level + 1)]
        own = found.levels[level]
        return ListNumber(
            labels[-1], _full_context(labels, [one.text for one in found.levels[: level + 1]]), found.abstract, level, own.format, own.separator, own.signs
        )

    def _advance(self, counts: list[int | None], found: List, number: int, level: int) -> None:
        for at in found.starts:
            if at <= level and (number, at) not in self._started:
                self._started.add((number, at))
                counts[at:] = [None] * (LEVELS - at)
        current = counts[level]
        counts[level] = found.start(level) if current is None else min(current + 1, _HIGHEST)
        for below in range(level + 1, LEVELS):
            restart = found.levels[below].restart
            if restart is None or level < restart:
                counts[below] = None


def _label(found: List, counts: list[int | None], at: int) -> str:
    own = found.levels[at]
    if own.format == "bullet":
        return own.text

    def shown(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        if place > at:
            return ""
        count, stated = counts[place], found.levels[place].format
        number_format = "decimal" if own.legal and stated not in {"decimalZero", "none"} else stated
        return printed(found.start(place) if count is None else count, number_format)

    return _PLACE.sub(shown, own.text)


def _full_context(labels: Sequence[str], texts: Sequence[str]) -> str:
    """As a REF field with the switch `w` prints it: the label, after those of the levels that it does not name itself, without final full stops."""
    last = len(labels) - 1
    named = min((int(place) - 1 for place in _PLACE.findall(texts[last])), default=last)
    own = labels[last].rstrip(".")
    return _full_context(labels[:named], texts[:named]) + own if 0 < named <= last else own
