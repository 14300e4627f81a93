"""The credit statement: every step from what was measured to what is given, each with the provision that says so, so that it can be followed with a pencil."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from slagen.core.locales import Formats
from slagen.core.money import Money, Percentage
from slagen.core.spans import MINUTE, Spans, moment, total
from slagen.model.service_level import Band, CreditScheme, ServiceLevel
from slagen.model.target import Target
from slagen.performance.availability import Availability, Interruption
from slagen.performance.caps import CapApplied
from slagen.performance.credits import MonthCredits
from slagen.performance.critical import CriticalEvent
from slagen.performance.misses import Miss
from slagen.performance.result import Result, Verdict

_MOST_EVENTS = 20
_BASES = {"monthly-charges": "Monthly Charges", "period-charges": "Charges for the period", "annual-charges": "Annual Charges"}
_RIGHTS = {
    "terminate": "the Customer may terminate the agreement",
    "terminate-service": "the Customer may terminate the service",
    "step-in": "the Customer may step in",
    "escalate": "the Customer may demand a meeting of senior managers and a written plan",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One step: what it is, how it is worked out, what it comes to, and the provision by its id that says so (empty: none does)."""

    what: str
    working: str
    outcome: str = ""
    place: str = ""


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
        return f"{self.number(value, max(self.decimals, 2))} {target.unit}".rstrip()

    def clock(self, at: int) -> str:
        """A moment by the clock of the agreement."""
        here = moment(at).astimezone(ZoneInfo(self.zone))
        return f"{self.formats.date(here.date())}, {here:%H:%M:%S}" if here.second else f"{self.formats.date(here.date())}, {here:%H:%M}"


def level_account(level: ServiceLevel, result: Result, misses: Sequence[Miss], scheme: CreditScheme | None, printing: Printing) -> Working:
    """The steps of one level in one period, from its length to what a miss earns by itself."""
    lines = (*_period(result, printing), *_measured(level, result, printing), *_verdict(result, printing))
    earned = tuple(line for miss in misses if scheme is not None for line in _earned(miss, scheme, result, printing))
    return Working(f"{level.name or level.id}, {result.window.name}", (*lines, *earned))


def _period(result: Result, printing: Printing) -> Iterator[Line]:
    first, last = (printing.formats.date(day) for day in (result.window.first_day, result.window.last_day))
    start, end = result.window.span
    part = "" if result.window.whole else "; only the days that the agreement ran" if not result.window.part_of else f"; a part of {result.window.part_of}"
    yield Line("Measurement period", f"{first} to {last}, by the clock of {result.window.zone}{part}", printing.minutes(end - start), "measurement.periods")


def _measured(level: ServiceLevel, result: Result, printing: Printing) -> Iterator[Line]:
    if result.availability is not None:
        yield from _downtime(level, result.availability, printing)
    elif result.events:
        yield from _events(result, printing)
    elif result.good is not None and result.total is not None:
        good, every = printing.number(result.good, 2), printing.number(result.total, 2)
        yield Line("Figures", f"{good} of {every} were good", place="measurement.source")
    elif result.total is not None:
        yield Line("Figures", f"taken from {printing.number(result.total, 2)}", place="measurement.source")


def _downtime(level: ServiceLevel, found: Availability, printing: Printing) -> Iterator[Line]:
    for one in found.interruptions:
        yield Line("Interruption", _told(one, printing), counted(one, printing), _place_of(one))
    if not found.interruptions:
        yield Line("Interruptions", "none was recorded", printing.minutes(0), "measurement.source")
    how = "the time that counts, overlaps once" if len(found.interruptions) > 1 else "the time that counts"
    yield Line("Downtime (D)", how, printing.minutes(found.down), "measurement.order")
    if found.left_out:
        both = "leaves the measured time as well" if level.denominator == "net" else "stays in the measured time"
        yield Line("Time left out", f"from an excluded cause alone; it {both}", printing.minutes(found.left_out), "exclusions.effect")
    yield Line(
        "Measured time (T)",
        "the period’s measured hours" + (", less the time left out" if found.left_out and level.denominator == "net" else ""),
        printing.minutes(found.measured),
        "measurement.time",
    )
    if found.result is not None:
        measured, down = printing.number(Fraction(found.measured, MINUTE), 3), printing.number(Fraction(found.down, MINUTE), 3)
        yield Line("Availability", f"({measured} − {down}) ÷ {measured} × 100", printing.percent(found.result, max(4, printing.decimals)), "measurement")


def _told(one: Interruption, printing: Printing) -> str:
    end = "it lasts" if one.outage.end is None else printing.clock(one.outage.end)
    return f"{printing.clock(one.outage.start)} to {end}; cause: {one.outage.cause or 'none stated'}"


def counted(one: Interruption, printing: Printing) -> str:
    """How much of an interruption counted, and how much did not."""
    if one.too_short:
        return "too short to count"
    parts = [f"{printing.minutes(total(spans))} {what}" for spans, what in ((one.counted, "count"), (one.excluded, "left out")) if spans]
    return ", ".join(parts) or "outside the measured hours"


def _place_of(one: Interruption) -> str:
    excluded: Spans = one.excluded
    return "exclusions.causes" if excluded and not one.counted else "measurement.order"


def _events(result: Result, printing: Printing) -> Iterator[Line]:
    events, unit = result.events, result.staged.target.unit if result.staged else "min"
    bad = [one for one in events if not one.good]
    for one in bad[:_MOST_EVENTS]:
        still = ", and still running" if one.runs else ""
        yield Line(
            "Event too late",
            f"opened {printing.clock(one.ticket.opened)}{still}",
            f"{printing.number(one.length, 2)} {unit}",
            "measurement.running" if one.runs else "measurement.share",
        )
    if len(bad) > _MOST_EVENTS:
        yield Line("Events too late", f"and {len(bad) - _MOST_EVENTS} more", place="measurement.share")
    yield Line("Events", f"{len(events) - len(bad)} of {len(events)} satisfied the target", place="measurement.share")


def _verdict(result: Result, printing: Printing) -> Iterator[Line]:
    target = result.staged.target if result.staged else None
    if result.value is not None:
        yield Line("Result", "compared unrounded", printing.result(result.value, target), "measurement.rounding")
    against = printing.formats.target(target) if target else "no target holds"
    place = {Verdict.MISSING: "measurement.missing", Verdict.NOTHING: "measurement.zero"}.get(result.verdict, "service-levels.met")
    yield Line("Target", against, result.verdict.value, place)


def _earned(miss: Miss, scheme: CreditScheme, result: Result, printing: Printing) -> Iterator[Line]:
    target = result.staged.target if result.staged else None
    if miss.row is not None:
        row, credit = _row(miss.row, target, printing), miss.row.credit
        outcome = printing.formats.percentage(credit) if credit is not None else f"{printing.number(Fraction(miss.row.points or 0), 2)} points"
        yield Line("Row of the credit table", row, outcome, "service-credits.missing" if miss.estimated else "service-credits.deepest")
    if miss.points is not None and scheme.point_value is not None:
        repeated = f", multiplied by {printing.number(Fraction(scheme.repeat or 1), 2)} because the period before was missed too" if miss.repeated else ""
        yield Line(
            "Points",
            f"{printing.number(miss.points, 2)} points × {printing.formats.percentage(scheme.point_value)}{repeated}",
            printing.rate(miss.percent),
            "service-credits.order",
        )
    if scheme.weights:
        yield Line("Weight", "the level’s share of the amount at risk", printing.rate(miss.percent), "service-credits.order")
    yield Line("Base", f"{_BASES[scheme.base]}: {', '.join(scheme.services)}", printing.formats.money(miss.base), "service-credits")
    working = f"{printing.rate(miss.percent)} of {printing.formats.money(miss.base)}, rounded half up"
    yield Line("Service Credit by itself", working, printing.formats.money(miss.amount), "service-credits.order")


def _row(row: Band, target: Target | None, printing: Printing) -> str:
    unit = "" if target is None else "%" if target.share is not None else target.unit
    bounds = (("below", row.below), ("at most", row.at_most), ("above", row.above), ("at least", row.at_least))
    return " and ".join(f"{word} {printing.formats.number(figure)} {unit}".rstrip() for word, figure in bounds if figure is not None)


def month_account(found: MonthCredits, scheme: CreditScheme, printing: Printing, names: Mapping[str, str], claim_by: date | None) -> Working:
    """The steps of one scheme in one month, from the misses together to what is given and by when it must be claimed."""
    money = printing.formats.money
    lines = [*_together(found, scheme, money), *critical_account(found.critical, printing, names)]
    if found.instead is not None:
        lines.append(
            Line(
                "Compensation", "takes the place of the Service Credits that led to the Critical Failure", money(found.instead), "critical-failure.compensation"
            )
        )
    lines += [_cap(one, money, printing) for one in found.caps]
    if found.banked_used.amount:
        lines.append(Line("Banked amounts", "earned back before, set off now", f"−{money(found.banked_used)}", "earn-back"))
    lines.append(Line("Service Credit given", "never below zero, never above the base", money(found.credit), "service-credits.limit"))
    lines += [
        Line("Earned back", f"{names.get(one.given.level, one.given.level)}, {one.given.month:%Y-%m}", money(one.amount), "earn-back.how")
        for one in found.regained
    ]
    if found.bonus is not None:
        lines.append(Line("Bonus", "results better than their targets", money(found.bonus), "bonus"))
    if found.credit.amount and claim_by is not None:
        lines.append(Line("To be claimed", "in writing, at the latest", printing.formats.date(claim_by), "claims"))
    return Working(f"Scheme “{scheme.id}”, {found.month:%Y-%m}", tuple(lines))


def _together(found: MonthCredits, scheme: CreditScheme, printed: Callable[[Money], str]) -> Iterator[Line]:
    how = {"sum": "the amounts are added", "highest": "the highest counts", "customer-chooses": "the Customer chooses; until then the highest counts"}
    amounts = " + ".join(printed(miss.amount) for miss in found.misses)
    working = how[scheme.combine] if len(found.misses) > 1 else "one miss" if found.misses else "no miss"
    yield Line(
        "Misses together",
        f"{working}: {amounts}" if len(found.misses) > 1 else working,
        printed(found.combined),
        "multiple-failures" if len(found.misses) > 1 else "service-credits.order",
    )


def critical_account(events: Sequence[CriticalEvent], printing: Printing, names: Mapping[str, str]) -> Iterator[Line]:
    """What brought each critical failure, and the right that it gives."""
    for event in events:
        if event.hours_down is not None:
            time = printing.formats.duration(event.rule.in_) if event.rule.in_ else "all"
            limit = f"more than {printing.formats.number(event.rule.hours_down or Decimal(0))} hours in {time}"
            working = f"{event.service}: down {printing.number(event.hours_down, 2)} hours; {limit}"
        else:
            working = f"{names.get(event.level, event.level)}: missed in {', '.join(event.periods)}"
        yield Line("Critical Failure", working, _RIGHTS[event.rule.right], "critical-failure.events")


def _cap(one: CapApplied, printed: Callable[[Money], str], printing: Printing) -> Line:
    times = {"month": "in the month", "quarter": "in the quarter", "year": "in the year", "contract-year": "in the contract year"}
    time = times.get(one.cap.per, f"in {one.cap.per} in a row")
    used = f", of which {printed(one.used)} was given before" if one.used.amount else ""
    working = f"at most {printing.formats.percentage(one.cap.percent)} of {_BASES[one.cap.of]} {time}: {printed(one.limit)}{used}"
    return Line("Limit", working, printed(one.after) if one.reduced else "not reached", "credit-cap.order")


def total_of(months: Sequence[MonthCredits]) -> tuple[Money, ...]:
    """What is given together, currency by currency: the rounded lines are added, and nothing is rounded again."""
    sums: dict[str, Decimal] = {}
    for one in months:
        sums[one.credit.currency] = sums.get(one.credit.currency, Decimal(0)) + one.credit.amount
    return tuple(Money(amount, currency) for currency, amount in sums.items())
