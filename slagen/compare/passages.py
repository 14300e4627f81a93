"""Passages: what is compared of a document, without its looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeAlias, TypeVar


class Label(Protocol):
    """What is printed for a provision: `text` beside it, `full` where it is cited."""

    @property
    def text(self) -> str:
        """`(a)`."""

    @property
    def full(self) -> str:
        """`4.1(a)`."""


LabelType = TypeVar("LabelType", bound=Label)
Cite: TypeAlias = Callable[[str, str], str]
"""How a reference prints: (target, the schedule that it stands in or empty) → label."""
Pieces: TypeAlias = tuple[str, ...]
"""A text whose every second piece is the id of a provision that it refers to: (`see clause `, `payment.2`, ` below`)."""


class OutlinedPassage(NamedTuple):
    """A heading, paragraph, list item, table row, definition or signature block, its references still open.

    `key` is the id of the provision that it belongs to.
    """

    key: str
    kind: str
    label: str
    pieces: Pieces


class OutlinedPart(NamedTuple):
    """A clause, or another part of the document that is compared as one.

    `place` is the schedule that it stands in, else empty; `label` says so too (`1 of Schedule 2`).
    """

    id: str
    title: Pieces
    label: str
    place: str
    version: str
    passages: tuple[OutlinedPassage, ...]


@dataclass(frozen=True, slots=True)
class Outline(Generic[LabelType]):
    """All that a comparison reads of a document: its parts in their order, and the labels of its provisions by their ids."""

    parts: tuple[OutlinedPart, ...]
    labels: Mapping[str, LabelType]


class Passage(NamedTuple):
    """A passage with the references as they print."""

    key: str
    kind: str
    label: str
    text: str


class ClausePassages(NamedTuple):
    """A part of a document with the references as they print; see `OutlinedPart`."""

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


def read(outline: Outline[LabelType], cite: Cite) -> Iterator[ClausePassages]:
    """The parts of a document, with its references as `cite` prints them."""
    for name, title, label, place, version, passages in outline.parts:
        shown = tuple([Passage(key, kind, own, _joined(pieces, cite, place)) for key, kind, own, pieces in passages])
        yield ClausePassages(name, _joined(title, cite, place), label, place, shown, version)


def _joined(pieces: Pieces, cite: Cite, place: str) -> str:
    if len(pieces) == 1:
        return pieces[0]
    return "".join([cite(piece, place) if at % 2 else piece for at, piece in enumerate(pieces)])
