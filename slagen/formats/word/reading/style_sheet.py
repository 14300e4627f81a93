"""Styles: what a paragraph or run inherits, followed up the chain of “based on” once for each style."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from slagen.formats.word.reading.names import W, indent_of, switch, value
from slagen.formats.word.xml_text import whole

_LONGEST_CHAIN = 30


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits. `list` and `level` are its numbering (`w:numId`, `w:ilvl`), `left` its indent in twips."""

    name: str = ""
    list: int | None = None
    level: int | None = None
    outline: int | None = None
    left: int | None = None
    strong: bool | None = None
    emphasis: bool | None = None
    hidden: bool | None = None


_PLAIN = Style()


class StyleSheet:
    """The styles of one file by id."""

    def __init__(self, tree: etree._Element) -> None:
        self._elements = {style.get(f"{W}styleId", ""): style for style in tree.iterfind(f"{W}style")}
        self._known: dict[str, Style] = {}
        self._default = next(
            (name for name, style in self._elements.items() if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true", "on"}), ""
        )

    def paragraph(self, identifier: str | None) -> Style:
        """A paragraph's style; without an id, or with an unknown one, the default style."""
        return self.get(identifier if identifier in self._elements and identifier is not None else self._default)

    def get(self, identifier: str) -> Style:
        """The style with this id; a plain one where there is none."""
        if identifier not in self._known:
            self._known[identifier] = _resolved(list(self._chain(identifier)))
        return self._known[identifier]

    def indent_by_name(self, name: str) -> int | None:
        """The left indent of the style with this name, in twips."""
        found = next((identifier for identifier, style in self._elements.items() if (value(style, "name") or "").casefold() == name.casefold()), None)
        return None if found is None else self.get(found).left

    def _chain(self, identifier: str) -> Iterator[etree._Element]:
        seen: set[str] = set()
        while identifier in self._elements and identifier not in seen and len(seen) < _LONGEST_CHAIN:
            seen.add(identifier)
            yield self._elements[identifier]
            identifier = value(self._elements[identifier], "basedOn") or ""


def _resolved(chain: list[etree._Element]) -> Style:
    """The nearest statement of each property."""
    if not chain:
        return _PLAIN
    own = [_stated(style) for style in chain]

    def first(name: str) -> int | None:
        return next((found for style in own if (found := getattr(style, name)) is not None), None)

    looks = (first(name) for name in ("strong", "emphasis", "hidden"))
    return Style(
        own[0].name,
        first("list"),
        first("level"),
        first("outline"),
        first("left"),
        *(None if look is None else bool(look) for look in looks),
    )


def _stated(style: etree._Element) -> Style:
    paragraph, run = style.find(f"{W}pPr"), style.find(f"{W}rPr")
    numbers = None if paragraph is None else paragraph.find(f"{W}numPr")
    return Style(
        value(style, "name") or "",
        whole(value(numbers, "numId")),
        whole(value(numbers, "ilvl")),
        whole(value(paragraph, "outlineLvl")),
        indent_of(paragraph),
        switch(run, "b"),
        switch(run, "i"),
        switch(run, "vanish"),
    )
