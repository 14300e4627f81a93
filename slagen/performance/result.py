"""What came out of one measurement period for one service level."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from slagen.model.measurement import Ticket
from slagen.model.service_level import StagedTarget
from slagen.model.target import Target
from slagen.performance.availability import Availability
from slagen.performance.windows import Window

EVERY_ONE = frozenset({"response-time", "resolution-time", "update-interval", "recovery-point", "recovery-time"})
"""Metrics of which every single event must satisfy a target that names no share."""


class Verdict(StrEnum):
    """How a result stands to its target. `nothing` and `too few` count as met; `missing` is never met."""

    MET = "met"
    MISSED = "missed"
    MISSING = "missing"
    NOTHING = "nothing to measure"
    TOO_FEW = "too few to measure"
    REPORTED = "reported"


@dataclass(frozen=True, slots=True)
class Event:
    """One event that was held against the target: a disturbance, a request. `length` is in the target's unit; it `runs` while nobody has ended it.

    `ended` is when its clock stopped: with the answer, the solution, or the workaround that may stand for one. `received` is when it counts as received,
    where that is later than it was opened: when the hours next begin.
    """

    ticket: Ticket
    length: Fraction
    good: bool
    runs: bool = False
    ended: int | None = None
    received: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """`value` is exact and in the target's unit (per cent of the events where the target names a share); None where there is nothing to say.

    `good` of `total` events satisfied the target; `staged` is the target that holds for the window, None where none does. `later` is how many events
    were opened in the window, and count as received only after it.
    """

    level: str
    window: Window
    staged: StagedTarget | None
    verdict: Verdict
    value: Fraction | None = None
    good: Fraction | None = None
    total: Fraction | None = None
    availability: Availability | None = None
    events: tuple[Event, ...] = ()
    later: int = 0

    @property
    def missed(self) -> bool:
        """Whether the target was missed by a figure that is known."""
        return self.verdict is Verdict.MISSED

    @property
    def better_than_target(self) -> bool:
        """Whether the result is strictly better than its target, which earns a bonus or regains a credit."""
        target = self.staged.target if self.staged else None
        if target is None or self.value is None or self.verdict is not Verdict.MET:
            return False
        wanted = bound(target)
        return self.value > wanted if target.share is not None or target.higher_is_better else self.value < wanted


def bound(target: Target) -> Fraction:
    """The figure that a result is compared with: the share of the events, where the target names one, else its own."""
    return Fraction(target.share.per_hundred if target.share is not None else target.value)


def satisfies(value: Fraction, target: Target) -> bool:
    """Whether a result meets its target, unrounded."""
    return value >= bound(target) if target.share is not None else compares(value, target)


def compares(value: Fraction, target: Target) -> bool:
    """Whether one figure stands to the target's own as its sign says."""
    return target.admits(value)
