"""How often a charter's promises were kept over several months: the contacts of all of them together, and the months one by one.

What is missing is missing: a promise is not kept while figures of a month are missing, and it is broken where those that are known fall short.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from slagen.model.target import Target
from slagen.performance.charter_promises import Promise
from slagen.performance.result import Result, Verdict, bound, satisfies


class Keeping(StrEnum):
    """How a promise was kept."""

    KEPT = "kept"
    NOT_KEPT = "not-kept"
    NOTHING = "nothing-to-measure"
    INCOMPLETE = "incomplete"
    MISSING = "missing"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class KeptPromise:
    """One promise over some months. `share` is exact, in per cent of `total` contacts, of which `good` were as promised.

    `total` is None where nothing is known, and where somebody delivered shares without saying of how many: `share` is then the mean of the months.
    """

    promise: Promise
    results: tuple[Result, ...]
    target: Target | None
    share: Fraction | None
    good: Fraction | None
    total: Fraction | None

    @property
    def keeping(self) -> Keeping:
        """How it was kept."""
        if len(self.missing) == len(self.results):
            return Keeping.MISSING
        if self.target is not None and self.share is not None and not satisfies(self.share, self.target):
            return Keeping.NOT_KEPT
        if self.target is None and self.share is not None:
            return Keeping.COUNTED
        if self.missing:
            return Keeping.INCOMPLETE
        return Keeping.NOTHING if self.share is None else Keeping.KEPT

    @property
    def missing(self) -> tuple[Result, ...]:
        """The months without figures."""
        return tuple(one for one in self.results if one.verdict is Verdict.MISSING)

    @property
    def missed(self) -> tuple[Result, ...]:
        """The months in which it fell short."""
        return tuple(one for one in self.results if one.missed)

    @property
    def aim(self) -> Fraction | None:
        """In how many per cent of the contacts it is to be kept."""
        return bound(self.target) if self.target is not None else None


def kept_promise(promise: Promise, results: Iterable[Result], first: date, last: date) -> KeptPromise:
    """A promise over the months that ended from `first` to `last`, both included."""
    own = tuple(one for one in results if first <= one.window.last_day <= last)
    known = [one for one in own if one.value is not None]
    held = [one.staged.target for one in own if one.staged]
    target = held[-1] if held else promise.level.target
    if all(one.verdict is Verdict.MISSING for one in own):
        return KeptPromise(promise, own, target, None, None, None)
    if all(one.total is not None for one in known):
        good, total = sum((_good(one) for one in known), Fraction()), sum((one.total or Fraction() for one in known), Fraction())
        return KeptPromise(promise, own, target, 100 * good / total if total else None, good, total)
    return KeptPromise(promise, own, target, _mean([one.value for one in known if one.value is not None]), None, None)


def _good(result: Result) -> Fraction:
    return result.good if result.good is not None else (result.value or Fraction()) * (result.total or Fraction()) / 100


def _mean(values: Sequence[Fraction]) -> Fraction | None:
    return sum(values, Fraction()) / len(values) if values else None
