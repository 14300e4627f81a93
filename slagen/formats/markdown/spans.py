"""Inlines as Markdown: what stands inside a paragraph, a heading or a table cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, assert_never
import unicodedata

from slagen.assembly.labels import cite
from slagen.formats.markdown.escape import destination, escape, escape_prose, escape_value
from slagen.formats.wording import blank_text
from slagen.model.document import Blank, CrossReference, Emphasis, LineBreak, Link, Strong, TermUse, Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from slagen.assembly.labels import Labels
    from slagen.model.document import Inline


_MARKED = (Strong, Emphasis, Blank)


class Place(NamedTuple):
    """Where inlines stand: in which schedule, how a line is broken there, and what is possible: sentences on lines, links, stars."""

    labels: Labels
    schedule: str = ""
    line_break: str = "\\\n"
    sentences: bool = True
    links: bool = True
    stars: bool = True

    def in_line(self, line_break: str) -> Place:
        """The same place inside something that has to stay on one line."""
        return self._replace(line_break=line_break, sentences=False)


def has_anchor(target: str) -> bool:
    """Whether a provision can be linked to: headings can, and provisions that their author named.

    Others bear a number that moves with every edit, which would show up in every difference.
    """
    return not target.rpartition(".")[2].isdigit()


def spans(content: Sequence[Inline], place: Place) -> str:
    """The inlines one after the other."""
    flat = content if place.links else _without_links(content)
    drawn = [(inline, text) for inline in flat if (text := _span(inline, place))]
    out = ""
    for position, (inline, text) in enumerate(drawn, start=1):
        if isinstance(inline, _MARKED):
            following, after = drawn[position] if position < len(drawn) else (None, "")
            neighbours = (out[-1:], "*" if isinstance(following, _MARKED) else after[:1])
            out += _marked(text, neighbours, "em" if isinstance(inline, Emphasis) else "strong", stars=place.stars)
        else:
            out += text
    return out


def _without_links(content: Iterable[Inline]) -> list[Inline]:
    """What stands inside a link: a link there is its text only."""
    return [part for inline in content for part in (_without_links(inline.content) if isinstance(inline, Link) else (inline,))]


def _span(inline: Inline, place: Place) -> str:
    match inline:
        case Text(text):
            return _prose(text, place)
        case Value(_, text):
            return escape_value(text, place.line_break)
        case Strong(content) | Emphasis(content):
            return spans(content, place._replace(stars=False))
        case CrossReference(target):
            return _reference(target, place)
        case TermUse(_, text):
            return escape(text)
        case LineBreak():
            return place.line_break
        case Link(href, content):
            return _link(spans(content, place._replace(links=False)), destination(href), place)
        case Blank():
            return escape(blank_text(inline))
        case _:
            assert_never(inline)


def _prose(text: str, place: Place) -> str:
    if "\n" in text:
        return escape_value(text, place.line_break)
    return escape_prose(text) if place.sentences else escape(text)


def _reference(target: str, place: Place) -> str:
    if target not in place.labels:
        return escape(f"[{target}]")
    label = cite(target, place.labels, place.schedule)
    return _link(label, f"#{target}", place) if has_anchor(target) else label


def _link(text: str, where: str, place: Place) -> str:
    return f"[{text}]({where})" if place.links else text


def _marked(inner: str, neighbours: tuple[str, str], tag: str, *, stars: bool) -> str:
    """Stars where every reader takes them for emphasis; tags inside other stars and where the neighbours would make stars ambiguous."""
    if not stars or "*" in {inner[0], inner[-1]} or inner[0].isspace() or inner[-1].isspace() or not all(map(_is_outside, neighbours)):
        return f"<{tag}>{inner}</{tag}>"
    sign = "**" if tag == "strong" else "*"
    return f"{sign}{inner}{sign}"


def _is_outside(sign: str) -> bool:
    return sign != "*" and (not sign or sign.isspace() or unicodedata.category(sign).startswith("P"))
