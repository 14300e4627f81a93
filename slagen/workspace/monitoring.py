"""Service levels for monitoring systems: what the contract in force promises, as OpenSLO, with the clause and version that says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from slagen.core.errors import NotFoundError, UsageError
from slagen.core.findings import Finding, Severity
from slagen.formats.files import Folder, write_files
from slagen.formats.openslo.objectives import Objective, objective_of
from slagen.formats.openslo.objects import objects_of
from slagen.formats.openslo.promise import Contract, Place, Promise, staged_on, told_apart
from slagen.formats.openslo.write import write
from slagen.model.service_level import ServiceLevel, StagedTarget
from slagen.workspace.drafting import Draft
from slagen.workspace.edition import edition
from slagen.workspace.explaining import printed_at
from slagen.workspace.in_force import in_force
from slagen.workspace.load import Loaded
from slagen.workspace.locate import keep_sources
from slagen.workspace.provisions import provisions
from slagen.workspace.versions import opened

_DRAFT = "draft"
_YAML = frozenset({".yaml", ".yml"})


@dataclass(frozen=True, slots=True)
class Monitoring:
    """The levels of an agreement as OpenSLO objects, of the version in force on `on` (or the one asked for); `findings` tell what has no SLO and why."""

    agreement: str
    version: str
    on: date
    objects: tuple[dict[str, Any], ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The YAML text."""
        return write(self.objects)


def openslo(loaded: Loaded, agreement_id: str, *, on: date, version: str = "") -> Monitoring:
    """The service levels as OpenSLO; `on` says which version is in force, where none is named, and which target holds where it changes by stages.

    Raises:
        NotFoundError: there is no such agreement or version, or it promises no service levels.
        FindingsError: the version has errors.
        RefusedError: the folder is in no repository.
    """
    with _version(loaded, agreement_id, on, version) as (made, name):
        _ = made.usable
        agreement = made.agreement
        if not agreement.service_levels:
            hint = "A charter has standards of service instead; OpenSLO is made of" if agreement.charter else "OpenSLO is made of"
            raise NotFoundError("service levels in", agreement_id, hint=f"{hint} service_levels.")
        contract = Contract(agreement, name, on)
        promises = told_apart([_promise(contract, level, made) for level in agreement.service_levels])
        findings = tuple(_finding(made, one) for one in promises if one.reason)
    return Monitoring(agreement_id, name, on, tuple(objects_of(contract, promises)), findings)


@contextmanager
def _version(loaded: Loaded, agreement_id: str, on: date, version: str) -> Iterator[tuple[Draft, str]]:
    """The contract with its version's name, for as long as its files are read."""
    if version and version != _DRAFT and isinstance(loaded.files, Folder):
        with opened(loaded.files.root, version, agreement_id) as saved:
            made = edition(saved, agreement_id, version)
            yield made, made.usable.document.meta.version
        return
    if version == _DRAFT:
        yield edition(loaded, agreement_id, _DRAFT), _DRAFT
        return
    with in_force(loaded, agreement_id, on) as bound:
        yield edition(bound.loaded, agreement_id, bound.version or _DRAFT), bound.version or _DRAFT


def _promise(contract: Contract, level: ServiceLevel, made: Draft) -> Promise:
    staged = staged_on(level, contract.day)
    said = objective_of(level, staged.target) if staged else None
    reason = "" if isinstance(said, Objective) else said.reason if said else _no_target(contract, level)
    return Promise(contract, level, staged, _place(made, level), said if isinstance(said, Objective) else None, reason)


def _no_target(contract: Contract, level: ServiceLevel) -> str:
    days = [f"{_day(contract, stage)}" for stage in level.targets]
    return f"no target holds on {contract.formats.date(contract.day)}, only {contract.formats.listed(days)}" if days else "it has no target"


def _day(contract: Contract, stage: StagedTarget) -> str:
    ends = ((word, day) for word, day in (("from", stage.from_), ("until", stage.to)) if day)
    return " ".join(f"{word} {contract.formats.date(day)}" for word, day in ends)


def _place(made: Draft, level: ServiceLevel) -> Place | None:
    """Where the contract prints the target, or, of a level without one, anything of it."""
    key = f"service_levels.{level.id}"
    printed = (place for name in (f"{key}.target", f"{key}.targets", key) for place in printed_at(made, name))
    found = provisions(made, [place.provision for place in islice(printed, 1)])
    return next((Place(one.clause.id, one.clause.version, one.cited) for one in found.values()), None)


def _finding(made: Draft, promise: Promise) -> Finding:
    merged = made.loaded.merged.raw
    index = next(place for place, one in enumerate(made.agreement.service_levels) if one.id == promise.level.id)
    message = f"“{promise.level.id}” has no SLO in the file: {promise.reason}"
    hint = "Its SLI is there, and the annotation slagen.no-slo-because; watch it by other means, or state a share, such as “95 % <= 4 hours”."
    return Finding("SLG635", Severity.WARNING, message, merged.source(("service_levels", index)), hint, made.loaded.id)


def written(root: Path, found: Monitoring, out: Path) -> Path:
    """Write the file: `out` is a folder, or the file itself where it ends in .yaml or .yml.

    Raises:
        UsageError: its ending says another format.
        RefusedError: it is one that contracts are made of, or cannot be written.
    """
    if out.suffix and out.suffix.lower() not in _YAML and not out.is_dir():
        raise UsageError(f"OpenSLO is YAML, and “{out.name}” says it is something else.", hint="Name the file *.yaml, or a folder.")
    place = out if out.suffix.lower() in _YAML and not out.is_dir() else out / f"{found.agreement}.openslo.yaml"
    keep_sources(root, place)
    write_files({place: found.text.encode()})
    return place
