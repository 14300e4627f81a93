"""Locking: the pins that a version is saved with, and the texts that are saved along so that pins never name what is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError
from slagen.core.hashes import blob_id
from slagen.formats.yaml_write import render
from slagen.model.lock import ClausePin, LayerPin, Lock, TemplatePin
from slagen.vault.history import history, version_names
from slagen.vault.lock import lock_data
from slagen.vault.objects import in_history
from slagen.vault.tree import CommittedTree
from slagen.workspace.load import AGREEMENT_FILE, Loaded, pins_of
from slagen.workspace.locate import SETTINGS_FILE
from slagen.workspace.pinning import LOCK_FILE, read_pins

if TYPE_CHECKING:
    from slagen.vault.repository import Repository
    from slagen.workspace.drafting import Draft

HEAD = "# Written by slagen; do not edit. It pins the texts that this agreement is made of.\n"
_SHORT = 12


def lock_path(made: Draft) -> str:
    """Where an agreement's lock stands."""
    return f"{made.loaded.folder}/{LOCK_FILE}"


def lock_text(lock: Lock) -> bytes:
    """The lock as its file."""
    return f"{HEAD}{render(lock_data(lock))}".encode()


def lock_of(loaded: Loaded, repository: Repository, made: Draft) -> Lock:
    """The pins of a contract: those that it has, and new ones for what had none.

    Raises:
        FindingsError: the contract has errors.
        RefusedError: a layer that is not pinned yet has changes that are not saved.
    """
    template = made.template
    shell = blob_id(made.basis.files.read(template.shell_path))
    before = pins_of(loaded, made.loaded.id).lock
    known = before.layers if before else {}
    layers = {layer.id: known.get(layer.id) or layer_pin(loaded, repository, layer.id) for layer in made.loaded.layers[:-1]}
    return Lock(TemplatePin(template.id, template.blob, shell), dict(_clauses(made)), layers, made.loaded.id)


def _clauses(made: Draft) -> Iterator[tuple[str, ClausePin]]:
    for name, clause in sorted(made.usable.clauses.items()):
        standard = made.basis.library.clauses[name] if name in made.loaded.replacements else clause
        yield name, ClausePin(standard.version, standard.blob, clause.blob if standard is not clause else "")


def layer_pin(loaded: Loaded, repository: Repository, layer_id: str) -> LayerPin:
    """The last version of a layer; its facts must be saved, so that the pin holds what was merged.

    Raises:
        RefusedError: the layer has changes that are not saved.
    """
    path = loaded.path_of(layer_id)
    head = repository.head()
    tree = CommittedTree(repository, head) if head else None
    if tree is None or not tree.exists(path) or tree.blob(path) != loaded.files.blob(path):
        hint = f'Save the layer first: slagen save {layer_id} -m "first draft"'
        raise RefusedError(f"This agreement builds on “{layer_id}”, which has changes that are not saved.", hint=hint)
    [last] = history(repository, path, limit=1)
    named = (name for name, commit in version_names(repository, layer_id).items() if commit == last.commit)
    return LayerPin(next(named, last.commit[:_SHORT]), last.commit, tree.blob(path))


def texts_to_save(loaded: Loaded, made: Draft) -> tuple[str, ...]:
    """The files of the folder that a version holds: settings, facts, and the texts that it is made of, where they stand in the folder.

    Of a template that is pinned for the first time, also those that it names and this agreement leaves out.
    """
    template = made.template
    used = [clause.source.file for clause in made.usable.clauses.values()]
    standards = [made.basis.library.clauses[name].source.file for name in made.loaded.replacements if name in made.usable.clauses]
    named = () if made.basis.library.partial else (choice.id for choice in template.choices)
    more = [loaded.library.clauses[name].source.file for name in named if name in loaded.library.clauses]
    shell = template.shell_path
    shells = [shell] if loaded.files.exists(shell) and loaded.files.blob(shell) == made.basis.files.blob(shell) else []
    texts = [template.source.file, *used, *standards, *more]
    standing = [path for path in texts if loaded.files.exists(path)]
    return tuple(dict.fromkeys((SETTINGS_FILE, f"{made.loaded.folder}/{AGREEMENT_FILE}", *standing[:1], *shells, *standing[1:])))


def require_kept(repository: Repository, made: Draft, lock: Lock, changes: Mapping[str, bytes]) -> None:
    """Make sure that every pinned text is in this version or in one before it.

    Raises:
        RefusedError: a text is in none: its file was edited after the pin had been moved to it.
    """
    lost = lock.blobs - {blob_id(data) for data in changes.values()}
    head = repository.head()
    if lost and head:
        before = read_pins(CommittedTree(repository, head), made.loaded.folder, made.loaded.id).lock
        lost -= before.blobs if before else frozenset()
    names = [name for name, pin in lock.clauses.items() if {pin.blob, pin.own} & lost and not in_history(repository, pin.blob)]
    names += [lock.template.id] if {lock.template.blob, lock.template.shell} & lost and not in_history(repository, lock.template.blob) else []
    if names:
        listed = ", ".join(f"“{name}”" for name in names)
        hint = f"Pin what the library holds now: slagen upgrade {made.loaded.id}. Or bring the text back that was pinned."
        raise RefusedError(f"The pinned text of {listed} is in no saved version, and its file has been edited since.", hint=hint)
