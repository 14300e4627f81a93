"""agreement.lock: from data to pins and back. The YAML itself is read and written by formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
import re
from typing import TYPE_CHECKING, Any, TypeAlias

from slagen.core.findings import Finding, Severity
from slagen.core.identifiers import is_id
from slagen.model.lock import LOCK_FORMAT, ClausePin, LayerPin, Lock, TemplatePin

if TYPE_CHECKING:
    from slagen.core.raw import Raw, RawPath, RawValue

Tests: TypeAlias = Mapping[str, Callable[[str], bool]]
_HASH = re.compile(r"[0-9a-f]{40}", re.ASCII)
_WAY_OUT = "The program writes this file: bring back the last saved one, or delete it and save again."
_KEYS = frozenset({"format", "agreement", "template", "clauses", "layers"})


def lock_data(lock: Lock) -> dict[str, Any]:
    """The lock as data, sorted by id, ready to be written as YAML."""
    template = {"id": lock.template.id, "blob": lock.template.blob} | ({"shell": lock.template.shell} if lock.template.shell else {})
    data: dict[str, Any] = {"format": LOCK_FORMAT, **({"agreement": lock.agreement} if lock.agreement else {}), "template": template}
    data["clauses"] = {name: _clause(pin) for name, pin in sorted(lock.clauses.items())}
    if lock.layers:
        data["layers"] = {name: _layer(pin) for name, pin in sorted(lock.layers.items())}
    return data


def _clause(pin: ClausePin) -> dict[str, str]:
    return {"version": pin.version, "blob": pin.blob} | ({"own": pin.own} if pin.own else {})


def _layer(pin: LayerPin) -> dict[str, str]:
    return {"version": pin.version} | ({"commit": pin.commit} if pin.commit else {}) | ({"blob": pin.blob} if pin.blob else {})


def read_lock(raw: Raw) -> tuple[Lock | None, tuple[Finding, ...]]:
    """The pins that a lock file states, or what is wrong with it; then there is no lock."""
    findings = (*raw.findings, *_faults(raw))
    if findings or not isinstance(raw.data, dict):
        return None, findings
    template = _mapping(raw.data["template"])
    return Lock(
        TemplatePin(template["id"], template["blob"], template.get("shell", "")),
        {name: ClausePin(pin["version"], pin["blob"], pin.get("own", "")) for name, pin in _pins(raw.data.get("clauses"))},
        {name: LayerPin(pin["version"], pin.get("commit", ""), pin.get("blob", "")) for name, pin in _pins(raw.data.get("layers"))},
        str(raw.data.get("agreement") or ""),
    ), ()


def _faults(raw: Raw) -> Iterator[Finding]:
    data = raw.data
    if not isinstance(data, dict):
        yield from [] if raw.findings else [_finding(raw, (), "the lock is empty")]
        return
    if data.get("format") != str(LOCK_FORMAT):
        yield _finding(raw, ("format",), f"the lock's format is “{data.get('format')}”; this version of slagen knows {LOCK_FORMAT}", "Update slagen.")
        return
    for key in sorted(data.keys() - _KEYS):
        yield _finding(raw, (key,), f"“{key}” does not belong in a lock")
    name = data.get("agreement")
    if name is not None and not (isinstance(name, str) and is_id(name)):
        yield _finding(raw, ("agreement",), f"“{name}” is not the id of an agreement")
    yield from _pin_faults(raw, ("template",), data.get("template"), {"id": is_id, "blob": _is_hash}, {"shell": _is_hash})
    for name, pin in _entries(data.get("clauses")):
        yield from _pin_faults(raw, ("clauses", name), pin, {"version": bool, "blob": _is_hash}, {"own": _is_hash})
    for name, pin in _entries(data.get("layers")):
        yield from _pin_faults(raw, ("layers", name), pin, {"version": bool}, {"commit": _is_hash, "blob": _is_hash})
    for key in ("clauses", "layers"):
        if not isinstance(data.get(key) or {}, dict):
            yield _finding(raw, (key,), f"“{key}” is not a mapping from ids to pins")


def _pin_faults(raw: Raw, path: RawPath, pin: RawValue, required: Tests, optional: Tests) -> Iterator[Finding]:
    name = str(path[-1])
    if not isinstance(pin, dict):
        yield _finding(raw, path, f"there is no pin for “{name}”")
        return
    if not is_id(name):
        yield _finding(raw, path, f"“{name}” is not an id")
    for key, test in (*required.items(), *optional.items()):
        value = pin.get(key)
        if (value is None and key in required) or (value is not None and not (isinstance(value, str) and test(value))):
            yield _finding(raw, (*path, key), f"the {key} of “{name}” is “{value}”")
    for key in sorted(pin.keys() - required.keys() - optional.keys()):
        yield _finding(raw, (*path, key), f"“{key}” does not belong in the pin of “{name}”")


def _finding(raw: Raw, path: RawPath, message: str, hint: str = _WAY_OUT) -> Finding:
    return Finding("SLG500", Severity.ERROR, message, raw.source(path), hint)


def _is_hash(text: str) -> bool:
    return _HASH.fullmatch(text) is not None


def _entries(value: RawValue) -> Iterator[tuple[str, RawValue]]:
    yield from value.items() if isinstance(value, dict) else ()


def _pins(value: RawValue) -> Iterator[tuple[str, dict[str, str]]]:
    for name, pin in _entries(value):
        yield name, _mapping(pin)


def _mapping(value: RawValue) -> dict[str, str]:
    return {key: item for key, item in value.items() if isinstance(item, str)} if isinstance(value, dict) else {}
