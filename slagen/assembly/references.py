"""References: every target must be there, also after definitions have moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from slagen.core.findings import Finding, Severity, Source
from slagen.core.identifiers import did_you_mean
from slagen.model.document import Block, Clause, CrossReference, Definition, Emphasis, Inline, ItemList, Link, Paragraph, Strong, Table

if TYPE_CHECKING:
    from slagen.assembly.number import Labels
    from slagen.model.document import Document


def clauses_of(document: Document) -> Iterator[Clause]:
    """The clauses with headings, of the body and then of the schedules."""
    for section in document.sections:
        yield from section.clauses
    for schedule in document.schedules:
        yield from schedule.clauses


def provisions_of(clause: Clause) -> Iterator[Clause]:
    """The clause and every provision in it, in order."""
    yield clause
    for child in clause.children:
        yield from provisions_of(child)


def own_blocks(clause: Clause) -> Iterator[Block]:
    """The blocks of a provision itself, lists and definitions opened, provisions below left out."""
    yield from _opened((*clause.body, *clause.closing))


def _opened(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, ItemList):
            for item in block.items:
                yield from _opened(item)
        elif isinstance(block, Definition):
            yield from _opened(block.body)


def definitions_in(clause: Clause) -> Iterator[Definition]:
    """Every definition that a clause holds."""
    for provision in provisions_of(clause):
        yield from (block for block in own_blocks(provision) if isinstance(block, Definition))


def inlines_of(block: Block) -> Iterator[Inline]:
    """The inlines of one block, emphasis and links opened."""
    match block:
        case Paragraph(content) | Definition(_, content):
            yield from _inner(content)
        case Table():
            for row in (block.header, *block.rows):
                for cell in row:
                    yield from _inner(cell.content)
        case _:
            return


def _inner(content: Iterable[Inline]) -> Iterator[Inline]:
    for inline in content:
        yield inline
        if isinstance(inline, (Strong, Emphasis, Link)):
            yield from _inner(inline.content)


def reference_findings(document: Document, labels: Labels, lines: Mapping[str, Source], moved: frozenset[str]) -> Iterator[Finding]:
    """A finding for every reference whose target is not there."""
    for clause in clauses_of(document):
        for provision in provisions_of(clause):
            source = lines.get(provision.id) or lines.get(clause.id) or Source(clause.id)
            for block in own_blocks(provision):
                targets = (inline.target for inline in inlines_of(block) if isinstance(inline, CrossReference))
                yield from (_dangling(target, labels, source, moved) for target in targets if target not in labels)
    for recital in document.recitals:
        source = lines.get(recital.origin.clause if recital.origin else "") or Source("")
        targets = (inline.target for inline in inlines_of(recital) if isinstance(inline, CrossReference))
        yield from (_dangling(target, labels, source, moved) for target in targets if target not in labels)


def _dangling(target: str, labels: Labels, source: Source, moved: frozenset[str]) -> Finding:
    if target in moved:
        message = f"“{target}” is a definition, which moves to the gathered definitions and has no number"
        return Finding("SLG113", Severity.ERROR, message, source, "Refer to the clause, or name the defined term.")
    clause, _, _ = target.partition(".")
    if clause in labels:
        own = [name for name in labels if name.startswith(f"{clause}.") and not name.rpartition(".")[2].isdigit()]
        hint = did_you_mean(target, own) or (f"Its labels are: {', '.join(name.partition('.')[2] for name in own)}." if own else "Give the provision {#label}.")
        return Finding("SLG112", Severity.ERROR, f"the clause “{clause}” has no provision labelled “{target.partition('.')[2]}”", source, hint)
    hint = did_you_mean(clause, [name for name in labels if "." not in name]) or f'Select the clause, or guard the reference with {{% if has("{clause}") %}}.'
    return Finding("SLG112", Severity.ERROR, f"the clause “{clause}” is referred to but is no part of this contract", source, hint)
