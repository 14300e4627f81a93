"""Passages that went in one place and came, word for word the same, in another."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
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
    move: Move | None = None
    before = (-2, -2)
    for at, to in sorted(_Search(old, new, old_places, new_places).partners().items()):
        if move is not None and (old_places[at], new_places[to]) == (before[0] + 1, before[1] + 1):
            move.old.append(old[at])
            move.new.append(new[to])
        else:
            move = Move([old[at]], [new[to]])
        before = (old_places[at], new_places[to])
        yield at, to, move


@dataclass(frozen=True, slots=True)
class _Search:
    old: Sequence[Block]
    new: Sequence[Block]
    old_places: Sequence[int]
    new_places: Sequence[int]

    def partners(self) -> dict[int, int]:
        """Long passages that are equal, and what stands right before and after them: a heading moves with its clause, however short it is."""
        found = self._long_ones()
        taken = set(found.values())
        for at, to in list(found.items()):
            for way in (-1, 1):
                one, other = at + way, to + way
                while self._is_next(one, other, way) and one not in found and other not in taken:
                    found[one] = other
                    taken.add(other)
                    one, other = one + way, other + way
        return found

    def _long_ones(self) -> dict[int, int]:
        found = self._equal({}, lambda block: block.exact)
        return found | self._equal(found, lambda block: block.moving)

    def _equal(self, found: dict[int, int], key: Callable[[Block], str]) -> dict[int, int]:
        taken = set(found.values())
        waiting: dict[str, deque[int]] = defaultdict(deque)
        for at, block in enumerate(self.new):
            if at not in taken and block.is_paragraph and len(block.words) >= FEWEST_WORDS:
                waiting[key(block)].append(at)
        left = (at for at, block in enumerate(self.old) if at not in found and block.is_paragraph and waiting.get(key(block)))
        return {at: waiting[key(self.old[at])].popleft() for at in left}

    def _is_next(self, one: int, other: int, way: int) -> bool:
        if not (0 <= one < len(self.old) and 0 <= other < len(self.new)):
            return False
        block, same = self.old[one], self.new[other]
        beside = self.old_places[one] == self.old_places[one - way] + way and self.new_places[other] == self.new_places[other - way] + way
        return beside and block.is_paragraph and (block.exact == same.exact or block.moving == same.moving)
