"""Passages that went in one place and came, word for word the same, in another."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from slagen.formats.word.redline.blocks import Block

FEWEST_WORDS = 4
"""A passage that is shorter is no move: “Sincerely” may well stand anywhere."""


@dataclass(slots=True)
class Move:
    """Paragraphs that moved together. `ranges` holds the number of each end's range."""

    old: list[Block]
    new: list[Block]
    name: str = ""
    ranges: dict[str, str] = field(default_factory=dict)

    def is_first(self, block: Block) -> bool:
        """Whether it begins the passage, where it was or where it is."""
        return block is self.old[0] or block is self.new[0]

    def is_last(self, block: Block) -> bool:
        """Whether it ends the passage, where it was or where it is."""
        return block is self.old[-1] or block is self.new[-1]


def find_moves(old: Sequence[Block], new: Sequence[Block], old_places: Sequence[int], new_places: Sequence[int]) -> Iterator[tuple[int, int, Move]]:
    """Which of the old blocks are which of the new ones, and the move that each belongs to."""
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for at, block in enumerate(new):
        if block.is_paragraph and len(block.words) >= FEWEST_WORDS:
            waiting[block.exact].append(at)
    move: Move | None = None
    before = (-2, -2)
    for at, block in enumerate(old):
        if not block.is_paragraph or not waiting[block.exact]:
            continue
        to = waiting[block.exact].popleft()
        if move is not None and (old_places[at], new_places[to]) == (before[0] + 1, before[1] + 1):
            move.old.append(block)
            move.new.append(new[to])
        else:
            move = Move([block], [new[to]])
        before = (old_places[at], new_places[to])
        yield at, to, move
