"""The error budget: how much may go wrong in a measurement period before its target is missed, and how much of that did.

Of availability it is downtime, in microseconds; of a share of events it is so many whole events. Other figures, such as a mean, have none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from slagen.core.spans import Spans, merged, total
from slagen.model.target import Comparison, Target
from slagen.performance.availability import allowed_downtime
from slagen.performance.result import Result, bound


@dataclass(frozen=True, slots=True)
class Budget:
    """What one period allowed and what was used of it: downtime in microseconds (`in_time`), or events."""

    allowed: Fraction
    used: Fraction
    in_time: bool

    @property
    def share(self) -> Fraction | None:
        """How much of it was used, in per cent; None where nothing was allowed."""
        return 100 * self.used / self.allowed if self.allowed else None

    @property
    def exceeded(self) -> bool:
        """Whether more was used than was allowed."""
        return self.used > self.allowed


def budget(result: Result) -> Budget | None:
    """The budget of one period; None where there is no target, nothing was measured, or the figure has no budget."""
    target = result.staged.target if result.staged else None
    if target is None or result.value is None:
        return None
    if result.availability is not None:
        return Budget(allowed_downtime(result.availability.measured, bound(target)), Fraction(result.availability.down), in_time=True)
    if result.good is None or result.total is None or not (target.share is not None or target.unit == "%"):
        return None
    return Budget(_events(target, result.total), result.total - result.good, in_time=False)


def _events(target: Target, every: Fraction) -> Fraction:
    """How many of `every` events may go wrong: whole ones, so that 95 % of 35 allow one."""
    better_high = target.share is not None or target.higher_is_better
    allowed = every * (100 - bound(target) if better_high else bound(target)) / 100
    strict = target.share is None and target.comparison in {Comparison.ABOVE, Comparison.BELOW}
    return Fraction(max(0, ceil(allowed) - 1 if strict else floor(allowed)))


def together(budgets: Sequence[Budget]) -> Budget | None:
    """Several periods added up. No period may use what another left, so the sum says how the time went, not whether targets were met."""
    if not budgets or len({one.in_time for one in budgets}) > 1:
        return None
    return Budget(sum((one.allowed for one in budgets), Fraction()), sum((one.used for one in budgets), Fraction()), budgets[0].in_time)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Time that did not count because of one excluded cause, in microseconds; `interruptions` is how many there were."""

    cause: str
    time: int
    interruptions: int


def left_out(results: Iterable[Result]) -> tuple[LeftOut, ...]:
    """The time left out, cause by cause, the longest first. Within a cause overlaps count once; causes may overlap each other."""
    spans: dict[str, list[Spans]] = {}
    for cause, excluded in _excluded(results):
        spans.setdefault(cause, []).append(excluded)
    found = (LeftOut(cause, total(merged(span for one in every for span in one)), len(every)) for cause, every in spans.items())
    return tuple(sorted(found, key=lambda one: (-one.time, one.cause)))


def _excluded(results: Iterable[Result]) -> Iterator[tuple[str, Spans]]:
    for result in results:
        for one in result.availability.interruptions if result.availability else ():
            if one.excluded:
                yield one.outage.cause, one.excluded
