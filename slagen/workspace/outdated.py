"""Who is behind: the pins of agreements against what the library holds, with what changed and why it matters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slagen.compare.clause_versions import MEANING, ClauseStep, ParameterChange, Step, clause_step, reads_alike
from slagen.compare.words import Op
from slagen.core.findings import Finding
from slagen.core.hashes import short
from slagen.core.raw import RawValue
from slagen.formats import yaml
from slagen.model.library import ClauseChoice, Template
from slagen.workspace.load import Loaded, load_agreement, pinned_library, pinned_texts, pins_of
from slagen.workspace.pinning import pinned_layer
from slagen.workspace.staleness import Behind, behind

_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Outdated:
    """One pin that is behind. `what` is clause, template, shell or layer; `details` say what changed, a line each.

    `own_wording` says that the agreement has words of its own in the clause's place: an upgrade brings the two together.
    """

    agreement: str
    what: str
    id: str
    pinned: str
    library: str
    change: ClauseStep
    details: tuple[str, ...] = ()
    own_wording: bool = False

    @property
    def why(self) -> str:
        """Why it matters, in a few words."""
        return MEANING[self.change.step]


@dataclass(frozen=True, slots=True)
class Survey:
    """What is behind, and the pins that cannot be read."""

    behind: tuple[Outdated, ...]
    problems: tuple[Finding, ...]
    agreements: int


def outdated(loaded: Loaded, agreement_ids: Sequence[str] = (), *, step: Callable[[Any], None] = lambda _step: None) -> Survey:
    """What is behind in the agreements that are named, or in all that have a lock; `step` is called after each agreement.

    Raises:
        NotFoundError: there is no such agreement.
    """
    names = tuple(dict.fromkeys(agreement_ids)) or tuple(sorted(loaded.agreements))
    rows: list[Outdated] = []
    problems: list[Finding] = []
    for name in names:
        found, faults = _of(loaded, name)
        rows.extend(found)
        problems.extend(faults)
        step(name)
    return Survey(tuple(rows), tuple(problems), len(names))


def _of(loaded: Loaded, agreement_id: str) -> tuple[list[Outdated], tuple[Finding, ...]]:
    agreement = load_agreement(loaded, agreement_id).agreement
    pins = pins_of(loaded, agreement_id)
    if pins.lock is None or agreement is None:
        return [], pins.findings
    held = pinned_library(loaded, agreement_id, agreement)
    basis = Loaded(held.files, loaded.settings, held.library, loaded.agreements)
    found = behind(loaded, pins.lock, basis, pins.lock.clauses)
    rows = [*_clauses(loaded, basis, agreement_id, found), *_template(loaded, basis, agreement_id, found), *_layers(loaded, agreement_id, found)]
    return rows, (*held.findings, *(fault for faults in held.missing.values() for fault in faults))


def _clauses(loaded: Loaded, basis: Loaded, agreement_id: str, found: Behind) -> Iterator[Outdated]:
    replaced = load_agreement(loaded, agreement_id).replacements
    for name in found.clauses:
        mine, theirs = basis.library.clauses[name], loaded.library.clauses.get(name)
        change = clause_step(mine, theirs)
        version = theirs.version if theirs else ""
        yield Outdated(agreement_id, "clause", name, mine.version, version, change, tuple(details_of(change)), name in replaced)


def details_of(change: ClauseStep) -> Iterator[str]:
    """What changed in a clause, a line each: the words, the parameters, and what its author says."""
    if change.words:
        gone = next((segment.text for segment in change.words if segment.op is Op.DELETE), "")
        came = next((segment.text for segment in change.words if segment.op is Op.INSERT), "")
        yield f"words: {change.inserted} in, {change.deleted} out{_excerpt(gone, came)}"
    yield from (_said(parameter) for parameter in change.parameters)
    yield from (f"{version}: {' '.join(note.split())}" for version, note in change.notes)


def _excerpt(gone: str, came: str) -> str:
    one, other = (" ".join(text.split()) for text in (gone, came))
    return f" (“{one}” → “{other}”)" if (one or other) and len(one + other) <= _EXCERPT else ""


def _said(parameter: ParameterChange) -> str:
    needed = "; it needs a value" if parameter.required else ""
    match parameter.change:
        case "added":
            return f"parameter {parameter.name} added ({parameter.new}){needed}"
        case "removed":
            return f"parameter {parameter.name} removed"
        case _:
            return f"parameter {parameter.name}: {parameter.old} → {parameter.new}{needed}"


def _template(loaded: Loaded, basis: Loaded, agreement_id: str, found: Behind) -> Iterator[Outdated]:
    lock = pins_of(loaded, agreement_id).lock
    if lock is None:
        return
    pin, theirs = lock.template, loaded.library.templates.get(lock.template.id)
    if found.template:
        step = Step.CHANGED if theirs else Step.LOST
        details = tuple(_template_details(basis.library.templates[pin.id], theirs)) if theirs else ()
        yield Outdated(agreement_id, "template", pin.id, short(pin.blob), short(theirs.blob) if theirs else "", ClauseStep(step), details)
    if found.shell and theirs:
        blob = loaded.files.blob(theirs.shell_path)
        yield Outdated(agreement_id, "shell", pin.id, short(pin.shell), short(blob), ClauseStep(Step.CHANGED), ("another Word file",))


def _template_details(mine: Template, theirs: Template) -> Iterator[str]:
    old, new = ({choice.id: choice for choice in template.choices} for template in (mine, theirs))
    yield from (f"names the clause {name}" for name in new if name not in old)
    yield from (f"no longer names the clause {name}" for name in old if name not in new)
    yield from (f"chooses {name} otherwise" for name, choice in new.items() if name in old and _choice(choice) != _choice(old[name]))
    if [name for name in old if name in new] != [name for name in new if name in old]:
        yield "another order of the clauses"
    if mine.definitions != theirs.definitions:
        yield f"definitions: {mine.definitions} → {theirs.definitions}"


def _choice(choice: ClauseChoice) -> Any:
    return choice.when, choice.locked, dict(choice.defaults)


def _layers(loaded: Loaded, agreement_id: str, found: Behind) -> Iterator[Outdated]:
    pins = pins_of(loaded, agreement_id)
    for name in found.layers:
        path = loaded.agreements[name]
        old = pinned_layer(loaded.files, pins, pinned_texts(loaded), name, path)
        before = yaml.read_yaml(old[1], path).data if isinstance(old, tuple) else None
        after = yaml.read_yaml(loaded.files.read(path), path).data
        version = pins.lock.layers[name].version if pins.lock else ""
        details = tuple(_facts_changed(before, after)) if before is not None else ()
        yield Outdated(agreement_id, "layer", name, version, short(loaded.files.blob(path)), ClauseStep(Step.CHANGED), details)


def _facts_changed(before: RawValue, after: RawValue, key: str = "") -> Iterator[str]:
    """The keys whose facts differ, as deep as both sides have mappings."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            yield from _facts_changed(before.get(name), after.get(name), f"{key}.{name}" if key else name)
    elif before != after:
        short = all(value is None or isinstance(value, str) for value in (before, after))
        yield f"{key}: {before or 'nothing'} → {after or 'nothing'}" if short else key


def is_moved(loaded: Loaded, basis: Loaded, name: str) -> bool:
    """Whether the library's text of a pinned clause reads otherwise than the pinned one, or the pinned one is lost."""
    mine, theirs = basis.library.clauses.get(name), loaded.library.clauses.get(name)
    return theirs is not None and mine is not theirs and (mine is None or not reads_alike(mine, theirs))
