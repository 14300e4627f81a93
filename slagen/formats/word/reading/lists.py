"""Bulleted lists by depth: a run of bullets, what stands inside their items, and what ends the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from slagen.model.document import Block, ItemList, PageBreak


@dataclass(frozen=True, slots=True)
class Bullet:
    """An item begins, with its first block; `depth` counts from 0."""

    depth: int
    block: Block


@dataclass(frozen=True, slots=True)
class Inside:
    """More of the last item on `depth`."""

    depth: int
    block: Block


Entry: TypeAlias = Bullet | Inside | Block
_Items: TypeAlias = "list[list[Block | _Open]]"


@dataclass(slots=True)
class _Open:
    items: _Items


def nested(entries: Iterable[Entry]) -> tuple[Block, ...]:
    """Blocks with their lists. A bullet that is deeper than any list open belongs to the last item there is; other blocks end the list.

    A page break ends no list that goes on after it.
    """
    out: list[Block | _Open] = []
    breaks: list[Block] = []
    for entry in entries:
        if isinstance(entry, PageBreak):
            breaks.append(entry)
            continue
        if breaks:
            _break(out, breaks, goes_on=isinstance(entry, (Bullet, Inside)))
        opened = out[-1] if out and isinstance(out[-1], _Open) else None
        if isinstance(entry, Bullet):
            if opened is None:
                opened = _Open([])
                out.append(opened)
            _list_at(opened, entry.depth).items.append([entry.block])
        elif isinstance(entry, Inside):
            (out if opened is None else _item_at(opened, entry.depth)).append(entry.block)
        else:
            out.append(entry)
    return (*_closed(out), *breaks)


def _break(out: list[Block | _Open], breaks: list[Block], *, goes_on: bool) -> None:
    last = out[-1] if out else None
    place = _item_at(last, 0) if goes_on and isinstance(last, _Open) else out
    place += breaks
    breaks.clear()


def _list_at(opened: _Open, depth: int) -> _Open:
    for _ in range(depth):
        if not opened.items:
            return opened
        item = opened.items[-1]
        last = item[-1] if item else None
        if not isinstance(last, _Open):
            last = _Open([])
            item.append(last)
        opened = last
    return opened


def _item_at(opened: _Open, depth: int) -> list[Block | _Open]:
    """The last item on `depth`, or the deepest one above it."""
    item = opened.items[-1]
    for _ in range(depth):
        last = item[-1] if item else None
        if not isinstance(last, _Open) or not last.items:
            break
        item = last.items[-1]
    return item


def _closed(blocks: Sequence[Block | _Open]) -> tuple[Block, ...]:
    return tuple(ItemList(tuple(_closed(item) for item in block.items)) if isinstance(block, _Open) else block for block in blocks)
