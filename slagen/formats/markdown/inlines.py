"""Text inside a paragraph: emphasis, links, references and line breaks, from the parser's tokens to our inlines."""

from __future__ import annotations

from dataclasses import dataclass, field
import re
from typing import TYPE_CHECKING

from slagen.formats.markdown.faults import BAD_LINK, BAD_TARGET, FOREIGN, TEXT_IN_REFERENCE, Findings
from slagen.formats.markdown.parser import PLACEHOLDER
from slagen.model.document import CrossReference, Emphasis, LineBreak, Link, Strong, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from slagen.model.document import Inline

_ALLOWED_LINKS = ("http://", "https://", "mailto:")
_TARGET = re.compile(rf"[a-z0-9{PLACEHOLDER}][a-z0-9{PLACEHOLDER}-]*(?:\.(?!\d+$)[a-z0-9][a-z0-9-]*)?")
_LABEL = re.compile(r"\s*\{#([^{}]*)\}$")
_FOREIGN = {"code_inline": "code", "html_inline": "HTML", "image": "an image"}
_WAY_OUT = "Use plain text, **strong** or *emphasis*; put a backslash before a sign that is meant as it stands."


@dataclass(slots=True)
class _Frame:
    """An inline that has been opened, and what it holds so far."""

    opened: str
    href: str = ""
    content: list[Inline] = field(default_factory=list)

    def add(self, inline: Inline) -> None:
        last = self.content[-1] if self.content else None
        if not isinstance(inline, Text):
            self.content.append(inline)
        elif isinstance(last, Text):
            self.content[-1] = Text(last.text + inline.text)
        elif inline.text:
            self.content.append(inline)


def read_inlines(tokens: Sequence[Token], line: int, findings: Findings) -> tuple[Inline, ...]:
    """The inlines that `tokens` stand for; the first of them stands on `line`."""
    frames = [_Frame("")]
    for token in tokens:
        if token.nesting > 0:
            frames.append(_Frame(token.type, str(token.attrs.get("href", ""))))
        elif token.nesting < 0:
            closed = frames.pop()
            frames[-1].add(_closed(closed, line, findings))
        else:
            frames[-1].add(_leaf(token, line, findings))
        line += token.type in {"softbreak", "hardbreak"}
    return tuple(frames[0].content)


def _leaf(token: Token, line: int, findings: Findings) -> Inline:
    if token.type == "text":
        return Text(token.content)
    if token.type == "softbreak":
        return Text(" ")
    if token.type == "hardbreak":
        return LineBreak()
    findings.add(FOREIGN, line, what=_FOREIGN.get(token.type, token.type), way_out=_WAY_OUT)
    return Text(token.content)


def _closed(frame: _Frame, line: int, findings: Findings) -> Inline:
    content = tuple(frame.content)
    if frame.opened == "strong_open":
        return Strong(content)
    if frame.opened == "em_open":
        return Emphasis(content)
    if frame.href.startswith("#"):
        return _reference(frame.href[1:], content, line, findings)
    if not frame.href.lower().startswith(_ALLOWED_LINKS):
        findings.add(BAD_LINK, line, href=frame.href)
    return Link(frame.href, content)


def _reference(target: str, content: tuple[Inline, ...], line: int, findings: Findings) -> CrossReference:
    if content:
        findings.add(TEXT_IN_REFERENCE, line, target=target)
    if not _TARGET.fullmatch(target):
        findings.add(BAD_TARGET, line, target=target)
    return CrossReference(target)


def split_label(content: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], str | None]:
    """The content without a `{#label}` at its end, and that label; None where there is none."""
    last = content[-1] if content else None
    match = _LABEL.search(last.text) if isinstance(last, Text) else None
    if match is None or not isinstance(last, Text):
        return content, None
    rest = last.text[: match.start()]
    return (*content[:-1], *((Text(rest),) if rest else ())), match[1].strip()
