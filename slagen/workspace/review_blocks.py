"""The blocks that agendas are written with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from slagen.model.document import Block, Cell, ItemList, Paragraph, Table, Text

Part: TypeAlias = tuple[str, tuple[Block, ...]]
"""A part of an agenda: its title and what stands under it."""
TO_FILL = ""
"""A cell that is filled in at the review."""
TO_WRITE, TO_SIGN = "…" * 7, "…" * 14
"""Lines to write and to sign on."""


def line(text: str) -> Paragraph:
    """One paragraph."""
    return Paragraph((Text(text),))


def lines(texts: Iterable[str]) -> tuple[Block, ...]:
    """A bulleted list; nothing where there is nothing to list."""
    items = tuple((line(text),) for text in texts)
    return (ItemList(items),) if items else ()


def table(header: Sequence[str], rows: Iterable[Sequence[str]], summary: str, right: Sequence[int] = ()) -> Table:
    """A table of plain text; figures in the columns `right` stand below each other."""

    def cells(texts: Sequence[str]) -> tuple[Cell, ...]:
        return tuple(Cell((Text(text),), "right" if at in right else "left") for at, text in enumerate(texts))

    return Table(cells(header), tuple(map(cells, rows)), summary, "review")


def capital(text: str) -> str:
    """A sentence's first letter."""
    return text[:1].upper() + text[1:]
