"""The files of measurements that are kept with an agreement, and which of them count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slagen.core.errors import SlagenError
from slagen.core.findings import Finding, Severity, Source
from slagen.formats.files import Folder
from slagen.model.agreement import Agreement
from slagen.model.measurement_file import MeasurementFile, system_slug
from slagen.model.record import Verb
from slagen.workspace.load import Loaded
from slagen.workspace.records import records_of

MEASUREMENTS = "measurements"


@dataclass(frozen=True, slots=True)
class Kept:
    """The files that count, by the days that they tell of, and what is wrong with those that are there; `named` are all that say what they hold."""

    files: tuple[MeasurementFile, ...]
    findings: tuple[Finding, ...] = ()
    named: tuple[MeasurementFile, ...] = ()


def names_in(loaded: Loaded, folder: str) -> list[MeasurementFile]:
    """Every file of the folder whose name says what it holds, in order."""
    return _looked_through(loaded, folder)[0]


def _looked_through(loaded: Loaded, folder: str) -> tuple[list[MeasurementFile], list[str]]:
    """The files whose names say what they hold, in order, and the paths of the others."""
    named = {path: MeasurementFile.parse(path.removeprefix(f"{folder}/")) for path in loaded.files.walk(folder)}
    files = sorted((one for one in named.values() if one is not None), key=lambda one: one.name)
    return files, [path for path, one in named.items() if one is None]


def measured_levels(loaded: Loaded, agreement: Agreement, names: Sequence[MeasurementFile]) -> frozenset[str] | None:
    """The service levels of which one of these files holds figures, whatever it says; None for a draft that nobody measures yet."""
    if not names and not any(record.verb == Verb.SIGN for record in records_of(loaded, agreement.id)):
        return None
    kept = {(name.form, name.system) for name in names}
    return frozenset(one.id for one in agreement.service_levels if one.source and (one.source.type, system_slug(one.source.system)) in kept)


def kept_in(loaded: Loaded, folder: str) -> Kept:
    """What counts: of files that tell of the same days, what the last version holds. Where that says nothing, all of them, and that is an error.

    A program that was killed has not yet taken the other away, or not yet saved it.
    """
    names, strangers = _looked_through(loaded, folder)
    twice = _sharing_days(names)
    saved = _saved(loaded, folder, twice) if twice else set()
    left = [one for one in twice if one not in saved and any(one.shares_days_with(other) for other in saved)]
    files = tuple(one for one in names if one not in left)
    unclear = _sharing_days(files)
    findings = (*(_left_over(folder, one) for one in left), *(_unclear(folder, one) for one in unclear), *map(_stranger, strangers))
    return Kept(files, findings, tuple(names))


def _sharing_days(names: Sequence[MeasurementFile]) -> list[MeasurementFile]:
    """Those that tell of a day of which another tells, too."""
    ordered = sorted(names, key=lambda one: (one.form, one.system, one.first_day, one.last_day))
    found: dict[MeasurementFile, None] = {}
    longest: MeasurementFile | None = None
    for one in ordered:
        if longest is not None and one.shares_days_with(longest):
            found |= {longest: None, one: None}
        if longest is None or (one.form, one.system) != (longest.form, longest.system) or one.last_day > longest.last_day:
            longest = one
    return list(found)


def _saved(loaded: Loaded, folder: str, names: Sequence[MeasurementFile]) -> set[MeasurementFile]:
    """Those that the last version holds; none where there is no version to look at."""
    from slagen.vault.repository import open_repository  # noqa: PLC0415 - start-up
    from slagen.vault.tree import CommittedTree  # noqa: PLC0415 - start-up

    if not isinstance(loaded.files, Folder):
        return set()
    try:
        with open_repository(loaded.files.root) as repository:
            head = repository.head()
            tree = CommittedTree(repository, head) if head else None
            return {one for one in names if tree is not None and tree.exists(f"{folder}/{one.name}")}
    except SlagenError:
        return set()


def _left_over(folder: str, file: MeasurementFile) -> Finding:
    message = "these figures do not count: the last version holds others of the same days"
    hint = "Delete the file; or deliver it once more: slagen measure ID FILE --replace"
    return Finding("SLG617", Severity.WARNING, message, Source(f"{folder}/{file.name}"), hint)


def _unclear(folder: str, file: MeasurementFile) -> Finding:
    hint = "Deliver the right one once more, which takes the place of the others: slagen measure ID FILE --replace"
    return Finding("SLG617", Severity.ERROR, "another file tells of the same days: both count", Source(f"{folder}/{file.name}"), hint)


def _stranger(path: str) -> Finding:
    hint = "Take it out of the folder and deliver it: slagen measure ID FILE"
    return Finding("SLG615", Severity.WARNING, "nobody knows which period these measurements are of", Source(path), hint)
