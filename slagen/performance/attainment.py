"""Attainment: the result of one service level in one measurement period, from whatever form of measurements there is.

Results are exact fractions; they are compared unrounded. What is missing is missing, never met.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from math import ceil
from zoneinfo import ZoneInfo

from slagen.core.calendars import BusinessCalendar
from slagen.core.durations import Duration, Unit
from slagen.core.hours import WeeklyHours
from slagen.core.spans import SECOND, Span, moment, total, without
from slagen.model.measurement import Measurements, Outage, Ticket
from slagen.model.samples import PlainValues, Values
from slagen.model.service_level import Maintenance, ServiceLevel, StagedTarget
from slagen.model.target import Target
from slagen.performance.availability import Availability, availability
from slagen.performance.maintenance import PLANNED, since, within_limits
from slagen.performance.ordered import Ordered, opening
from slagen.performance.result import EVERY_ONE, Event, Result, Verdict, compares, satisfies
from slagen.performance.service_time import is_every_hour, next_staffed, staffed
from slagen.performance.windows import Window

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekly hours, and the calendar whose holidays are out; without weekly hours it is every hour of every day."""

    weekly: WeeklyHours | None = None
    calendar: BusinessCalendar | None = None


@dataclass(frozen=True, slots=True)
class Conditions:
    """How things are measured in one agreement: its time zone, its service hours by their ids, the hours of each severity, its business days.

    `as_of` is the instant at which results are worked out: what still runs counts with its length so far. `maintenance` are the limits of what counts as
    planned; `workaround_resolves` is whether a workaround ends the time to resolve, as the clause on severity says. `received_with_hours` is whether a
    report outside the hours that apply to it counts as received when they next begin, as the clause on service hours says; where somebody is `on_call` for
    a severity, its reports count at once.
    """

    zone: str
    calendar: BusinessCalendar
    as_of: int
    hours: Mapping[str, Hours]
    severities: Mapping[str, str]
    maintenance: Maintenance | None = None
    workaround_resolves: bool = False
    received_with_hours: bool = False
    on_call: str = ""

    def of(self, name: str) -> Hours:
        """Service hours by their id; `always` is every hour."""
        return self.hours.get(name, Hours())

    def hours_of(self, level: ServiceLevel, severity: str = "") -> Hours:
        """The hours in which a level's clock runs: those of its severity, else its own; where it names neither, those of the `severity` of an event."""
        named = self.of(self.severities.get(level.severity, level.hours))
        if level.severity or not is_every_hour(named.weekly, named.calendar):
            return named
        return self.of(self.severities.get(severity, level.hours))

    def receipt(self, level: ServiceLevel) -> Callable[[Ticket], int]:
        """Tells the instant at which a ticket of a level counts as received: its clock starts with it, and it belongs to the period of that instant."""
        severities = (level.severity,) if level.severity else ("", *self.severities)
        hours, on_call = [self.hours_of(level, one) for one in severities], self.on_call
        if not self.received_with_hours or all(is_every_hour(one.weekly, one.calendar) for one in hours):
            return opening
        return lambda one: one.opened if on_call and one.severity == on_call else self.next_hours(level, one.opened, one.severity)

    def next_hours(self, level: ServiceLevel, at: int, severity: str = "") -> int:
        """The first instant from `at` on that lies in the hours in which a level's clock runs, for events of a severity."""
        hours = self.hours_of(level, severity)
        return next_staffed(at, hours.weekly, hours.calendar, self.zone)

    def in_order(self, level: ServiceLevel, data: Measurements) -> Ordered:
        """The figures of a level in the order in which they count."""
        return Ordered.of(data, self.receipt(level))


def results(level: ServiceLevel, windows: Iterable[Window], data: Measurements, conditions: Conditions) -> Iterator[Result]:
    """The result of each window; where the target changes within one and the level says `split`, of each part of it."""
    figures = conditions.in_order(level, data)
    for window in windows:
        for part, staged in parts(level, window):
            yield _attain(_Task(level, part, staged.target if staged else None, conditions), staged, figures)


def parts(level: ServiceLevel, window: Window) -> Iterator[tuple[Window, StagedTarget | None]]:
    """The window with the target that holds on its first day; or, split, each part with its own."""
    first_days = [window.first_day]
    if level.changes == "split":
        changes = {day for stage in level.targets for day in (stage.from_, stage.to + _ONE_DAY if stage.to else None) if day}
        first_days += sorted(day for day in changes if window.first_day < day <= window.last_day)
    for first, following in zip(first_days, (*first_days[1:], None), strict=True):
        last = following - _ONE_DAY if following else window.last_day
        part = window if len(first_days) == 1 else Window(f"{first}/{last}", first, last, window.zone, whole=False, part_of=window.name)
        yield part, next((stage for stage in level.current_targets if _holds(stage, first)), None)


def _holds(stage: StagedTarget, day: date) -> bool:
    return (stage.from_ is None or stage.from_ <= day) and (stage.to is None or day <= stage.to)


@dataclass(frozen=True, slots=True)
class _Measured:
    """What the figures of one window come to. `delivered` is whether there were any figures, though they may tell of no event."""

    delivered: bool
    value: Fraction | None = None
    good: Fraction | None = None
    total: Fraction | None = None
    availability: Availability | None = None
    events: tuple[Event, ...] = ()
    later: int = 0


_NO_FIGURES = _Measured(delivered=False)


@dataclass(frozen=True, slots=True)
class _Task:
    """One level in one window, and what holds for it."""

    level: ServiceLevel
    window: Window
    target: Target | None
    conditions: Conditions

    @property
    def span(self) -> Span:
        """The window, as far as it has come."""
        start, end = self.window.span
        return start, max(start, min(end, self.conditions.as_of))

    def is_covered(self, data: Measurements) -> bool:
        """Whether figures were delivered for all of the window's time so far."""
        return not without((self.span,), data.covered)

    @property
    def hours(self) -> Hours:
        """The hours in which the level's clock runs."""
        return self.conditions.hours_of(self.level)


def attain(level: ServiceLevel, window: Window, staged: StagedTarget | None, data: Measurements, conditions: Conditions) -> Result:
    """The result of one window, held against the target that holds for it."""
    return _attain(_Task(level, window, staged.target if staged else None, conditions), staged, conditions.in_order(level, data))


def _attain(task: _Task, staged: StagedTarget | None, figures: Ordered) -> Result:
    measure = _WAYS[task.level.source.type] if task.level.source else _from_figures
    found = measure(task, figures)
    verdict = _verdict(task, found)
    if verdict is not Verdict.MISSED and measure in _OF_EVENTS and figures.data.covered and not task.is_covered(figures.data):
        found, verdict = _NO_FIGURES, Verdict.MISSING  # days that nobody told of are never met; what is missed already stays missed
    return Result(task.level.id, task.window, staged, verdict, found.value, found.good, found.total, found.availability, found.events, found.later)


def _verdict(task: _Task, found: _Measured) -> Verdict:
    if not found.delivered:
        return Verdict.MISSING
    if found.value is None:
        return Verdict.NOTHING
    if task.target is None:
        return Verdict.REPORTED
    if satisfies(found.value, task.target):
        return Verdict.MET
    few = task.level.minimum_sample is not None and found.total is not None and found.total < Fraction(task.level.minimum_sample)
    return Verdict.TOO_FEW if few else Verdict.MISSED


def downtime(level: ServiceLevel, window: Window, figures: Ordered, conditions: Conditions) -> int:
    """How long the level's service was down in a window, in microseconds: the downtime that counts."""
    task = _Task(level, window, None, conditions)
    return _availability(task, _outages_of(task, figures, window.span)).down


def _outages_of(task: _Task, figures: Ordered, span: Span) -> Sequence[Outage]:
    """The outages of a span; where planned maintenance has limits and is left out within them, only what lies within them is called by its name."""
    rules, zone = task.conditions.maintenance, task.conditions.zone
    if rules is None or PLANNED not in task.level.exclusions:
        return figures.outages_of(span)
    return within_limits(figures.outages_of((since(rules, span[0], zone), span[1])), rules, span[1], zone)


def _from_outages(task: _Task, figures: Ordered) -> _Measured:
    outages = _outages_of(task, figures, task.span)
    if not outages and not task.is_covered(figures.data):
        return _NO_FIGURES
    found = _availability(task, outages)
    return _Measured(delivered=True, value=found.result, availability=found)


def _availability(task: _Task, outages: Sequence[Outage]) -> Availability:
    shortest = task.level.minimum_outage.seconds if task.level.minimum_outage else None
    return availability(
        task.span,
        outages,
        excluded=lambda one: bool(one.cause) and one.cause in task.level.exclusions,
        staffed=staffed(task.span, task.hours.weekly, task.hours.calendar, task.conditions.zone),
        shortest=int((shortest or 0) * SECOND),
        net=task.level.denominator == "net",
    )


def _from_samples(task: _Task, figures: Ordered) -> _Measured:
    values = figures.data.samples.during(staffed(task.span, task.hours.weekly, task.hours.calendar, task.conditions.zone))
    if not len(values):
        return _Measured(delivered=task.is_covered(figures.data))
    return _of_values(task, values)


def _of_values(task: _Task, values: Values) -> _Measured:
    """Several values: the share of those that satisfy the target, the worst where every one must, the percentile that is stated, or their mean."""
    count, target, percentile = len(values), task.target, task.level.percentile
    if target is not None and target.share is not None:
        good = Fraction(values.satisfying(target))
        return _Measured(delivered=True, value=100 * good / count, good=good, total=Fraction(count))
    if percentile is not None:
        value = values.ranked(max(1, ceil(count * Fraction(percentile) / 100)))
    elif task.level.metric in EVERY_ONE:
        value = values.ranked(1 if target is not None and target.higher_is_better else count)
    else:
        value = values.total() / count
    return _Measured(delivered=True, value=value, total=Fraction(count))


def _from_counts(task: _Task, figures: Ordered) -> _Measured:
    """Good events of all, as a percentage; of an error rate, those that were not good."""
    named = figures.counts.get(task.window.name, ())
    if not named:
        return _Measured(delivered=task.is_covered(figures.data))
    good, every = Fraction(sum(one.good for one in named)), Fraction(sum(one.total for one in named))
    counted = every - good if task.level.metric == "error-rate" else good
    return _Measured(delivered=True, value=100 * counted / every if every else None, good=good, total=every)


def _from_figures(task: _Task, figures: Ordered) -> _Measured:
    named = figures.figures.get(task.window.name, ())
    if not named:
        return _Measured(delivered=task.is_covered(figures.data))
    sample = Fraction(named[-1].sample) if named[-1].sample is not None else None
    return _Measured(delivered=True, value=None if sample == 0 else Fraction(named[-1].value), total=sample)


def _from_tickets(task: _Task, figures: Ordered) -> _Measured:
    found = [one for one in figures.tickets_of(task.span) if _is_of(task, one)]
    later = _later(task, figures)
    if not any(one.opened >= task.span[0] for one in found) and not task.is_covered(figures.data):
        return _NO_FIGURES  # what was only received in the window stands in the files of the one before
    if not found:
        return _Measured(delivered=True, later=later)
    events = tuple(_events(task, found))
    good, count = Fraction(sum(one.good for one in events)), Fraction(len(events))
    if task.target is not None and task.target.share is not None:
        return _Measured(delivered=True, value=100 * good / count, good=good, total=count, events=events, later=later)
    return replace(_of_values(task, PlainValues([one.length for one in events])), good=good, total=count, events=events, later=later)


def _is_of(task: _Task, ticket: Ticket) -> bool:
    return task.level.severity in {"", ticket.severity}


def _later(task: _Task, figures: Ordered) -> int:
    """How many were opened in the window and belong to a later one; none while it runs."""
    span = task.window.span
    if not task.conditions.received_with_hours or task.span != span:
        return 0
    latest = max(task.conditions.next_hours(task.level, span[1], severity) for severity in ("", *task.conditions.severities))
    return sum(_is_of(task, one) for one in figures.tickets_after(span, latest))


def _events(task: _Task, tickets: Collection[Ticket]) -> Iterator[Event]:
    clocks = {severity: _clock(task, severity) for severity in {one.severity for one in tickets}}
    received, as_of, target = task.conditions.receipt(task.level), task.conditions.as_of, task.target
    for ticket in tickets:
        began = received(ticket)
        ended = ending(ticket, task.level, workaround_resolves=task.conditions.workaround_resolves)
        length = clocks[ticket.severity]((began, max(began, as_of if ended is None else ended)))
        good = target is None or compares(length, target)
        yield Event(ticket, length, good, runs=ended is None, ended=ended, received=began if began > ticket.opened else None)


def ending(ticket: Ticket, level: ServiceLevel, *, workaround_resolves: bool) -> int | None:
    """When the clock of an event stopped: with the answer, or with the solution, for which a workaround may stand; None where it still runs."""
    if level.metric == "response-time":
        return ticket.responded
    ends = [at for at in (ticket.resolved, ticket.workaround if workaround_resolves else None) if at is not None]
    return min(ends, default=None)


def _clock(task: _Task, severity: str) -> Callable[[Span], Fraction]:
    """How long a span is in the unit of the target: business days after the day it began, or time in the service hours."""
    unit, conditions = task.target.unit if task.target and task.target.unit else "min", task.conditions
    hours = conditions.hours_of(task.level, severity)
    times, parts = _units_in_a_microsecond(unit)
    if not times:
        return lambda span: Fraction(_business_days(conditions, span))
    if is_every_hour(hours.weekly, hours.calendar):
        return lambda span: Fraction((span[1] - span[0]) * times, parts)
    return lambda span: Fraction(total(staffed(span, hours.weekly, hours.calendar, conditions.zone)) * times, parts)


@lru_cache(maxsize=64)
def _units_in_a_microsecond(unit: str) -> tuple[int, int]:
    """Numerator and denominator; of business days there are none in a microsecond."""
    one = Duration.parse(f"1 {unit}")
    if one.unit is Unit.BUSINESS_DAY:
        return 0, 1
    length = Fraction(one.seconds or 1) * SECOND
    return length.denominator, length.numerator


def _business_days(conditions: Conditions, span: Span) -> int:
    first, last = (moment(at).astimezone(ZoneInfo(conditions.zone)).date() for at in span)
    return sum(conditions.calendar.is_business_day(first + (number + 1) * _ONE_DAY) for number in range((last - first).days))


_WAYS: Mapping[str, Callable[[_Task, Ordered], _Measured]] = {
    "outages": _from_outages,
    "samples": _from_samples,
    "counts": _from_counts,
    "values": _from_figures,
    "tickets": _from_tickets,
}
_OF_EVENTS = frozenset({_from_outages, _from_samples, _from_tickets})
"""Those that find what happened in a window; the others find the figure of the window, which is there or not."""
