"""Blaming: the saved versions of an agreement read once each, and what each clause owes to whom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from slagen.compare.blame import Blamed, Snapshot, blame, clause_texts, deviations_of
from slagen.core.raw import RawValue
from slagen.formats import yaml
from slagen.model.lock import ClausePin
from slagen.vault.history import Version
from slagen.vault.lock import read_lock
from slagen.vault.repository import Repository, open_repository
from slagen.vault.tree import CommittedTree
from slagen.workspace.load import AGREEMENT_FILE, Loaded
from slagen.workspace.pinning import LOCK_FILE
from slagen.workspace.versions import TEXT_FILE, NothingSavedError, names_of_versions, text_versions

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Account:
    """What was done to each clause; `versions` are those that the steps speak of, by commit, `names` what they are called."""

    agreement: str
    clauses: tuple[Blamed, ...]
    versions: Mapping[str, Version]
    names: Mapping[str, tuple[str, ...]]


def account(root: Path, loaded: Loaded, agreement_id: str) -> Account:
    """Who brought in and who changed each clause of the saved versions of an agreement.

    Raises:
        NotFoundError: there is no such agreement.
        NothingSavedError: it was never saved.
        RefusedError: the folder is in no repository.
    """
    found = text_versions(root, loaded, agreement_id)
    if not found:
        raise NothingSavedError(agreement_id)
    with open_repository(root) as repository:
        reader = _Reader(repository, loaded.folder_of(agreement_id))
        clauses = blame(reader.snapshot(version.commit) for version in reversed(found))
    return Account(agreement_id, clauses, {version.commit: version for version in found}, names_of_versions(root, loaded, agreement_id))


class _Reader:
    """Reads versions one after the other."""

    def __init__(self, repository: Repository, folder: str) -> None:
        self._repository = repository
        self._facts = _Part(f"{folder}/{AGREEMENT_FILE}", _facts)
        self._pins = _Part(f"{folder}/{LOCK_FILE}", _pins)
        self._texts = _Part(f"{folder}/{TEXT_FILE}", _texts)

    def snapshot(self, commit: str) -> Snapshot:
        """What a version says of its clauses."""
        tree = CommittedTree(self._repository, commit)
        facts, pins, texts = self._facts.of(tree), self._pins.of(tree), self._texts.of(tree)
        return Snapshot(commit, {name: text for name, text in texts.items() if name in pins or not pins}, pins, deviations_of(facts), facts)


class _Part(Generic[T]):
    """One file in version after version; where it did not change it is not read again."""

    def __init__(self, path: str, read: Callable[[bytes, str], Mapping[str, T]]) -> None:
        self._path = path
        self._read = read
        self._blob = ""
        self._value: Mapping[str, T] = {}

    def of(self, tree: CommittedTree) -> Mapping[str, T]:
        """What the file says in a version; nothing where the version has none."""
        blob = tree.blob(self._path) if tree.exists(self._path) else ""
        if blob != self._blob:
            self._blob = blob
            self._value = self._read(tree.read(self._path), self._path) if blob else {}
        return self._value


def _facts(data: bytes, path: str) -> Mapping[str, RawValue]:
    raw = yaml.read_yaml(data, path).data
    return raw if isinstance(raw, dict) else {}


def _pins(data: bytes, path: str) -> Mapping[str, ClausePin]:
    lock, _ = read_lock(yaml.read_yaml(data, path))
    return lock.clauses if lock else {}


def _texts(data: bytes, _path: str) -> Mapping[str, str]:
    return clause_texts(data.decode(errors="replace"))
