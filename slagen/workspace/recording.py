"""Recording: an event's record and the exact bytes it speaks of, written and committed together, one event at a time.

The files stand in the folder before the commit is made. Whoever is stopped in between leaves a record that is not saved;
the next event of the agreement saves it as it stands, and names a signed version that has no name yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from slagen.core.calendars import holiday_data_version
from slagen.core.errors import FindingsError, NotFoundError
from slagen.core.findings import has_errors
from slagen.core.hashes import blob_id
from slagen.formats import yaml
from slagen.formats.yaml_write import render
from slagen.model.record import Record, Verb, facts_of, seal_of
from slagen.schema.records import read_record
from slagen.vault.history import last_change
from slagen.vault.identity import UnknownPersonError, known_person
from slagen.vault.repository import Repository, open_repository
from slagen.vault.save import Saved, Signature, settle
from slagen.vault.save import save as commit
from slagen.vault.tags import tag, tagged
from slagen.vault.tree import CommittedTree
from slagen.vault.turn import turn
from slagen.workspace.identifying import Document
from slagen.workspace.load import Loaded
from slagen.workspace.records import FILES, RECORDS, Recorded, read_records
from slagen.workspace.saved_records import rewritten, taken_back
from slagen.workspace.writing import written

_HEAD = "# Written by slagen; do not edit. What is to be added goes into a new record.\n"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who records what, when and with whom. `at` is a day where only that is known."""

    at: date
    by: str = ""
    to: str = ""
    method: str = ""
    note: str = ""
    signature: Signature | None = None

    @property
    def day(self) -> date:
        """The day on which it happened, where the one who records it is."""
        return self.at.date() if isinstance(self.at, datetime) else self.at


@dataclass(frozen=True, slots=True)
class Desk:
    """Where an event is recorded: the workspace, its repository, and what was recorded before."""

    root: Path
    loaded: Loaded
    repository: Repository
    agreement: str
    recorded: Recorded

    @property
    def folder(self) -> str:
        """The agreement's folder."""
        return self.loaded.folder_of(self.agreement)

    def person(self, circumstances: Circumstances) -> str:
        """Who acts: the one who is named, else the one whom git knows.

        Raises:
            UnknownPersonError: nobody is known.
        """
        author = circumstances.signature.author if circumstances.signature else None
        known = author or known_person(self.repository.git)
        if circumstances.by.strip():
            return " ".join(circumstances.by.split())
        if known is None:
            raise UnknownPersonError
        return f"{known.name} <{known.email}>" if known.email else known.name


@contextmanager
def desk(root: Path, loaded: Loaded, agreement_id: str) -> Iterator[Desk]:
    """One's turn to record what happened to an agreement; what an event before had left unfinished is finished first.

    Raises:
        NotFoundError: there is no such agreement.
        FindingsError: the records, or the files that they speak of, are not as they were written.
        RefusedError: the folder is in no repository, or somebody else is recording for more than a minute.
    """
    folder = loaded.folder_of(agreement_id)
    with open_repository(root) as repository, turn(repository.git_dir, "events"):
        settle(repository)
        recorded = read_records(loaded, agreement_id)
        findings = (*recorded.findings, *rewritten(loaded.files, repository, agreement_id, folder, thorough=True))
        if has_errors(findings):
            raise FindingsError(f"The records of “{agreement_id}” are not as they were written.", findings, hint="Mend what is listed first.")
        _finish(loaded, repository, agreement_id, recorded)
        yield Desk(root, loaded, repository, agreement_id, recorded)


def _finish(loaded: Loaded, repository: Repository, agreement_id: str, recorded: Recorded) -> None:
    _take_back(loaded, repository, agreement_id)
    left = unsaved_records(repository, recorded.records)
    if left:
        paths = {path for record in left for path in (record.path, record.kept) if path}
        names = ", ".join(record.version or record.verb for record in left)
        commit(repository, {path: loaded.files.read(path) for path in sorted(paths)}, f"{agreement_id}: {names}, recorded before and not saved")
    for record in untagged(repository, agreement_id, recorded.records):
        _name(repository, agreement_id, record, None)


def _take_back(loaded: Loaded, repository: Repository, agreement_id: str) -> None:
    """Save that one of two records with the same number was taken away."""
    head = repository.head()
    kept = CommittedTree(repository, head).walk(f"{loaded.folder_of(agreement_id)}/{RECORDS}") if head else ()
    gone = taken_back(loaded.files, kept)
    if gone:
        commit(repository, dict.fromkeys(gone), f"{agreement_id}: of two records with the same number one is taken back, to be recorded again")


def unsaved_records(repository: Repository, records: Sequence[Record]) -> tuple[Record, ...]:
    """The records that stand in the folder and not, with their files, in the last version."""
    head = repository.head() if records else ""
    tree = CommittedTree(repository, head) if head else None

    def holds(path: str) -> bool:
        return tree is not None and tree.exists(path)

    return tuple(record for record in records if not holds(record.path) or (record.kept and not holds(record.kept)))


def untagged(repository: Repository, agreement_id: str, records: Sequence[Record]) -> tuple[Record, ...]:
    """The first record of each signed version that has no name yet."""
    first: dict[str, Record] = {}
    for record in records:
        if record.verb == Verb.SIGN:
            first.setdefault(record.version, record)
    return tuple(record for record in first.values() if not tagged(repository, agreement_id, record.version))


def _name(repository: Repository, agreement_id: str, record: Record, signature: Signature | None) -> None:
    """Name the version that holds the record, its file, and the facts that were signed."""
    holder = last_change(repository, (record.path,), "HEAD")
    if not holder:
        raise NotFoundError("saved record", record.path)
    message = f"{agreement_id} {record.version}, signed {record.day:%Y-%m-%d}\n\nSHA-256 of the file: {record.sha256}\ntext hash: {record.text_hash}"
    tag(repository, agreement_id, record.version, holder, message, signature)


@dataclass(frozen=True, slots=True)
class Filed:
    """What was recorded: the records, the version that holds them, and the files that are kept, from the workspace."""

    agreement: str
    records: tuple[Record, ...]
    outcome: Saved
    files: tuple[str, ...] = ()
    before: bool = False
    """Whether all of it had been recorded before, and nothing was written."""


def file_records(at: Desk, events: Sequence[tuple[Record, Document | None]], message: str, circumstances: Circumstances) -> Filed:
    """Write the records with their files, commit them as one version, and name it where it is signed: all of it, or nothing.

    The files come first: one without a record stands in nobody's way, but a record never speaks of a file that is not there.
    """
    kept_files: dict[str, bytes] = {}
    texts: dict[str, bytes] = {}
    records: list[Record] = []
    for record, document in events:
        number = at.recorded.last_number + len(records) + 1
        kept = _kept(at, record, document, kept_files) if document else ""
        data = holiday_data_version() if record.due or record.ends_on else ""
        complete = replace(record, holidays=data, file=kept, sha256=document.sha256 if document else "", name=document.name if document else "", number=number)
        complete = _sealed(replace(complete, path=f"{at.folder}/{RECORDS}/{complete.file_name}"))
        texts[complete.path] = text_of_record(complete)
        if document:
            kept_files[f"{at.folder}/{kept}"] = document.data
        records.append(complete)
    changes = kept_files | texts
    with written(at.root, changes):
        outcome = commit(at.repository, changes, message, circumstances.signature)
    if records[0].verb == Verb.SIGN and not tagged(at.repository, at.agreement, records[0].version):
        _name(at.repository, at.agreement, records[0], circumstances.signature)
    return Filed(at.agreement, tuple(records), outcome, tuple(record.kept for record in records if record.kept))


def said(at: Desk, verb: Verb, how: Circumstances) -> Record:
    """The event as people tell it: who, when, with whom, how and why."""
    return Record(verb, how.at, at.person(how), to=one_line(how.to), method=one_line(how.method), note=how.note.strip())


def one_line(text: str) -> str:
    """A text without line breaks and double spaces."""
    return " ".join(text.split())


def told(record: Record) -> tuple[object, ...]:
    """What makes two records tell the same event, the day first, whatever the moment."""
    how = (record.by, record.base, record.to, record.method, record.note)
    claimed = (record.scheme, record.period, record.amount, record.excuse)
    return (record.day, record.verb, *how, record.due, record.done_on, record.outcome, record.ends_on, record.item, record.until, *claimed)


def already(at: Desk, before: Sequence[Record | None]) -> Filed:
    """All of it was recorded before."""
    records = tuple(record for record in before if record)
    return Filed(at.agreement, records, Saved(at.repository.head(), changed=False), tuple(record.kept for record in records if record.kept), before=True)


def recorded_before(at: Desk, record: Record) -> Filed | None:
    """The same event, where it was recorded on the same day, as when the command was interrupted; None where it was not."""
    before = [known for known in at.recorded.of(record.verb) if told(known) == told(record)]
    return already(at, before[-1:]) if before else None


def _sealed(record: Record) -> Record:
    return replace(record, seal=seal_of(record))


def text_of_record(record: Record) -> bytes:
    """The record's file; what it says is read back the same."""
    data = f"{_HEAD}{render(facts_of(record))}".encode()
    back, findings = read_record(yaml.read_yaml(data, record.path))
    if findings or back != record:
        raise FindingsError("What is to be recorded cannot be written down.", findings, hint="Leave out unusual characters.")
    return data


def _kept(at: Desk, record: Record, document: Document, taken: Mapping[str, bytes]) -> str:
    """Where a file is kept: where the same bytes are kept already, else under the version's name; never over another file."""
    for known in at.recorded.records:
        if known.sha256 == document.sha256 and known.file:
            return known.file
    count = 1
    while True:
        name = f"{FILES}/{record.version}{f'-{count}' if count > 1 else ''}{document.suffix}"
        place = f"{at.folder}/{name}"
        if place not in taken and not _holds_another(at.loaded, place, document):
            return name
        count += 1


def _holds_another(loaded: Loaded, path: str, document: Document) -> bool:
    return loaded.files.exists(path) and loaded.files.blob(path) != blob_id(document.data)
