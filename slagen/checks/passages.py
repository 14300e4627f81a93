"""The document as passages of text that a rule can read: what is fixed wording, and what was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
import re

from slagen.core.memo import Memo
from slagen.model.document import Block, Clause, Definition, Document, Emphasis, Inline, LineBreak, Table, Text, Value
from slagen.model.walk import clauses, contents, own_blocks, plain, provisions

_SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’)]*\s+(?=[A-Z“\"(])|\n")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a passage. `fixed` is plain wording of the clause, not a value, a term in use, a reference or something set in italics.

    `key` names the fact behind a value.
    """

    text: str
    fixed: bool
    key: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, definition, heading or table cell. `kind` says which of these; `provision` is the id it stands in.

    `text` is everything that is printed, but for the numbers of references.
    """

    provision: str
    clause: str
    kind: str
    pieces: tuple[Piece, ...]
    text: str
    sentences: tuple[str, ...]


_documents: Memo[tuple[Passage, ...]] = Memo(2)
_clauses: Memo[tuple[Passage, ...]] = Memo(512)


def passages(document: Document) -> tuple[Passage, ...]:
    """Every passage in the order of the contract, recitals first. They are kept: every rule asks for them, and contracts share clauses."""
    return _documents.of(document, None, lambda: tuple(_passages(document)))


def fact_at(passage: Passage, position: int) -> str:
    """The key of the fact printed at a position of the text, or the empty string where the clause's own words stand."""
    for piece in passage.pieces:
        if position < len(piece.text):
            return "" if piece.key.startswith("clauses.") else piece.key
        position -= len(piece.text)
    return ""


def _passages(document: Document) -> Iterator[Passage]:
    for recital in document.recitals:
        home = recital.origin.clause if recital.origin else "recitals"
        yield _passage(home, home, "paragraph", recital.content)
    for clause in clauses(document):
        yield from _of_clause(clause)


def _of_clause(clause: Clause) -> tuple[Passage, ...]:
    return _clauses.of(clause, None, lambda: tuple(_in_clause(clause)))


def _in_clause(clause: Clause) -> Iterator[Passage]:
    if clause.heading:
        yield _passage(clause.id, clause.id, "heading", clause.heading)
    for provision in provisions(clause):
        for block in own_blocks(provision):
            kind = _kind(block)
            yield from (_passage(provision.id, clause.id, kind, content) for content in contents(block))


def _passage(provision: str, clause: str, kind: str, content: Iterable[Inline]) -> Passage:
    pieces = tuple(_pieces(content))
    text = "".join(piece.text for piece in pieces)
    return Passage(provision, clause, kind, pieces, text, tuple(part.strip() for part in _SENTENCE_END.split(text) if part and part.strip()))


def _kind(block: Block) -> str:
    if isinstance(block, Table):
        return "cell"
    return "definition" if isinstance(block, Definition) else "paragraph"


def _pieces(content: Iterable[Inline]) -> Iterator[Piece]:
    for inline in content:
        if isinstance(inline, Text):
            yield Piece(inline.text, fixed=True)
        elif isinstance(inline, LineBreak):
            yield Piece("\n", fixed=True)
        elif isinstance(inline, Emphasis):
            yield Piece(plain((inline,)), fixed=False)
        elif hasattr(inline, "content"):
            yield from _pieces(inline.content)
        else:
            yield Piece(plain((inline,)) or "§", fixed=False, key=inline.key if isinstance(inline, Value) else "")
