"""Status: where an agreement stands, what happened last, what is not saved, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from slagen.core.errors import FindingsError, SlagenError
from slagen.core.findings import Finding, has_errors
from slagen.lifecycle.due_item import DueItem
from slagen.lifecycle.reasons import reason, to_do
from slagen.model.record import Record, Verb
from slagen.model.standing import Standing, Status, standing_of
from slagen.vault.history import Version
from slagen.vault.repository import open_repository
from slagen.vault.tree import CommittedTree
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.edition import inputs, unsaved_among
from slagen.workspace.freezing import watch
from slagen.workspace.identifying import Document
from slagen.workspace.key_dates import Dated, dates
from slagen.workspace.load import AGREEMENT_FILE, Loaded
from slagen.workspace.people import Person, people_of
from slagen.workspace.pinning import LOCK_FILE
from slagen.workspace.records import kept_file, read_records
from slagen.workspace.versions import text_versions

_CLOSED = frozenset({Status.EXECUTED, Status.TERMINATED})
_NEXT_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Returned:
    """The last file that came back: its name as a version, what it was made from, and who left tracked changes and comments in it."""

    version: str
    base: str
    people: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Where an agreement stands on the day `on`.

    `status` follows from records and dates, and `because` says why; `standing` from the records alone, of the amendment where one is open.
    `due` holds the next few items. `saved` is the last version, None before the first; `unsaved` the files that differ from it.
    """

    agreement: str
    title: str
    on: date
    status: Status
    because: str
    standing: Standing
    events: tuple[Record, ...]
    due: tuple[DueItem, ...]
    saved: Version | None
    unsaved: tuple[str, ...]
    returned: Returned | None
    findings: tuple[Finding, ...]
    next: str


def status(root: Path, loaded: Loaded, agreement_id: str, on: date, *, looking_back: bool = False) -> Report:
    """Where an agreement stands on a day; `looking_back` leaves out what is known of today alone: what is not saved.

    Raises:
        NotFoundError: there is no such agreement.
        RefusedError: the folder is in no repository.
    """
    made = draft(loaded, agreement_id)
    with watch(loaded, thorough=True) as findings_of:
        findings = findings_of(made)
    records = tuple(record for record in read_records(loaded, agreement_id, with_files=False).records if record.day <= on)
    with open_repository(root) as repository:
        tree = CommittedTree(repository, repository.head())
        unsaved = () if looking_back else tuple(unsaved_among(loaded, tree, _paths(loaded, made)))
    now, dated = standing_of(records), _dated(loaded, agreement_id, on)
    back = _returned(loaded, records) if now.status is Status.NEGOTIATED else None
    damaged = now.status not in _CLOSED and has_errors(made.findings)
    last = _saved(root, loaded, agreement_id, on if looking_back else None)
    return Report(
        agreement=agreement_id,
        title=made.loaded.agreement.title if made.loaded.agreement else agreement_id,
        on=on,
        status=dated.status if dated else now.status,
        because=_because(now, records, dated),
        standing=now,
        events=records,
        due=tuple(item for item in dated.items if not item.is_snoozed(on))[:_NEXT_ITEMS] if dated else (),
        saved=last,
        unsaved=unsaved,
        returned=back,
        findings=findings,
        next=_mend(agreement_id) if damaged else _empty(agreement_id, now, records, last, unsaved) or _next(agreement_id, now, unsaved, findings, back, dated),
    )


def _empty(agreement_id: str, now: Standing, records: tuple[Record, ...], saved: Version | None, unsaved: tuple[str, ...]) -> str:
    """What to do about an amendment that was opened, and in which nothing was changed since; empty where that is not so."""
    signed = next((record for record in reversed(records) if record.verb == Verb.SIGN), None)
    if now.status is not Status.DRAFT or not now.amendment or unsaved or signed is None or saved is None or saved.commit != signed.commit:
        return ""
    return f'Change its facts, for {now.amendment} says what {now.version} says, and save them: slagen save {agreement_id} -m "what changed"'


def _saved(root: Path, loaded: Loaded, agreement_id: str, on: date | None) -> Version | None:
    """The version that was saved last, on or before a day where one is named."""
    found = text_versions(root, loaded, agreement_id, limit=0 if on else 1)
    return next((version for version in found if on is None or version.at.date() <= on), None)


def _dated(loaded: Loaded, agreement_id: str, on: date) -> Dated | None:
    """Its dates; None where they cannot be worked out: then the records alone say where it stands."""
    try:
        return dates(loaded, agreement_id, today=on)
    except SlagenError:
        return None


def _because(now: Standing, records: tuple[Record, ...], dated: Dated | None) -> str:
    if now.version:
        return reason(dated.status, dated.dates, dated.formats.date) if dated else "its dates cannot be worked out: the records alone say so"
    match now.status:
        case Status.SENT:
            sent = next(record for record in reversed(records) if record.verb == Verb.SEND)
            return f"{sent.version} was sent on {sent.day}{f' to {sent.to}' if sent.to else ''}, and no answer is on record"
        case Status.NEGOTIATED:
            came = next(record for record in reversed(records) if record.verb == Verb.RECEIVE)
            return f"{came.version} came back on {came.day}{f' from {came.to}' if came.to else ''}, and nothing is signed"
        case _:
            return "nothing was sent or signed yet"


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


def _next(agreement_id: str, now: Standing, unsaved: tuple[str, ...], findings: tuple[Finding, ...], back: Returned | None, dated: Dated | None) -> str:
    if has_errors(findings):
        return _mend(agreement_id)
    if dated and (now.status in _CLOSED or dated.status is Status.EXPIRED):
        return to_do(dated.status, dated.dates, dated.items, dated.formats.date, agreement_id)
    if now.status in _CLOSED:
        return _mend(agreement_id)
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
