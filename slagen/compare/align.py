"""Which passages of two texts belong together: equal ones first, then those between them that are alike."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from slagen.compare.rare_words import likely_partners
from slagen.compare.words import indel, opcodes

Pair: TypeAlias = tuple[int | None, int | None]
ALIKE = 0.5
"""Share of words in common from which two passages are one that was changed; below, one went and another came."""
_MOST_COMPARISONS = 40_000
_MOST_ROUNDS = 3
_MOST_CELLS = 200_000_000
"""Longest × longest that is rated word by word in its order (about a tenth of a second); beyond, the order does not count."""


def align(old: Sequence[str], new: Sequence[str], alike: Callable[[int, int], float] | None = None, *, most: int = _MOST_COMPARISONS) -> Iterator[Pair]:
    """Pairs of places in order; None stands for a passage that the other side does not have. `alike` rates two places from 0 to 1.

    Where a gap would take more than `most` ratings, only passages that share rare words are rated.
    """
    rate = alike or (lambda one, other: similarity(old[one], new[other]))
    for tag, start, end, to_start, to_end in gaps_and_anchors(old, new):
        if tag == "equal":
            yield from zip(range(start, end), range(to_start, to_end), strict=True)
        else:
            yield from _Gap(old, new, rate, most).pairs(range(start, end), range(to_start, to_end))


def gaps_and_anchors(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Opcodes in which a deletion and an insertion that meet are one gap."""
    gap: tuple[int, int, int, int] | None = None
    for tag, start, end, to_start, to_end in opcodes(old, new):
        if tag == "equal":
            if gap:
                yield "gap", *gap
            gap = None
            yield tag, start, end, to_start, to_end
        else:
            gap = (gap[0], end, gap[2], to_end) if gap else (start, end, to_start, to_end)
    if gap:
        yield "gap", *gap


def similarity(old: str, new: str) -> float:
    """The share of words that two passages have in common in the same order; 0 where it is below `ALIKE`."""
    return likeness(old.split(), new.split())


def likeness(old: Sequence[str], new: Sequence[str]) -> float:
    """The same for passages that are cut into words already."""
    if len(old) * len(new) > _MOST_CELLS:
        shared = 2 * (Counter(old) & Counter(new)).total() / (len(old) + len(new))
        return shared if shared >= ALIKE else 0.0
    return float(indel().normalized_similarity(old, new, score_cutoff=ALIKE))


@dataclass(frozen=True, slots=True)
class _Gap:
    """Passages of which no two are equal in their order; `rate` and `most` as in `align`."""

    old: Sequence[str]
    new: Sequence[str]
    rate: Callable[[int, int], float]
    most: int

    def pairs(self, old: range, new: range, rounds: int = _MOST_ROUNDS) -> Iterator[Pair]:
        """The pairs of a part of it; where it is too large, those that share rare words cut it into smaller ones, some `rounds` deep."""
        if old and new and len(old) * len(new) <= self.most:
            yield from _best_in_order(old, new, [[self.rate(one, other) for other in new] for one in old])
            return
        anchors = self._anchors(old, new) if old and new and rounds else []
        if not anchors:
            yield from _by_place(old, new, self.rate)
            return
        start, to_start = old.start, new.start
        for one, other in anchors:
            yield from self.pairs(range(start, one), range(to_start, other), rounds - 1)
            yield one, other
            start, to_start = one + 1, other + 1
        yield from self.pairs(range(start, old.stop), range(to_start, new.stop), rounds - 1)

    def _anchors(self, old: range, new: range) -> list[tuple[int, int]]:
        likely = likely_partners(self.old[old.start : old.stop], self.new[new.start : new.stop])
        found = [(old[at], new[to]) for at, to in enumerate(likely) if to is not None and self.rate(old[at], new[to]) >= ALIKE]
        kept = in_order([other for _, other in found])
        return [pair for at, pair in enumerate(found) if at in kept]


def _by_place(old: range, new: range, rate: Callable[[int, int], float]) -> Iterator[Pair]:
    shared = min(len(old), len(new))
    for one, other in zip(old[:shared], new[:shared], strict=True):
        if rate(one, other) >= ALIKE:
            yield one, other
        else:
            yield one, None
            yield None, other
    yield from ((one, None) for one in old[shared:])
    yield from ((None, other) for other in new[shared:])


def _best_in_order(old: range, new: range, rates: Sequence[Sequence[float]]) -> Iterator[Pair]:
    """The pairing without crossings that has the most in common (dynamic programming)."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one in reversed(range(len(old))):
        for other in reversed(range(len(new))):
            rate = rates[one][other]
            together = rate + best[one + 1][other + 1] if rate >= ALIKE else 0.0
            best[one][other] = max(together, best[one + 1][other], best[one][other + 1])
    one = other = 0
    while one < len(old) and other < len(new):
        rate = rates[one][other]
        if rate >= ALIKE and best[one][other] == rate + best[one + 1][other + 1]:
            yield old[one], new[other]
            one, other = one + 1, other + 1
        elif best[one][other] == best[one + 1][other]:
            yield old[one], None
            one += 1
        else:
            yield None, new[other]
            other += 1
    yield from ((place, None) for place in old[one:])
    yield from ((None, place) for place in new[other:])


def in_order(places: Sequence[int]) -> frozenset[int]:
    """Which items of `places` (by index) form the longest rising run: the rest has moved."""
    ends: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        at = bisect_left(ends, place, key=places.__getitem__)
        before.append(ends[at - 1] if at else -1)
        ends[at : at + 1] = [index]
    kept = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return frozenset(kept)
