"""Moving pins: from an agreement's lock to what the library holds under the same names. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from slagen.compare.clause_versions import Step, clause_step
from slagen.core.hashes import blob_id, short
from slagen.model.lock import ClausePin, LayerPin, Lock, TemplatePin
from slagen.vault.repository import open_repository
from slagen.workspace.drafting import Draft
from slagen.workspace.load import Loaded
from slagen.workspace.locking import layer_pin
from slagen.workspace.outdated import is_moved
from slagen.workspace.own_wording import Merging, bring_together, own_hash
from slagen.workspace.staleness import plan


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pins to move: clauses by id, the template with its shell, the layers. Nothing named means all of them.

    `keep_own`: where the agreement's own wording and the library changed the same words, the agreement's stay, and that is no conflict.
    """

    clauses: tuple[str, ...] = ()
    template: bool = False
    layers: bool = False
    keep_own: bool = False

    @property
    def everything(self) -> bool:
        """Whether nothing was named."""
        return not (self.clauses or self.template or self.layers)


@dataclass(frozen=True, slots=True)
class Move:
    """A pin that moves: a clause, the template, its shell or a layer, from one version to another."""

    what: str
    id: str
    old: str
    new: str
    step: Step = Step.CHANGED


@dataclass(frozen=True, slots=True)
class Moved:
    """The lock as it would be, the pins that move, and the agreement's own wordings brought together with the texts that they replace."""

    lock: Lock
    moves: tuple[Move, ...]
    mergings: tuple[Merging, ...]


def move_pins(root: Path, loaded: Loaded, made: Draft, lock: Lock, wanted: Wanted) -> Moved:
    """Where the wanted pins move; every clause that is wanted must be pinned and in the library.

    Raises:
        RefusedError: a layer has changes that are not saved.
    """
    names = wanted.clauses or (tuple(lock.clauses) if wanted.everything else ())
    found = {name: _clause(loaded, made, lock.clauses[name], name) for name in names if is_moved(loaded, made.basis, name)}
    clauses = {name: pin for name, (pin, _, _) in found.items()}
    template, fixed = _template(loaded, made, lock.template) if wanted.template or wanted.everything else (lock.template, ())
    layers = dict(_layers(root, loaded, lock)) if lock.layers and (wanted.layers or wanted.everything) else {}
    carried = (Move("layer", name, lock.layers[name].version, pin.version) for name, pin in layers.items())
    new = Lock(template, {**lock.clauses, **clauses}, {**lock.layers, **layers}, made.loaded.id)
    return Moved(new, (*(move for _, move, _ in found.values()), *fixed, *carried), tuple(merging for _, _, merging in found.values() if merging))


def _clause(loaded: Loaded, made: Draft, pin: ClausePin, name: str) -> tuple[ClausePin, Move, Merging | None]:
    new = loaded.library.clauses[name]
    base, own = made.basis.library.clauses.get(name), made.loaded.replacements.get(name)
    move = Move("clause", name, pin.version, new.version, clause_step(base, new).step if base else Step.CHANGED)
    if own is None or base is None or not own.source.file.startswith(f"{made.loaded.folder}/"):
        return ClausePin(new.version, new.blob, pin.own), move, None
    merging = bring_together(loaded.files, own, base, new)
    return ClausePin(new.version, new.blob, own_hash(merging)), move, merging


def _template(loaded: Loaded, made: Draft, pin: TemplatePin) -> tuple[TemplatePin, tuple[Move, ...]]:
    """The template and its shell, each moved only where it makes another contract."""
    name = made.agreement.template
    new, old = loaded.library.templates.get(name), made.basis.library.templates.get(name)
    if new is None:
        return pin, ()
    shell = blob_id(loaded.files.read(new.shell_path))
    other = pin.id != name or old is None or plan(old) != plan(new)
    template = (Move("template", name, short(pin.blob), short(new.blob)),) if other else ()
    look = (Move("shell", name, short(pin.shell), short(shell)),) if pin.shell != shell else ()
    return TemplatePin(name, new.blob if other else pin.blob, shell), (*template, *look)


def _layers(root: Path, loaded: Loaded, lock: Lock) -> Iterator[tuple[str, LayerPin]]:
    """The pins of the layers that were saved anew."""
    with open_repository(root) as repository:
        for name, pin in lock.layers.items():
            new = layer_pin(loaded, repository, name) if name in loaded.agreements else pin
            if new.blob != pin.blob and new.commit != pin.commit:
                yield name, new
