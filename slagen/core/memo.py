"""Remembering what was made of a thing, by the thing itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")
H = TypeVar("H", bound=Hashable)


class Memo(Generic[T]):
    """Remembers what was made of an object as long as it is one of the `most` objects that were asked for last.

    The object is known by its identity, not by what it is equal to: to hash a whole clause costs as much as to make it again.
    It must never change, and is kept alive for as long as it is remembered. With `at_once` false nothing is remembered that is asked for only once:
    what a single contract has does not drive out what many share.
    """

    __slots__ = ("_kept", "_met", "_most")

    def __init__(self, most: int, *, at_once: bool = True) -> None:
        self._most = most
        self._kept: dict[tuple[int, Hashable], tuple[object, T]] = {}
        self._met: dict[tuple[int, Hashable], None] | None = None if at_once else {}

    def of(self, thing: object, besides: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives for `thing`; `besides` is everything else that the result depends on."""
        key = (id(thing), besides)
        found = self._kept.pop(key, None)
        if found is None:
            found = (thing, make())
            if self._met is not None and not self._met_before(key, self._met):
                return found[1]
            if len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)), None)
        self._kept[key] = found
        return found[1]

    def _met_before(self, key: tuple[int, Hashable], met: dict[tuple[int, Hashable], None]) -> bool:
        """Whether it was asked for before. Another thing may have had its place in memory since: then it is remembered too early, which is no fault."""
        if key in met:
            del met[key]
            return True
        if len(met) >= self._most:
            del met[next(iter(met))]
        met[key] = None
        return False

    def found(self, thing: object, besides: Hashable) -> T | None:
        """What is remembered of `thing`, if anything."""
        key = (id(thing), besides)
        found = self._kept.pop(key, None)
        if found is None:
            return None
        self._kept[key] = found
        return found[1]

    def __len__(self) -> int:
        return len(self._kept)


@lru_cache(maxsize=2048)
def first_met(thing: H) -> H:
    """The first of the things equal to this one, as long as it is one of those asked for last: what is remembered of it then holds for them all."""
    return thing
