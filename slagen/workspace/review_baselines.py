"""Baselines and the ratchet in the agenda of a review: what is recorded, what was measured, and what that proposes, each with its working.

Both sides may see it: it is made of what the contract prints, of results that were reported, and of baselines that were confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from slagen.core.counts import counted
from slagen.core.durations import Duration
from slagen.core.errors import SlagenError
from slagen.core.money import Percentage
from slagen.model.document import Block
from slagen.model.record import Verb
from slagen.performance.baselines import Baseline, Rule, Step, baseline, better_run, months_of, ratchet, stricter
from slagen.performance.result import bound
from slagen.performance.statement import Printing
from slagen.workspace.performing import performance
from slagen.workspace.review_blocks import TO_FILL, capital, line, lines, table
from slagen.workspace.review_performance import with_columns

if TYPE_CHECKING:
    from slagen.model.record import Record
    from slagen.model.service_level import ServiceLevel
    from slagen.model.target import Target
    from slagen.performance.result import Result
    from slagen.workspace.review_occasion import Occasion

_CLAUSE = "baseline-and-ratchet"
_ONE_DAY = timedelta(days=1)
_DIGITS = 4
"""Decimals of averages: enough for targets of three nines and more to be told apart."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """One level: what is recorded, what the baseline measurement gave, how long results have been better, and what follows."""

    level: ServiceLevel
    target: Target | None
    now: tuple[Decimal, date] | None
    new: Baseline | None
    better: int
    ratchet: Step | None
    easy: Step | None


def baselines(found: Occasion) -> Iterator[Block]:
    """Which baselines are to be set again, and which targets may or must be proposed: of service levels, which performance indicators are none of."""
    rule = _rule(found)
    results = _results(found) if rule else {}
    levels = [level for level in found.agreement.service_levels if level.role != "kpi"]
    if rule is None or not any(level.id in results for level in levels):
        yield from _to_fill(found)
        return
    looked = [_look(found, level, results.get(level.id, ()), rule) for level in levels]
    yield line(_what_counts(found, rule))
    rows = [_row(found, one, rule) for one in looked]
    header = ("Service level", "Target", "Baseline now", "New baseline", "Months better", "Proposed target")
    yield table(header, rows, "Service levels with their baselines and the targets that are proposed")
    yield from lines(text for one in looked for text in _workings(found, one, rule))
    yield line(f"No target changes without agreement in writing{_by(found, 'propose')}; none is made less strict because it was missed{_by(found, 'floor')}.")


def _rule(found: Occasion) -> Rule | None:
    """What the clause says in the contract in force; None where the contract does not have it in the library’s words."""
    values = found.basis.values(_CLAUSE)
    period, share = values.get("baseline_period"), values.get("share")
    months = period.whole_months if isinstance(period, Duration) else None
    if months is None or not isinstance(share, Percentage):
        return None
    return Rule(months, bool(values.get("ratchet")), int(values.get("exceeded_for", 0)), share)


def _results(found: Occasion) -> dict[str, tuple[Result, ...]]:
    """The results of every period that has ended, of the levels of which anything is known; nothing where they cannot be worked out."""
    now = datetime.combine(found.on, time(), UTC)
    try:
        known = performance(found.loaded, found.agreement.id, until=found.on - _ONE_DAY, now=now)
    except SlagenError:
        return {}
    return {name: results for name, results in known.results.items() if any(one.value is not None for one in results)}


def _look(found: Occasion, level: ServiceLevel, results: tuple[Result, ...], rule: Rule) -> _Looked:
    now = next(((record.baselines[level.id], record.done_on or record.day) for record in _confirming(found, level)), None)
    new = baseline(level, results, rule, afresh=now is not None)
    step = ratchet(level, results, rule)
    easy = stricter(new.results, rule.share) if new and step is None and now is None else None
    staged = results[-1].staged if results else next(iter(level.current_targets), None)
    target = staged.target if staged else None
    if easy is not None and (easy.results[-1].staged != staged or any(one.missed for one in results)):
        easy = None  # of an earlier target, or one that was missed since: nothing that shows it to be too easy
    return _Looked(level, target, now, new, months_of(level, better_run(results)), step, easy)


def _confirming(found: Occasion, level: ServiceLevel) -> Iterator[Record]:
    return (record for record in reversed(found.records) if record.verb == Verb.REVIEW and level.id in record.baselines)


def _what_counts(found: Occasion, rule: Rule) -> str:
    months = counted(rule.months, "month")
    ratchet = ""
    if rule.ratchet:
        share = found.formats.percentage(rule.share)
        ratchet = (
            f" After {counted(rule.exceeded_for, 'month')} in a row with better results a stricter target must be proposed, which takes up at least {share} "
            f"of the difference{_by(found, 'ratchet')}."
        )
    return (
        f"A baseline is the average of the results of {months}, each period counting once, and counts from the day of its confirmation{_by(found, 'record')}."
        f"{ratchet} Proposals are rounded to two decimals, towards the stricter side, but never beyond the average."
    )


def _by(found: Occasion, label: str) -> str:
    place = found.basis.clauses.get(f"{_CLAUSE}.{label}", "").partition(" (")[0]
    return f" ({place})" if place else ""


def _row(found: Occasion, one: _Looked, rule: Rule) -> tuple[str, ...]:
    proposed = one.ratchet or one.easy
    now = f"{_figure(found, Fraction(one.now[0]), one.target)}, from {found.day(one.now[1])}" if one.now else "none recorded"
    new = f"{_figure(found, one.new.average, one.target)}, to be confirmed" if one.new else TO_FILL
    better = f"{one.better} of {rule.exceeded_for}" if rule.ratchet else str(one.better)
    how = {True: "must be proposed", False: "may be proposed"}[one.ratchet is not None]
    target = f"{found.formats.target(proposed.target)} ({how})" if proposed else "unchanged"
    return (one.level.name or one.level.id, found.formats.target(one.target) if one.target else "none", now, new, better if one.target else "", target)


def _figure(found: Occasion, value: Fraction, target: Target | None) -> str:
    """With up to four decimals, and only those that it has."""
    digits = next((places for places in range(_DIGITS) if (value * 10**places).denominator == 1), _DIGITS)
    if target is None or target.share is not None or target.unit == "%":
        return Printing(found.formats, found.agreement.time_zone).percent(value, digits)
    return f"{Printing(found.formats, found.agreement.time_zone).number(value, digits)} {target.unit}".rstrip()


def _workings(found: Occasion, one: _Looked, rule: Rule) -> Iterator[str]:
    name = capital(one.level.name or one.level.id)
    if one.new is not None:
        missing = f"; without a result: {', '.join(one.new.missing)}" if one.new.missing else ""
        figures = ", ".join(f"{result.window.name} {_figure(found, result.value, one.target)}" for result in one.new.results if result.value is not None)
        days = f"{found.day(one.new.first)} to {found.day(one.new.last)}"
        yield f"{name}: baseline measurement from {days}: {figures}; average {_figure(found, one.new.average, one.target)}{missing}."
    step = one.ratchet or one.easy
    if step is not None and one.target is not None:
        yield f"{name}: {_why(found, one, rule)}{_steps(found, one.target, step, rule)}"


def _why(found: Occasion, one: _Looked, rule: Rule) -> str:
    if one.ratchet is None:
        return f"the baseline is better than the target, so that another one may be proposed{_by(found, 'propose')}: "
    first, last = one.ratchet.results[0].window.name, one.ratchet.results[-1].window.name
    return f"{counted(one.better, 'month')} in a row better than the target; the last {rule.exceeded_for} count, {first} to {last}{_by(found, 'ratchet')}: "


def _steps(found: Occasion, target: Target, step: Step, rule: Rule) -> str:
    """`(99.98 − 99.9) × 50 % = 0.04; 99.9 + 0.04 = 99.94, so at least 99.94 %`, or downwards where less is better."""
    was, average = bound(target), step.average
    up = average > was
    plain = replace(target, share=None, unit="")
    high, low, change, exact = (_figure(found, value, plain) for value in (max(was, average), min(was, average), abs(step.exact - was), step.exact))
    first = f"({high} − {low}) × {found.formats.percentage(rule.share)} = {change}"
    second = f"{_figure(found, was, plain)} {'+' if up else '−'} {change} = {exact}"
    return f"average {_figure(found, average, target)}; {first}; {second}, so {found.formats.target(step.target)}."


def _to_fill(found: Occasion) -> Iterator[Block]:
    place = found.basis.clauses.get(_CLAUSE, "")
    yield line(
        "Nothing has been measured from which a baseline follows. A baseline is set, or set again, from measured results, with the day from which it counts"
        f"{f', as {place} says' if place else ''}."
    )
    yield with_columns(found, ("Baseline now", "New baseline", "From"), "Service levels, with their baselines to be filled in")
