"""The document as passages of text that a rule can read: what is fixed wording, and what was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
import re

from slagen.core.memo import Memo
from slagen.model.document import Block, Clause, Definition, Document, Emphasis, Inline, LineBreak, Table, Text, Value
from slagen.model.walk import clauses, contents, own_blocks, plain, provisions

LONGEST = 4_000
"""Characters of a passage: a page without a break."""
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
        yield from _passages_of(home, home, "paragraph", recital.content)
    for clause in clauses(document):
        yield from _of_clause(clause)


def _of_clause(clause: Clause) -> tuple[Passage, ...]:
    return _clauses.of(clause, None, lambda: tuple(_in_clause(clause)))


def _in_clause(clause: Clause) -> Iterator[Passage]:
    if clause.heading:
        yield from _passages_of(clause.id, clause.id, "heading", clause.heading)
    for provision in provisions(clause):
        for block in own_blocks(provision):
            kind = _kind(block)
            for content in contents(block):
                yield from _passages_of(provision.id, clause.id, kind, content)


def _passages_of(provision: str, clause: str, kind: str, content: Iterable[Inline]) -> Iterator[Passage]:
    """One passage; of a paragraph without end several, since a rule may take the square of a passage's length."""
    first, *others = _in_reach(_pieces(content))
    yield _passage(provision, clause, kind, first)
    for other in others:
        yield _passage(provision, clause, "paragraph" if kind == "definition" else kind, other)


def _in_reach(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, ...]]:
    window: list[Piece] = []
    size = 0
    for piece in pieces:
        for part in (piece,) if len(piece.text) <= LONGEST else _cut(piece):
            if window and size + len(part.text) > LONGEST:
                yield tuple(window)
                window, size = [], 0
            window.append(part)
            size += len(part.text)
    yield tuple(window)


def _cut(piece: Piece) -> Iterator[Piece]:
    start, end = 0, len(piece.text)
    while start < end:
        stop = min(start + LONGEST, end)
        if stop < end:
            space = piece.text.rfind(" ", start + 1, stop)
            stop = space + 1 if space > 0 else stop
        yield Piece(piece.text[start:stop], piece.fixed, piece.key)
        start = stop


def _passage(provision: str, clause: str, kind: str, pieces: tuple[Piece, ...]) -> Passage:
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
