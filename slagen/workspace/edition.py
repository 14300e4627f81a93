"""Editions: a contract made from a saved version carries the version's name and the commit that last changed anything of it.

The commit is not the one that was asked for but the last one that touched what the contract is made of, so that the same contract
is the same file whatever else was saved in between.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from slagen.core.errors import RefusedError
from slagen.core.findings import has_errors
from slagen.core.hashes import short
from slagen.formats.files import Folder
from slagen.model.lock import Lock
from slagen.vault.history import NUMBERED, last_change, version_names
from slagen.vault.repository import open_repository
from slagen.vault.tree import CommittedTree
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.load import AGREEMENT_FILE, Loaded, pins_of
from slagen.workspace.locate import SETTINGS_FILE
from slagen.workspace.pinning import LOCK_FILE

_MOST_LISTED = 5


def edition(loaded: Loaded, agreement_id: str, version: str, *, status: str = "draft") -> Draft:
    """The contract of `version`, which `loaded` holds.

    A version that was asked for by its commit is called by its name where it has one, else by the commit of its last change.

    Raises:
        NotFoundError: there is no such agreement.
    """
    made = draft(loaded, agreement_id, version=version, status=status)
    files = loaded.files
    if not isinstance(files, CommittedTree) or made.assembled is None or has_errors(made.findings):
        return made
    return _of_commit(files, made, inputs(loaded, made), version)


def saved_edition(loaded: Loaded, made: Draft) -> Draft:
    """What is to be signed must be found again: `made` as the version that was saved last, where that says the same.

    Raises:
        RefusedError: the folder is in no repository, or what the contract is made of differs from what was saved last.
    """
    if not isinstance(loaded.files, Folder):
        return made
    paths = inputs(loaded, made)
    with open_repository(loaded.files.root) as repository:
        tree = CommittedTree(repository, repository.head())
        unsaved = unsaved_among(loaded, tree, paths)
        if unsaved:
            raise _unsaved(made.loaded.id, unsaved)
        return _of_commit(tree, made, paths)


def unsaved_among(loaded: Loaded, tree: CommittedTree, paths: Sequence[str]) -> list[str]:
    """Those of the paths that the folder has otherwise than a saved version (of no commit: all of them)."""
    return [path for path in paths if not tree.commit or not tree.exists(path) or tree.blob(path) != loaded.files.blob(path)]


def _unsaved(agreement_id: str, paths: Sequence[str]) -> RefusedError:
    listed = ", ".join(paths[:_MOST_LISTED]) + (" …" if len(paths) > _MOST_LISTED else "")
    return RefusedError(
        f"“{agreement_id}” holds what was not saved ({listed}), and a version to be signed must be found again later.",
        hint=f'Save it first: slagen save {agreement_id} -m "for signing". Or build a version that was saved: '
        f"slagen build {agreement_id} --execution --at VERSION (slagen history {agreement_id} lists them).",
    )


def _of_commit(tree: CommittedTree, made: Draft, paths: Sequence[str], version: str = "") -> Draft:
    """The contract with the name and the commit of the saved version that it is made from."""
    assembled = made.usable
    commit = last_change(tree.repository, paths, tree.commit)
    name = version if NUMBERED.fullmatch(version) else _name(tree, made.loaded.id, commit)
    document = replace(assembled.document, meta=replace(assembled.document.meta, version=name))
    return replace(made, assembled=replace(assembled, document=document), commit=commit)


def _name(tree: CommittedTree, agreement_id: str, commit: str) -> str:
    names = version_names(tree.repository, agreement_id)
    return next((name for name, tagged in names.items() if tagged in {tree.commit, commit} and NUMBERED.fullmatch(name)), short(commit))


def inputs(loaded: Loaded, made: Draft) -> tuple[str, ...]:
    """The files that a contract is made of: settings, its facts, its lock, and the texts that the lock does not pin."""
    lock = pins_of(loaded, made.loaded.id).lock
    folder = made.loaded.folder
    own = (SETTINGS_FILE, f"{folder}/{AGREEMENT_FILE}", *((f"{folder}/{LOCK_FILE}",) if lock else ()))
    layers = (loaded.path_of(layer.id) for layer in made.loaded.layers[:-1] if lock is None or layer.id not in lock.layers)
    return tuple(dict.fromkeys((*own, *layers, *_texts(loaded, made, lock))))


def _texts(loaded: Loaded, made: Draft, lock: Lock | None) -> Iterator[str]:
    """Template and shell, the clauses that the template names, and those used, where no pin holds them; the agreement's own wording always."""
    template = made.template
    if lock is None or lock.template.id != template.id:
        yield from (template.source.file, template.shell_path)
        named = (choice.id for choice in template.choices if choice.id in loaded.library.clauses and not (lock and choice.id in lock.clauses))
        yield from (loaded.library.clauses[name].source.file for name in named)
    for name, clause in made.usable.clauses.items():
        pinned = lock is not None and name in lock.clauses and name not in made.loaded.replacements
        if not pinned and loaded.files.exists(clause.source.file):
            yield clause.source.file
