"""The records of an agreement, as its folder holds them, and what is wrong with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
import hashlib
from pathlib import PurePosixPath

from slagen.core.errors import NotFoundError, RefusedError, SlagenError
from slagen.core.file_view import Files
from slagen.core.findings import Finding, Severity, Source
from slagen.formats import yaml
from slagen.model.record import EXCHANGED, WITH_FILE, Record, Verb, is_frozen
from slagen.schema.records import read_record
from slagen.workspace.library_files import unreadable
from slagen.workspace.load import Loaded

RECORDS = "records"
FILES = "files"
_MOST_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Recorded:
    """The records in the order in which they were written, and what is wrong with them or with the files that they speak of."""

    records: tuple[Record, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def last_number(self) -> int:
        """The number of the last record, 0 where there is none."""
        return max((record.number for record in self.records), default=0)

    def of(self, *verbs: str) -> tuple[Record, ...]:
        """The records of these verbs."""
        return tuple(record for record in self.records if record.verb in verbs)


def records_of(loaded: Loaded, agreement_id: str) -> tuple[Record, ...]:
    """What happened to an agreement, in order; records that cannot be read are left out, and told by `read_records`.

    Raises:
        NotFoundError: there is no such agreement.
    """
    return read_records(loaded, agreement_id, with_files=False).records


def is_executed(loaded: Loaded, agreement_id: str) -> bool:
    """Whether the text as it stands is signed: a version was, and no amendment has been opened since.

    Raises:
        NotFoundError: there is no such agreement.
    """
    return is_frozen(records_of(loaded, agreement_id))


def event_versions(files: Files, agreement_id: str) -> dict[str, str]:
    """The names that sending and receiving gave (`sent-1`), wherever the agreement's records stand; see `exchanged_versions`."""
    return exchanged_versions(recorded_files(files, agreement_id))


def exchanged_versions(records: Iterable[Record]) -> dict[str, str]:
    """What was sent and received, by its name (`sent-1`), with the commit of the version whose text it is: empty where it is of none."""
    found: dict[str, str] = {}
    for record in records:
        if record.verb in EXCHANGED:
            found.setdefault(record.version, record.commit)
    return found


def recorded_files(files: Files, agreement_id: str = "") -> tuple[Record, ...]:
    """The records of files, of one agreement or of all, as far as they can be read; by agreement, in their order."""
    found: list[Record] = []
    for path in files.walk("agreements"):
        if is_record_path(path) and agreement_id in {"", PurePosixPath(path).parent.parent.name}:
            record, _ = _record_file(path, files.read(path))
            if record is not None and record.verb in WITH_FILE:
                found.append(record)
    return in_order(found)


@lru_cache(maxsize=_MOST_KEPT)
def _record_file(path: str, data: bytes) -> tuple[Record | None, tuple[Finding, ...]]:
    """A record from the bytes of its file; None where it cannot be used. A command asks for the same ones many times."""
    return read_record(yaml.read_yaml(data, path))


def is_record_path(path: str) -> bool:
    """Whether a file stands where records do."""
    folder, _, name = path.rpartition("/")
    return name.endswith(".yaml") and folder.rpartition("/")[2] == RECORDS


def in_order(records: Iterable[Record]) -> tuple[Record, ...]:
    """Records by agreement, and of each in the order in which they were written."""
    return tuple(sorted(records, key=lambda record: (PurePosixPath(record.path).parent, record.number)))


def kept_file(files: Files, record: Record) -> bytes:
    """The exact bytes that were recorded.

    Raises:
        RefusedError: what is kept is not what was recorded.
    """
    data = files.read(record.kept)
    if hashlib.sha256(data).hexdigest() != record.sha256:
        raise RefusedError(f"The kept file of {record.version} is not the one that was recorded.", hint=f"Bring it back: git checkout -- {record.kept}")
    return data


def read_records(loaded: Loaded, agreement_id: str, *, with_files: bool = True) -> Recorded:
    """The records of an agreement with all findings; `with_files` compares the kept files with their hashes.

    Raises:
        NotFoundError: there is no such agreement.
    """
    folder = loaded.folder_of(agreement_id)
    records: list[Record] = []
    findings: list[Finding] = []
    for path in loaded.files.walk(f"{folder}/{RECORDS}"):
        if not path.endswith(".yaml"):
            continue
        try:
            record, found = _record_file(path, loaded.files.read(path))
        except SlagenError as error:
            record, found = None, (unreadable(path, error),)
        findings.extend(found)
        if record is not None:
            records.append(record)
    ordered = tuple(sorted(records, key=lambda record: (record.number, record.path)))
    findings.extend(_counting(ordered, f"{folder}/{RECORDS}"))
    if with_files:
        findings.extend(fault for record in ordered for fault in _file_faults(loaded.files, record))
    return Recorded(ordered, tuple(replace(finding, agreement=agreement_id) for finding in findings))


def _counting(records: Sequence[Record], folder: str) -> Iterator[Finding]:
    """Records are counted without a gap, and each name of a file that was sent or received is given once."""
    numbers = Counter(record.number for record in records)
    missing = sorted(set(range(1, max(numbers, default=0))) - numbers.keys())
    if missing:
        listed = ", ".join(map(str, missing[:5]))
        hint = "Bring it back from git: records are never deleted."
        yield Finding("SLG523", Severity.ERROR, f"a record is missing: number {listed}", Source(folder), hint)
    names = Counter(record.version for record in records if record.verb in EXCHANGED)
    for record in records:
        same_name = record.version if record.verb in EXCHANGED and names[record.version] > 1 else ""
        twice = f"number {record.number}" if numbers[record.number] > 1 else same_name
        if twice:
            hint = (
                "Two people have recorded at the same time. Delete the file of one of the two records (not one that a signed version holds), "
                f"and record its event again: {_again(record)}. What it kept stays in {FILES}/."
            )
            yield Finding("SLG523", Severity.ERROR, f"two records are {twice}", Source(record.path, 1), hint)


def _again(record: Record) -> str:
    """The command that recorded an event."""
    if record.verb in {Verb.CLAIM, Verb.CREDIT}:
        return f"slagen statement {record.agreement} --period {record.period} --{'claimed' if record.verb == Verb.CLAIM else 'credited'} {record.day}"
    return f"slagen {record.verb} {record.agreement}" + (" FILE" if record.verb in WITH_FILE else "")


def _file_faults(files: Files, record: Record) -> Iterator[Finding]:
    if not record.file:
        return
    hint = f"Bring it back as it was saved: git checkout -- {record.kept}"
    try:
        kept_file(files, record)
    except NotFoundError:
        yield Finding("SLG522", Severity.ERROR, f"the file that {record.version} was is gone: {record.file}", Source(record.path, 1), hint)
    except SlagenError as error:
        message = f"{error.message.rstrip('.')}: {record.file}"
        yield Finding("SLG522", Severity.ERROR, message[0].lower() + message[1:], Source(record.path, 1), error.hint or hint)
