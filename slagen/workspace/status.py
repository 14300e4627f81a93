"""Status: where an agreement stands, what happened last, what is not saved, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from slagen.core.errors import FindingsError, SlagenError
from slagen.core.findings import Finding, has_errors
from slagen.model.record import Record, Verb
from slagen.model.standing import Standing, Status, standing_of
from slagen.vault.history import Version
from slagen.vault.repository import open_repository
from slagen.vault.tree import CommittedTree
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.edition import inputs, unsaved_among
from slagen.workspace.freezing import watch
from slagen.workspace.identifying import Document
from slagen.workspace.load import AGREEMENT_FILE, Loaded
from slagen.workspace.people import Person, people_of
from slagen.workspace.pinning import LOCK_FILE
from slagen.workspace.records import kept_file, read_records
from slagen.workspace.versions import text_versions

_CLOSED = frozenset({Status.EXECUTED, Status.TERMINATED})


@dataclass(frozen=True, slots=True)
class Returned:
    """The last file that came back: its name as a version, what it was made from, and who left tracked changes and comments in it."""

    version: str
    base: str
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Where an agreement stands. `saved` is its last version, None before the first; `unsaved` the files that differ from it."""

    agreement: str
    title: str
    standing: Standing
    events: tuple[Record, ...]
    saved: Version | None
    unsaved: tuple[str, ...]
    returned: Returned | None
    findings: tuple[Finding, ...]
    next: str


def status(root: Path, loaded: Loaded, agreement_id: str) -> Report:
    """Where an agreement stands.

    Raises:
        NotFoundError: there is no such agreement.
        RefusedError: the folder is in no repository.
    """
    made = draft(loaded, agreement_id)
    with watch(loaded, thorough=True) as findings_of:
        findings = findings_of(made)
    records = read_records(loaded, agreement_id, with_files=False).records
    with open_repository(root) as repository:
        tree = CommittedTree(repository, repository.head())
        unsaved = tuple(unsaved_among(loaded, tree, _paths(loaded, made)))
    saved = next(iter(text_versions(root, loaded, agreement_id, limit=1)), None)
    now = standing_of(records)
    title = made.loaded.agreement.title if made.loaded.agreement else agreement_id
    back = _returned(loaded, records) if now.status is Status.NEGOTIATED else None
    return Report(
        agreement_id,
        title,
        now,
        records,
        saved,
        unsaved,
        back,
        findings,
        _next(agreement_id, now, unsaved, findings, back) if now.status in _CLOSED or not has_errors(made.findings) else _mend(agreement_id),
    )


def _paths(loaded: Loaded, made: Draft) -> tuple[str, ...]:
    """What the agreement is made of; its facts alone, where they cannot be used."""
    try:
        return inputs(loaded, made)
    except FindingsError:
        lock = f"{made.loaded.folder}/{LOCK_FILE}"
        return (f"{made.loaded.folder}/{AGREEMENT_FILE}", *((lock,) if loaded.files.exists(lock) else ()))


def _returned(loaded: Loaded, records: tuple[Record, ...]) -> Returned | None:
    last = next((record for record in reversed(records) if record.verb == Verb.RECEIVE), None)
    if last is None:
        return None
    try:
        people = people_of(Document(PurePosixPath(last.file).name, kept_file(loaded.files, last)))
    except SlagenError:
        people = ()  # the findings tell what is wrong with the kept file
    return Returned(last.version, last.base, people)


def _mend(agreement_id: str) -> str:
    return f"Mend what is wrong; it is listed by: slagen check {agreement_id}"


def _next(agreement_id: str, now: Standing, unsaved: tuple[str, ...], findings: tuple[Finding, ...], back: Returned | None) -> str:
    if has_errors(findings):
        return _mend(agreement_id)
    if now.status is Status.TERMINATED:
        return f"It ends on {now.ends_on}." if now.ends_on else "Nothing."
    if now.status is Status.EXECUTED:
        return f'Keep it. To change it, open an amendment: slagen amend {agreement_id} --note "what is to change"'
    if unsaved:
        return f'Save what was changed: slagen save {agreement_id} -m "what changed"'
    if now.status is Status.SENT:
        return f"Wait for the answer; record it with: slagen receive {agreement_id} FILE, or slagen sign {agreement_id} FILE"
    if back is not None:
        return (
            f"Look at {back.version} (slagen diff {agreement_id} sent received), put what is agreed into the facts, save and send again; "
            f"or record the signature: slagen sign {agreement_id} FILE"
        )
    return f"Send it: slagen send {agreement_id} --to WHOM"
