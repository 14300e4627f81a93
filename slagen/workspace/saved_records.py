"""Records against git: whoever changes or deletes what was recorded can make the folder agree with itself, but not with what was saved and named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
import shlex

from slagen.core.errors import SlagenError
from slagen.core.file_view import Files
from slagen.core.findings import Finding, Severity, Source, has_errors
from slagen.formats import yaml
from slagen.formats.files import Folder
from slagen.model.record import Record
from slagen.schema.records import number_of, read_record
from slagen.vault.history import NUMBERED, deleted_paths, version_names
from slagen.vault.repository import Repository, open_repository
from slagen.vault.tree import CommittedTree, tree_of
from slagen.workspace.records import RECORDS, in_order, is_record_path


def holds_records(repository: Repository, folder: str) -> bool:
    """Whether the last version holds records of an agreement: asked of a process that is kept open."""
    found = repository.git.header(f"HEAD:{repository.path(f'{folder}/{RECORDS}')}")
    return found is not None and found[1] == "tree"


def rewritten(files: Files, repository: Repository, agreement_id: str, folder: str, *, thorough: bool = False) -> Iterator[Finding]:
    """Records that the last version, or a name of a signed one, has otherwise than the folder; `thorough` looks through the whole history, too."""
    head = repository.head()
    saved = CommittedTree(repository, head) if head else None
    kept = saved.walk(f"{folder}/{RECORDS}") if saved else ()
    back = taken_back(files, kept)
    found = list(_otherwise(files, saved, (path for path in kept if path not in back))) if saved else []
    yield from found
    told = {finding.source.file for finding in found}
    for name, commit in version_names(repository, agreement_id).items():
        for finding in _against_name(files, repository, f"{agreement_id}/{name}", commit, folder) if NUMBERED.fullmatch(name) else ():
            if finding.source.file not in told:
                told.add(finding.source.file)
                yield finding
    yield from _deleted(files, repository, folder, told) if thorough and head else ()


def taken_back(files: Files, kept: Sequence[str]) -> tuple[str, ...]:
    """Of the saved records (`kept`) of one agreement those that are gone from the folder, where another saved one with the same number stands.

    So two people who recorded at the same time are set right: one of the two goes, and its event is recorded again.
    """
    standing = {number_of(path) for path in kept if files.exists(path)}
    return tuple(path for path in kept if is_record_path(path) and not files.exists(path) and number_of(path) in standing)


def _against_name(files: Files, repository: Repository, name: str, commit: str, folder: str) -> Iterator[Finding]:
    """Records that the version with this name holds otherwise."""
    tree = CommittedTree(repository, commit)
    for path in tree.walk(f"{folder}/{RECORDS}") if tree_of(repository.git, commit) else ():
        if not files.exists(path):
            yield _finding(f"a record that the version {name} holds is gone", path, name)
        elif tree.blob(path) != files.blob(path):
            yield _finding(f"the version {name} does not hold this record as it stands: one of the two was changed", path)


def _deleted(files: Files, repository: Repository, folder: str, told: set[str]) -> Iterator[Finding]:
    """Records that a version took away. One of two with the same number may go: that is how two who recorded at once are set right."""
    numbers = {number_of(path) for path in files.walk(f"{folder}/{RECORDS}")}
    for path, commit in deleted_paths(repository, f"{folder}/{RECORDS}").items():
        if is_record_path(path) and path not in told and not files.exists(path) and number_of(path) not in numbers:
            yield _finding(f"a record was deleted in the version {commit[:10]}", path, f"{commit[:10]}^")


def _finding(message: str, path: str, version: str = "HEAD") -> Finding:
    hint = f"Bring it back: git checkout {version} -- {shlex.quote(path)}. Records are added, and never changed or deleted."
    return Finding("SLG527", Severity.ERROR, message, Source(path, 1), hint)


@dataclass(frozen=True, slots=True)
class Believed:
    """Records of files, and what was found where a record was not taken from the folder."""

    records: tuple[Record, ...]
    findings: tuple[Finding, ...] = ()
    unchecked: str = ""
    """Why they were taken from the folder as they stand, where git could not be asked."""


def believed(root: Path) -> Believed:
    """The records of files that can be believed.

    What was saved counts as it was saved, whatever has become of it in the folder; a record that is not saved yet counts if its seal fits.
    """
    folder = Folder(root)
    standing = [path for path in folder.walk("agreements") if is_record_path(path)]
    try:
        with open_repository(root) as repository:
            head = repository.head()
            saved = CommittedTree(repository, head) if head else None
            kept = [path for path in saved.walk("agreements") if is_record_path(path)] if saved else []
            findings = tuple(_otherwise(folder, saved, kept)) if saved else ()
            sources: dict[str, Files] = dict.fromkeys(standing, folder) | (dict.fromkeys(kept, saved) if saved else {})
            return Believed(in_order(_readable(sources)), findings)
    except SlagenError as error:
        return Believed(in_order(_readable(dict.fromkeys(standing, folder))), unchecked=error.message.rstrip("."))


def _otherwise(folder: Files, saved: Files, kept: Iterable[str]) -> Iterator[Finding]:
    for path in kept:
        if not folder.exists(path):
            yield _finding("a record that was saved is gone", path)
        elif saved.blob(path) != folder.blob(path):
            yield _finding("a record is not as it was saved", path)


def _readable(sources: Mapping[str, Files]) -> Iterator[Record]:
    for path, files in sources.items():
        try:
            record, findings = read_record(yaml.read_yaml(files.read(path), path))
        except SlagenError:
            continue
        if record is not None and record.file and not has_errors(findings):
            yield record
