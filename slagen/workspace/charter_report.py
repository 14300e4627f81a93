"""How a charter was kept over a period, usually a year: each promise with the same months of the year before, and what customers said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from slagen.core.calendar_periods import kind_of
from slagen.core.durations import Duration
from slagen.core.errors import FindingsError, NotFoundError, RefusedError
from slagen.core.findings import Finding
from slagen.core.periods import add_months
from slagen.formats.yaml import read_yaml
from slagen.model.agreement import Agreement
from slagen.performance.charter_promises import Part, Promise
from slagen.performance.kept_promises import KeptPromise, kept_promise
from slagen.performance.result import Result, Verdict
from slagen.schema.how_we_did import read_actions
from slagen.workspace.charter_words import months_between
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.performing import Binding, Performance, performance
from slagen.workspace.report_period import ReportPeriod, report_period

WRITTEN = "how-we-did"
"""The folder beside the measurements in which people write what they do about promises that were not kept: `2026.yaml`."""
_ONE_DAY = timedelta(days=1)
_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """One promise in the period, and in the same months of the year before, where the charter ran then."""

    now: KeptPromise
    before: KeptPromise

    @property
    def promise(self) -> Promise:
        """What was promised."""
        return self.now.promise


@dataclass(frozen=True, slots=True)
class CharterReport:
    """Everything that the page says. `until` is the last day that figures are told up to: that of the last month that has ended."""

    agreement: Agreement
    version: str
    period: ReportPeriod
    until: date
    promises: tuple[Compared, ...]
    surveys: tuple[Result, ...]
    published_within: Duration | None
    paired: str
    actions: Mapping[str, str]
    findings: tuple[Finding, ...]

    @property
    def span(self) -> str:
        """The months that are told of: `2026`, `October 2026`, `January to October 2026`."""
        if kind_of(self.period.name) == "calendar-year" and self.until == self.period.last_day:
            return self.period.name
        return months_between(self.period.first_day, self.until)

    @property
    def standards(self) -> tuple[Compared, ...]:
        """What is promised channel by channel."""
        return tuple(one for one in self.promises if not one.promise.about_complaints)

    @property
    def complaints(self) -> tuple[Compared, ...]:
        """What is told of complaints."""
        return tuple(one for one in self.promises if one.promise.about_complaints)


def is_charter(loaded: Loaded, agreement_id: str) -> bool:
    """Whether an agreement is a charter, which has a page of its own.

    Raises:
        NotFoundError: there is no such agreement.
    """
    facts = load_agreement(loaded, agreement_id).agreement
    return facts is not None and facts.kind == "charter"


def charter_report(loaded: Loaded, agreement_id: str, period: str, *, now: datetime) -> CharterReport:
    """The page about a period, such as `2026` or `2026-Q3`.

    Raises:
        NotFoundError: there is no such agreement, or nothing was measured in the period.
        UsageError: there is no such period.
        RefusedError: no month of the period has ended.
        FindingsError: a version of the charter has errors, or what people wrote for the page has.
    """
    facts = load_agreement(loaded, agreement_id).agreement
    wanted = report_period(period, now.astimezone(ZoneInfo(facts.time_zone) if facts else now.tzinfo).date())
    found = performance(loaded, agreement_id, until=wanted.until, now=now)
    bound = found.on(wanted.until)
    promised = tuple(_compared(found, bound, wanted))
    months = [result.window for one in promised for result in one.now.results]
    if not months:
        raise RefusedError(f"No month of {wanted.name} has ended in which “{agreement_id}” was in force.", hint="Name a longer period, such as --period 2026.")
    surveys = tuple(_surveys(found, wanted))
    if not surveys and all(result.verdict is Verdict.MISSING for one in promised for result in one.now.results):
        raise NotFoundError("measurements in " + wanted.name + " of", agreement_id, hint=f"Deliver them with: slagen measure {agreement_id} FILE")
    within = bound.made.usable.parameters.get("charter-feedback", {}).get("published_within")
    return CharterReport(
        bound.agreement,
        bound.version,
        wanted,
        max(month.last_day for month in months),
        promised,
        surveys,
        within if isinstance(within, Duration) else None,
        _paired(loaded, bound.agreement),
        _actions(loaded, bound, wanted.name),
        found.findings,
    )


def _actions(loaded: Loaded, bound: Binding, period: str) -> Mapping[str, str]:
    """What people wrote about promises that were not kept, by promise."""
    path = f"{loaded.folder_of(bound.agreement.id)}/{WRITTEN}/{period.replace('/', '_')}.yaml"
    if not loaded.files.exists(path):
        return {}
    actions, findings = read_actions(read_yaml(loaded.files.read(path), path), [one.level.id for one in bound.promises])
    if findings:
        raise FindingsError(f"What is written for the page about {period} cannot be used.", findings, hint="Mend what is listed.")
    return actions


def _compared(found: Performance, bound: Binding, period: ReportPeriod) -> Iterator[Compared]:
    """Each promise with what came of it; what is only counted, where it was."""
    before = add_months(period.first_day, -_A_YEAR), add_months(period.until + _ONE_DAY, -_A_YEAR) - _ONE_DAY
    for promise in bound.promises:
        if promise.part is not Part.FEEDBACK:
            results = found.results.get(promise.level.id, ())
            yield Compared(kept_promise(promise, results, period.first_day, period.until), kept_promise(promise, results, *before))


def _surveys(found: Performance, period: ReportPeriod) -> Iterator[Result]:
    """Surveys that ended in the period, in order."""
    results: Sequence[Result] = found.results.get("feedback", ())
    yield from sorted(
        (one for one in results if period.first_day <= one.window.last_day <= period.until), key=lambda one: (one.window.last_day, one.window.name)
    )


def _paired(loaded: Loaded, agreement: Agreement) -> str:
    """The title of the agreement that the charter goes with; empty where there is none, or it cannot be read."""
    if not agreement.paired_with:
        return ""
    try:
        other = load_agreement(loaded, agreement.paired_with).agreement
    except NotFoundError:
        return ""
    return other.title if other else ""
