"""What a reader of an HTML page sees: its text block by block, and its elements."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slagen.model.document import Inline

from slagen.model.document import Blank, CrossReference, Emphasis, LineBreak, Link, Strong, TermUse, Text, Value

BREAK = "\x01"
_VOID = {"br", "hr", "meta", "link", "img", "input"}
_BLOCKS = {"p", "h1", "h2", "h3", "li", "td", "th", "dt", "dd", "div", "section", "title", "style", "caption", "dl", "ol", "ul", "table", "tr"}


@dataclass
class Page(HTMLParser):
    """A parsed page. `blocks` holds the text between the starts and ends of block elements; a `<br>` is BREAK."""

    blocks: list[str] = field(default_factory=lambda: [""])
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    unbalanced: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "br":
            self.blocks[-1] += BREAK
        if tag not in _VOID:
            self.open.append(tag)
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.blocks[-1] += data

    @property
    def tags(self) -> set[str]:
        return {tag for tag, _ in self.elements}

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_of(source: str) -> Page:
    page = Page()
    page.feed(source)
    page.close()
    return page


def lines_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def printed(content: Iterable[Inline], labels: dict[str, str]) -> str:
    """What `content` says, worked out without any writer; BREAK for a line break."""
    return "".join(_printed(inline, labels) for inline in content)


def _printed(inline: Inline, labels: dict[str, str]) -> str:
    match inline:
        case Text(text) | Value(_, text) | TermUse(_, text):
            return BREAK.join(lines_of(text))
        case Strong(content) | Emphasis(content) | Link(_, content):
            return printed(content, labels)
        case CrossReference(target):
            return labels.get(target, f"[{target}]")
        case LineBreak():
            return BREAK
        case Blank(_, prompt):
            return f"[{prompt}]"
