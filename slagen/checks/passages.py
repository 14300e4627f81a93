"""The document as passages of text that a rule can read: what is fixed wording, and what was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
import re

from slagen.model.document import Block, Definition, Document, Emphasis, Inline, LineBreak, Table, Text
from slagen.model.walk import clauses, contents, own_blocks, plain, provisions

_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’)]*\s+(?=[A-Z“\"(])|\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a passage. `fixed` is plain wording of the clause, not a value, a term in use, a reference or something set in italics."""

    text: str
    fixed: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, definition, heading or table cell. `kind` says which of these; `provision` is the id it stands in."""

    provision: str
    clause: str
    kind: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Everything that is printed, but for the numbers of references."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the text."""
        return tuple(part.strip() for part in _SENTENCE_END.split(self.text) if part and part.strip())


def passages(document: Document) -> Iterator[Passage]:
    """Every passage in the order of the contract, recitals first."""
    for recital in document.recitals:
        home = recital.origin.clause if recital.origin else "recitals"
        yield Passage(home, home, "paragraph", tuple(_pieces(recital.content)))
    for clause in clauses(document):
        if clause.heading:
            yield Passage(clause.id, clause.id, "heading", tuple(_pieces(clause.heading)))
        for provision in provisions(clause):
            for block in own_blocks(provision):
                kind = _kind(block)
                yield from (Passage(provision.id, clause.id, kind, tuple(_pieces(content))) for content in contents(block))


def _kind(block: Block) -> str:
    if isinstance(block, Table):
        return "cell"
    return "definition" if isinstance(block, Definition) else "paragraph"


def _pieces(content: Iterable[Inline]) -> Iterator[Piece]:
    for inline in content:
        if isinstance(inline, (Text, LineBreak)):
            yield Piece(plain((inline,)), fixed=True)
        elif isinstance(inline, Emphasis):
            yield Piece(plain((inline,)), fixed=False)
        elif hasattr(inline, "content"):
            yield from _pieces(inline.content)
        else:
            yield Piece(plain((inline,)) or "§", fixed=False)
