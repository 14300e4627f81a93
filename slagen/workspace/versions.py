"""Versions: saving an agreement, what was saved before, and what changed between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from slagen.core.errors import NotFoundError
from slagen.core.findings import Finding
from slagen.formats.files import Folder
from slagen.formats.markdown.write import write
from slagen.model.lock import Lock
from slagen.vault.history import DRAFT, Version, file_history, history, is_event_name, resolve, version_names
from slagen.vault.repository import Repository, open_repository
from slagen.vault.save import Saved, Signature
from slagen.vault.save import save as commit
from slagen.vault.tree import CommittedTree
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.freezing import require_open
from slagen.workspace.load import AGREEMENT_FILE, Loaded, load
from slagen.workspace.locate import SETTINGS_FILE
from slagen.workspace.locking import lock_of, lock_path, lock_text, require_kept, texts_to_save
from slagen.workspace.pinning import LOCK_FILE
from slagen.workspace.records import event_versions, exchanged_versions, records_of
from slagen.workspace.writing import written

TEXT_FILE = "contract.md"


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """What a save came to: the version, the paths that it holds, and what was found on the way."""

    agreement: str
    outcome: Saved
    paths: tuple[str, ...]
    findings: tuple[Finding, ...]


class NothingSavedError(NotFoundError):
    """An agreement of which no version has been saved yet."""

    def __init__(self, agreement_id: str) -> None:
        super().__init__("saved version of", agreement_id, hint=f'Save one first: slagen save {agreement_id} -m "first draft"')


@contextmanager
def opened(root: Path, version: str = DRAFT, agreement: str = "") -> Iterator[Loaded]:
    """The workspace as it stands (`draft`), or as a version holds it, for as long as it is read.

    Raises:
        NotFoundError: there is no such version, or it holds no workspace.
        RefusedError: the folder is in no repository.
    """
    if version == DRAFT:
        yield load(Folder(root))
        return
    with saved_tree(root, version, agreement) as tree:
        yield load(tree)


@contextmanager
def saved_tree(root: Path, version: str, agreement: str = "") -> Iterator[CommittedTree]:
    """The files of a saved version, for as long as they are read; raises as `opened`, and NotFoundError for `draft`."""
    with open_repository(root) as repository:
        events = event_versions(Folder(root), agreement) if is_event_name(version) else {}
        yield _tree(repository, version, agreement, events)


def _tree(repository: Repository, version: str, agreement: str, events: Mapping[str, str]) -> CommittedTree:
    found = resolve(repository, version, agreement, events)
    if found is None:
        raise NotFoundError("saved version", version)
    tree = CommittedTree(repository, found)
    if not tree.exists(SETTINGS_FILE):
        raise NotFoundError("workspace in the version", version, hint="The workspace was not saved then; name a later version.")
    return tree


def save(root: Path, loaded: Loaded, agreement_id: str, message: str, signature: Signature | None = None) -> SavedVersion:
    """Save an agreement: its facts, its lock, its assembled text, and the texts that the lock pins.

    Raises:
        FindingsError: the agreement has errors; nothing was written.
        RefusedError: what was signed is not changed without an amendment, or git or the file system refused; the files are as they were.
    """
    made = draft(loaded, agreement_id)
    with open_repository(root) as repository:
        require_open(loaded, repository, made)
        lock = lock_of(loaded, repository, made)
        own = _own(made, lock)
        changes = {**{path: loaded.files.read(path) for path in texts_to_save(loaded, made)}, **own}
        require_kept(repository, made, lock, changes)
        with written(root, own):
            outcome = commit(repository, changes, message, signature)
    return SavedVersion(agreement_id, outcome, tuple(changes), made.findings)


def _own(made: Draft, lock: Lock) -> dict[str, bytes]:
    assembled = made.usable
    return {lock_path(made): lock_text(lock), f"{made.loaded.folder}/{TEXT_FILE}": write(assembled.document, assembled.labels).encode()}


def versions(root: Path, loaded: Loaded, agreement_id: str, *, limit: int = 0, everything: bool = False) -> tuple[Version, ...]:
    """The saved versions of an agreement, newest first, with `everything` those too that gave way to somebody else's in a pull.

    Raises:
        NotFoundError: there is no such agreement.
    """
    with open_repository(root) as repository:
        return history(repository, loaded.folder_of(agreement_id), limit=limit, everything=everything)


def text_versions(root: Path, loaded: Loaded, agreement_id: str, *, limit: int = 0) -> tuple[Version, ...]:
    """The saved versions in which facts, pins or text changed, newest first: those that only record an event are left out."""
    folder = loaded.folder_of(agreement_id)
    with open_repository(root) as repository:
        return file_history(repository, folder, (AGREEMENT_FILE, LOCK_FILE, TEXT_FILE), limit=limit)


def names_of_versions(root: Path, loaded: Loaded, agreement_id: str) -> dict[str, tuple[str, ...]]:
    """The names that saved versions have, by their commits: `v1.0` where one was signed, `sent-1` where its text was sent."""
    with open_repository(root) as repository:
        named = version_names(repository, agreement_id)
    sent = {name: version for name, version in exchanged_versions(records_of(loaded, agreement_id)).items() if name.startswith("sent")}
    found: dict[str, tuple[str, ...]] = {}
    for name, version in (*named.items(), *sent.items()):
        found[version] = (*found.get(version, ()), name)
    return found
