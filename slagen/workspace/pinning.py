"""Pins: an agreement that was saved stays with the texts of its lock, whatever becomes of the library (docs/adr/0009)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from slagen.core.errors import SlagenError
from slagen.core.findings import Finding, Severity, Source
from slagen.core.hashes import short
from slagen.core.raw import Raw
from slagen.formats import yaml
from slagen.model.library import Library, LibraryClause, Template
from slagen.vault.lock import read_lock
from slagen.workspace.library_files import clause_file, template_file, unreadable
from slagen.workspace.overlay import Overlay

if TYPE_CHECKING:
    from slagen.core.file_view import Files
    from slagen.model.lock import ClausePin, LayerPin, Lock, TemplatePin
    from slagen.workspace.pinned_texts import PinnedTexts

LOCK_FILE = "agreement.lock"
MISSING = "SLG505"
_WAY_OUT = "Fetch the repository's whole history (git fetch --unshallow), or take the library's text: slagen upgrade"
_LONGEST_VERSION = 20
"""Characters of a version’s name in what a pinned text is called: enough for a number, and for the beginning of a commit."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pins:
    """The pins of one agreement and where they stand; no lock where it was never saved, or where its lock cannot be used: then the findings say why."""

    lock: Lock | None = None
    raw: Raw = field(default_factory=lambda: Raw("", None))
    findings: tuple[Finding, ...] = ()

    def source(self, *path: str) -> Source:
        """The line of a pin."""
        return self.raw.source(path)


@dataclass(frozen=True, slots=True)
class Pinned:
    """The library and the files as an agreement's pins have them.

    `texts` are the ids of the clauses and the template that pins gave, `missing` the findings of pinned clauses that are not to be had, by id.
    """

    library: Library
    files: Files
    texts: frozenset[str] = frozenset()
    missing: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def read_pins(files: Files, folder: str, agreement_id: str) -> Pins:
    """What the lock in an agreement's folder says."""
    path = f"{folder}/{LOCK_FILE}"
    if not files.exists(path):
        return Pins()
    try:
        raw = yaml.read_yaml(files.read(path), path)
    except SlagenError as error:
        return Pins(None, Raw(path, None), (replace(unreadable(path, error), agreement=agreement_id),))
    lock, findings = read_lock(raw)
    if lock is not None and lock.agreement not in {"", agreement_id}:
        hint = f"For a copy, delete it: the next save pins the library as it stands. To keep the pins, write “agreement: {agreement_id}”."
        message = f"the lock is that of “{lock.agreement}”"
        lock, findings = None, (Finding("SLG506", Severity.ERROR, message, raw.source(("agreement",)), hint),)
    return Pins(lock, raw, tuple(replace(finding, agreement=agreement_id) for finding in findings))


def pinned(library: Library, files: Files, pins: Pins, texts: PinnedTexts, template_id: str) -> Pinned:
    """The library as the pins have it; working texts stand where nothing is pinned, or where they are what is pinned."""
    if pins.lock is None:
        return Pinned(library, files)
    clauses = dict(library.clauses)
    missing: dict[str, tuple[Finding, ...]] = {}
    for name, pin in pins.lock.clauses.items():
        working = clauses.get(name)
        if working is None or working.blob != pin.blob:
            found, findings = _clause(texts, pins, name, pin, working)
            clauses.pop(name, None)
            if found is not None:
                clauses[name] = found
            elif findings:
                missing[name] = findings
    held = frozenset(pins.lock.clauses.keys() - missing.keys())
    if pins.lock.template.id != template_id:
        return Pinned(Library(clauses, library.templates), files, held, missing)
    template, findings = _template(texts, pins, pins.lock.template, library.templates.get(template_id))
    templates = {**library.templates, template_id: template} if template else {name: one for name, one in library.templates.items() if name != template_id}
    shell, more = _shell(texts, pins, pins.lock.template.shell, files, template) if template else ({}, ())
    return Pinned(Library(clauses, templates, partial=True), Overlay(files, shell) if shell else files, held | {template_id}, missing, (*findings, *more))


def _clause(texts: PinnedTexts, pins: Pins, name: str, pin: ClausePin, working: LibraryClause | None) -> tuple[LibraryClause | None, tuple[Finding, ...]]:
    path = called(working.source.file if working else f"clauses/{name}.md", pin.version)
    return _read(lambda: clause_file(path, pin.blob, texts.text(pin.blob, path)), f"the clause “{name}” {pin.version}", pins, ("clauses", name))


def _template(texts: PinnedTexts, pins: Pins, pin: TemplatePin, working: Template | None) -> tuple[Template | None, tuple[Finding, ...]]:
    if working is not None and working.blob == pin.blob:
        return working, ()
    path = called(working.source.file if working else f"templates/{pin.id}/template.yaml", short(pin.blob))
    return _read(lambda: template_file(path, pin.blob, texts.text(pin.blob, path)), f"the template “{pin.id}”", pins, ("template",))


def _shell(texts: PinnedTexts, pins: Pins, blob: str, files: Files, template: Template) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """The pinned shell by its path; nothing where none is pinned (`blob` is empty), or the folder has it."""
    path = template.shell_path
    if not blob or (files.exists(path) and files.blob(path) == blob):
        return {}, ()
    found, findings = _read(lambda: (texts.text(blob, path), ()), f"the shell of “{template.id}”", pins, ("template", "shell"))
    return ({path: found} if found is not None else {}), findings


def _read(read: Callable[[], tuple[T | None, tuple[Finding, ...]]], what: str, pins: Pins, path: tuple[str, ...]) -> tuple[T | None, tuple[Finding, ...]]:
    try:
        return read()
    except SlagenError as error:
        return None, (_missing(what, pins, path, error),)


def _missing(what: str, pins: Pins, path: tuple[str, ...], error: SlagenError) -> Finding:
    lost = error.code == "not-found"
    hint = f"{_WAY_OUT} {PurePosixPath(pins.raw.file).parent.name}" if lost else error.hint
    message = f"the pinned text of {what} is not in the repository" if lost else f"the pinned text of {what} cannot be read: {error.message.rstrip('.')}"
    return Finding(MISSING, Severity.ERROR, message, pins.source(*path), hint)


def pinned_layer(files: Files, pins: Pins, texts: PinnedTexts, layer_id: str, path: str) -> tuple[str, bytes] | Finding | None:
    """The path and the bytes of a layer's facts as they are pinned; None where the working ones hold: no pin, or they are what is pinned."""
    pin = pins.lock.layers.get(layer_id) if pins.lock else None
    if pin is None or not (pin.commit or pin.blob) or _stands(files, path, pin):
        return None
    try:
        found, data = texts.layer(layer_id, pin, path)
    except SlagenError as error:
        return _missing(f"the layer “{layer_id}” {pin.version}", pins, ("layers", layer_id), error)
    return called(found, pin.version), data


def _stands(files: Files, path: str, pin: LayerPin) -> bool:
    return bool(pin.blob and path) and files.exists(path) and files.blob(path) == pin.blob


def called(path: str, version: str) -> str:
    """What a pinned text is called that the workspace no longer shows: `clauses/service/scope.md@1.0.0`."""
    return f"{path}@{version[:_LONGEST_VERSION]}"
