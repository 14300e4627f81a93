"""Walking through a document: clauses, the provisions in them, their blocks, and the inlines in those."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slagen.model.document import (
    Blank,
    Block,
    Clause,
    Definition,
    Document,
    Emphasis,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Paragraph,
    Strong,
    Table,
    TermUse,
    Text,
    Value,
)


def clauses(document: Document) -> Iterator[Clause]:
    """The clauses with headings, those of the body first, then those of the schedules."""
    for section in document.sections:
        yield from section.clauses
    for schedule in document.schedules:
        yield from schedule.clauses


def provisions(clause: Clause) -> Iterator[Clause]:
    """The clause itself and every provision in it, in order."""
    yield clause
    for child in clause.children:
        yield from provisions(child)


def own_blocks(provision: Clause) -> Iterator[Block]:
    """The blocks of one provision, those inside lists and definitions included, provisions below it left out."""
    yield from opened((*provision.body, *provision.closing))


def opened(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks and the blocks inside lists and definitions."""
    for block in blocks:
        yield block
        if isinstance(block, ItemList):
            for item in block.items:
                yield from opened(item)
        elif isinstance(block, Definition):
            yield from opened(block.body)


def definitions(document: Document) -> Iterator[tuple[Clause, Definition]]:
    """Every definition with the provision that it stands in."""
    for clause in clauses(document):
        for provision in provisions(clause):
            for block in own_blocks(provision):
                if isinstance(block, Definition):
                    yield provision, block


def flat(content: Iterable[Inline]) -> Iterator[Inline]:
    """Inlines with bold, italic and links opened."""
    for inline in content:
        yield inline
        if isinstance(inline, (Strong, Emphasis, Link)):
            yield from flat(inline.content)


def contents(block: Block) -> Iterator[tuple[Inline, ...]]:
    """The runs of inlines that a block holds itself: one for a paragraph or definition, one for each cell of a table."""
    match block:
        case Paragraph(content) | Definition(_, content):
            yield content
        case Table():
            for row in (block.header, *block.rows):
                yield from (cell.content for cell in row)
        case _:
            return


def blanks(document: Document) -> Iterator[tuple[str, Blank]]:
    """Every blank that is still open, with the id of the provision that it stands in; `recitals` and `execution` have none."""
    yield from (("recitals", blank) for blank in _blanks(document.recitals))
    for clause in clauses(document):
        for provision in provisions(clause):
            yield from ((provision.id, node) for node in flat(provision.heading) if isinstance(node, Blank))
            yield from ((provision.id, blank) for blank in _blanks(own_blocks(provision)))
    yield from (("execution", blank) for blank in _blanks(opened(document.execution)))


def _blanks(blocks: Iterable[Block]) -> Iterator[Blank]:
    return (node for block in blocks for content in contents(block) for node in flat(content) if isinstance(node, Blank))


def plain(content: Iterable[Inline]) -> str:
    """What is printed, without references (their numbers are not known here)."""
    return "".join(_plain(inline) for inline in content)


def _plain(inline: Inline) -> str:
    match inline:
        case Text(text) | Value(_, text) | TermUse(_, text):
            return text
        case Strong(content) | Emphasis(content) | Link(_, content):
            return plain(content)
        case LineBreak():
            return "\n"
        case Blank(_, prompt):
            return f"[{prompt}]"
        case _:
            return ""
