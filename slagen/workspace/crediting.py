"""The credit statement of an agreement for a month: every step, with the number of the provision that says so, as Word, HTML, Markdown or data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.core.calendar_periods import days_of
from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.core.findings import Finding
from slagen.core.locales import Formats
from slagen.core.money import Money
from slagen.core.periods import add_months
from slagen.formats.files import write_files
from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import DueKind
from slagen.model.agreement import Agreement
from slagen.model.document import Block, Clause, Document, Meta, Section, Text
from slagen.model.service_level import CreditScheme, ServiceLevel
from slagen.performance.credits import MonthCredits, month_of
from slagen.performance.result import Result, Verdict
from slagen.performance.statement import Line, Printing, Working, level_account, month_account, total_of
from slagen.workspace.building import standard_folder
from slagen.workspace.dates import setting_of
from slagen.workspace.document_files import places_of, rendered
from slagen.workspace.drafting import Draft
from slagen.workspace.in_force import in_force
from slagen.workspace.load import Loaded
from slagen.workspace.locate import keep_sources
from slagen.workspace.performing import Binding, Performance, performance
from slagen.workspace.provisions import provisions
from slagen.workspace.review_blocks import capital, line, table

FORMATS = ("docx", "html", "md")
_ONE_DAY = timedelta(days=1)
_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement for one month: the version that was in force, the steps level by level and scheme by scheme, and what is given together.

    `missing` names the levels for which figures are missing; `places` prints each provision that a step names: its number, title and version.
    """

    agreement: Agreement
    version: str
    month: date
    levels: tuple[Working, ...]
    schemes: tuple[Working, ...]
    months: tuple[MonthCredits, ...]
    total: tuple[Money, ...]
    claim_by: Mapping[str, date]
    places: Mapping[str, str]
    findings: tuple[Finding, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What to write: in which formats, and where; `out` is a folder, or a file whose ending says the format."""

    formats: Sequence[str] = FORMATS
    out: Path | None = None


def statement(loaded: Loaded, agreement_id: str, period: str, *, now: datetime) -> Statement:
    """The statement for a month, such as `2026-10`.

    Raises:
        NotFoundError: there is no such agreement, or it has no service credits.
        UsageError: the period is no month.
        RefusedError: the month has not ended.
        FindingsError: a version of the agreement has errors.
    """
    month = _month(period, now.date())
    last = add_months(month, 1) - _ONE_DAY
    found = performance(loaded, agreement_id, until=last, now=now)
    bound = found.on(month)
    if not bound.agreement.service_credits:
        raise NotFoundError("service credits in", agreement_id, hint="A statement is for agreements that give credits: service_credits.")
    months = tuple(one for credits_ in found.credits.values() for one in credits_ if one.month == month)
    until = claims(loaded, bound, last)
    printing = Printing(Formats("en", bound.agreement.locale), bound.agreement.time_zone, decimals(bound))
    levels, schemes = tuple(_levels(found, bound, month, months, printing)), tuple(_schemes(bound, months, printing, until))
    places = _places(loaded, bound.made, {step.place for working in (*levels, *schemes) for step in working.lines})
    missing = tuple(level.name or level.id for level, result in _ended(found, bound, month) if result.verdict is Verdict.MISSING)
    return Statement(bound.agreement, bound.version, month, levels, schemes, months, total_of(months), until, places, found.findings, missing)


def _month(period: str, today: date) -> date:
    days = days_of(period.strip())
    if days is None or days[0].day != 1 or add_months(days[0], 1) - _ONE_DAY != days[1]:
        raise UsageError(f"“{period}” is not a month.", hint="A statement is for one month: --period 2026-10")
    if days[1] >= today:
        raise RefusedError(f"{period} has not ended.", hint=f"Its statement can be made from {days[1] + _ONE_DAY} on.")
    return days[0]


def decimals(bound: Binding) -> int:
    """How many decimals the contract prints results with."""
    stated = bound.made.usable.parameters.get("measurement", {}).get("decimals", _DECIMALS)
    return int(stated) if str(stated).isdigit() else _DECIMALS


def _ended(found: Performance, bound: Binding, month: date) -> Iterator[tuple[ServiceLevel, Result]]:
    """Each level of a scheme with its results of the periods that ended in the month."""
    schemes = bound.agreement.service_credits
    in_schemes = {level for scheme in schemes for level in (*scheme.bands, *scheme.points, *scheme.weights)}
    for level in bound.agreement.service_levels:
        if level.id in in_schemes:
            yield from ((level, result) for result in found.results.get(level.id, ()) if month_of(result.window) == month)


def _levels(found: Performance, bound: Binding, month: date, months: Sequence[MonthCredits], printing: Printing) -> Iterator[Working]:
    schemes = {scheme.id: scheme for scheme in bound.agreement.service_credits}
    for level, result in _ended(found, bound, month):
        own = [(one.scheme, miss) for one in months for miss in one.misses if _is(miss.result, result)]
        scheme = schemes.get(own[0][0]) if own else None
        yield level_account(level, result, [miss for _, miss in own], scheme, printing)


def _is(one: Result, other: Result) -> bool:
    return (one.level, one.window) == (other.level, other.window)


def _schemes(bound: Binding, months: Sequence[MonthCredits], printing: Printing, claims: Mapping[str, date]) -> Iterator[Working]:
    names = {level.id: level.name or level.id for level in bound.agreement.service_levels}
    schemes: dict[str, CreditScheme] = {scheme.id: scheme for scheme in bound.agreement.service_credits}
    for one in months:
        if one.scheme in schemes:
            yield month_account(one, schemes[one.scheme], printing, names, claims.get(one.scheme))


def claims(loaded: Loaded, bound: Binding, last: date) -> dict[str, date]:
    """Until when the credits of a month can be claimed, by scheme; nothing where they come by themselves."""
    agreement, after = bound.agreement, last + _ONE_DAY
    with in_force(loaded, agreement.id, after) as now_bound:
        setting = setting_of(loaded, now_bound.records, agreement, after, agreement.locale)
    names = {f"{scheme.id}-{last:%Y-%m}": scheme.id for scheme in agreement.service_credits}
    return {names[item.period]: item.due for item in due_items(setting) if item.kind is DueKind.CREDIT_CLAIM and item.period in names}


def _places(loaded: Loaded, made: Draft, wanted: set[str]) -> dict[str, str]:
    """Each provision as the contract prints it: `clause 14.3 (Service credits, 1.0.0)`; its clause, where the contract has no such provision."""
    found = provisions(made, sorted(wanted - {""}), loaded)
    return {place: f"{one.cited} ({one.clause.title}, {one.clause.version})" for place, one in found.items()}


def written(root: Path, found: Statement, order: Order) -> tuple[Path, ...]:
    """Write the statement.

    Raises:
        UsageError: a format is not known.
        RefusedError: the files cannot be written.
    """
    name = f"{found.agreement.id}-statement-{found.month:%Y-%m}"
    places = places_of(name, order.formats, order.out or standard_folder(root), FORMATS)
    for place in places.values():
        keep_sources(root, place)
    document, labels = document_of(found)
    write_files({place: rendered(document, labels, kind) for kind, place in places.items()})
    return tuple(places.values())


def document_of(found: Statement) -> tuple[Document, Labels]:
    """The statement as a document."""
    parts = [(title, tuple(blocks)) for title, blocks in _parts(found)]
    clauses = tuple(Clause(f"part-{position}", (Text(title),), blocks) for position, (title, blocks) in enumerate(parts))
    title = f"Credit statement for {found.month:%B %Y}: {found.agreement.title}"
    meta = Meta(found.agreement.id, title, "statement", version=found.version or "draft", status="statement", language="en", locale=found.agreement.locale)
    document = Document(meta, sections=(Section("", clauses),))
    return document, number(document)


def _parts(found: Statement) -> Iterator[tuple[str, tuple[Block, ...]]]:
    yield "The result", tuple(_in_brief(found))
    for working in (*found.levels, *found.schemes):
        yield working.title, (_steps(working.lines, found.places),)


def _in_brief(found: Statement) -> Iterator[Block]:
    formats = Formats("en", found.agreement.locale)
    parties = [(capital(party.role or key), party.name) for key, party in found.agreement.parties.items()]
    version = found.version or "a draft, not signed yet"
    given = [(f"Service Credits, scheme “{one.scheme}”", formats.money(one.credit)) for one in found.months]
    together = [("Together", formats.listed([formats.money(one) for one in found.total]))] if len(found.months) > 1 else []
    claims = [(f"To be claimed by, scheme “{scheme}”", formats.date(day)) for scheme, day in found.claim_by.items()]
    rows = [*parties, ("Version in force", version), *given, *together, *claims]
    yield table(("What", "How it stands"), rows, "The statement in brief")
    yield line("Each line below names the provision that it rests on. Results are compared unrounded; money is rounded half up, line by line.")


def _steps(lines: Sequence[Line], places: Mapping[str, str]) -> Block:
    rows = [(step.what, step.working, step.outcome, capital(places.get(step.place, ""))) for step in lines]
    return table(("Step", "How it is worked out", "Comes to", "Provision"), rows, "Steps")
