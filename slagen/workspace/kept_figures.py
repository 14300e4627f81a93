"""Kept figures: what was measured of an agreement so far, read back level by level, and what rows of it are held against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from slagen.core.calendar_periods import days_of
from slagen.core.errors import FindingsError
from slagen.core.findings import Finding, Severity
from slagen.core.spans import instant, midnight
from slagen.model.measurement import Measurements, Ticket, Use
from slagen.model.measurement_file import MeasurementFile, system_slug
from slagen.performance.bases import Used, units_charged
from slagen.performance.charter_promises import Promise, names_in_files, promises, told_together
from slagen.schema.measurement_rows import Knowledge
from slagen.schema.measurements import USE, Entry, Intake
from slagen.workspace.gathering import Gathered, by_level, read_figures
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.measurement_files import MEASUREMENTS, kept_in, names_in

if TYPE_CHECKING:
    from slagen.model.agreement import Agreement
    from slagen.model.service_level import ServiceLevel

SUMMED_UP = frozenset({"counts", "values", "use"})
"""Forms of which one row tells of many days."""
_ONE_DAY = timedelta(days=1)


def measurements_of(
    loaded: Loaded, agreement_id: str, *, now: datetime, days: tuple[date, date] | None = None, signed: Iterable[Agreement] = ()
) -> tuple[dict[str, Measurements], tuple[Finding, ...]]:
    """Everything that is kept of each level, and what is wrong with it: a file that was changed by hand is read like any other.

    What the `signed` versions promise is read as they say it, though a draft has renamed it since or takes it out.

    With `days` only files that tell of one of them are read, and none whose figures were summed up after the last one; of earlier files is known only
    which time they cover.

    Raises:
        NotFoundError: there is no such agreement.
    """
    agreement = as_signed(facts_of(loaded, agreement_id), signed)
    known, folder = knowledge(agreement, now), f"{loaded.folder_of(agreement_id)}/{MEASUREMENTS}"
    promised = {one.level.id: one for one in promises(agreement.charter)}
    found = {level.id: Gathered() for level in every_level(agreement)}
    told = _by_source(agreement)
    findings: list[Finding] = []
    kept = kept_in(loaded, folder)
    for file in kept.files:
        if days and (file.first_day > days[1] or (file.form in SUMMED_UP and file.last_day > days[1])):
            continue
        path = f"{folder}/{file.name}"
        intake, wrong = read_figures(loaded.files.read(path), path, known) if not days or file.last_day >= days[0] else (None, ())
        findings.extend(finding for finding in wrong if finding.severity is Severity.ERROR)
        covered = (midnight(file.first_day, agreement.time_zone), midnight(file.last_day + _ONE_DAY, agreement.time_zone))
        rows = by_level(intake.entries) if intake else {}
        for level in told.get((file.form, file.system), ()):
            found[level.id].add(covered, _heard(promised.get(level.id), intake) or rows.get(level.id, ()))
            found[level.id].add_samples(intake.samples.get(level.id) if intake else None)
    findings.extend(kept.findings)
    return {name: one.together() for name, one in found.items()}, tuple(findings)


def use_of(loaded: Loaded, agreement_id: str, *, now: datetime, signed: Iterable[Agreement] = ()) -> dict[Used, Decimal]:
    """What was used in each month for which that was delivered; what such a file does not name was not used.

    Raises:
        NotFoundError: there is no such agreement.
    """
    known = knowledge(as_signed(facts_of(loaded, agreement_id), signed), now)
    folder = f"{loaded.folder_of(agreement_id)}/{MEASUREMENTS}"
    found: dict[Used, Decimal] = {}
    for file in (one for one in (kept_in(loaded, folder).files if known.by_use else ()) if one.form == USE):
        intake, _ = read_figures(loaded.files.read(f"{folder}/{file.name}"), f"{folder}/{file.name}", known)
        found |= {(service, unit, month): Decimal(0) for service, units in known.by_use.items() for unit in units for month in file.months}
        told = (one for one in (intake.entries if intake else ()) if isinstance(one, Use))
        found |= {(one.service, one.unit, days[0]): one.quantity for one in told if (days := days_of(one.period)) and days[0] in file.months}
    return found


def files_of(loaded: Loaded, agreement_id: str, level: ServiceLevel | None = None) -> list[MeasurementFile]:
    """The measurement files of an agreement, or of one of its levels, by what their names say; raises NotFoundError where there is no such agreement."""
    source = level.source if level else None
    named = names_in(loaded, f"{loaded.folder_of(agreement_id)}/{MEASUREMENTS}")
    return [one for one in named if source is None or (one.form, one.system) == (source.type, system_slug(source.system))]


def knowledge(agreement: Agreement, now: datetime) -> Knowledge:
    """What rows of this agreement are held against."""
    levels = {level.id: level for level in agreement.service_levels} | names_in_files(agreement.charter)
    severities = frozenset(agreement.severities)
    return Knowledge(levels, severities, agreement.time_zone, instant(now), told_together(agreement.charter), units_charged(agreement.charges))


def as_signed(draft: Agreement, signed: Iterable[Agreement]) -> Agreement:
    """The facts with the levels, severities and charges of what was signed, each as it was signed last, before those of the draft alone."""
    every = (draft, *signed)
    levels = {level.id: level for facts in every for level in facts.service_levels}
    severities = {name: severity for facts in every for name, severity in facts.severities.items()}
    charges = tuple(dict.fromkeys(charge for facts in every for charge in facts.charges))
    return replace(draft, service_levels=tuple(levels.values()), severities=severities, charges=charges)


def every_level(agreement: Agreement) -> tuple[ServiceLevel, ...]:
    """Everything that is measured: service levels, and what a charter promises."""
    return (*agreement.service_levels, *(one.level for one in promises(agreement.charter)))


def facts_of(loaded: Loaded, agreement_id: str) -> Agreement:
    """The facts of an agreement; raises FindingsError where they cannot be used."""
    found = load_agreement(loaded, agreement_id)
    if found.agreement is None:
        raise FindingsError(f"The facts of “{agreement_id}” cannot be used.", found.findings, hint=f"Mend what is listed: slagen check {agreement_id}")
    return found.agreement


def levels_of(agreement: Agreement, file: MeasurementFile) -> list[ServiceLevel]:
    """What is measured with the figures of a file, by its name."""
    return _by_source(agreement).get((file.form, file.system), [])


def _by_source(agreement: Agreement) -> dict[tuple[str, str], list[ServiceLevel]]:
    """What is measured, by the form of its figures and the system that they come from, as the names of files have them."""
    found: dict[tuple[str, str], list[ServiceLevel]] = {}
    for level in every_level(agreement):
        if level.source:
            found.setdefault((level.source.type, system_slug(level.source.system)), []).append(level)
    return found


def _heard(promise: Promise | None, intake: Intake | None) -> Sequence[Entry]:
    """What a file tells of a promise of a charter by the tickets that it shares with others."""
    if promise is None or intake is None or intake.form != "tickets":
        return ()
    return promise.heard(one for one in intake.entries if isinstance(one, Ticket))
