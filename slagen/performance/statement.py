"""The credit statement: every step from what was measured to what is given, each with the provision that says so, so that it can be followed with a pencil."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from zoneinfo import ZoneInfo

from slagen.core.durations import Duration
from slagen.core.locales import Formats
from slagen.core.money import Percentage
from slagen.core.spans import MINUTE, Spans, moment, total, which_of_two
from slagen.model.service_level import ServiceLevel
from slagen.model.target import Target
from slagen.performance.availability import Availability, Interruption
from slagen.performance.critical import CriticalEvent
from slagen.performance.maintenance import BEYOND
from slagen.performance.result import EVERY_ONE, Event, Result, Verdict

_MOST_EVENTS = 20
_MOST_INTERRUPTIONS = 200
"""What somebody will read; beyond it the figures themselves are the place to look."""
_SINGULAR = frozenset({"hour", "day", "business day", "week", "month"})
RIGHTS = {
    "terminate": "the Customer may terminate the agreement or the services concerned",
    "terminate-service": "the Customer may terminate the services concerned",
    "step-in": "the Customer may step in",
    "escalate": "the Customer may demand a meeting of senior managers and a written plan",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step: what it is, how it is worked out, what it comes to, and the provision by its id that says so (empty: none does).

    `cited` is the provision as the version in force prints it: its number, its title and the version of its text.
    """

    what: str
    working: str
    outcome: str = ""
    place: str = ""
    cited: str = ""


@dataclass(frozen=True, slots=True)
class Working:
    """The steps of one level in one period, or of one scheme in one month; `title` names it."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Printing:
    """How figures are printed: the locale's digits, the agreement's time zone, and how many decimals its clause on measurement states for results."""

    formats: Formats
    zone: str
    decimals: int = 2

    def number(self, value: Fraction, decimals: int) -> str:
        """A number, rounded half up, without needless zeros where it is whole."""
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        if value.denominator == 1:
            return self.formats.number(Decimal(value.numerator))
        return self.formats.number(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))

    def minutes(self, microseconds: int) -> str:
        """A length of time in minutes, with seconds as decimals."""
        return f"{self.number(Fraction(microseconds, MINUTE), 3)} min"

    def percent(self, value: Fraction, decimals: int | None = None) -> str:
        """A percentage with the decimals that results are printed with."""
        places = self.decimals if decimals is None else decimals
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return self.formats.percentage(Percentage(exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)))

    def rate(self, value: Fraction) -> str:
        """A percentage that the agreement states, with the digits that it has."""
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return self.formats.percentage(Percentage(exact.normalize() if exact != exact.to_integral_value() else exact.quantize(Decimal(1))))

    def result(self, value: Fraction, target: Target | None) -> str:
        """A result in the unit of its target."""
        if target is None or target.share is not None or target.unit == "%":
            return self.percent(value)
        return self.in_units(value, target.unit)

    def in_units(self, value: Fraction, unit: str) -> str:
        """A figure in a unit: `1.58 hours`."""
        many = f"{unit}s" if value != 1 and unit in _SINGULAR else unit
        return f"{self.number(value, max(self.decimals, 2))} {many}".rstrip()

    def clock(self, at: int, since: int | None = None) -> str:
        """A moment by the clock of the agreement; only the time, where it is of the same day as the moment that was told before it.

        A time that the clock showed twice is told with its offset.
        """
        here = moment(at).astimezone(ZoneInfo(self.zone))
        before = moment(since).astimezone(ZoneInfo(self.zone)) if since is not None else None
        time = (f"{here:%H:%M:%S}" if here.second else f"{here:%H:%M}") + which_of_two(here)
        return time if before is not None and before.date() == here.date() else f"{self.formats.date(here.date())}, {time}"


def level_account(level: ServiceLevel, result: Result, printing: Printing, earned: Iterable[Line] = (), hours: str = "") -> Working:
    """The steps of one level in one period, from its length to its result; `earned` are those that follow from a miss.

    `hours` says in which hours its clock runs; empty: always.
    """
    lines = (*_period(result, printing), *_measured(level, result, printing, hours), *_verdict(level, result, printing))
    return Working(f"{level.name or level.id}, {result.window.name}", (*lines, *earned))


def _period(result: Result, printing: Printing) -> Iterator[Line]:
    first, last = (printing.formats.date(day) for day in (result.window.first_day, result.window.last_day))
    start, end = result.window.span
    part = "" if result.window.whole else "; only the days that the agreement ran" if not result.window.part_of else f"; a part of {result.window.part_of}"
    yield Line("Measurement period", f"{first} to {last}, by the clock of {result.window.zone}{part}", printing.minutes(end - start), "measurement.periods")


def _measured(level: ServiceLevel, result: Result, printing: Printing, hours: str) -> Iterator[Line]:
    if result.availability is not None:
        yield from _downtime(level, result.availability, printing, hours)
    elif result.events or result.later:
        yield from _events(level, result, printing, hours)
    elif result.good is not None and result.total is not None:
        good, every = printing.number(result.good, 2), printing.number(result.total, 2)
        yield Line("Figures", f"{good} of {every} were good", place="measurement.source")
    elif result.total is not None:
        yield Line("Figures", f"{_taken(level, result)} {printing.number(result.total, 2)}", place="measurement.source")
    elif result.value is not None:
        yield Line("Figures", "as the source reports the result", place="measurement.source")


def _taken(level: ServiceLevel, result: Result) -> str:
    """How the result of several values is taken from them; where the source gives the result itself, only how many there were."""
    if level.source is None or level.source.type != "samples":
        return "the result that the source reports, taken from"
    if level.percentile is not None:
        place = max(1, ceil((result.total or 0) * Fraction(level.percentile) / 100))
        return f"at least {level.percentile:f} per cent of the values lie at or below it: value number {place}, from the lowest, of"
    return "the worst of" if level.metric in EVERY_ONE else "the arithmetic mean of"


def _share(level: ServiceLevel, result: Result, printing: Printing) -> str:
    """The fraction that a share of events is; empty where the result is none."""
    target = result.staged.target if result.staged else None
    of_counts = level.source is not None and level.source.type == "counts"
    if not result.good or not result.total or not (of_counts or (target is not None and target.share is not None)):
        return ""
    counted = result.total - result.good if of_counts and level.metric == "error-rate" else result.good
    return f"{printing.number(counted, 2)} ÷ {printing.number(result.total, 2)} × 100; "


def _downtime(level: ServiceLevel, found: Availability, printing: Printing, hours: str) -> Iterator[Line]:
    for one in found.interruptions[:_MOST_INTERRUPTIONS]:
        yield Line("Interruption", _told(one, printing), counted(one, printing), _place_of(one))
    if len(found.interruptions) > _MOST_INTERRUPTIONS:
        rest = f"and {printing.number(Fraction(len(found.interruptions) - _MOST_INTERRUPTIONS), 0)} more, which the measurements list"
        yield Line("Interruptions", rest, "part of what follows", "measurement.keep")
    if not found.interruptions:
        yield Line("Interruptions", "none was recorded", printing.minutes(0), "measurement.source")
    how = "the time that counts, overlaps once" if len(found.interruptions) > 1 else "the time that counts"
    yield Line("Downtime (D)", how, printing.minutes(found.down), "measurement.order")
    if found.left_out:
        both = "leaves the measured time as well" if level.denominator == "net" else "stays in the measured time"
        yield Line("Time left out", f"from an excluded cause alone; it {both}", printing.minutes(found.left_out), "exclusions.effect")
    yield Line(
        "Measured time (T)",
        (f"the period’s measured hours: {hours}" if hours else "every hour of the period")
        + (", less the time left out" if found.left_out and level.denominator == "net" else ""),
        printing.minutes(found.measured),
        "measurement.time",
    )
    if found.result is not None:
        measured, down = printing.number(Fraction(found.measured, MINUTE), 3), printing.number(Fraction(found.down, MINUTE), 3)
        yield Line(
            "Availability", f"({measured} − {down}) ÷ {measured} × 100", printing.percent(found.result, max(4, printing.decimals)), "interpretation.definitions"
        )


def _told(one: Interruption, printing: Printing) -> str:
    end = "it lasts" if one.outage.end is None else printing.clock(one.outage.end, since=one.outage.start)
    return f"{printing.clock(one.outage.start)} to {end}; cause: {one.outage.cause or 'none stated'}"


def counted(one: Interruption, printing: Printing) -> str:
    """How much of an interruption counted, and how much did not."""
    if one.too_short:
        return "too short to count"
    parts = [f"{printing.minutes(total(spans))} {what}" for spans, what in ((one.counted, "count"), (one.excluded, "left out")) if spans]
    return ", ".join(parts) or "outside the measured hours"


def _place_of(one: Interruption) -> str:
    excluded: Spans = one.excluded
    if one.outage.cause == BEYOND:
        return "maintenance.excess"
    return "exclusions.causes" if excluded and not one.counted else "measurement.order"


def _events(level: ServiceLevel, result: Result, printing: Printing, hours: str) -> Iterator[Line]:
    events, unit = result.events, result.staged.target.unit if result.staged else "min"
    bad = [one for one in events if not one.good]
    for one in bad[:_MOST_EVENTS]:
        yield Line(
            "Event too late",
            _course(level, one, printing),
            printing.in_units(one.length, unit),
            "measurement.running" if one.runs else "measurement.share",
        )
    if len(bad) > _MOST_EVENTS:
        yield Line("Events too late", f"and {len(bad) - _MOST_EVENTS} more", place="measurement.share")
    runs = f"; the time runs in these hours: {hours}" if hours else ""
    if events:
        yield Line("Events", f"{len(events) - len(bad)} of {len(events)} satisfied the target{runs}", place="measurement.share")
    yield from _received_later(result, printing)


def _course(level: ServiceLevel, event: Event, printing: Printing) -> str:
    """`opened 30 October 2026, 19:00, treated as received 2 November 2026, 09:00, answered 11:30`."""
    opened, received = event.ticket.opened, event.received
    treated = "" if received is None else f", treated as received {printing.clock(received, since=opened)}"
    if event.ended is None:
        return f"opened {printing.clock(opened)}{treated}, and still running"
    return f"opened {printing.clock(opened)}{treated}, {_said(level, event)} {printing.clock(event.ended, since=opened if received is None else received)}"


def _received_later(result: Result, printing: Printing) -> Iterator[Line]:
    """Events that were opened outside the hours, and so belong to another period than the one in which they were opened."""
    start = result.window.span[0]
    before = [one for one in result.events if one.received is not None and one.ticket.opened < start]
    for one in before[:_MOST_EVENTS]:
        working = (
            f"opened before the period, {printing.clock(one.ticket.opened)}, outside the hours: treated as received {printing.clock(one.received or start)}"
        )
        yield Line("Event received in the period", working, "counts here", "service-hours.outside")
    if len(before) > _MOST_EVENTS:
        yield Line("Events received in the period", f"and {len(before) - _MOST_EVENTS} more", "count here", "service-hours.outside")
    if result.later:
        many = "1 event was" if result.later == 1 else f"{result.later} events were"
        working = f"{many} opened in the period, outside the hours, and {'is' if result.later == 1 else 'are'} treated as received after it"
        yield Line("Received after the period", working, "counted there", "service-hours.outside")


def _said(level: ServiceLevel, event: Event) -> str:
    if level.metric == "response-time":
        return "answered"
    return "resolved" if event.ended == event.ticket.resolved else "worked around"


def _verdict(level: ServiceLevel, result: Result, printing: Printing) -> Iterator[Line]:
    target = result.staged.target if result.staged else None
    if result.value is not None:
        working = f"{_share(level, result, printing)}compared unrounded"
        yield Line("Result", working, printing.result(result.value, target), "measurement.rounding")
    against = printing.formats.target(target) if target else "no target holds"
    if result.verdict is Verdict.TOO_FEW and level.minimum_sample is not None:
        against += f"; with fewer than {printing.formats.number(level.minimum_sample)} it counts as met"
    counts_as_missed = result.verdict is Verdict.MISSING and level.missing == "misses"
    if counts_as_missed:
        against += "; what is missing counts as missed"
    if result.verdict is Verdict.MISSED and result.staged is not None and not result.staged.credits:
        against += "; no Service Credit arises in this stage"
    missing = "measurement.evidence" if counts_as_missed else "measurement.missing"
    place = {Verdict.MISSING: missing, Verdict.NOTHING: "measurement.zero"}.get(result.verdict, "service-levels.met")
    yield Line("Target", against, result.verdict.value, place)


def critical_account(events: Sequence[CriticalEvent], printing: Printing, names: Mapping[str, str], exercise_within: Duration | None = None) -> Iterator[Line]:
    """What brought each critical failure, and the right that it gives; `exercise_within` is for how long, where its rule does not say so."""
    for event in events:
        if event.hours_down is not None:
            time = printing.formats.duration(event.rule.in_) if event.rule.in_ else "all"
            limit = f"more than {printing.formats.number(event.rule.hours_down or Decimal(0))} hours in {time}"
            months = " + ".join(f"{printing.number(hours, 2)} in {month:%Y-%m}" for month, hours in event.months)
            working = f"{names.get(event.service, event.service)}: down {printing.number(event.hours_down, 2)} hours ({months}); {limit}"
        else:
            working = f"{names.get(event.level, event.level)}: missed in {', '.join(event.periods)}"
        within = event.rule.exercise_within or exercise_within
        if within is not None:
            working += f"; to be exercised within {printing.formats.duration(within)} after the receipt of the report that shows it"
        yield Line("Critical Failure", working, RIGHTS[event.rule.right], "critical-failure.events")
