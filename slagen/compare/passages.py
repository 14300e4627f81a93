"""A document as clauses of plain passages: what is compared, without its looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, assert_never

from slagen.model.document import (
    Blank,
    Block,
    Clause,
    CrossReference,
    Definition,
    Document,
    Emphasis,
    Inline,
    ItemList,
    LineBreak,
    Link,
    PageBreak,
    Paragraph,
    SignatureBlock,
    Strong,
    Table,
    TermUse,
    Text,
    Value,
)

CELL_MARK = " | "


class Label(Protocol):
    """What is printed for a provision: `text` beside it, `full` where it is cited."""

    @property
    def text(self) -> str:
        """`(a)`."""

    @property
    def full(self) -> str:
        """`4.1(a)`."""


Cite = Callable[[str, str], str]
"""How a reference prints: (target, the schedule that it stands in or empty) → label."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, paragraph, list item, table row, definition or signature block. `key` is the id of the provision that it belongs to."""

    key: str
    kind: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ClausePassages:
    """A clause, or another part of the document that is compared as one.

    `place` is the schedule that it stands in, else empty; `label` says so too (`1 of Schedule 2`).
    """

    id: str
    title: str
    label: str
    place: str
    passages: tuple[Passage, ...]
    version: str = ""

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(passage.text for passage in self.passages)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a document with its numbering: `cite` prints references in the text, `own_label` a clause as one finds it in this document."""

    labels: Mapping[str, Label]
    cite: Cite
    own_label: Callable[[str], str]

    def parts(self, document: Document) -> Iterator[ClausePassages]:
        """The document's parts in order: title, recitals, clauses under their section headings, schedules, execution.

        Parts that are no clauses have a colon in their id, which no clause has.
        """
        yield _part("document:title", "Title", [Passage("title", "heading", "", document.meta.title)])
        yield _part("document:recitals", "Recitals", [passage for block in document.recitals for passage in self.block(block, "document:recitals", "")])
        for section in document.sections:
            if section.title:
                yield _part(f"section:{section.title}", section.title, [Passage("section", "heading", "", section.title)])
            for clause in section.clauses:
                yield self.clause(clause, "")
        for schedule in document.schedules:
            label = self._label(schedule.id)
            yield ClausePassages(schedule.id, schedule.title, label, "", (Passage(schedule.id, "heading", label, schedule.title),))
            for clause in schedule.clauses:
                yield self.clause(clause, schedule.id)
        yield _part("document:execution", "Execution", [passage for block in document.execution for passage in self.block(block, "document:execution", "")])

    def clause(self, clause: Clause, schedule: str) -> ClausePassages:
        """One clause with everything below it."""
        title = self.inlines(clause.heading, schedule)
        version = clause.origin.version if clause.origin else ""
        label = self.own_label(clause.id) if clause.id in self.labels else ""
        return ClausePassages(clause.id, title or clause.id, label, schedule, tuple(self._provision(clause, schedule)), version)

    def _label(self, name: str) -> str:
        return self.labels[name].full if name in self.labels else ""

    def _provision(self, clause: Clause, schedule: str) -> Iterator[Passage]:
        if clause.heading:
            yield Passage(clause.id, "heading", self._label(clause.id), self.inlines(clause.heading, schedule))
        for block in clause.body:
            yield from self.block(block, clause.id, schedule)
        for child in clause.children:
            yield from self._provision(child, schedule)
        for block in clause.closing:
            yield from self.block(block, clause.id, schedule)

    def block(self, block: Block, key: str, schedule: str) -> Iterator[Passage]:
        """A block's passages."""
        label = self._label(key)
        match block:
            case Paragraph(content):
                yield Passage(key, "paragraph", label, self.inlines(content, schedule))
            case Definition(term, content, body):
                yield Passage(f"definition:{term}", "definition", label, self.inlines(content, schedule))
                for part in body:
                    yield from self.block(part, f"definition:{term}", schedule)
            case ItemList(items):
                for item in items:
                    for part in item:
                        yield from self.block(part, key, schedule)
            case Table(header, rows):
                for row in (header, *rows):
                    yield Passage(key, "row", label, CELL_MARK.join(self.inlines(cell.content, schedule) for cell in row))
            case Clause():
                yield from self._provision(block, schedule)
            case SignatureBlock():
                form = (block.form, block.method, *((block.manner,) if block.manner != "representative" else ()))
                people = (", ".join(part for part in (person.name, person.title, person.email, person.power) if part) for person in block.signatories)
                yield Passage(block.party, "signature", "", "; ".join((f"{block.label}: {block.name} ({', '.join(form)})", *people)))
            case PageBreak():
                return
            case _:
                assert_never(block)

    def inlines(self, content: tuple[Inline, ...], schedule: str) -> str:
        """The text that is printed."""
        return "".join(self._inline(node, schedule) for node in content)

    def _inline(self, node: Inline, schedule: str) -> str:
        match node:
            case Text(text) | TermUse(_, text) | Value(_, text):
                return text
            case Strong(content) | Emphasis(content) | Link(_, content):
                return self.inlines(content, schedule)
            case CrossReference(target):
                return self.cite(target, schedule) if target in self.labels else f"[{target}]"
            case LineBreak():
                return "\n"
            case Blank(_, prompt):
                return f"[{prompt}]"
            case _:
                assert_never(node)


def _part(name: str, title: str, passages: list[Passage]) -> ClausePassages:
    return ClausePassages(name, title, "", "", tuple(passages))
