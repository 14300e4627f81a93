"""Loading: what the files of a workspace say, and everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import PurePosixPath

from slagen.assembly.layers import Layer, Merged, merge
from slagen.core.counts import first_of
from slagen.core.errors import FindingsError, NotFoundError, SlagenError
from slagen.core.file_view import Files
from slagen.core.findings import Finding, Severity, Source
from slagen.core.identifiers import ID_RULE, is_id, nearest
from slagen.core.raw import Raw, RawValue
from slagen.formats import yaml
from slagen.formats.plain_text import decode
from slagen.formats.toml import read_toml
from slagen.model.agreement import Agreement
from slagen.model.library import Library, LibraryClause
from slagen.model.measurement import Measurements
from slagen.model.settings import Settings
from slagen.schema.agreements import check_layer, read_agreement
from slagen.schema.settings import read_settings
from slagen.workspace.library_files import clause_file, load_library, name_findings, twice, unreadable
from slagen.workspace.locate import SETTINGS_FILE
from slagen.workspace.pinned_texts import PinnedTexts
from slagen.workspace.pinning import Pinned, Pins, called, pinned, pinned_layer, read_pins

AGREEMENT_FILE = "agreement.yaml"
DEEPEST_STACK = 10
MOST_KEPT = 64
"""Agreements that are kept with all their facts: enough for the layers and pairs of those that are worked on in turn."""
_MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Connections:
    """Which agreements support an agreement, and which call it the other half of their pair: both by the id that they name."""

    supporters: Mapping[str, tuple[str, ...]]
    partners: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class Kept:
    """What was worked out about the agreements of a workspace: the last ones that were loaded, so that memory stays flat, and their connections."""

    agreements: dict[str, LoadedAgreement] = field(default_factory=dict)
    pins: dict[str, Pins] = field(default_factory=dict)
    connections: Connections | None = None
    texts: PinnedTexts | None = None
    figures: dict[tuple[str, date, date], Mapping[str, Measurements]] = field(default_factory=dict)

    def add(self, found: LoadedAgreement) -> LoadedAgreement:
        """Keep one more; the one that was loaded first goes where there are too many."""
        if len(self.agreements) >= MOST_KEPT:
            del self.agreements[next(iter(self.agreements))]
        self.agreements[found.id] = found
        return found


@dataclass(frozen=True, slots=True)
class Loaded:
    """A workspace as its files state it. `agreements` maps each id to its agreement.yaml."""

    files: Files
    settings: Settings
    library: Library
    agreements: Mapping[str, str]
    findings: tuple[Finding, ...] = ()
    kept: Kept = field(default_factory=Kept, compare=False, repr=False)

    def path_of(self, agreement_id: str) -> str:
        """The path of an agreement's agreement.yaml.

        Raises:
            NotFoundError: there is no such agreement.
        """
        if agreement_id not in self.agreements:
            near = nearest(agreement_id, self.agreements)
            raise NotFoundError("agreement", agreement_id, near, hint=f"{_there_are(self.agreements)}Make one with: slagen new ID")
        return self.agreements[agreement_id]

    def folder_of(self, agreement_id: str) -> str:
        """The folder of an agreement; raises NotFoundError where there is no such agreement."""
        return str(PurePosixPath(self.path_of(agreement_id)).parent)


@dataclass(frozen=True, slots=True)
class LoadedAgreement:
    """One agreement with its layers merged; `agreement` is None where its facts cannot be used."""

    id: str
    folder: str
    merged: Merged
    agreement: Agreement | None
    findings: tuple[Finding, ...]
    layers: tuple[Layer, ...] = ()
    replacements: Mapping[str, LibraryClause] = field(default_factory=dict)


def _there_are(ids: Iterable[str]) -> str:
    """The first few of the agreements that there are, by name."""
    known = sorted(ids)
    return f"There are: {first_of(known, _MOST_NAMED)}. " if known else ""


def load(files: Files) -> Loaded:
    """Everything but the agreements themselves, which are read when they are asked for.

    Raises:
        FindingsError: the settings cannot be used.
    """
    settings = load_settings(files)
    library, library_findings = load_library(files)
    agreements, agreement_findings = _index(files)
    return Loaded(files, settings, library, agreements, (*library_findings, *agreement_findings))


def load_settings(files: Files) -> Settings:
    """The settings of the workspace; raises FindingsError where they cannot be used."""
    settings, findings = read_settings(read_toml(files.read(SETTINGS_FILE), SETTINGS_FILE))
    if findings:
        raise FindingsError(f"{SETTINGS_FILE} cannot be used: {findings[0].message}", findings, hint=findings[0].hint)
    return settings


def _index(files: Files) -> tuple[dict[str, str], list[Finding]]:
    agreements: dict[str, str] = {}
    findings: list[Finding] = []
    for path in files.walk("agreements"):
        folder, _, name = path.rpartition("/")
        if name != AGREEMENT_FILE:
            continue
        agreement_id = folder.rpartition("/")[2]
        if not is_id(agreement_id):
            message = f"the folder “{agreement_id}” cannot be an agreement's id"
            findings.append(Finding("SLG502", Severity.ERROR, message, Source(path), f"Rename the folder: {ID_RULE}."))
        elif agreement_id in agreements:
            findings.append(twice("agreement", agreement_id, path, agreements[agreement_id]))
        else:
            agreements[agreement_id] = path
    return agreements, findings


def load_agreement(loaded: Loaded, agreement_id: str) -> LoadedAgreement:
    """One agreement with its layers.

    Raises:
        NotFoundError: there is no such agreement.
    """
    return loaded.kept.agreements.get(agreement_id) or loaded.kept.add(_load_agreement(loaded, agreement_id))


def pins_of(loaded: Loaded, agreement_id: str) -> Pins:
    """The pins of an agreement; raises NotFoundError where there is no such agreement."""
    kept = loaded.kept.pins
    if agreement_id not in kept:
        if len(kept) >= MOST_KEPT:
            del kept[next(iter(kept))]
        kept[agreement_id] = read_pins(loaded.files, loaded.folder_of(agreement_id), agreement_id)
    return kept[agreement_id]


def pinned_texts(loaded: Loaded) -> PinnedTexts:
    """What pins name and the workspace no longer shows; one for all agreements of the workspace."""
    if loaded.kept.texts is None:
        loaded.kept.texts = PinnedTexts(loaded.files)
    return loaded.kept.texts


def pinned_library(loaded: Loaded, agreement_id: str, agreement: Agreement) -> Pinned:
    """The library and the files as the agreement's pins have them."""
    return pinned(loaded.library, loaded.files, pins_of(loaded, agreement_id), pinned_texts(loaded), agreement.template)


def connections(loaded: Loaded) -> Connections:
    """Which agreements point at which, by their own files: layers do not hand this on. Found once; files that point nowhere are not even parsed."""
    if loaded.kept.connections is None:
        loaded.kept.connections = _connections(loaded)
    return loaded.kept.connections


def _connections(loaded: Loaded) -> Connections:
    supporters: dict[str, list[str]] = {}
    partners: dict[str, list[str]] = {}
    for name, path in sorted(loaded.agreements.items()):
        facts = _pointing(loaded, path)
        supported = facts.get("supports")
        for target in supported if isinstance(supported, list) else ():
            supporters.setdefault(str(target), []).append(name)
        if isinstance(partner := facts.get("paired_with"), str):
            partners.setdefault(partner, []).append(name)
    return Connections({name: tuple(found) for name, found in supporters.items()}, {name: tuple(found) for name, found in partners.items()})


def _pointing(loaded: Loaded, path: str) -> dict[str, RawValue]:
    try:
        data = loaded.files.read(path)
    except SlagenError:
        return {}  # what cannot be read is told where it is checked itself
    facts = _parsed(path, data).data if b"supports" in data or b"paired_with" in data else None
    return facts if isinstance(facts, dict) else {}


def _load_agreement(loaded: Loaded, agreement_id: str) -> LoadedAgreement:
    path = loaded.path_of(agreement_id)
    findings: list[Finding] = []
    layers = tuple(_stack(loaded, agreement_id, path, findings))
    merged = merge(layers)
    for layer in layers[:-1]:
        findings.extend(check_layer(layer.raw))
    agreement, found = read_agreement(merged.raw)
    findings.extend((*merged.findings, *found))
    if agreement is not None and agreement.id != agreement_id:
        findings.extend(name_findings(agreement.id, agreement_id, path, "SLG502"))
    folder = str(PurePosixPath(path).parent)
    replacements = _replacements(loaded, agreement_id, agreement, merged.raw, findings) if agreement else {}
    owned = tuple(dict.fromkeys(replace(finding, agreement=agreement_id) for finding in findings))
    return LoadedAgreement(agreement_id, folder, merged, agreement, owned, layers, replacements)


@lru_cache(maxsize=MOST_KEPT)
def _parsed(path: str, data: bytes) -> Raw:
    return yaml.read_yaml(data, path)


def _raw(loaded: Loaded, path: str) -> Raw:
    try:
        return _parsed(path, loaded.files.read(path))
    except SlagenError as error:
        return Raw(path, None, {}, (unreadable(path, error),))


def _stack(loaded: Loaded, agreement_id: str, path: str, findings: list[Finding]) -> Iterable[Layer]:
    """The layers below an agreement, lowest first, each once, and then the agreement itself."""
    order: dict[str, Layer] = {}

    def visit(layer_id: str, raw: Raw, trail: tuple[str, ...]) -> None:
        below = raw.data.get("builds_on") if isinstance(raw.data, dict) else None
        for index, name in enumerate(below if isinstance(below, list) else ()):
            place = raw.source(("builds_on", index))
            layer = _layer(loaded, agreement_id, name, findings) if isinstance(name, str) and name not in trail and name not in order else None
            if not isinstance(name, str) or (layer is None and name not in trail and name not in order):
                near = nearest(str(name), loaded.agreements)
                hint = f"Did you mean “{near[0]}”?" if near else "Name an agreement of this workspace."
                findings.append(Finding("SLG124", Severity.ERROR, f"there is no agreement “{name}” to build on", place, hint))
            elif name in trail or len(trail) > DEEPEST_STACK:
                how = "in a circle" if name in trail else f"more than {DEEPEST_STACK} deep"
                message = f"the agreements build on each other {how}: {' → '.join((*trail, name))}"
                findings.append(Finding("SLG125", Severity.ERROR, message, place, "Take one of them out of builds_on."))
            elif layer is not None:
                visit(name, layer, (*trail, name))
        order[layer_id] = Layer(layer_id, raw)

    visit(agreement_id, _raw(loaded, path), (agreement_id,))
    return order.values()


def _layer(loaded: Loaded, agreement_id: str, layer_id: str, findings: list[Finding]) -> Raw | None:
    """A layer's facts, as the agreement pins them; None where there is no such agreement."""
    path = loaded.agreements.get(layer_id, "")
    found = pinned_layer(loaded.files, pins_of(loaded, agreement_id), pinned_texts(loaded), layer_id, path)
    if isinstance(found, Finding):
        findings.append(found)
    elif found is not None:
        return _parsed(*found)
    return _raw(loaded, path) if path else None


def _replacements(loaded: Loaded, agreement_id: str, agreement: Agreement, raw: Raw, findings: list[Finding]) -> dict[str, LibraryClause]:
    texts: dict[str, LibraryClause] = {}
    folder = PurePosixPath(loaded.path_of(agreement_id)).parent
    library = pinned_library(loaded, agreement_id, agreement).library if agreement.clauses.replace else loaded.library
    for index, replaced in enumerate(agreement.clauses.replace):
        source = raw.source(("clauses", "replace", index))
        standard = library.clauses.get(replaced.id)
        if standard is None:
            continue
        layer = source.layer if source.layer and source.layer != agreement_id else ""
        path = f"{PurePosixPath(source.file).parent if layer else folder}/{replaced.file}"
        try:
            path, blob, data = _own_wording(loaded, agreement_id, replaced.id, path, layer)
            texts[replaced.id] = _replacement(standard, path, blob, data, findings)
        except SlagenError as error:
            message = f"the text of “{replaced.id}” cannot be read: {error.message}"
            findings.append(Finding("SLG126", Severity.ERROR, message, source, error.hint or f"Put the file beside {AGREEMENT_FILE}."))
    return texts


def _own_wording(loaded: Loaded, agreement_id: str, clause_id: str, path: str, layer: str) -> tuple[str, str, bytes]:
    """The path, hash and bytes of a wording that takes a clause's place: the working file, or what is pinned where a layer that is pinned brought it."""
    lock = pins_of(loaded, agreement_id).lock
    pin = lock.clauses.get(clause_id) if lock and layer in lock.layers else None
    blob = loaded.files.blob(path) if loaded.files.exists(path) else ""
    if pin is None or not pin.own or lock is None or pin.own == blob:
        return path, loaded.files.blob(path), loaded.files.read(path)
    return called(path, lock.layers[layer].version), pin.own, pinned_texts(loaded).text(pin.own, path)


def _replacement(standard: LibraryClause, path: str, blob: str, data: bytes, findings: list[Finding]) -> LibraryClause:
    if data.lstrip(b"\xef\xbb\xbf").startswith(b"---"):
        own, found = clause_file(path, blob, data)
        findings.extend(found)
        return replace(own, id=standard.id) if own else standard
    text, found = decode(data, path)
    findings.extend(found)
    return replace(standard, text=text or "", text_line=1, source=Source(path, 1), blob=blob)
