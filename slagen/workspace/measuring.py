"""Measuring: figures are checked, kept with the agreement as they were delivered, and saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from slagen.core.calendar_periods import days_of, name_of
from slagen.core.errors import FindingsError, RefusedError, UsageError
from slagen.core.findings import Finding, Severity, Source, has_errors
from slagen.core.hashes import blob_id
from slagen.core.spans import Span, midnight, moment
from slagen.model.measurement import Count, Figure, Outage, Sample, Ticket, Use
from slagen.model.measurement_file import MeasurementFile, system_slug
from slagen.performance.charter_promises import names_in_files
from slagen.schema.measurements import MOST_SHOWN, USE, Entry, Intake, shortened
from slagen.vault.repository import open_repository
from slagen.vault.save import Saved, Signature
from slagen.vault.save import save as commit
from slagen.vault.turn import turn
from slagen.workspace.gathering import read_figures
from slagen.workspace.in_force import in_force
from slagen.workspace.kept_figures import SUMMED_UP, as_signed, every_level, facts_of, knowledge, levels_of
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.measurement_files import MEASUREMENTS, kept_in, names_in
from slagen.workspace.understanding import Understood, ended_periods, understood
from slagen.workspace.writing import written

if TYPE_CHECKING:
    from slagen.model.agreement import Agreement
    from slagen.model.service_level import ServiceLevel
    from slagen.vault.repository import Repository
    from slagen.workspace.identifying import Document

INVOICING = "invoicing"
"""Where use comes from, where nothing else is said."""
_ONE_DAY = timedelta(days=1)
_EVER = (-(2**62), 2**62)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was understood: of which levels, how many rows, which days; `path` is where it is kept, `outcome` the version that holds it.

    `levels` says it level by level; `periods` are the measurement periods that end in these days.
    """

    agreement: str
    file: MeasurementFile
    path: str
    rows: Mapping[str, int]
    findings: tuple[Finding, ...]
    outcome: Saved | None
    levels: tuple[Understood, ...] = ()
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the person who delivers figures says about them: the period that they are for, the system that they come from, and whether they replace others."""

    period: str = ""
    system: str = ""
    replaces: bool = False
    signature: Signature | None = None
    dry: bool = False


def measure(root: Path, loaded: Loaded, agreement_id: str, document: Document, said: Delivery, *, now: datetime) -> Measured:
    """Check a file of measurements, keep it with the agreement and save it; with `dry` it is only checked.

    Raises:
        NotFoundError: there is no such agreement.
        FindingsError: the file has errors; nothing was kept.
        UsageError: nothing says which period or which system the figures are of.
        RefusedError: there are figures for some of these days already.
    """
    agreement = as_signed(facts_of(loaded, agreement_id), _bound(loaded, agreement_id, now))
    intake, findings = read_figures(document.data, document.name, knowledge(agreement, now))
    if intake is None or has_errors(findings):
        raise FindingsError(f"The measurements in “{document.name}” cannot be used.", findings, hint="Mend what is listed; nothing was kept.")
    file = _named(agreement, intake, said, now)
    outside = _outside(agreement, intake, file, document.name, _today(agreement, now))
    if outside:
        raise FindingsError(f"Some rows in “{document.name}” are not of the period from {file.first_day} to {file.last_day}.", outside)
    findings = (*findings, *_several_months(intake, file, said, document.name))
    made = Measured(agreement_id, file, f"{loaded.folder_of(agreement_id)}/{MEASUREMENTS}/{file.name}", _counted(intake), findings, None)
    of_file = levels_of(agreement, file)
    told = understood(intake, of_file if agreement.charter is None else (), agreement.time_zone)
    made = replace(
        made, findings=(*findings, *_told_of_one_level(intake, of_file, document.name)), levels=told, periods=ended_periods(agreement, of_file, file)
    )
    if said.dry:
        _changes(loaded, made, document, said)
        return made
    with open_repository(root) as repository, turn(repository.git_dir, "measurements"):
        return replace(made, outcome=_kept(root, repository, made, _changes(loaded, made, document, said), said.signature))


def _changes(loaded: Loaded, made: Measured, document: Document, said: Delivery) -> dict[str, bytes | None]:
    """What is written and what goes; in one's turn, nobody else's figures for the same days come in between."""
    folder, file = made.path.rpartition("/")[0], made.file
    others = [name for name in names_in(loaded, folder) if name.shares_days_with(file) and not (name == file and _is(loaded, made.path, document))]
    if others and not said.replaces:
        _refuse(file, others[0])
    counting = kept_in(loaded, folder).files if others else ()
    wider = next((one for one in others if one in counting and not file.holds(one)), None)
    if wider:
        _refuse_to_lose(file, wider)
    return {f"{folder}/{name.name}": None for name in others} | {made.path: document.data}


def _refuse_to_lose(file: MeasurementFile, other: MeasurementFile) -> None:
    first, last = min(file.first_day, other.first_day), max(file.last_day, other.last_day)
    raise RefusedError(
        f"What is there of {other.system} tells of {other.first_day} to {other.last_day}, and these figures only of {file.first_day} to {file.last_day}: "
        "the other days would have none.",
        hint=f"Deliver all of these days in one file: --period {first}/{last} --replace",
    )


def _is(loaded: Loaded, path: str, document: Document) -> bool:
    """Whether a kept file is the very one that is delivered: it need not be refused, nor replaced."""
    return loaded.files.blob(path) == blob_id(document.data)


def _kept(root: Path, repository: Repository, made: Measured, changes: Mapping[str, bytes | None], signature: Signature | None) -> Saved:
    """In place and in a version, or not at all; what is replaced goes once the version holds the new figures."""
    file = made.file
    with written(root, {path: data for path, data in changes.items() if data is not None}):
        outcome = commit(repository, changes, f"{made.agreement}: {file.form} from {file.first_day} to {file.last_day} ({file.system})", signature)
    for path, data in changes.items():
        if data is None:
            (root / path).unlink(missing_ok=True)
    return outcome


def _refuse(file: MeasurementFile, other: MeasurementFile) -> None:
    raise RefusedError(
        f"There are {other.form} of {other.system} from {other.first_day} to {other.last_day} already; these are from {file.first_day} to {file.last_day}.",
        hint="If the new figures are to take their place, say --replace; the old ones stay in the history.",
    )


def _bound(loaded: Loaded, agreement_id: str, now: datetime) -> Iterator[Agreement]:
    """The facts that are in force: what they promise is measured, whatever a draft is about to make of it."""
    with in_force(loaded, agreement_id, now.date()) as bound:
        found = load_agreement(bound.loaded, agreement_id).agreement
        if found is not None:
            yield found


def _counted(intake: Intake) -> dict[str, int]:
    counts = {level: len(found) for level, found in intake.samples.items()}
    for entry in intake.entries:
        counts[entry.level] = counts.get(entry.level, 0) + 1
    return counts


def _named(agreement: Agreement, intake: Intake, said: Delivery, now: datetime) -> MeasurementFile:
    """Which days and which system the figures are of: as is said, else as they say themselves."""
    days = _days(agreement, intake, said.period)
    today = _today(agreement, now)
    if days[0] > today:
        raise UsageError(f"The period from {days[0]} has not begun yet.", hint="Look at --period.")
    return MeasurementFile(days[0], min(days[1], today), intake.form, system_slug(_system(agreement, intake, said.system)))


def _today(agreement: Agreement, now: datetime) -> date:
    return now.astimezone(ZoneInfo(agreement.time_zone)).date()


def _days(agreement: Agreement, intake: Intake, period: str) -> tuple[date, date]:
    if period:
        days = days_of(period.strip().upper())
        if days is None:
            raise UsageError(f"“{period}” is not a period.", hint="Write --period 2026-10, 2026-Q4 or 2026-10-02/2026-10-31.")
        return days
    found = [day for entry in intake.entries for day in _days_told(entry, agreement.time_zone)]
    found += [_day(at, agreement.time_zone) for samples in intake.samples.values() for at in samples.ends or ()]
    if not found:
        raise UsageError("The file tells of nothing, and not of which period.", hint="Say which it is, such as --period 2026-10.")
    first, last = days_of(name_of(min(found), 1)), days_of(name_of(max(found), 1))
    return (first or (min(found), min(found)))[0], (last or (max(found), max(found)))[1]


def _several_months(intake: Intake, file: MeasurementFile, said: Delivery, name: str) -> Iterator[Finding]:
    """Rows at the edge of a month, told by another clock, would make a month count as delivered of which nearly nothing was."""
    first, last = (f"{day:%Y-%m}" for day in (file.first_day, file.last_day))
    if said.period or first == last or intake.form in SUMMED_UP:
        return
    message = f"there are rows of {first} and of {last}: all days from {file.first_day} to {file.last_day} count as delivered"
    hint = f"Say which days are meant, such as --period {file.first_day}/{file.last_day} or {first}."
    yield Finding("SLG619", Severity.WARNING, message, Source(name), hint)


def _told_of_one_level(intake: Intake, levels: Sequence[ServiceLevel], name: str) -> Iterator[Finding]:
    """A ticket is a row of each level that it counts for: one without a row says that nothing happened."""
    rows = _counted(intake) if intake.form == "tickets" else {}
    for level in levels:
        other = next((one.id for one in levels if level.severity and one.severity == level.severity and one.id in rows), None)
        if level.id not in rows and other:
            message = f"no row is of “{level.id}”, which counts the same tickets as “{other}”: nothing happened, as far as it is concerned"
            yield Finding("SLG681", Severity.WARNING, message, Source(name), "Give each ticket a row for every level that it counts for.")


def _outside(agreement: Agreement, intake: Intake, file: MeasurementFile, name: str, today: date) -> tuple[Finding, ...]:
    """Rows that tell of no day of the period; an outage need only reach into it."""
    first, end = midnight(file.first_day, agreement.time_zone), midnight(file.last_day + _ONE_DAY, agreement.time_zone)
    ends = [part for samples in intake.samples.values() for part in (samples.within((_EVER[0], first)), samples.within((end, _EVER[1])))]
    lines = chain(_rows_outside(agreement, intake, file, (first, end), today), *(part.lines(MOST_SHOWN) for part in ends))
    hint = "Deliver it with the period that it is of, or name a longer one with --period."
    message = f"the row is of another period, by the clock of {agreement.time_zone}"
    found = (Finding("SLG616", Severity.ERROR, message, Source(name, line), hint) for line in lines)
    return shortened(found, name, sum(max(0, len(part) - MOST_SHOWN) for part in ends))


def _rows_outside(agreement: Agreement, intake: Intake, file: MeasurementFile, span: Span, today: date) -> Iterator[int]:
    """The figure of a period that is under way is told by the period's name, though the file ends today."""
    for entry in intake.entries:
        reaches_in = isinstance(entry, Outage) and entry.start < span[1] and (entry.end is None or entry.end > span[0])
        if not reaches_in and any(not file.first_day <= min(day, today) <= file.last_day for day in _days_told(entry, agreement.time_zone)):
            yield entry.row


def _days_told(entry: Entry, zone: str) -> tuple[date, ...]:
    """The days that a row tells of. What began earlier and ended in the period is still told with the period in which it began."""
    match entry:
        case Count() | Figure() | Use():
            return days_of(entry.period) or ()
        case Outage():
            at = entry.start
        case Sample():
            at = entry.at
        case Ticket():
            at = entry.opened
    return (_day(at, zone),)


def _day(at: int, zone: str) -> date:
    return moment(at).astimezone(ZoneInfo(zone)).date()


def _system(agreement: Agreement, intake: Intake, system: str) -> str:
    if intake.form == USE:
        return system or INVOICING
    levels = {level.id: level for level in every_level(agreement)} | {level.id: level for level in names_in_files(agreement.charter).values()}
    known = {name: level.source.system for name, level in levels.items() if level.source and level.source.type == intake.form}
    named = {known[level] for level in {*(entry.level for entry in intake.entries), *intake.samples} if level in known} or set(known.values())
    if system:
        wanted = next((one for one in known.values() if system_slug(one) == system_slug(system)), None)
        if wanted is None:
            raise UsageError(f"No service level is measured by “{system}” as {intake.form}.", hint=f"There are: {', '.join(sorted(set(known.values())))}.")
        return wanted
    if not named:
        raise UsageError(
            f"Nothing of “{agreement.id}” is measured by {intake.form}.", hint="Look at the source of its levels, or of its standards, in agreement.yaml."
        )
    if len(named) != 1:
        raise UsageError(f"The figures are of several systems: {', '.join(sorted(named))}.", hint="Deliver each in a file of its own, or say --system.")
    return next(iter(named))
