"""The performance report of an agreement: what was promised, what was measured, what was missed and why, and what was credited, for any period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from slagen.core.errors import NotFoundError, RefusedError
from slagen.core.findings import Finding
from slagen.core.money import Money
from slagen.core.periods import add_months
from slagen.model.agreement import Agreement
from slagen.model.service_level import ServiceLevel
from slagen.performance.credit_totals import total_of
from slagen.performance.misses import counts_as_missed
from slagen.performance.month_credits import MonthCredits, month_of
from slagen.performance.result import Result, Verdict
from slagen.workspace.crediting import Claim, claims, decimals, open_schemes
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.performing import Performance, performance
from slagen.workspace.report_period import ReportPeriod, report_period

_ONE_DAY = timedelta(days=1)
_PERIODS_BEFORE = 11
"""How many earlier measurement periods a short report shows, so that it has a trend: twelve with its own."""


@dataclass(frozen=True, slots=True)
class LevelReport:
    """One service level: its results in the period, in order, and those of the measurement periods before it.

    `ends` is the day on which the measurement period ends that none of the report's days complete, where `results` are empty.
    """

    level: ServiceLevel
    results: tuple[Result, ...]
    before: tuple[Result, ...] = ()
    ends: date | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.level.name or self.level.id

    @property
    def trend(self) -> tuple[Result, ...]:
        """The periods that a trend shows: twelve at least, where there are as many, and all of the report's own."""
        kept = max(0, _PERIODS_BEFORE + 1 - len(self.results))
        return (*(self.before[-kept:] if kept else ()), *self.results)


@dataclass(frozen=True, slots=True)
class InForce:
    """A version of the contract and its days in the period; `version` is empty for a draft."""

    version: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report says. `months` are those of the period that have ended; `decimals` are those that results are printed with.

    `open` names the schemes and months whose credits are a part of charges by use that nobody has delivered.
    """

    agreement: Agreement
    period: ReportPeriod
    versions: tuple[InForce, ...]
    levels: tuple[LevelReport, ...]
    months: tuple[MonthCredits, ...]
    claims: tuple[Claim, ...]
    decimals: int
    findings: tuple[Finding, ...]
    open: tuple[tuple[str, date], ...] = ()

    @property
    def total(self) -> tuple[Money, ...]:
        """What was given together, by currency."""
        return total_of(self.months)

    @property
    def objectives(self) -> tuple[LevelReport, ...]:
        """The levels with a remedy."""
        return tuple(one for one in self.levels if one.level.role == "slo")

    @property
    def indicators(self) -> tuple[LevelReport, ...]:
        """The levels that are only reported."""
        return tuple(one for one in self.levels if one.level.role != "slo")

    def runs(self, result: Result) -> bool:
        """Whether a measurement period has not ended: its result is one so far."""
        return result.window.last_day > self.period.until

    def is_missed(self, one: LevelReport, result: Result) -> bool:
        """Whether it is a miss: by its figure, or because it is missing and that counts as one; while the period runs, figures may still come."""
        return result.missed or (counts_as_missed(one.level, result) and not self.runs(result))

    @property
    def is_long(self) -> bool:
        """Whether there are several measurement periods of some level, so that there are months to set side by side."""
        return any(len(one.results) > 1 for one in self.levels)


def report(loaded: Loaded, agreement_id: str, period: str, *, now: datetime) -> Report:
    """The report for a period.

    Raises:
        NotFoundError: there is no such agreement, it promises no service levels, or nothing was measured in the period.
        UsageError: there is no such period.
        RefusedError: no whole day of the period has passed, or no measurement period ends in it.
        FindingsError: a version of the agreement has errors.
    """
    loaded_agreement = load_agreement(loaded, agreement_id)
    zone = ZoneInfo(loaded_agreement.agreement.time_zone) if loaded_agreement.agreement else now.tzinfo
    wanted = report_period(period, now.astimezone(zone).date())
    as_of = datetime.combine(wanted.until + _ONE_DAY, time(), zone)
    found = performance(loaded, agreement_id, until=wanted.last_day, now=now, as_of=min(now, as_of))
    bound = found.on(wanted.until)
    if not found.results:
        raise NotFoundError("service levels in", agreement_id, hint="A report is for agreements that promise service levels: service_levels.")
    levels = tuple(_levels(found, wanted))
    _refuse_nothing(levels, found.bindings[0].agreement, wanted)
    months = tuple(one for schemes in found.credits.values() for one in schemes if _in_period(one.month, wanted))
    ordered = tuple(sorted(months, key=lambda one: one.month))
    return Report(
        bound.agreement,
        wanted,
        tuple(_versions(found, wanted)),
        levels,
        ordered,
        tuple(_claims(loaded, found, ordered)),
        decimals(bound),
        found.findings,
        tuple(_open(found, wanted)),
    )


def _in_period(month: date, period: ReportPeriod) -> bool:
    """Whether a month ended on one of the days that count."""
    return period.first_day <= add_months(month, 1) - _ONE_DAY <= period.until


def _levels(found: Performance, period: ReportPeriod) -> Iterator[LevelReport]:
    """Each level that was promised on the last day that counts, then those that were promised earlier in the period."""
    known: dict[str, ServiceLevel] = {}
    for binding in reversed(found.bindings):
        if binding.from_day <= period.until or binding is found.bindings[0]:
            known = known | {level.id: level for level in binding.agreement.service_levels if level.id not in known}
    for name, level in known.items():
        begun = [one for one in found.results.get(name, ()) if one.window.first_day <= period.until]
        own = tuple(one for one in begun if period.first_day <= one.window.last_day)
        before = tuple(one for one in begun if one.window.last_day < period.first_day)
        if own or before or name in {one.id for one in found.on(period.until).agreement.service_levels}:
            yield LevelReport(level, own, before)


def _refuse_nothing(levels: Sequence[LevelReport], facts: Agreement, period: ReportPeriod) -> None:
    results = [result for one in levels for result in one.results]
    if not results:
        begins = facts.contract_term.effective_date if facts.contract_term else period.first_day
        hint = f"It runs from {begins} on." if period.last_day < begins else "Name a longer period, such as its quarter or its year."
        raise RefusedError(f"No measurement period of “{facts.id}” ends in {period.name}.", hint=hint)
    if all(one.verdict is Verdict.MISSING for one in results):
        raise NotFoundError("measurements in " + period.name + " of", facts.id, hint=f"Deliver them with: slagen measure {facts.id} FILE")


def _open(found: Performance, period: ReportPeriod) -> Iterator[tuple[str, date]]:
    """The schemes and months of which it is not known what credits are a part of."""
    ended = {month_of(result.window) for results in found.results.values() for result in results}
    for month in sorted(month for month in ended if _in_period(month, period)):
        yield from ((scheme.id, month) for scheme in open_schemes(found, found.on(month), month))


def _versions(found: Performance, period: ReportPeriod) -> Iterator[InForce]:
    for place, one in enumerate(found.bindings):
        ends = found.bindings[place + 1].from_day - _ONE_DAY if place + 1 < len(found.bindings) else period.last_day
        first, last = max(one.from_day, period.first_day), min(ends, period.last_day)
        if first <= last:
            yield InForce(one.version, first, last)


def _claims(loaded: Loaded, found: Performance, months: Sequence[MonthCredits]) -> Iterator[Claim]:
    """By when each credit that was given must be claimed, where it must."""
    for month in dict.fromkeys(one.month for one in months if one.credit.amount):
        given = {one.scheme for one in months if one.month == month and one.credit.amount}
        yield from (one for one in claims(loaded, found, month) if one.scheme in given)
