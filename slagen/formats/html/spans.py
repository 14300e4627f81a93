"""Inlines as HTML."""

from __future__ import annotations

from html import escape
from itertools import count
import re
from typing import TYPE_CHECKING, NamedTuple, assert_never

from slagen.assembly.labels import cite
from slagen.formats.wording import blank_text
from slagen.model.document import Blank, CrossReference, Emphasis, LineBreak, Link, Strong, TermUse, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slagen.assembly.labels import Labels
    from slagen.model.document import Inline

_LINE_END = re.compile(r"\r\n?|\n")
_SAFE_LINKS = ("http://", "https://", "mailto:")


class Place(NamedTuple):
    """Where inlines stand: in which schedule, and whether links are possible (a link cannot hold another). `figures` numbers those of the page."""

    labels: Labels
    schedule: str = ""
    links: bool = True
    figures: count[int] = count(1)


def broken(text: str) -> str:
    """Characters as they are; line ends become line breaks."""
    escaped = escape(text, quote=False)
    return _LINE_END.sub("<br>", escaped)


def spans(content: Iterable[Inline], place: Place) -> str:
    """The inlines one after the other."""
    return "".join([_span(inline, place) for inline in content])


def _span(inline: Inline, place: Place) -> str:
    match inline:
        case Text(text) | Value(_, text) | TermUse(_, text):
            return broken(text)
        case Strong(content):
            return f"<strong>{spans(content, place)}</strong>"
        case Emphasis(content):
            return f"<em>{spans(content, place)}</em>"
        case CrossReference(target):
            return _reference(target, place)
        case LineBreak():
            return "<br>"
        case Link(href, content):
            return _link(href, spans(content, place._replace(links=False)), place)
        case Blank():
            return f'<mark class="blank">{broken(blank_text(inline))}</mark>'
        case _:
            assert_never(inline)


def _reference(target: str, place: Place) -> str:
    if target not in place.labels:
        return f'<mark class="blank">[{escape(target)}]</mark>'
    label = escape(cite(target, place.labels, place.schedule))
    return f'<a href="#{escape(target)}">{label}</a>' if place.links else label


def _link(href: str, text: str, place: Place) -> str:
    if not place.links or not href.lower().startswith(_SAFE_LINKS):
        return text
    return f'<a href="{escape(href)}" rel="noopener noreferrer">{text}</a>'


def defining(content: tuple[Inline, ...], place: Place) -> str:
    """The sentence of a definition: the term itself, in bold at its start, is marked as what is defined."""
    if content and isinstance(content[0], Strong):
        return f"<dfn>{spans(content[0].content, place)}</dfn>{spans(content[1:], place)}"
    return spans(content, place)
