"""Upgrading: moving an agreement's pins to what the library holds, with its own wording kept (docs/adr/0009)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from slagen.compare.clause_versions import said
from slagen.compare.difference import Difference
from slagen.compare.difference import to_json as difference_data
from slagen.core.errors import FindingsError, NotFoundError, RefusedError
from slagen.core.findings import Finding, Severity
from slagen.core.identifiers import nearest
from slagen.formats.files import inside, write_files
from slagen.formats.findings import to_json as findings_data
from slagen.model.lock import Lock
from slagen.vault.history import DRAFT
from slagen.vault.objects import keep
from slagen.vault.repository import open_repository
from slagen.workspace.comparing import compare_drafts
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.load import Kept, Loaded, pins_of
from slagen.workspace.locking import lock_path, lock_text
from slagen.workspace.moving import Move, Wanted, move_pins
from slagen.workspace.overlay import Overlay
from slagen.workspace.own_wording import OwnConflict
from slagen.workspace.records import is_executed
from slagen.workspace.word_files import word_file

NEEDS_A_VALUE = "SLG021"
NEW = "upgraded"


@dataclass(frozen=True, slots=True)
class ToFill:
    """A parameter that needs a value in the new version of a clause."""

    clause: str
    name: str
    label: str
    rules: str


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade comes to, before anything is written.

    `files` are the lock and the agreement's own wordings as they would be, `merged` the paths of those wordings; `difference` is None where one
    side cannot be assembled; `to_fill` and `to_mend` are what the agreement's facts lack, or what is wrong with them, afterwards.
    """

    agreement: str
    moves: tuple[Move, ...]
    files: Mapping[str, bytes]
    merged: tuple[str, ...]
    conflicts: tuple[OwnConflict, ...]
    to_fill: tuple[ToFill, ...]
    to_mend: tuple[Finding, ...]
    difference: Difference | None
    before: Draft
    after: Draft


def plan_upgrade(root: Path, loaded: Loaded, agreement_id: str, wanted: Wanted) -> Upgrade:
    """What moving the wanted pins comes to. Nothing is written.

    Raises:
        NotFoundError: there is no such agreement, it has no lock, or a clause that is named is not pinned or not in the library.
        RefusedError: the agreement is executed, or a layer has changes that are not saved.
        FindingsError: the lock or the facts cannot be used.
    """
    lock = _lock(loaded, agreement_id)
    _require_known(loaded, agreement_id, lock, wanted)
    made = draft(loaded, agreement_id)
    _ = made.agreement
    work = move_pins(root, loaded, made, lock, wanted)
    files = {merging.file: merging.data for merging in work.mergings} | {lock_path(made): lock_text(work.lock)}
    changed = files if work.moves else {}
    after = draft(replace(loaded, files=Overlay(loaded.files, changed), kept=Kept()), agreement_id)
    to_fill = tuple(_to_fill(work.moves, after))
    merged = tuple(merging.file for merging in work.mergings if merging.data != loaded.files.read(merging.file))
    conflicts = () if wanted.keep_own else tuple(conflict for merging in work.mergings for conflict in merging.conflicts)
    to_mend = tuple(_to_mend(made, after, to_fill))
    difference = compare_drafts(made, after, (DRAFT, NEW)) if made.assembled and after.assembled else None
    return Upgrade(agreement_id, work.moves, changed, merged, conflicts, to_fill, to_mend, difference, made, after)


def carry_out(root: Path, upgrade: Upgrade) -> None:
    """Write the lock and the agreement's own wordings; `save` makes a version of them. The texts that the lock now pins are kept in git at once.

    Raises:
        RefusedError: there are conflicts, or git or the file system refused; nothing was written then.
    """
    if upgrade.conflicts:
        hint = f"Word {upgrade.conflicts[0].file} so that it says what both want, then upgrade with --keep-mine."
        raise RefusedError(f"The own wording of “{upgrade.conflicts[0].clause}” and the library changed the same words.", hint=hint)
    library = upgrade.after.basis
    with open_repository(root) as repository:
        for move in upgrade.moves:
            if move.what == "clause":
                keep(repository, library.files.read(library.library.clauses[move.id].source.file))
            elif move.what in {"template", "shell"}:
                template = library.library.templates[move.id]
                keep(repository, library.files.read(template.source.file if move.what == "template" else template.shell_path))
    write_files({inside(root, path): data for path, data in upgrade.files.items()})


def _lock(loaded: Loaded, agreement_id: str) -> Lock:
    loaded.path_of(agreement_id)
    if is_executed(loaded, agreement_id):
        hint = f'Open one first: slagen amend {agreement_id} --note "what is to change"'
        raise RefusedError(f"“{agreement_id}” is executed: moving it to other texts needs an amendment.", hint=hint)
    pins = pins_of(loaded, agreement_id)
    if pins.findings:
        raise FindingsError(f"The lock of “{agreement_id}” cannot be used.", pins.findings, hint=pins.findings[0].hint)
    if pins.lock is None:
        hint = f'It takes the library as it stands. Its texts are pinned when it is saved: slagen save {agreement_id} -m "first draft"'
        raise NotFoundError("agreement.lock of", agreement_id, hint=hint)
    return pins.lock


def _require_known(loaded: Loaded, agreement_id: str, lock: Lock, wanted: Wanted) -> None:
    for name in wanted.clauses:
        if name not in lock.clauses:
            raise NotFoundError(
                f"clause in the saved “{agreement_id}” named", name, nearest(name, lock.clauses), hint=f"List its clauses: slagen blame {agreement_id}"
            )
        if name not in loaded.library.clauses:
            raise NotFoundError("clause", name, hint="The library no longer has it; the agreement keeps the text that it has.")


def _to_fill(moves: Sequence[Move], after: Draft) -> Iterator[ToFill]:
    """The parameters that the new versions need and nobody states."""
    missing = [finding.message for finding in after.findings if finding.code == NEEDS_A_VALUE]
    for move in moves:
        clause = after.assembled.clauses.get(move.id) if after.assembled and move.what == "clause" else None
        for name, parameter in clause.parameters.items() if clause else ():
            if any(f"“{move.id}”" in message and f"“{name}”" in message for message in missing):
                yield ToFill(move.id, name, parameter.label, said(parameter))


def _to_mend(before: Draft, after: Draft, to_fill: tuple[ToFill, ...]) -> Iterator[Finding]:
    """The errors that are new after the upgrade, without those about values to fill in."""
    known = {(finding.code, finding.message) for finding in before.findings}
    for finding in after.findings:
        new = finding.severity is Severity.ERROR and (finding.code, finding.message) not in known
        if new and not any(_is_about(finding, one) for one in to_fill):
            yield finding


def _is_about(finding: Finding, value: ToFill) -> bool:
    """Whether a finding only says that the value is missing, or that the text cannot be printed without it."""
    named = f"“{value.clause}”" in finding.message and f"“{value.name}”" in finding.message
    return (finding.code == NEEDS_A_VALUE and named) or f"“clauses.{value.clause}.{value.name}”" in finding.message


def redline(upgrade: Upgrade, author: str, moment: str) -> bytes:
    """A Word file that tracks what the upgrade changes, in the look of the agreement's shell; `moment` such as `2026-10-01T09:00:00Z`.

    Raises:
        FindingsError: one of the two sides has errors.
    """
    from slagen.formats.word.redline.compare import Manner  # noqa: PLC0415 - start-up
    from slagen.formats.word.redline.compare import redline as compare  # noqa: PLC0415 - start-up

    return compare(word_file(upgrade.before), word_file(upgrade.after), Manner(author, moment), ("the draft", "the upgraded draft")).data


def to_json(upgrade: Upgrade, *, written: bool) -> dict[str, Any]:
    """The shape that docs/json.md describes for `upgrade`."""
    return {
        "agreement": upgrade.agreement,
        "moved": [{"what": move.what, "id": move.id, "old": move.old, "new": move.new, "change": move.step.value} for move in upgrade.moves],
        "merged": list(upgrade.merged),
        "conflicts": [
            {"clause": one.clause, "file": one.file, "base": one.place.base, "ours": one.place.ours, "theirs": one.place.theirs}
            | {"before": one.place.before, "after": one.place.after}
            for one in upgrade.conflicts
        ],
        "to_fill": [{"clause": one.clause, "parameter": one.name, "label": one.label, "rules": one.rules} for one in upgrade.to_fill],
        "to_mend": findings_data(upgrade.to_mend),
        "written": written,
        "diff": difference_data(upgrade.difference) if upgrade.difference else None,
    }
