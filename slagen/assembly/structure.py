"""From parsed text to numbered provisions with ids and origins, tokens turned into values."""

from __future__ import annotations

from dataclasses import dataclass, replace
import re
from typing import TYPE_CHECKING, assert_never

from slagen.assembly.placeholders import DefinitionsPlace, Tokens, has_token
from slagen.core.errors import BadInputError
from slagen.core.memo import Memo, first_met
from slagen.model.document import (
    Blank,
    Block,
    Cell,
    Clause,
    CrossReference,
    Definition,
    Emphasis,
    Figure,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Origin,
    PageBreak,
    Paragraph,
    SignatureBlock,
    Strong,
    Table,
    TermUse,
    Text,
    Value,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slagen.assembly.source_text import Provision, SourceText

DEFINITIONS_HERE = Paragraph((), Origin("", "", "definitions"))
_QUOTED = re.compile(r"[\"“„«](?P<term>[^\"“”„«»]+)[\"”“»]")
_MEANS = re.compile(r"\s+(means|has the meaning|is|are|bedeutet|bezeichnet)\b")


@dataclass(frozen=True, slots=True)
class Structured:
    """A clause as a block, and the line of the source text that each of its provisions stands on."""

    clause: Clause
    lines: dict[str, int]


def structure(clause_id: str, heading: str, text: SourceText, tokens: Tokens, origin: Origin) -> Structured:
    """Give ids, origins and values to parsed text. The same text with the same values gives the same object, which contracts share.

    Raises:
        BadInputError: a table stands in the middle of a paragraph.
    """
    return _structured.of(text, (clause_id, heading, tuple(tokens.by_token.values()), origin), lambda: _structure(clause_id, heading, text, tokens, origin))


def _structure(clause_id: str, heading: str, text: SourceText, tokens: Tokens, origin: Origin) -> Structured:
    builder = _Builder(tokens, origin, {clause_id: 1})
    clause = Clause(
        clause_id,
        tuple(tokens.inlines(heading)),
        builder.blocks(text.body),
        tuple(builder.provisions(clause_id, text.provisions, "")),
        origin,
        builder.blocks(text.closing),
    )
    return Structured(clause, builder.lines)


_structured: Memo[Structured] = Memo(512)


@dataclass(frozen=True, slots=True)
class _Builder:
    tokens: Tokens
    origin: Origin
    lines: dict[str, int]

    def provisions(self, clause_id: str, provisions: tuple[Provision, ...], place: str) -> Iterator[Clause]:
        for position, provision in enumerate(provisions, start=1):
            here = f"{place}.{position}" if place else str(position)
            name = f"{clause_id}.{provision.label or here}"
            self.lines[name] = provision.line
            children = tuple(self.provisions(clause_id, provision.children, here))
            yield first_met(Clause(name, (), self.blocks(provision.body), children, self.origin, self.blocks(provision.closing)))

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(self.block(block) for block in blocks)

    def block(self, block: Block) -> Block:
        match block:
            case Paragraph(content):
                return self.paragraph(content)
            case ItemList(items):
                return ItemList(tuple(self.blocks(item) for item in items), self.origin)
            case Table():
                return replace(block, header=self.cells(block.header), rows=tuple(self.cells(row) for row in block.rows), origin=self.origin)
            case Figure() | Definition() | Clause() | SignatureBlock() | PageBreak():
                return block
            case _:
                assert_never(block)

    def paragraph(self, content: tuple[Inline, ...]) -> Block:
        only = content[0] if len(content) == 1 else None
        table = self.tokens.table(only.text) if isinstance(only, Text) else None
        if isinstance(table, DefinitionsPlace):
            return DEFINITIONS_HERE
        if table is not None:
            return replace(table, origin=self.origin)
        filled = self.inlines(content)
        term = defined_term(filled)
        return Definition(term, filled, (), self.origin) if term else Paragraph(filled, self.origin)

    def cells(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(Cell(self.inlines(cell.content), cell.align) for cell in cells)

    def inlines(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(part for inline in content for part in self.inline(inline))

    def inline(self, inline: Inline) -> Iterator[Inline]:
        match inline:
            case Text(text):
                yield from self.tokens.inlines(text)
            case Strong(content):
                yield Strong(self.inlines(content))
            case Emphasis(content):
                yield Emphasis(self.inlines(content))
            case Link(href, content):
                yield Link(self.plain(href), self.inlines(content))
            case CrossReference(target):
                yield CrossReference(self.plain(target))
            case TermUse() | Value() | LineBreak() | Blank():
                yield inline
            case _:
                assert_never(inline)

    def plain(self, text: str) -> str:
        if not has_token(text):
            return text
        parts = list(self.tokens.inlines(text))
        if not all(isinstance(part, (Text, Value)) for part in parts):
            raise BadInputError("a link or reference holds a value of several lines", hint="Put a value of one line there.")
        return "".join(part.text for part in parts if isinstance(part, (Text, Value)))


def defined_term(content: tuple[Inline, ...]) -> str:
    """The term that a paragraph such as **“Service Credit”** means … defines, or the empty string."""
    if len(content) < 2 or not isinstance(content[0], Strong) or not isinstance(content[1], Text):
        return ""
    inside = content[0].content
    quoted = _QUOTED.fullmatch(inside[0].text) if len(inside) == 1 and isinstance(inside[0], Text) else None
    return quoted["term"] if quoted and _MEANS.match(content[1].text) else ""
