"""What a Word file can say of a Document: the form in which the two are equal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
import re
from typing import assert_never

from slagen.assembly.structure import defined_term
from slagen.formats.word.inlines import Links
from slagen.formats.word.reading.inlines import SAFE_LINK, Targets, inlines
from slagen.formats.word.reading.lists import Bullet, Entry, Inside, nested
from slagen.formats.word.reading.word_text import Piece
from slagen.formats.word.xml_text import BLANK, EMPHASIS, STRONG
from slagen.model.document import (
    Blank,
    Block,
    Cell,
    Clause,
    CrossReference,
    Definition,
    Document,
    Emphasis,
    Figure,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Meta,
    PageBreak,
    Paragraph,
    Schedule,
    Section,
    Signatory,
    SignatureBlock,
    Strong,
    Table,
    TermUse,
    Text,
    Value,
)

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


def comparable(document: Document) -> Document:
    """The document without what a Word file does not carry. A file of ours that is read back is equal to its Document in this form.

    - Values and term uses are text; keys, origins, pins, table kinds and party ids are gone; of the meta data the title is left.
    - Neighbouring inlines that look alike are one: links outside, then bold, then italic. Characters that XML cannot hold are U+FFFD,
      every kind of line end is a line break. A link that is not http, https or mailto is its text. Blanks are told by their brackets.
    - Paragraphs, bullets, definitions and tables without words are gone, and so are page breaks and the parties, whose look is the shell's.
    - A heading below the first level is a paragraph in bold. A section without title and clauses is none.
    - A definition is told by its words: a quoted term in bold, then “means” or the like. Other words are a paragraph, and the body follows it.
    - Lists that follow each other are one; a bullet without words joins the one before; what cannot stand in a bullet ends the list.
    - Rows are filled up with empty cells to the width of their table. A header without words is none.
    """
    return Document(
        Meta("", " ".join(_clean(document.meta.title).split()), ""),
        recitals=tuple(Paragraph(content) for recital in document.recitals if _has_words(content := _content(recital.content))),
        sections=tuple(_sections(document.sections)),
        schedules=tuple(Schedule(part.id, _clean(part.title), tuple(map(_clause, part.clauses))) for part in document.schedules),
        execution=nested(_all_entries(document.execution)),
    )


def _clean(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", _BREAKS.sub("\n", text))


# Inlines


def _content(content: Sequence[Inline], flags: int = 0) -> tuple[Inline, ...]:
    pieces = tuple(replace(piece, field=at + 1) if piece.target else piece for at, piece in enumerate(_pieces(content, flags, "")))
    return inlines(pieces, Targets({piece.target: piece.target for piece in pieces if piece.target}))


def _pieces(content: Iterable[Inline], flags: int, href: str) -> Iterator[Piece]:
    for inline in _joined(content):
        match inline:
            case str():
                yield Piece(_clean(inline), flags, href)
            case Strong(inside):
                yield from _pieces(inside, flags | STRONG, href)
            case Emphasis(inside):
                yield from _pieces(inside, flags | EMPHASIS, href)
            case Link(address, inside):
                yield from _pieces(inside, flags, href or _address(address))
            case Blank(_, prompt):
                yield Piece(_clean(f"[{prompt}]"), flags | BLANK, href)
            case CrossReference(target):
                yield Piece("", flags, href, target)
            case _:
                assert_never(inline)


def _joined(content: Iterable[Inline]) -> Iterator[str | Strong | Emphasis | Link | Blank | CrossReference]:
    """Neighbouring texts are one text, and a carriage return before a line break is one line end."""
    waiting: list[str] = []
    for inline in content:
        match inline:
            case Text(text) | Value(_, text) | TermUse(_, text):
                waiting.append(text)
            case LineBreak():
                waiting.append("\n")
            case _:
                yield "".join(waiting)
                waiting.clear()
                yield inline
    yield "".join(waiting)


def _address(href: str) -> str:
    if not SAFE_LINK.match(href):
        return ""
    links = Links("")
    links.id_of(href)
    return next(iter(links.ids))


def _has_words(content: Sequence[Inline]) -> bool:
    return any(isinstance(inline, CrossReference) or _words(inline) for inline in content)


def _words(inline: Inline) -> bool:
    match inline:
        case Text(text):
            return bool(text.strip())
        case Strong(content) | Emphasis(content) | Link(_, content):
            return _has_words(content)
        case CrossReference() | Blank():
            return True
        case _:
            return False


# Sections and clauses


def _sections(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        title = _clean(section.title)
        if title.strip() or section.clauses:
            yield Section(title if title.strip() else "", tuple(map(_clause, section.clauses)))


def _clause(clause: Clause, level: int = 0) -> Clause:
    heading = _content(clause.heading, STRONG if level else 0)
    heading = heading if _has_words(heading) else ()
    lead: tuple[Block, ...] = (Paragraph(heading),) if heading and level else ()
    children = tuple(_clause(child, level + 1) for child in clause.children)
    closing = tuple(_all_entries(clause.closing))
    below, after = (nested((*lead, *_all_entries(clause.body))), nested(closing)) if children else (nested((*lead, *_all_entries(clause.body), *closing)), ())
    return Clause(clause.id, () if level else heading, below, children, None, after)


# Blocks


def _all_entries(blocks: Iterable[Block]) -> Iterator[Entry]:
    for block in blocks:
        yield from _entries(block)


def _entries(block: Block) -> Iterator[Entry]:
    match block:
        case Paragraph(content):
            yield from _paragraph(content)
        case Definition(_, content, body):
            yield from _definition(content, body)
        case Table():
            yield from _table(block)
        case Figure(chart):
            yield from _paragraph((Strong((Text(chart.title),)),))
        case ItemList():
            yield from _bullets(block, 0)
        case Clause():
            yield from _paragraph(block.heading)
            yield from _all_entries((*block.body, *block.children, *block.closing))
        case SignatureBlock():
            yield _signature(block)
        case PageBreak():
            return
        case _:
            assert_never(block)


def _paragraph(content: Sequence[Inline]) -> Iterator[Paragraph | Definition]:
    written = _content(content)
    if _has_words(written):
        term = defined_term(written)
        yield Definition(term, written) if term else Paragraph(written)


def _definition(content: Sequence[Inline], body: Sequence[Block]) -> Iterator[Entry]:
    for block in _paragraph(content):
        if isinstance(block, Definition):
            yield replace(block, body=nested(_all_entries(body)))
            return
        yield block
    yield from _all_entries(body)


def _bullets(items: ItemList, depth: int) -> Iterator[Entry]:
    for item in items.items:
        first = item[0] if item else None
        rest = item[1:] if isinstance(first, Paragraph) else item
        if isinstance(first, Paragraph):
            yield from (Bullet(depth, block) for block in _paragraph(first.content))
        for block in rest:
            yield from _in_bullet(block, depth)


def _in_bullet(block: Block, depth: int) -> Iterator[Entry]:
    match block:
        case ItemList():
            yield from _bullets(block, depth + 1)
        case Paragraph() | Table():
            yield from (Inside(depth, one) for one in _entries(block) if isinstance(one, (Paragraph, Definition, Table)))
        case _:
            yield from _entries(block)


def _table(table: Table) -> Iterator[Table]:
    header = table.header if any(cell.content for cell in table.header) else ()
    columns = max((len(row) for row in (header, *table.rows)), default=0)
    rows = tuple(_row(row, columns) for row in table.rows)
    top = _row(header, columns) if header else ()
    shown = top if any(_has_words(cell.content) for cell in top) else ()
    if shown or any(_has_words(cell.content) for row in rows for cell in row):
        summary = _ILLEGAL.sub("\ufffd", " ".join(table.summary.split()))
        yield Table(shown, rows, summary)


def _row(cells: Sequence[Cell], columns: int) -> tuple[Cell, ...]:
    written = tuple(Cell(content if _has_words(content := _content(cell.content)) else (), cell.align) for cell in cells)
    return (*written, *[Cell(())] * (columns - len(written)))


def _signature(block: SignatureBlock) -> SignatureBlock:
    """An email is written where the parties sign electronically; a title where somebody signs for a party; a territory on a deed from abroad."""
    emails, titles = block.method == "e-signature", block.manner != "in-person"
    written = (Signatory(*map(_clean, (one.name, one.title if titles else "", one.email if emails else "", one.power))) for one in block.signatories)
    people = tuple(one for one in written if one != Signatory(""))
    abroad = block.form == "deed" and block.manner == "overseas"
    manner = block.manner if abroad or not titles else "representative"
    territory = _clean(block.territory) if abroad else ""
    return SignatureBlock("", _clean(block.label), _clean(block.name), people, block.form, block.method, manner, territory, block.place)
