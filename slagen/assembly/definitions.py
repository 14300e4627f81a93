"""Defined terms: gathered where the template wants them, and marked wherever they are used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
import re
from typing import assert_never

from slagen.assembly.structure import DEFINITIONS_HERE
from slagen.core.memo import Memo
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
    PageBreak,
    Paragraph,
    SignatureBlock,
    Strong,
    Table,
    TermUse,
    Text,
    Value,
)
from slagen.model.walk import provisions


@dataclass(frozen=True, slots=True)
class Gathered:
    """Clauses without their defining provisions, and the definitions that were taken out; `moved` are the ids that went."""

    clauses: tuple[Clause, ...]
    definitions: tuple[Definition, ...]
    moved: frozenset[str]


def gather(clauses: Iterable[Clause]) -> Gathered:
    """Take every provision that is nothing but a definition out of its clause."""
    parts = [_taken_from(clause) for clause in clauses]
    definitions = (definition for part in parts for definition in part.definitions)
    return Gathered(tuple(clause for part in parts for clause in part.clauses), tuple(definitions), frozenset().union(*(part.moved for part in parts)))


def _taken_from(clause: Clause) -> Gathered:
    return _taken.of(clause, None, lambda: _take(clause))


def _take(clause: Clause) -> Gathered:
    definitions: list[Definition] = []
    moved: set[str] = set()
    return Gathered((_without_definitions(clause, definitions, moved),), tuple(definitions), frozenset(moved))


_taken: Memo[Gathered] = Memo(512)
_defining: Memo[Definition] = Memo(512)


def _without_definitions(clause: Clause, definitions: list[Definition], moved: set[str]) -> Clause:
    children: list[Clause] = []
    for child in clause.children:
        first = child.body[0] if child.body else None
        if isinstance(first, Definition):
            definitions.append(_defining.of(child, None, partial(_definition_of, child, first)))
            moved.update(provision.id for provision in provisions(child))
        else:
            children.append(_without_definitions(child, definitions, moved))
    return clause if len(children) == len(clause.children) and all(map(_is, children, clause.children)) else replace(clause, children=tuple(children))


def _definition_of(provision: Clause, definition: Definition) -> Definition:
    return replace(definition, body=(*provision.body[1:], *_as_items(provision), *provision.closing))


def _is(left: object, right: object) -> bool:
    return left is right


def _as_items(clause: Clause) -> tuple[Block, ...]:
    if not clause.children:
        return ()
    return (ItemList(tuple((*child.body, *_as_items(child), *child.closing) for child in clause.children), clause.origin),)


def place(clause: Clause, definitions: Sequence[Definition]) -> Clause:
    """The clause with `definitions`, sorted by term, where its text asks for them."""
    if not any(True for _ in _places(clause)):
        return clause
    ordered = tuple(sorted(definitions, key=lambda definition: definition.term.casefold()))
    return _map_bodies(clause, lambda blocks: tuple(part for block in blocks for part in (ordered if block is DEFINITIONS_HERE else (block,))))


def _places(clause: Clause) -> Iterator[Block]:
    yield from (block for block in (*clause.body, *clause.closing) if block is DEFINITIONS_HERE)
    for child in clause.children:
        yield from _places(child)


def has_place(clauses: Iterable[Clause]) -> bool:
    """Whether some clause asks for the gathered definitions."""
    return any(True for clause in clauses for _ in _places(clause))


def _map_bodies(clause: Clause, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Clause:
    if not any(True for _ in _places(clause)):
        return clause
    return replace(clause, body=change(clause.body), children=tuple(_map_bodies(child, change) for child in clause.children), closing=change(clause.closing))


class TermMarker:
    """Marks the uses of defined terms. A use has the term's own capitals; a regular English plural counts."""

    __slots__ = ("_forms", "_pattern")

    def __init__(self, terms: Iterable[str]) -> None:
        self._forms = {form: term for term in sorted(terms) for form in forms(term)}
        self._pattern = _pattern(tuple(self._forms))

    def clause(self, clause: Clause) -> Clause:
        """The clause with its uses marked; headings are left as they are."""
        return _marked_clauses.of(clause, self, lambda: self._clause(clause))

    def _clause(self, clause: Clause) -> Clause:
        body, children, closing = self.blocks(clause.body), tuple(map(self.clause, clause.children)), self.blocks(clause.closing)
        return Clause(clause.id, clause.heading, body, children, clause.origin, closing)

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Blocks with their uses marked."""
        return tuple(map(self.block, blocks))

    def block(self, block: Block) -> Block:
        """One block with its uses marked."""
        match block:
            case Paragraph(content):
                return Paragraph(self.inlines(content), block.origin)
            case Definition():
                return _marked_definitions.of(block, self, lambda: self._definition(block))
            case ItemList(items):
                return ItemList(tuple(map(self.blocks, items)), block.origin)
            case Table():
                return replace(block, rows=tuple(tuple(Cell(self.inlines(cell.content), cell.align) for cell in row) for row in block.rows))
            case Clause():
                return self.clause(block)
            case Figure() | SignatureBlock() | PageBreak():
                return block
            case _:
                assert_never(block)

    def _definition(self, block: Definition) -> Definition:
        return Definition(block.term, (*block.content[:1], *self.inlines(block.content[1:])), self.blocks(block.body), block.origin)

    def inlines(self, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Inlines with their uses marked."""
        return tuple(part for inline in content for part in self._inline(inline))

    def _inline(self, inline: Inline) -> Sequence[Inline]:
        match inline:
            case Text(text):
                return self._split(text) if self._pattern else (inline,)
            case Strong(content):
                return (Strong(self.inlines(content)),)
            case Emphasis() | Link() | CrossReference() | TermUse() | Value() | LineBreak() | Blank():
                return (inline,)
            case _:
                assert_never(inline)

    def _split(self, text: str) -> Sequence[Inline]:
        assert self._pattern is not None
        parts: list[Inline] = []
        start = 0
        for match in self._pattern.finditer(text):
            if match.start() > start:
                parts.append(Text(text[start : match.start()]))
            parts.append(TermUse(self._forms[match[0]], match[0]))
            start = match.end()
        if start < len(text):
            parts.append(Text(text[start:]))
        return parts


_marked_clauses: Memo[Clause] = Memo(4096)
_marked_definitions: Memo[Definition] = Memo(1024)


def marker_of(terms: Iterable[str]) -> TermMarker:
    """The marker of these terms; contracts with the same terms share it, and with it the clauses that were marked before."""
    return _marker(tuple(sorted(set(terms))))


@lru_cache(maxsize=64)
def _marker(terms: tuple[str, ...]) -> TermMarker:
    return TermMarker(terms)


@lru_cache(maxsize=256)
def _pattern(known: tuple[str, ...]) -> re.Pattern[str] | None:
    if not known:
        return None
    longest_first = sorted(known, key=lambda form: (-len(form), form))
    by_initial: dict[str, list[str]] = {}
    for form in longest_first:
        by_initial.setdefault(re.escape(form[0]), []).append(re.escape(form[1:]))
    # The initial stands first so that the search can leap to the next capital that begins a term; what is before it is looked at afterwards.
    branches = (rf"{initial}(?<![\w-]{initial})(?:{'|'.join(rests)})" for initial, rests in by_initial.items())
    return re.compile(rf"(?:{'|'.join(branches)})(?!\w)")


@lru_cache(maxsize=4096)
def forms(term: str) -> tuple[str, ...]:
    """The term and its regular English plural: Service Level, Service Levels; Party, Parties; Business Day, Business Days."""
    if term.endswith("y") and term[-2:-1] not in "aeiou":
        return (term, f"{term[:-1]}ies")
    return (term, f"{term}es" if term.endswith(("s", "x", "ch", "sh")) else f"{term}s")
