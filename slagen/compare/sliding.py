"""What came or went between passages that repeat each other can be shown in several places: the one that begins with the highest passage reads best.

In `1.5 For B: (a) (b); 1.6 For C: (a) (b)`, with C new and the same items for each, `1.6` came with its items, not `(a)`, `(b)` and `1.6`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slagen.compare.align import Pair
from slagen.compare.passages import Passage

_FARTHEST = 50


def slid(pairs: Iterable[Pair], old: Sequence[Passage], new: Sequence[Passage]) -> list[Pair]:
    """The pairs, with each row of passages that only one side has where it reads best between the equal ones around it."""
    done = list(pairs)
    for side, passages in ((0, old), (1, new)):
        other = new if side == 0 else old
        stop = 0
        while stop < len(done):
            start = stop
            while stop < len(done) and done[stop][1 - side] is None:
                stop += 1
            if stop > start:
                stop += _Row(done, side, passages, other, start, stop).settle()
            stop += 1
    return done


@dataclass(slots=True)
class _Row:
    """The places from `start` to `stop` in `pairs`: passages of one `side` alone."""

    pairs: list[Pair]
    side: int
    mine: Sequence[Passage]
    theirs: Sequence[Passage]
    start: int
    stop: int

    def settle(self) -> int:
        """Move the row to its best place; by how much, forwards."""
        best, moved = (self._depth(), 0), 0
        for way in (-1, 1):
            for _ in range(_FARTHEST):
                if not self._step(way):
                    break
                moved += way
                best = min(best, (self._depth(), moved), key=lambda rated: (rated[0], abs(rated[1])))
        while moved != best[1]:
            way = 1 if best[1] > moved else -1
            self._step(way)
            moved += way
        return moved

    def _depth(self) -> int:
        return self.mine[self._mine(self.start)].key.count(".")

    def _mine(self, at: int) -> int:
        place = self.pairs[at][self.side]
        assert place is not None
        return place

    def _step(self, way: int) -> bool:
        """Exchange the equal pair before (or after) the row for the last (or first) passage of the row, where they are the same."""
        beside, end = (self.start - 1, self.stop - 1) if way < 0 else (self.stop, self.start)
        if not 0 <= beside < len(self.pairs):
            return False
        partner, place = self.pairs[beside][1 - self.side], self.pairs[beside][self.side]
        if partner is None or place is None or not self._same(place, partner, self._mine(end)):
            return False
        self.pairs[end] = self._pair(self._mine(end), partner)
        self.pairs[beside] = self._pair(place, None)
        self.start, self.stop = self.start + way, self.stop + way
        return True

    def _same(self, place: int, partner: int, end: int) -> bool:
        one, other, last = self.mine[place], self.theirs[partner], self.mine[end]
        return (one.kind, one.text) == (other.kind, other.text) == (last.kind, last.text)

    def _pair(self, mine: int, theirs: int | None) -> Pair:
        return (mine, theirs) if self.side == 0 else (theirs, mine)
