"""How a target is said in OpenSLO: by a ratio of events or of minutes, or by a threshold that a share of the events keeps; or why it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from slagen.model.service_level import ServiceLevel
from slagen.model.target import Comparison, Target

OCCURRENCES, TIMESLICES, RATIO_TIMESLICES = "Occurrences", "Timeslices", "RatioTimeslices"
SLICE = "1m"
_OPERATORS = {Comparison.AT_LEAST: "gte", Comparison.AT_MOST: "lte", Comparison.ABOVE: "gt", Comparison.BELOW: "lt"}
_HUNDRED = Decimal(100)
_EVERY_ONE = frozenset({"response-time", "resolution-time", "update-interval", "recovery-point", "recovery-time"})


@dataclass(frozen=True, slots=True)
class Objective:
    """What an SLO asks for: `target` is the share (0 to 1, never 1) of events or slices that must be good.

    With `operator` and `value` an event is good by its own figure; without, the good ones (`counts` is `good`) or the bad ones are counted.
    """

    method: str
    target: Decimal
    counts: str = "good"
    operator: str = ""
    value: Decimal | None = None

    @property
    def sliced(self) -> bool:
        """Whether time is cut into slices, each of which is good or bad, or has a ratio of its own."""
        return self.method != OCCURRENCES


@dataclass(frozen=True, slots=True)
class Unspeakable:
    """Why OpenSLO has no words for a target."""

    reason: str


def objective_of(level: ServiceLevel, target: Target) -> Objective | Unspeakable:
    """The objective of a level, so that an OpenSLO monitor with the same figures comes to the same answer (downtime is counted by the minute)."""
    if target.share is not None:
        return _bounded(OCCURRENCES, target.share.per_hundred, operator=_OPERATORS[target.comparison], value=target.value)
    if level.percentile is not None:
        if target.higher_is_better:
            return Unspeakable("a percentile that must not fall below a figure leaves no exact share of the events")
        return _bounded(OCCURRENCES, level.percentile, operator=_OPERATORS[target.comparison], value=target.value)
    if level.metric in _EVERY_ONE:
        return Unspeakable("every single event must keep the target, and OpenSLO knows no objective of 100 %")
    if target.unit != "%":
        return Unspeakable("the target is for the figure of a whole period, and OpenSLO knows only shares of events or of time")
    return _share(level, target)


def _share(level: ServiceLevel, target: Target) -> Objective | Unspeakable:
    method = {"outages": TIMESLICES, "samples": RATIO_TIMESLICES}.get(level.source.type if level.source else "", OCCURRENCES)
    if target.higher_is_better:
        return _bounded(method, target.value)
    return _bounded(method, _HUNDRED - target.value, counts="bad")


def _bounded(method: str, percent: Decimal, *, counts: str = "good", operator: str = "", value: Decimal | None = None) -> Objective | Unspeakable:
    if percent >= _HUNDRED:
        return Unspeakable("it asks for 100 %, and OpenSLO knows no objective without an error budget")
    return Objective(method, (percent / _HUNDRED).normalize(), counts, operator, value)


def error_budget(target: Decimal, length: timedelta) -> timedelta:
    """The time that slices may be bad in a window before the objective is missed; exact to the microsecond below it."""
    microseconds = (1 - Fraction(target)) * (length // timedelta(microseconds=1))
    return timedelta(microseconds=int(microseconds))
