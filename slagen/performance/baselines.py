"""Baselines and the ratchet: what measured results propose for a target, as the clause on them says.

The average of several periods is the plain mean of their exact results, each period counting once. A proposal is rounded towards the stricter side, so
that it takes up no less of the difference than was agreed, and never beyond the average. A target is never made less strict because it was missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile
from math import ceil, floor

from slagen.core.money import Percentage
from slagen.core.periods import add_months
from slagen.model.service_level import ServiceLevel
from slagen.model.target import Target
from slagen.performance.result import Result, Verdict, bound

_ONE_DAY = timedelta(days=1)
_MONTHS = {"calendar-month": 1, "rolling-30-days": 1, "calendar-quarter": 3}
_MOST_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Rule:
    """What the clause says: how many months the baseline is measured, whether targets follow better results, after how many months, and by what share."""

    months: int
    ratchet: bool
    exceeded_for: int
    share: Percentage


@dataclass(frozen=True, slots=True)
class Baseline:
    """The average of the results of a baseline measurement; `first` and `last` are its days, `missing` the periods without a result."""

    average: Fraction
    results: tuple[Result, ...]
    missing: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Step:
    """A stricter target: `exact` before it was rounded, from the `average` of `results`."""

    target: Target
    exact: Fraction
    average: Fraction
    results: tuple[Result, ...]


def baseline(level: ServiceLevel, results: Sequence[Result], rule: Rule, *, afresh: bool) -> Baseline | None:
    """The first months of measurement; `afresh` the last ones, since there is a baseline already. None while they are not over, or nothing was measured."""
    first = _begin(level, results, rule, afresh=afresh)
    if first is None:
        return None
    end = add_months(first, rule.months)
    inside = [one for one in results if first <= _from(level, one) and one.window.last_day < end]
    known = tuple(one for one in inside if one.value is not None)
    if not known or results[-1].window.last_day < end - _ONE_DAY:
        return None
    missing = tuple(one.window.name for one in inside if one.verdict is Verdict.MISSING)
    return Baseline(_average(known), known, missing, first, end - _ONE_DAY)


def _begin(level: ServiceLevel, results: Sequence[Result], rule: Rule, *, afresh: bool) -> date | None:
    """The first day of the baseline measurement: that of the first period with a figure, or so many months before the last one ended."""
    measured = [one for one in results if one.value is not None]
    if not measured:
        return None
    return add_months(results[-1].window.last_day + _ONE_DAY, -rule.months) if afresh else _from(level, measured[0])


def _from(level: ServiceLevel, result: Result) -> date:
    """The first day that a result stands for: of a rolling period that of the month which it ends with."""
    return result.window.last_day.replace(day=1) if level.period == "rolling-30-days" else result.window.first_day


def better_run(results: Sequence[Result]) -> tuple[Result, ...]:
    """The last results in a row that are better than the target which holds now; periods without an event neither count nor break it."""
    target = results[-1].staged.target if results and results[-1].staged else None
    ahead = takewhile(lambda one: _continues(one, target), reversed(results))
    return tuple(one for one in reversed(tuple(ahead)) if one.better_than_target)


def _continues(one: Result, target: Target | None) -> bool:
    same = one.staged is not None and one.staged.target == target
    return same and (one.better_than_target or one.verdict is Verdict.NOTHING)


def months_of(level: ServiceLevel, results: Sequence[Result]) -> int:
    """How many whole months results stand for; a period that the agreement cut off is none."""
    whole = [one for one in results if one.window.whole]
    if level.period in _MONTHS:
        return len(whole) * _MONTHS[level.period]
    days = (whole[-1].window.last_day - whole[0].window.first_day).days + 1 if whole else 0
    months = 0
    while whole and (add_months(whole[0].window.first_day, months + 1) - whole[0].window.first_day).days <= days:
        months += 1
    return months


def ratchet(level: ServiceLevel, results: Sequence[Result], rule: Rule) -> Step | None:
    """The stricter target that must be proposed; None where there is none, since the results were not better for long enough."""
    run = better_run(results)
    if not rule.ratchet or months_of(level, run) < rule.exceeded_for:
        return None
    return stricter(_last(level, run, rule.exceeded_for), rule.share)


def _last(level: ServiceLevel, run: Sequence[Result], months: int) -> tuple[Result, ...]:
    """The last results that stand for so many months."""
    for start in range(len(run) - 1, -1, -1):
        if months_of(level, run[start:]) >= months:
            return tuple(run[start:])
    return tuple(run)


def stricter(results: Sequence[Result], share: Percentage) -> Step | None:
    """The target that takes up `share` of the difference to the average of the results; None where the average is not better than the target."""
    staged = results[-1].staged if results else None
    if staged is None:
        return None
    target, average = staged.target, _average(results)
    wanted, up = bound(target), _up(target)
    if average == wanted or (average > wanted) is not up:
        return None
    exact = wanted + (average - wanted) * Fraction(share.per_hundred) / 100
    figure = _rounded(exact, average, target)
    return Step(_with(target, figure), exact, average, tuple(results)) if figure is not None else None


def _average(results: Sequence[Result]) -> Fraction:
    return sum((one.value or Fraction() for one in results), Fraction()) / len(results)


def _up(target: Target) -> bool:
    """Whether the stricter target is the higher figure."""
    return target.share is not None or target.higher_is_better


def _with(target: Target, figure: Decimal) -> Target:
    return replace(target, share=Percentage(figure)) if target.share is not None else replace(target, value=figure)


def _rounded(exact: Fraction, average: Fraction, target: Target) -> Decimal | None:
    """Towards the stricter side, to two decimals, or as many as the target has; to more where it would go beyond the average. None: no figure fits."""
    up = _up(target)
    for places in range(max(2, _decimals(target)), _MOST_DECIMALS + 1):
        scaled = exact * 10**places
        figure = Decimal(ceil(scaled) if up else floor(scaled)).scaleb(-places)
        if (Fraction(figure) <= average) if up else (Fraction(figure) >= average):
            return figure
    return None


def _decimals(target: Target) -> int:
    figure = target.share.per_hundred if target.share is not None else target.value
    exponent = figure.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
