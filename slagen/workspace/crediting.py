"""The credit statement of an agreement for a month or several: every step, with the number of the provision that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from slagen.core.calendar_periods import days_of, kind_of
from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.core.findings import Finding
from slagen.core.locales import Formats
from slagen.core.money import Money
from slagen.core.periods import months_from
from slagen.lifecycle.performance_dates import last_day_to_claim
from slagen.model.agreement import Agreement
from slagen.model.service_level import CreditScheme, ServiceLevel
from slagen.performance.bases import OPEN, Tariff
from slagen.performance.credit_lines import Wording, earned, month_account, open_account
from slagen.performance.credit_totals import CreditTotal, total_of, totals_of
from slagen.performance.misses import Miss, misses_of
from slagen.performance.month_credits import MonthCredits, month_of
from slagen.performance.result import Result, Verdict
from slagen.performance.statement import Line, Printing, Working, level_account
from slagen.workspace.claim_standing import ends_of, setting_for_claims
from slagen.workspace.load import Loaded
from slagen.workspace.performing import Binding, Performance, performance
from slagen.workspace.printed_terms import exercised_within
from slagen.workspace.provisions import provisions
from slagen.workspace.records import records_of

_ONE_DAY = timedelta(days=1)
_DECIMALS = 2
DEFINITIONS = "interpretation.definitions"


@dataclass(frozen=True, slots=True)
class Claim:
    """Until when the credits of a scheme for one month can be claimed, and how that day is found.

    `is_latest` is whether nobody has recorded when the report was received, so that the time may have begun earlier than on the last day for it.
    """

    scheme: str
    month: date
    day: date
    why: str
    is_latest: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement for one month or several: the steps level by level and scheme by scheme, and what is given together.

    `versions` are those that were in force, each with the first day on which it counts here; `missing` names the levels for which figures are missing.
    `made_on` is the day on which it was worked out, from the figures that were kept by then.
    """

    agreement: Agreement
    versions: tuple[tuple[date, str], ...]
    period: str
    parts: tuple[Working, ...]
    levels: tuple[Working, ...]
    schemes: tuple[Working, ...]
    months: tuple[MonthCredits, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()
    open_schemes: tuple[tuple[str, date], ...] = ()
    made_on: date | None = None

    @property
    def total(self) -> tuple[Money, ...]:
        """What is earned together, currency by currency."""
        return total_of(self.months)

    @property
    def totals(self) -> tuple[CreditTotal, ...]:
        """The same with how it stands: given, claimable still, lapsed, credited."""
        return totals_of(self.months)

    @property
    def has_claims(self) -> bool:
        """Whether something is given only where it is claimed, or was credited."""
        return any(one.must_be_claimed or one.creditings for one in self.months)

    @property
    def version(self) -> str:
        """The version in force last; empty where it is a draft."""
        return self.versions[-1][1]


def statement(loaded: Loaded, agreement_id: str, period: str, *, now: datetime) -> Statement:
    """The statement for a month, such as `2026-10`, or for the months of a quarter, a half or a year, one after another.

    Raises:
        NotFoundError: there is no such agreement, or it has no service credits.
        UsageError: the period is none of whole months.
        RefusedError: it has not ended, or no measurement period of the agreement ended in it.
        FindingsError: a version of the agreement has errors.
    """
    name = period.strip().upper()
    first, last = _days(name, now.date())
    found = performance(loaded, agreement_id, until=last, now=now)
    if not any(one.agreement.service_credits for one in found.bindings):
        charter = found.bindings[-1].agreement.kind == "charter"
        hint = f"A charter gives none. How well it was kept: slagen report {agreement_id} --period {name}"
        raise NotFoundError("service credits in", agreement_id, hint=hint if charter else "A statement is for agreements that give credits: service_credits.")
    months = [one for one in months_from(first, last) if next(_ended(found, one), None) or _of_month(found, one)]
    if not months:
        facts = found.bindings[0].agreement.contract_term
        hint = f"{f'It runs from {facts.effective_date}. ' if facts else ''}Name the month in which a period ends."
        raise RefusedError(f"No measurement period of “{agreement_id}” that earns credits ended in {name}.", hint=hint)
    made = [_part(loaded, found, one) for one in months]
    versions = dict.fromkeys((max(found.on(one).from_day, first), found.on(one).version) for one in months)
    together = [tuple(one for part in made for one in getattr(part, field)) for field in ("levels", "schemes", "months", "claims", "missing")]
    levels, schemes, credited, claimed, missing = together
    parts = tuple(one for part in made for one in (*part.levels, *part.schemes))
    return Statement(
        found.on(last).agreement,
        tuple(versions),
        name,
        parts,
        levels,
        schemes,
        credited,
        claimed,
        found.findings,
        tuple(dict.fromkeys(missing)),
        tuple((one.id, month) for month in months for one in open_schemes(found, found.on(month), month)),
        now.date(),
    )


def _days(period: str, today: date) -> tuple[date, date]:
    days = days_of(period)
    if days is None or kind_of(period) == "days":
        raise UsageError(f"“{period}” is not a period of whole months.", hint="A statement is for a month, or several: --period 2026-10 or 2026-Q4.")
    if days[1] >= today:
        raise RefusedError(f"{period} has not ended.", hint=f"Its statement can be made from {days[1] + _ONE_DAY} on.")
    return days


def _of_month(found: Performance, month: date) -> tuple[MonthCredits, ...]:
    return tuple(one for credited in found.credits.values() for one in credited if one.month == month)


@dataclass(frozen=True, slots=True)
class _Part:
    """The statement for one of its months."""

    levels: tuple[Working, ...]
    schemes: tuple[Working, ...]
    months: tuple[MonthCredits, ...]
    claims: tuple[Claim, ...]
    missing: tuple[str, ...]


def _part(loaded: Loaded, found: Performance, month: date) -> _Part:
    bound, months = found.on(month), _of_month(found, month)
    claimed = tuple(claims(loaded, found, month))
    ended = list(_ended(found, month))
    levels = tuple(_level(found, level, result, months) for level, result in ended)
    schemes = tuple(_schemes(found, bound, month, claimed))
    return _Part(levels, schemes, months, claimed, tuple(level.name or level.id for level, result in ended if result.verdict is Verdict.MISSING))


def decimals(bound: Binding) -> int:
    """How many decimals the contract prints results with."""
    stated = bound.made.usable.parameters.get("measurement", {}).get("decimals", _DECIMALS)
    return int(stated) if str(stated).isdigit() else _DECIMALS


def _printing(bound: Binding) -> Printing:
    return Printing(Formats("en", bound.agreement.locale), bound.agreement.time_zone, decimals(bound))


def _ended(found: Performance, month: date) -> Iterator[tuple[ServiceLevel, Result]]:
    """Each level that has a part in a scheme, with its results of the periods that ended in the month: as the version has it that counts for each."""
    for name, results in found.results.items():
        for result in results:
            agreement = found.on(result.window.first_day).agreement
            level = next((one for one in agreement.service_levels if one.id == name), None)
            in_schemes = any(name in {*scheme.bands, *scheme.points, *scheme.weights} for scheme in agreement.service_credits)
            if level is not None and in_schemes and month_of(result.window) == month:
                yield level, result


def _level(found: Performance, level: ServiceLevel, result: Result, months: Sequence[MonthCredits]) -> Working:
    """The steps of one level in one period, by the version that was in force on its first day."""
    bound = found.on(result.window.first_day)
    first_day = _printing(bound).formats.date(result.window.first_day)
    in_force_on = Line(
        "Version", f"in force on {first_day}" if bound.version else "not signed yet: worked out as if it were in force", bound.version or "draft"
    )
    month = month_of(result.window)
    misses = [(one.scheme, miss) for one in months for miss in one.misses if _is(miss.result, result)] + list(_open_misses(found, bound, level, result))
    lines = (line for scheme, miss in misses for line in earned(miss, _wording(bound, scheme, found.accounts[scheme].charged(month))))
    account = level_account(level, result, _printing(bound), lines, _hours(bound, level))
    return _cited(bound, replace(account, lines=(in_force_on, *account.lines)))


def _open_misses(found: Performance, bound: Binding, level: ServiceLevel, result: Result) -> Iterator[tuple[str, Miss]]:
    """What a miss earns, in per cent, of a base that depends on use alone."""
    before = [one for one in found.results[level.id] if one.window.last_day < result.window.first_day]
    for scheme in open_schemes(found, bound, month_of(result.window)):
        yield from ((scheme.id, miss) for miss in misses_of(scheme, level, result, before[-1] if before else None, OPEN))


def open_schemes(found: Performance, bound: Binding, month: date) -> list[CreditScheme]:
    """Those whose base depends on use alone that nobody has delivered."""
    charged = ((one, found.accounts[one.id].charged(month)) for one in bound.agreement.service_credits)
    return [one for one, cost in charged if cost.charges and not cost.month(month)]


def _hours(bound: Binding, level: ServiceLevel) -> str:
    """The hours in which the clock of a level runs, as the contract prints them, and whose holidays are out; empty where they are all."""
    agreement, formats = bound.agreement, _printing(bound).formats
    severity = agreement.severities.get(level.severity)
    hours = agreement.service_hours.get(severity.hours if severity else level.hours)
    if hours is None or (hours.weekly.always and not hours.calendar):
        return ""
    return formats.hours(hours.weekly) + (f", without the holidays of {hours.calendar}" if hours.calendar else "")


def _is(one: Result, other: Result) -> bool:
    return (one.level, one.window) == (other.level, other.window)


def _wording(bound: Binding, scheme_id: str, charged: Tariff) -> Wording:
    scheme = next(one for one in bound.agreement.service_credits if one.id == scheme_id)
    services = {one.id: one.name for one in bound.agreement.services}
    levels = {level.id: level.name or level.id for level in bound.agreement.service_levels}
    return Wording(scheme, charged, services, levels, _printing(bound), exercised_within(bound.parameters))


def _schemes(found: Performance, bound: Binding, month: date, claimed: Sequence[Claim]) -> Iterator[Working]:
    """The steps of each scheme in one month, by the version that was in force on its first day, or the last one that had the scheme."""
    formats = _printing(bound).formats
    by_scheme = {one.scheme: (one.why, formats.date(one.day)) for one in claimed}
    for one in _of_month(found, month):
        account = found.accounts[one.scheme]
        held = found.on(account.on(month).from_day)
        yield _cited(held, month_account(one, _wording(held, one.scheme, account.charged(month)), by_scheme.get(one.scheme)))
    for scheme in open_schemes(found, bound, month):
        yield _cited(bound, open_account(month, _wording(bound, scheme.id, found.accounts[scheme.id].charged(month))))


def _cited(bound: Binding, working: Working) -> Working:
    """The steps with their provisions as the version printed them: `clause 14.3 (Service credits, 1.0.0)`; the clause, where it has no such provision."""
    working = working if DEFINITIONS in bound.labels else replace(working, lines=tuple(_in_place(line) for line in working.lines))
    found = provisions(bound.made, sorted({line.place for line in working.lines} - {""}), bound.labels)
    named = {place: f"{one.cited} ({one.clause.title}, {one.clause.version})" for place, one in found.items()}
    return replace(working, lines=tuple(replace(line, cited=named.get(line.place, "")) for line in working.lines))


def _in_place(line: Line) -> Line:
    """A line about a definition that stands in its own clause, and not among all of them."""
    return replace(line, place="measurement") if line.place == DEFINITIONS else line


def claims(loaded: Loaded, found: Performance, month: date) -> Iterator[Claim]:
    """The last day of each scheme for what belongs to a month, by every record: its report may have been received since. Ours is the safe one."""
    agreement = found.on(month).agreement
    setting = setting_for_claims(loaded, agreement, records_of(loaded, agreement.id), month)
    for scheme in agreement.service_credits:
        ends = ends_of(found.accounts[scheme.id]).get(month)
        last = last_day_to_claim(setting, scheme, max(ends), safe=True) if ends else None
        if last is not None:
            yield Claim(scheme.id, month, last.by, "; ".join(last.why), last.is_latest)
