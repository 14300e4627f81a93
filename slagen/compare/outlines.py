"""A document as an outline: what is compared of it, as clauses of plain passages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from slagen.compare.passages import Label, LabelType, Outline, OutlinedPart, OutlinedPassage, Pieces
from slagen.model.document import (
    Blank,
    Block,
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


def outline(document: Document, labels: Mapping[str, LabelType], own_label: Callable[[str], str]) -> Outline[LabelType]:
    """What is compared of a document; `own_label` names a clause as one finds it in this document."""
    return Outline(tuple(_Reader(labels, own_label).parts(document)), labels)


@dataclass(frozen=True, slots=True)
class _Reader:
    labels: Mapping[str, Label]
    own_label: Callable[[str], str]

    def parts(self, document: Document) -> Iterator[OutlinedPart]:
        """The document's parts in order: title, recitals, clauses under their section headings, schedules, execution.

        Parts that are no clauses have a colon in their id, which no clause has.
        """
        yield _part("document:title", "Title", OutlinedPassage("title", "heading", "", (document.meta.title,)))
        yield _part("document:recitals", "Recitals", *(passage for block in document.recitals for passage in self.block(block, "document:recitals")))
        for section in document.sections:
            if section.title:
                yield _part(f"section:{section.title}", section.title, OutlinedPassage("section", "heading", "", (section.title,)))
            for clause in section.clauses:
                yield self.clause(clause, "")
        for schedule in document.schedules:
            label, title = self._label(schedule.id), (schedule.title,)
            yield OutlinedPart(schedule.id, title, label, "", "", (OutlinedPassage(schedule.id, "heading", label, title),))
            for clause in schedule.clauses:
                yield self.clause(clause, schedule.id)
        yield _part("document:execution", "Execution", *(passage for block in document.execution for passage in self.block(block, "document:execution")))

    def clause(self, clause: Clause, schedule: str) -> OutlinedPart:
        """One clause with everything below it."""
        title = self.inlines(clause.heading)
        version = clause.origin.version if clause.origin else ""
        label = self.own_label(clause.id) if clause.id in self.labels else ""
        return OutlinedPart(clause.id, title if title != ("",) else (clause.id,), label, schedule, version, tuple(self._provision(clause)))

    def _label(self, name: str) -> str:
        return self.labels[name].full if name in self.labels else ""

    def _provision(self, clause: Clause) -> Iterator[OutlinedPassage]:
        if clause.heading:
            yield OutlinedPassage(clause.id, "heading", self._label(clause.id), self.inlines(clause.heading))
        for block in clause.body:
            yield from self.block(block, clause.id)
        for child in clause.children:
            yield from self._provision(child)
        for block in clause.closing:
            yield from self.block(block, clause.id)

    def block(self, block: Block, key: str) -> Iterator[OutlinedPassage]:
        """A block's passages."""
        label = self._label(key)
        match block:
            case Paragraph(content):
                yield OutlinedPassage(key, "paragraph", label, self.inlines(content))
            case Definition(term, content, body):
                yield OutlinedPassage(f"definition:{term}", "definition", label, self.inlines(content))
                for part in body:
                    yield from self.block(part, f"definition:{term}")
            case ItemList(items):
                for item in items:
                    for part in item:
                        yield from self.block(part, key)
            case Figure(chart):
                yield OutlinedPassage(key, "paragraph", label, (chart.title,))
            case Table(header, rows):
                for row in (header, *rows):
                    yield OutlinedPassage(key, "row", label, _joined(CELL_MARK, [self.inlines(cell.content) for cell in row]))
            case Clause():
                yield from self._provision(block)
            case SignatureBlock():
                yield OutlinedPassage(block.party, "signature", "", (_signature(block),))
            case PageBreak():
                return
            case _:
                assert_never(block)

    def inlines(self, content: tuple[Inline, ...]) -> Pieces:
        """The text that is printed, its references apart."""
        return _joined("", [self._inline(node) for node in content])

    def _inline(self, node: Inline) -> Pieces:
        match node:
            case Text(text) | TermUse(_, text) | Value(_, text):
                return (text,)
            case Strong(content) | Emphasis(content) | Link(_, content):
                return self.inlines(content)
            case CrossReference(target):
                return ("", target, "") if target in self.labels else (f"[{target}]",)
            case LineBreak():
                return ("\n",)
            case Blank(_, prompt):
                return (f"[{prompt}]",)
            case _:
                assert_never(node)


def _part(name: str, title: str, *passages: OutlinedPassage) -> OutlinedPart:
    return OutlinedPart(name, (title,), "", "", "", passages)


def _joined(mark: str, texts: list[Pieces]) -> Pieces:
    """The texts one after the other, with `mark` between them; what stands between two references is one piece."""
    pieces, open_text = [], [""]
    for place, text in enumerate(texts):
        if place:
            open_text.append(mark)
        open_text.append(text[0])
        for at in range(1, len(text), 2):
            pieces += ["".join(open_text), text[at]]
            open_text = [text[at + 1]]
    return (*pieces, "".join(open_text))


def _signature(block: SignatureBlock) -> str:
    form = (block.form, block.method, *((block.manner,) if block.manner != "representative" else ()))
    people = (", ".join(part for part in (person.name, person.title, person.email, person.power) if part) for person in block.signatories)
    return "; ".join((f"{block.label}: {block.name} ({', '.join(form)})", *people))
