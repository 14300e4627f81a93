"""The ledger of reminders in the workspace: what was sent, read from the folder and from what was saved, and written line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
import itertools
import os
from pathlib import Path
import re

from slagen.core.errors import NotFoundError
from slagen.core.file_view import Files
from slagen.core.findings import Finding, Severity, Source
from slagen.core.hashes import blob_id
from slagen.core.refusals import refusals
from slagen.formats.files import inside, sync_folder
from slagen.formats.reminder_ledger import Known, Line, Read, known, read, write_line
from slagen.vault.repository import Repository
from slagen.vault.tree import CommittedTree

FOLDER = "reminders"
_NAME = re.compile(rf"{FOLDER}/(\d{{4}}-\d{{2}}-\d{{2}})T\d{{6}}Z-\d+\.jsonl", re.ASCII)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the ledger says. `unsure` is the last day of which it cannot be told what was sent; `unsaved` are the files that no version holds yet."""

    known: Known = field(default_factory=Known)
    findings: tuple[Finding, ...] = ()
    unsure: date | None = None
    unsure_in: str = ""
    unsaved: Mapping[str, bytes] = field(default_factory=dict)


def read_ledger(files: Files, repository: Repository | None) -> Remembered:
    """The whole ledger: files that were saved count as they were saved, whatever became of them in the folder since."""
    head = repository.head() if repository else ""
    saved = CommittedTree(repository, head) if repository and head else None
    here = {path for path in files.walk(FOLDER) if path.endswith(".jsonl")}
    paths = sorted(here | {path for path in (saved.walk(FOLDER) if saved else ()) if path.endswith(".jsonl")})
    lines: list[Line] = []
    findings: list[Finding] = []
    unsure: dict[date, str] = {}
    unsaved: dict[str, bytes] = {}
    for path in paths:
        stands = files.read(path) if path in here else None
        kept = _kept(saved, path, stands)
        data = _counts(stands, kept)
        found = read(data)
        if data == kept and stands != kept:
            findings.append(_changed(path))
        lines.extend(found.lines)
        findings.extend(_findings(path, found))
        if found.damaged:
            unsure[_day_of(path)] = path
        if data != kept:
            unsaved[path] = data
    last = max(unsure, default=None)
    return Remembered(known(lines), tuple(findings), last, unsure[last] if last else "", unsaved)


def _kept(saved: CommittedTree | None, path: str, stands: bytes | None) -> bytes | None:
    """The bytes as they were saved; what stands in the folder just so is not read a second time."""
    if saved is None or not saved.exists(path):
        return None
    return stands if stands is not None and saved.blob(path) == blob_id(stands) else saved.read(path)


def _counts(here: bytes | None, kept: bytes | None) -> bytes:
    """What was saved counts, unless it is damaged and somebody has mended it in the folder, or the run that wrote it went on."""
    if here is None or kept is None:
        return kept if here is None and kept is not None else here or b""
    return here if here != kept and (here.startswith(kept) or read(kept).damaged) else kept


def _changed(path: str) -> Finding:
    message = "this file of the ledger of reminders is not as it was saved; what was saved counts"
    return Finding("SLG484", Severity.WARNING, message, Source(path), f"Bring it back: git checkout -- {path}")


def _findings(path: str, found: Read) -> Iterator[Finding]:
    for number in found.damaged:
        message = f"line {number} of the ledger of reminders cannot be read: what it says was sent, or was about to be, is not known"
        hint = f"Bring the file back as it was saved (git log -- {path}). Or delete the line: what it told of may then be sent a second time."
        yield Finding("SLG483", Severity.ERROR, message, Source(path, number), hint)
    if found.cut_off:
        message = "the last line of the ledger of reminders was cut off while it was written"
        yield Finding("SLG482", Severity.NOTE, message, Source(path), "Nothing: a mail of which it is not known whether it was sent is sent again.")


def _day_of(path: str) -> date:
    """The day of the run that wrote a file; of a file whose name does not tell it, any day."""
    with suppress(ValueError):
        match = _NAME.fullmatch(path)
        return date.fromisoformat(match[1]) if match else date.max
    return date.max


class Ledger:
    """The file of one run. It is made with its first line; each line is on the disk before the next step is taken."""

    def __init__(self, root: Path, at: datetime) -> None:
        self._root = root
        self._at = at
        self.path = ""

    def write(self, line: Line) -> None:
        """Add a line, and wait until the disk has it.

        Raises:
            RefusedError: the disk is full, the folder is read-only …; the file then ends with the line before.
        """
        descriptor = self._opened() if self.path else self._begun()
        try:
            with refusals(self.path):
                _append(descriptor, write_line(line))
        finally:
            os.close(descriptor)

    def _opened(self) -> int:
        with refusals(self.path):
            return os.open(inside(self._root, self.path), os.O_WRONLY | os.O_APPEND | _NO_LINK)

    def _begun(self) -> int:
        """A new file under a name that no other run has."""
        moment = f"{self._at.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
        for count in itertools.count(1):
            path = f"{FOLDER}/{moment}-{count}.jsonl"
            place = inside(self._root, path)
            with refusals(path):
                place.parent.mkdir(exist_ok=True)
                with suppress(FileExistsError):
                    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | _NO_LINK, 0o666)
                    break
        self.path = path
        sync_folder(place.parent)
        sync_folder(self._root)
        return descriptor


def _append(descriptor: int, data: bytes) -> None:
    """Write all of it and wait for the disk; or none of it, as far as the disk allows."""
    length = os.fstat(descriptor).st_size
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        os.fsync(descriptor)
    except OSError:
        with suppress(OSError):
            os.ftruncate(descriptor, length)
        raise


def bytes_of(files: Files, path: str) -> bytes:
    """What a run has written; nothing where it has written no line."""
    try:
        return files.read(path) if path else b""
    except NotFoundError:
        return b""
