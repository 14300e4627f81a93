"""Which pins of an agreement are behind the library: what the library holds under their names reads differently."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slagen.assembly.assemble import Assembled
from slagen.compare.clause_versions import reads_alike
from slagen.core.counts import counted
from slagen.core.errors import SlagenError
from slagen.core.findings import Finding, Severity
from slagen.vault.tree import CommittedTree
from slagen.workspace.overlay import ground

if TYPE_CHECKING:
    from slagen.model.library import ClauseChoice, Template
    from slagen.model.lock import Lock
    from slagen.workspace.load import Loaded
    from slagen.workspace.pinning import Pins

BEHIND = "SLG507"


@dataclass(frozen=True, slots=True)
class Behind:
    """Which pins of an agreement are not what the library holds."""

    clauses: tuple[str, ...] = ()
    template: bool = False
    shell: bool = False
    layers: tuple[str, ...] = ()

    def __str__(self) -> str:
        single = (name for name, behind in (("the template", self.template), ("the Word shell", self.shell)) if behind)
        clauses, layers = (counted(len(names), what) if names else "" for names, what in ((self.clauses, "clause"), (self.layers, "layer")))
        parts = [part for part in (clauses, *single, layers) if part]
        return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)

    @property
    def count(self) -> int:
        """How many pins are behind."""
        return len(self.clauses) + self.template + self.shell + len(self.layers)


def behind(loaded: Loaded, lock: Lock, basis: Loaded, used: Collection[str]) -> Behind:
    """What is behind; `basis` is the workspace as the pins have it, `used` the clauses that the contract has."""
    clauses = (name for name in sorted(lock.clauses.keys() & set(used)) if _clause_differs(loaded, basis, name))
    layers = (name for name in sorted(lock.layers) if _layer_differs(loaded, lock, name))
    return Behind(tuple(clauses), _template_differs(loaded, lock, basis), _shell_differs(loaded, lock), tuple(layers))


def _clause_differs(loaded: Loaded, basis: Loaded, name: str) -> bool:
    mine, theirs = basis.library.clauses.get(name), loaded.library.clauses.get(name)
    if mine is theirs or mine is None:
        return False
    return theirs is None or not reads_alike(mine, theirs)


def _template_differs(loaded: Loaded, lock: Lock, basis: Loaded) -> bool:
    mine, theirs = basis.library.templates.get(lock.template.id), loaded.library.templates.get(lock.template.id)
    if mine is theirs or mine is None:
        return False
    return theirs is None or plan(mine) != plan(theirs)


def _shell_differs(loaded: Loaded, lock: Lock) -> bool:
    theirs = loaded.library.templates.get(lock.template.id)
    if theirs is None or not lock.template.shell:
        return False
    path = theirs.shell_path
    return loaded.files.exists(path) and loaded.files.blob(path) != lock.template.shell


def _layer_differs(loaded: Loaded, lock: Lock, name: str) -> bool:
    path, pin = loaded.agreements.get(name, ""), lock.layers[name]
    try:
        return bool(path and pin.blob) and loaded.files.blob(path) != pin.blob
    except SlagenError:
        return False  # what cannot be read is told where it is checked itself


def plan(template: Template) -> Any:
    """What a template makes of a contract: everything but its questions and where it is written."""

    def chosen(choices: tuple[ClauseChoice, ...]) -> tuple[Any, ...]:
        return tuple((choice.id, choice.when, choice.locked, dict(choice.defaults)) for choice in choices)

    sections = tuple((section.title, chosen(section.clauses)) for section in template.sections)
    schedules = tuple((schedule.id, schedule.title, chosen(schedule.clauses)) for schedule in template.schedules)
    return template.kind, template.definitions, template.shell, chosen(template.recitals), sections, schedules


def behind_note(loaded: Loaded, pins: Pins, basis: Loaded, assembled: Assembled) -> tuple[Finding, ...]:
    """A note that the library has moved on, in a draft; a saved version is what it is."""
    if pins.lock is None or isinstance(ground(loaded.files), CommittedTree):
        return ()
    found = behind(loaded, pins.lock, basis, assembled.clauses.keys())
    if not found.count:
        return ()
    name = assembled.document.meta.agreement
    verb = "is" if found.count == 1 else "are"
    message = f"{found} {verb} behind the library; the pinned text stands"
    return (Finding(BEHIND, Severity.NOTE, message, pins.source(), f"See what changed: slagen clauses outdated {name}; move on: slagen upgrade {name}.", name),)
