"""Proposed terms: an agreement as it would be with some facts changed, or with another file of facts. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from slagen.assembly.layers import OWN_KEYS
from slagen.core.counts import first_of
from slagen.core.errors import FindingsError, NotFoundError, UsageError
from slagen.core.findings import Finding, Source, has_errors
from slagen.core.identifiers import nearest
from slagen.core.raw import RawValue
from slagen.formats.files import Folder, read_file
from slagen.formats.yaml import read_yaml
from slagen.schema.agreements import read_agreement
from slagen.vault.history import DRAFT
from slagen.workspace.load import Kept, Loaded, LoadedAgreement, load_agreement
from slagen.workspace.overlay import Overlay
from slagen.workspace.versions import opened

_SET = "--set"
_DEEPEST = 12
_CHANGES = frozenset({"set", "add", "remove", "replace"})
_REASON = "proposed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed: new values by their keys, and perhaps another agreement.yaml that they are laid over, with its `name` for messages."""

    values: Mapping[str, RawValue]
    facts: bytes | None = None
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.values) or self.facts is not None


def parse_settings(settings: Sequence[str]) -> dict[str, RawValue]:
    """`KEY=VALUE` as people type it; a value in square or curly brackets is a list or a mapping, and none at all takes the fact away.

    Raises:
        UsageError: there is no key, it is no term, a key is said twice, or a list or mapping cannot be read.
    """
    found: dict[str, RawValue] = {}
    for setting in settings:
        key, equals, text = setting.partition("=")
        key, text = key.strip(), text.strip()
        if not key or not equals:
            raise UsageError(f"“{setting}” sets nothing.", hint=f"Write {_SET} KEY=VALUE, such as {_SET} service_levels.availability.target='>= 99.95 %'")
        if key.partition(".")[0] in OWN_KEYS:
            raise UsageError(f"“{key}” is no term: it says what the agreement is.", hint="Propose another agreement.yaml instead: --with FILE")
        if key.count(".") > _DEEPEST:
            raise UsageError(
                f"“{first_of(key.split('.'), _DEEPEST)}” leads deeper than any fact lies.", hint="List the keys with: slagen explain ID service_levels"
            )
        if key in found:
            raise UsageError(f"“{key}” is set twice.", hint="Say it once.")
        found[key] = _value(key, text)
    return found


def _value(key: str, text: str) -> RawValue:
    if not text.startswith(("[", "{")):
        return text or None
    raw = read_yaml(f"value: {text}\n".encode(), _SET)
    if has_errors(raw.findings) or not isinstance(raw.data, dict) or set(raw.data) != {"value"}:
        why = f": {raw.findings[0].message}" if raw.findings else ""
        raise UsageError(f"The value of “{key}” cannot be read{why}.", hint="Write a list as [{below: 99.95, credit: 10}], in single quotes for the shell.")
    return raw.data["value"]


@dataclass(slots=True)
class Proposing:
    """The proposal laid over one version after another; `absent` tells which key stood in which of them no place, and what it said to that."""

    agreement: str
    proposal: Proposal
    laid: list[str] = field(default_factory=list)
    absent: dict[str, list[tuple[str, NotFoundError]]] = field(default_factory=dict)

    def __call__(self, loaded: Loaded, version: str) -> Loaded:
        """The workspace of a version, its agreement as it is proposed.

        Raises:
            FindingsError: the proposed terms have errors, as they would have in the file.
        """
        if not self.proposal:
            return loaded
        base = self._with_facts(loaded)
        found = load_agreement(base, self.agreement)
        data = found.merged.raw.data
        for key, value in self.proposal.values.items():
            try:
                data = with_value(data, _path(key), value, key)
                self.laid.append(key)
            except NotFoundError as error:
                self.absent.setdefault(key, []).append((version, error))
        return replace(base, kept=Kept(agreements={self.agreement: self._read(found, data)}))

    def _with_facts(self, loaded: Loaded) -> Loaded:
        path = loaded.path_of(self.agreement)
        facts = self.proposal.facts
        return loaded if facts is None else replace(loaded, files=Overlay(loaded.files, {path: facts}), kept=Kept())

    def _read(self, found: LoadedAgreement, data: RawValue) -> LoadedAgreement:
        raw = replace(found.merged.raw, data=data)
        agreement, findings = read_agreement(raw)
        owned = tuple(replace(finding, agreement=self.agreement) for finding in (*found.merged.findings, *findings))
        if has_errors(owned):
            raise refusal(self.agreement, tuple(self.placed(finding) for finding in owned))
        return replace(found, merged=replace(found.merged, raw=raw), agreement=agreement, findings=owned)

    def placed(self, finding: Finding) -> Finding:
        """The finding at its place in the file that was proposed; what was set on the command line stands in none."""
        if self.proposal.facts is None:
            return replace(finding, source=Source(_SET))
        return replace(finding, source=replace(finding.source, file=self.proposal.name)) if self.proposal.name else finding

    def require_laid(self) -> None:
        """Refuse a key that no version has a place for."""
        for key, told in self.absent.items():
            if key not in self.laid:
                raise told[0][1]


def refusal(agreement_id: str, findings: Sequence[Finding]) -> FindingsError:
    """The proposed terms have errors."""
    return FindingsError(f"The proposed terms of “{agreement_id}” cannot be used.", findings, hint="Correct what is listed; nothing was changed.")


def _path(key: str) -> tuple[str, ...]:
    """The steps of a key; `clauses.service-credits.within` is a value that the agreement sets."""
    steps = tuple(key.split("."))
    if len(steps) == 3 and steps[0] == "clauses" and steps[1] not in _CHANGES:
        return ("clauses", "set", steps[1], "values", steps[2])
    return steps


def with_value(data: RawValue, path: Sequence[str], value: RawValue, key: str) -> RawValue:
    """The data with another value at a path, or, for None, without what stands there; items of lists are named by their id, or by their place from 0.

    Raises:
        NotFoundError: a list has no such item, or the path leads into a value that has no parts.
    """
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, list):
        place = _place(data, step, key)
        kept = [with_value(item, rest, value, key) if at == place else item for at, item in enumerate(data)]
        return kept[:place] + kept[place + 1 :] if not rest and value is None else kept
    if isinstance(data, str):
        raise NotFoundError("key", key, hint=f"What stands before “{step}” is one value and has no parts.")
    before = data or {}
    if not rest and value is None:
        return {name: item for name, item in before.items() if name != step}
    made = {**before, step: with_value(before.get(step), rest, value, key)}
    return {**made, "reason": made.get("reason", _REASON)} if step == "values" and len(rest) == 1 else made


def _place(items: Sequence[RawValue], step: str, key: str) -> int:
    names = list(_names(items))
    if step in names:
        return names.index(step)
    if step.isascii() and step.isdigit() and int(step) < len(items):
        return int(step)
    known = [name for name in names if name]
    raise NotFoundError("key", key, [key.replace(step, near) for near in nearest(step, known)], hint=f"The list holds {', '.join(known) or 'no named items'}.")


def _names(items: Sequence[RawValue]) -> Iterator[str]:
    for item in items:
        name = (item.get("id") or item.get("service")) if isinstance(item, dict) else None
        yield name if isinstance(name, str) else ""


def counter_draft(file: Path) -> tuple[bytes, str]:
    """The bytes and the name of a proposed agreement.yaml.

    Raises:
        NotFoundError: there is no such file.
        BadInputError: it is too large.
        RefusedError: it cannot be read.
    """
    return read_file(file), file.name


def facts_of_version(loaded: Loaded, agreement_id: str, version: str) -> tuple[bytes, str]:
    """The agreement.yaml of a version (`draft`: as the folder has it), and what it is called.

    Raises:
        NotFoundError: there is no such agreement or version.
        RefusedError: the folder is in no repository.
    """
    if version == DRAFT or not isinstance(loaded.files, Folder):
        return loaded.files.read(loaded.path_of(agreement_id)), loaded.path_of(agreement_id)
    with opened(loaded.files.root, version, agreement_id) as saved:
        return saved.files.read(saved.path_of(agreement_id)), f"{saved.path_of(agreement_id)} ({version})"
