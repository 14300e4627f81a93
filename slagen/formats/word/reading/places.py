"""Where the paragraphs of a part stand: their count from 0, and a path that leads to the element from the part's root.

A path is an ElementPath with the prefixes `w` and `mc`, such as `w:body/w:tbl[1]/w:tr[2]/w:tc[1]/w:p[1]`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from slagen.formats.word.reading.names import MC, W
from slagen.formats.word.reading.word_text import Position


@dataclass(frozen=True, slots=True)
class Places:
    """The paragraphs of one part."""

    part: str
    found: Mapping[etree._Element, tuple[int, str]]

    def position(self, paragraph: etree._Element, story: str, start: int = 0, end: int = 0) -> Position:
        """The position of some characters of a paragraph."""
        index, path = self.found[paragraph]
        return Position(story, self.part, index, path, start, end)


def places(part: str, tree: etree._Element) -> Places:
    """Find every paragraph of a part; the time grows with the part, however deep it is nested."""
    paths: dict[etree._Element, str] = {tree: ""}
    found: dict[etree._Element, tuple[int, str]] = {}
    for index, paragraph in enumerate(tree.iter(f"{W}p")):
        if paragraph not in paths:
            _number_ancestors(paragraph, paths)
        found[paragraph] = (index, paths[paragraph])
    return Places(part, found)


def _number_ancestors(paragraph: etree._Element, paths: dict[etree._Element, str]) -> None:
    """Number the children of each ancestor that has not been numbered yet, from the outside in."""
    unknown = []
    for ancestor in paragraph.iterancestors():
        unknown.append(ancestor)
        if ancestor in paths:
            break
    for ancestor in reversed(unknown):
        if ancestor in paths:
            _number_children(ancestor, paths)


def _number_children(parent: etree._Element, paths: dict[etree._Element, str]) -> None:
    counts: Counter[str] = Counter()
    head = f"{paths[parent]}/" if paths[parent] else ""
    for child in parent:
        counts[child.tag] += 1
        if child not in paths:
            paths[child] = f"{head}{_step(child.tag)}[{counts[child.tag]}]"


def _step(tag: str) -> str:
    if tag.startswith(W):
        return f"w:{tag[len(W) :]}"
    return f"mc:{tag[len(MC) :]}" if tag.startswith(MC) else tag
