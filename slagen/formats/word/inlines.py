"""Inlines to runs. Neighbours that look alike share one run, so that a file says no more than it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute_field
import re
from typing import assert_never
from urllib.parse import quote

from slagen.assembly.number import Labels, cite
from slagen.core.errors import BadInputError
from slagen.formats.word.bookmarks import bookmark_name
from slagen.formats.word.xml_text import BLANK, EMPHASIS, LINK, STRONG, field, runs
from slagen.model.document import Blank, CrossReference, Emphasis, Inline, LineBreak, Link, Strong, TermUse, Text, Value

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SAFE_LINK = re.compile(r"(?:https?://|mailto:)[^\x00-\x20]", re.IGNORECASE)


@dataclass(slots=True)
class Links:
    """The outside addresses of one document and their relationship ids, in order of first use."""

    prefix: str
    ids: dict[str, str] = attribute_field(default_factory=dict)

    def id_of(self, href: str) -> str:
        """The relationship id of an address."""
        return self.ids.setdefault(_uri(href), f"{self.prefix}{len(self.ids) + 1}")


def _uri(href: str) -> str:
    return quote(href.encode("utf-8", "replace"), safe="%:/?#@!$&'()*+,;=-._~[]")


def plain(content: Sequence[Inline], labels: Labels, standing_in: str) -> str:
    """What the inlines print, without any formatting."""
    return "".join(text for text, _ in _pieces(content, labels, standing_in))


def _pieces(content: Sequence[Inline], labels: Labels, standing_in: str) -> Iterator[tuple[str, int]]:
    for node in content:
        match node:
            case Text(text) | Value(_, text) | TermUse(_, text):
                yield text, 0
            case Strong(inside) | Emphasis(inside) | Link(_, inside):
                yield from _pieces(inside, labels, standing_in)
            case CrossReference(target):
                yield _cite(target, labels, standing_in), 0
            case LineBreak():
                yield "\n", 0
            case Blank(_, prompt):
                yield f"[{prompt}]", 0
            case _:
                assert_never(node)


def _cite(target: str, labels: Labels, standing_in: str) -> str:
    try:
        return cite(target, labels, standing_in)
    except KeyError:
        raise BadInputError(f"The document refers to “{target}”, which is not part of it.", hint="run slagen check, which names the place") from None


class InlineWriter:
    """Writes the inlines of one document: labels for references, addresses for links.

    `said` gathers every text that was written, in order, for fingerprints; `blanks` counts the blanks still open.
    """

    __slots__ = ("_labels", "_links", "blanks", "said")

    def __init__(self, labels: Labels, links: Links) -> None:
        self._labels = labels
        self._links = links
        self.said: list[str] = []
        self.blanks = 0

    def runs(self, text: str, flags: int = 0) -> str:
        """Runs that print `text`."""
        self.said.append(text)
        return runs(text, flags)

    def write(self, content: Sequence[Inline], standing_in: str = "", flags: int = 0) -> str:
        """Runs for `content`, which stands in the schedule `standing_in` (empty: the main body)."""
        out: list[str] = []
        waiting: list[str] = []
        for node in content:
            match node:
                case Text(text) | Value(_, text) | TermUse(_, text):
                    waiting.append(text)
                case LineBreak():
                    waiting.append("\n")
                case _:
                    if waiting:
                        out.append(self.runs("".join(waiting), flags))
                        waiting.clear()
                    out.append(self._formatted(node, standing_in, flags))
        if waiting:
            out.append(self.runs("".join(waiting), flags))
        return "".join(out)

    def _formatted(self, node: Strong | Emphasis | Link | CrossReference | Blank, standing_in: str, flags: int) -> str:
        match node:
            case Strong(inside):
                return self.write(inside, standing_in, flags | STRONG)
            case Emphasis(inside):
                return self.write(inside, standing_in, flags | EMPHASIS)
            case CrossReference(target):
                return self._reference(target, standing_in, flags)
            case Link(href, inside):
                return self._link(href, inside, standing_in, flags)
            case Blank(_, prompt):
                self.blanks += 1
                return self.runs(f"[{prompt}]", flags | BLANK)
            case _:
                assert_never(node)

    def _link(self, href: str, inside: Sequence[Inline], standing_in: str, flags: int) -> str:
        if flags & LINK or not _SAFE_LINK.match(href):
            return self.write(inside, standing_in, flags)
        inside_xml = self.write(inside, standing_in, flags | LINK)
        return f'<w:hyperlink xmlns:r="{_RELATIONSHIPS}" r:id="{self._links.id_of(href)}" w:history="1">{inside_xml}</w:hyperlink>'

    def _reference(self, target: str, standing_in: str, flags: int) -> str:
        """`2.1 of Schedule 1` is two fields, because a paragraph number in full context knows nothing of the schedule's own list."""
        cited = _cite(target, self._labels, standing_in)
        self.said.append(cited)
        label = self._labels[target]
        own = _number_field(target, label.full, flags)
        if cited == label.full:
            return own
        schedule = self._labels[label.schedule].full
        joint = cited.removeprefix(label.full).removesuffix(schedule)
        return own + runs(joint, flags) + _number_field(label.schedule, schedule, flags)


def _number_field(target: str, result: str, flags: int) -> str:
    return field(rf"REF {bookmark_name(target)} \w \h", result, flags)
