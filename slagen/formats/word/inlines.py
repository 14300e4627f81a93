"""Inlines to runs. Neighbours that look alike share one run, so that a file says no more than it must."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute_field
from functools import lru_cache
import re
from typing import NamedTuple, assert_never
from urllib.parse import quote

from slagen.assembly.labels import Labels, cite
from slagen.core.errors import BadInputError
from slagen.formats.unbroken import unbroken
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
    if len(content) == 1 and isinstance(content[0], (Text, Value, TermUse)):
        return content[0].text
    return "".join(text for text, _ in _pieces(content, labels, standing_in))


def _pieces(content: Sequence[Inline], labels: Labels, standing_in: str) -> Iterator[tuple[str, int]]:
    for node in content:
        match node:
            case Text(text) | Value(_, text) | TermUse(_, text):
                yield text, 0
            case Strong(inside) | Emphasis(inside) | Link(_, inside):
                yield from _pieces(inside, labels, standing_in)
            case CrossReference(target):
                yield citation(target, labels, standing_in), 0
            case LineBreak():
                yield "\n", 0
            case Blank(_, prompt):
                yield f"[{prompt}]", 0
            case _:
                assert_never(node)


def citation(target: str, labels: Labels, standing_in: str) -> str:
    """How a reference prints; see `cite`.

    Raises:
        BadInputError: there is no such target.
    """
    try:
        return cite(target, labels, standing_in)
    except KeyError:
        raise BadInputError(f"The document refers to “{target}”, which is not part of it.", hint="run slagen check, which names the place") from None


CITED = "\x01"
"""Stands in XML for a reference until it is known what it prints: no text can hold it (XML 1.0, production Char)."""


class Mark(NamedTuple):
    """Where a passage says a label: after `at` texts, the one of `target`. `flags` is how a reference looks; None where a list prints the label."""

    at: int
    target: str
    flags: int | None


class InlineWriter:
    """Writes the inlines of one document: addresses for links, gaps for references.

    `said` gathers every text that was written in a passage, in order, for its fingerprint, and `marks` the labels in it; `blanks` counts its blanks,
    `measured` names the targets of its references in tables, and `linked` says that it has a link to an outside address.
    `holds` keeps numbers and their units on one line; the words of a contract stay exactly as they are.
    """

    __slots__ = ("_holds", "_links", "blanks", "linked", "marks", "measured", "said")

    def __init__(self, links: Links, *, holds: bool = False) -> None:
        self._links = links
        self._holds = holds
        self.begin()

    def begin(self) -> None:
        """Begin a passage."""
        self.said: list[str] = []
        self.marks: list[Mark] = []
        self.measured: list[str] = []
        self.blanks = 0
        self.linked = False

    def counts(self, provision: str) -> None:
        """A list prints the label of this provision here."""
        self.marks.append(Mark(len(self.said), provision, None))

    def runs(self, text: str, flags: int = 0) -> str:
        """Runs that print `text`."""
        self.said.append(text)
        return runs(self.shown(text), flags)

    def shown(self, text: str) -> str:
        """The text as it is set."""
        return unbroken(text) if self._holds else text

    def write(self, content: Sequence[Inline], flags: int = 0) -> str:
        """Runs for `content`."""
        if len(content) == 1 and isinstance(content[0], (Text, Value, TermUse)):
            return self.runs(content[0].text, flags)
        out: list[str] = []
        waiting: list[str] = []
        for node in content:
            if isinstance(node, (Text, Value, TermUse)):
                waiting.append(node.text)
            elif isinstance(node, LineBreak):
                waiting.append("\n")
            else:
                if waiting:
                    out.append(self.runs("".join(waiting), flags))
                    waiting.clear()
                out.append(self._formatted(node, flags))
        if waiting:
            out.append(self.runs("".join(waiting), flags))
        return "".join(out)

    def _formatted(self, node: Strong | Emphasis | Link | CrossReference | Blank, flags: int) -> str:
        match node:
            case Strong(inside):
                return self.write(inside, flags | STRONG)
            case Emphasis(inside):
                return self.write(inside, flags | EMPHASIS)
            case CrossReference(target):
                return self._reference(target, flags)
            case Link(href, inside):
                return self._link(href, inside, flags)
            case Blank(_, prompt):
                self.blanks += 1
                return self.runs(f"[{prompt}]", flags | BLANK)
            case _:
                assert_never(node)

    def _link(self, href: str, inside: Sequence[Inline], flags: int) -> str:
        if flags & LINK or not _SAFE_LINK.match(href):
            return self.write(inside, flags)
        self.linked = True
        inside_xml = self.write(inside, flags | LINK)
        return f'<w:hyperlink xmlns:r="{_RELATIONSHIPS}" r:id="{self._links.id_of(href)}" w:history="1">{inside_xml}</w:hyperlink>'

    def _reference(self, target: str, flags: int) -> str:
        self.marks.append(Mark(len(self.said), target, flags))
        return CITED


def number_fields(target: str, cited: str, labels: Labels, flags: int) -> str:
    """`2.1 of Schedule 1` is two fields, because a paragraph number in full context knows nothing of the schedule's own list."""
    label = labels[target]
    own = _number_field(target, label.full, flags)
    if cited == label.full:
        return own
    schedule = labels[label.schedule].full
    joint = cited.removeprefix(label.full).removesuffix(schedule)
    return own + runs(joint, flags) + _number_field(label.schedule, schedule, flags)


@lru_cache(maxsize=1024)
def _number_field(target: str, result: str, flags: int) -> str:
    return field(rf"REF {bookmark_name(target)} \w \h", result, flags)
