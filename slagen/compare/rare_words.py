"""Which passages of a large gap may belong together: those that share words which few others have. Linear, where rating all pairs is not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

_MOST_PLACES = 12
"""In how many passages of the new text a word may stand to tell anything."""


def likely_partners(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each old passage the place of the new one with which it shares the most rare words; of several the one whose place in the row is nearest."""
    places = _places(new)
    scale = len(new) / max(len(old), 1)
    return [_best(words, places, at * scale) for at, words in enumerate(map(_words, old))]


def _places(passages: Sequence[str]) -> Mapping[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, passage in enumerate(passages):
        for word in _words(passage):
            places[word].append(at)
    return {word: found for word, found in places.items() if len(found) <= _MOST_PLACES}


def _best(words: frozenset[str], places: Mapping[str, list[int]], expected: float) -> int | None:
    shared = Counter(at for word in words for at in places.get(word, ()))
    return max(shared, key=lambda at: (shared[at], -abs(at - expected), -at), default=None)


def _words(passage: str) -> frozenset[str]:
    """Its words, and its pairs of words: contracts say new things in the same words."""
    words = passage.split()
    return frozenset((*words, *_pairs(words)))


def _pairs(words: Sequence[str]) -> Iterator[str]:
    return (f"{one} {other}" for one, other in pairwise(words))
