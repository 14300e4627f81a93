"""From a draft to the Document: blocks, labels, and where each block stands in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from slagen.assembly.labels import Label
from slagen.assembly.structure import defined_term
from slagen.formats.word.reading.drafts import Draft, Part, Provision, Put
from slagen.formats.word.reading.inlines import Targets, inlines
from slagen.formats.word.reading.lists import Bullet, Entry, Inside, nested
from slagen.formats.word.reading.signatures import signature
from slagen.formats.word.reading.tables import table_of
from slagen.formats.word.reading.word_text import ParagraphText, Piece, Position, TableText
from slagen.model.document import (
    Block,
    Clause,
    Definition,
    Document,
    DocumentParty,
    Inline,
    ItemList,
    Meta,
    PageBreak,
    Paragraph,
    Schedule,
    Section,
)

T = TypeVar("T")


class Finisher:
    """Makes the Document of one draft. `labels` and `places` are filled on the way."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._targets = Targets(draft.bookmarks, {name: schedule for name, schedule in draft.schedule_of.items() if schedule})
        self._standing_in = ""
        self._positions: dict[int, Position] = {}
        self._made: list[object] = []
        self.labels: dict[str, Label] = {}

    def document(self, meta: Meta, parties: tuple[DocumentParty, ...]) -> Document:
        """The Document."""
        recitals = tuple(self._placed(Paragraph(self._inlines(recital.pieces)), recital.at) for recital in self._draft.recitals)
        sections = tuple(self._section(part) for part in self._draft.sections)
        schedules = tuple(self._schedule(part) for part in self._draft.schedules)
        return Document(meta, parties, recitals, sections, schedules, self._blocks(self._draft.execution))

    def places(self, document: Document) -> dict[str, Position]:
        """Where each block of the document stands, by its address."""
        return {address: self._positions[id(node)] for address, node in addresses(document) if id(node) in self._positions}

    def _section(self, part: Part) -> Section:
        section = Section(part.title, tuple(map(self._clause, part.clauses)))
        return self._placed(section, part.at) if part.at else section

    def _schedule(self, part: Part) -> Schedule:
        self._standing_in = part.id
        label = part.number.label.rstrip(".:") if part.number else ""
        self.labels[part.id] = Label(label, label, -1, part.id)
        schedule = Schedule(part.id, part.title, tuple(map(self._clause, part.clauses)))
        self._standing_in = ""
        return self._placed(schedule, part.at) if part.at else schedule

    def _clause(self, provision: Provision) -> Clause:
        number = provision.number
        self.labels[provision.id] = Label(number.label if number else "", number.full if number else "", provision.level, provision.schedule)
        heading, body = self._inlines(provision.heading), self._blocks(provision.body)
        children = tuple(map(self._clause, provision.children))
        return self._placed(Clause(provision.id, heading, body, children, None, self._blocks(provision.closing)), provision.at)

    def _blocks(self, items: Sequence[Put]) -> tuple[Block, ...]:
        blocks = nested(self._entries(items))
        for block in blocks:
            self._place_list(block)
        return blocks

    def _entries(self, items: Sequence[Put]) -> Iterator[Entry]:
        at = 0
        while at < len(items):
            item, entry = items[at], self._entry(items[at])
            at += 1
            if item.owns and isinstance(entry, Definition):
                body = self._blocks(items[at : at + item.owns])
                at += item.owns
                entry = self._placed(replace(entry, body=body), self._positions.get(id(entry)))
            yield entry

    def _entry(self, item: Put) -> Entry:
        block = self._block(item)
        if item.depth is None:
            return block
        return Bullet(item.depth, block) if item.begins else Inside(item.depth, block)

    def _block(self, item: Put) -> Block:
        match item.block:
            case ParagraphText():
                return self._placed(self._paragraph(item.pieces), item.block.at)
            case TableText():
                made = signature(item.block) or table_of(item.block, self._inlines)
                return self._placed(made, item.block.at)
            case None:
                return self._placed(PageBreak(), None)

    def _paragraph(self, pieces: Sequence[Piece]) -> Paragraph | Definition:
        content = self._inlines(pieces)
        term = defined_term(content)
        return Definition(term, content) if term else Paragraph(content)

    def _inlines(self, pieces: Sequence[Piece]) -> tuple[Inline, ...]:
        return inlines(pieces, self._targets, self._standing_in)

    def _place_list(self, block: Block) -> None:
        """A list stands where its first block does."""
        first = block
        while isinstance(first, ItemList) and first.items and first.items[0]:
            first = first.items[0][0]
        if first is not block and id(first) in self._positions:
            self._placed(block, self._positions[id(first)])

    def _placed(self, node: T, at: Position | None) -> T:
        """Remember where the node stands; it is kept, so that its identity stays its own."""
        if at is not None:
            self._positions[id(node)] = at
        self._made.append(node)
        return node


def addresses(document: Document) -> Iterator[tuple[str, object]]:
    """Every section, schedule and block with its address, such as `sections/0/clauses/2/children/1/body/0`."""
    yield from _numbered("recitals", document.recitals)
    parts: tuple[tuple[str, Sequence[Section | Schedule]], ...] = (("sections", document.sections), ("schedules", document.schedules))
    for name, holders in parts:
        for at, part in enumerate(holders):
            yield f"{name}/{at}", part
            yield from _numbered(f"{name}/{at}/clauses", part.clauses)
    yield from _numbered("execution", document.execution)


def _numbered(address: str, blocks: Iterable[Block]) -> Iterator[tuple[str, object]]:
    for at, block in enumerate(blocks):
        here = f"{address}/{at}"
        yield here, block
        match block:
            case Clause():
                yield from _numbered(f"{here}/body", block.body)
                yield from _numbered(f"{here}/children", block.children)
                yield from _numbered(f"{here}/closing", block.closing)
            case Definition():
                yield from _numbered(f"{here}/body", block.body)
            case ItemList(items):
                for place, item in enumerate(items):
                    yield from _numbered(f"{here}/items/{place}", item)
            case _:
                continue
