"""Projection: where the result of a measurement period that still runs is going, by what is known of it so far.

Two assumptions, never mixed: the best case (from now on nothing goes wrong any more) says whether the target can still be met; the pace (it goes on as
until now) says where it ends if nothing changes. All figures are exact fractions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from slagen.core.money import Percentage
from slagen.core.spans import Spans, common, merged, total
from slagen.model.measurement import Measurements
from slagen.model.service_level import ServiceLevel, StagedTarget
from slagen.model.target import Target
from slagen.performance.attainment import Conditions, attain
from slagen.performance.availability import Availability, allowed_downtime
from slagen.performance.result import EVERY_ONE, Result, bound, satisfies
from slagen.performance.service_time import staffed
from slagen.performance.windows import Window

_HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much may go wrong in the whole period for its target to be met exactly, and how much did: microseconds of downtime, else per cent of what is counted.

    `events` is how many events are expected in the whole period at the pace so far, where events are counted.
    """

    allowed: Fraction
    used: Fraction
    events: Fraction | None = None

    @property
    def share(self) -> Fraction | None:
        """The part of the budget that is used; None where nothing at all is allowed."""
        return self.used / self.allowed if self.allowed else None


@dataclass(frozen=True, slots=True)
class Projection:
    """One level in a period that runs. `so_far` is the result of what is known; `pace` and `best` what it becomes under either assumption.

    `seen` is the part of the period's measured time for which there are figures. `best` and `allowance` are None where no figure limits what is still to come.
    """

    level: ServiceLevel
    window: Window
    target: Target
    so_far: Result
    seen: Fraction
    pace: Fraction | None
    best: Fraction | None
    allowance: Allowance | None

    @property
    def is_out_of_reach(self) -> bool:
        """Whether the target is missed even if nothing goes wrong any more."""
        return self.best is not None and not satisfies(self.best, self.target)

    @property
    def is_certain(self) -> bool:
        """Whether `best` is a fact: it does not rest on how many events are expected."""
        return self.allowance is None or self.allowance.events is None

    @property
    def is_losing(self) -> bool:
        """Whether the target is missed if it goes on as until now."""
        return self.pace is not None and not satisfies(self.pace, self.target)

    @property
    def used(self) -> Fraction | None:
        """The part of the error budget that is used, where there is one."""
        return self.allowance.share if self.allowance else None


def project(level: ServiceLevel, window: Window, staged: StagedTarget | None, data: Measurements, conditions: Conditions) -> Projection | None:
    """The projection of one level, `data` being what was known on the day (`known.known_on`).

    None where there is nothing to say: no target, no figures, no event yet, or too few events to be expected for the result to count.
    """
    if staged is None or level.source is None:
        return None
    start, end = window.span
    so_far = attain(level, window, staged, replace(data, covered=((start, end),)), replace(conditions, as_of=end))
    if so_far.value is None:
        return None
    measured = _measured(level, window, conditions)
    known = total(common(_known(so_far, data, window), measured))
    seen = Fraction(known, total(measured)) if measured else Fraction()
    if so_far.availability is not None:
        return _of_downtime(level, so_far, staged.target, seen, so_far.availability, total(measured))
    return None if _stay_too_few(level, so_far, seen) else _of_figures(level, so_far, staged.target, data, conditions, seen)


def _measured(level: ServiceLevel, window: Window, conditions: Conditions) -> Spans:
    """The time of the window that is measured at all."""
    hours = conditions.hours_of(level)
    return staffed(window.span, hours.weekly, hours.calendar, conditions.zone)


def _known(so_far: Result, data: Measurements, window: Window) -> Spans:
    """The time of the window for which there are figures: what was delivered, and what counted as downtime beyond it."""
    down = so_far.availability.interruptions if so_far.availability else ()
    return common(merged((*data.covered, *(span for one in down for span in one.counted))), (window.span,))


def _of_downtime(level: ServiceLevel, so_far: Result, target: Target, seen: Fraction, found: Availability, measured: int) -> Projection:
    """Downtime: the best case is that none is added; the pace that the rest of the time is as bad as the time that is known."""
    known = seen * measured - (measured - found.measured)
    pace = 100 * (known - found.down) / known if known > 0 else None
    budget = Allowance(allowed_downtime(found.measured, bound(target)), Fraction(found.down))
    return Projection(level, so_far.window, target, so_far, seen, pace, found.result, budget)


def _stay_too_few(level: ServiceLevel, so_far: Result, seen: Fraction) -> bool:
    """Whether there will be too few events for the result to count, at the pace so far."""
    if level.minimum_sample is None or so_far.total is None or not seen:
        return False
    return so_far.total / seen < Fraction(level.minimum_sample)


def _of_figures(level: ServiceLevel, so_far: Result, target: Target, data: Measurements, conditions: Conditions, seen: Fraction) -> Projection:
    """Shares and means of percentages have a budget; where every single event counts, the worst so far stays; of other means nothing is certain."""
    value = so_far.value or Fraction()
    if _every_one_counts(level, target):
        return Projection(level, so_far.window, target, so_far, seen, value, value, None)
    counted, wanted = _as_share(level, so_far, target, data, conditions)
    ideal = _ideal(level, wanted)
    if ideal is None or counted.value is None or not seen:
        return Projection(level, so_far.window, target, so_far, seen, value, None, None)
    lost = abs(ideal - counted.value) * seen
    budget = Allowance(abs(ideal - bound(wanted)), lost, None if counted.total is None else counted.total / seen)
    return Projection(level, so_far.window, wanted, so_far, seen, counted.value, abs(ideal - lost), budget)


def _every_one_counts(level: ServiceLevel, target: Target) -> bool:
    """Whether the worst event decides: it stays the worst, whatever is still to come."""
    events = level.source is not None and level.source.type in {"samples", "tickets"}
    return events and level.metric in EVERY_ONE and target.share is None and level.percentile is None


def _as_share(level: ServiceLevel, so_far: Result, target: Target, data: Measurements, conditions: Conditions) -> tuple[Result, Target]:
    """A percentile as the share that it is: the 95th percentile is at most 300 ms exactly where 95 % of the values are."""
    if level.percentile is None or target.higher_is_better or target.share is not None or so_far.total is None:
        return so_far, target
    wanted = replace(target, share=Percentage(level.percentile))
    start, end = so_far.window.span
    of_all = replace(level, percentile=None)
    found = attain(of_all, so_far.window, StagedTarget(wanted), replace(data, covered=((start, end),)), replace(conditions, as_of=end))
    return found, wanted


def _ideal(level: ServiceLevel, target: Target) -> Fraction | None:
    """The percentage that cannot be bettered; None where there is none, or the figures are no percentages."""
    form = level.source.type if level.source else ""
    if target.share is not None:
        return None if level.metric == "error-rate" else _HUNDRED
    if target.unit != "%" or form == "tickets":
        return None
    if target.higher_is_better:
        return None if (level.metric, form) == ("error-rate", "counts") else _HUNDRED
    return Fraction() if level.metric == "error-rate" or form != "counts" else None
