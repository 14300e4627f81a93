"""agreement.lock: written by slagen, one pin a line, so that a difference shows just what moved."""

from __future__ import annotations

from slagen.core.errors import BadInputError
from slagen.core.raw import Raw, RawValue
from slagen.formats.yaml import read_yaml
from slagen.formats.yaml_write import render
from slagen.model.lock import LOCK_FORMAT, ClausePin, LayerPin, Lock, TemplatePin

_HEAD = "# Written by slagen; do not edit. It pins the texts that this agreement is made of.\n"


def write_lock(lock: Lock) -> bytes:
    """The file's bytes; the same pins give the same bytes."""
    data = {"format": LOCK_FORMAT, "template": lock.template, "clauses": dict(sorted(lock.clauses.items()))}
    layers = {"layers": lock.layers} if lock.layers else {}
    return f"{_HEAD}{render(data | layers)}".encode()


def read_lock(data: bytes, file: str) -> Lock:
    """The pins that a lock holds.

    Raises:
        BadInputError: it is not a lock, or one of a newer slagen.
    """
    raw = read_yaml(data, file)
    top = _mapping(raw, raw.data, "")
    if top.get("format") != str(LOCK_FORMAT):
        raise _broken(raw, f"its format is {top.get('format') or 'not given'}, and this slagen reads format {LOCK_FORMAT}")
    template = _strings(raw, top.get("template"), "template", ("id", "blob", "shell"))
    clauses = _mapping(raw, top.get("clauses") or {}, "clauses")
    layers = _mapping(raw, top.get("layers") or {}, "layers")
    return Lock(
        TemplatePin(*template),
        {name: ClausePin(*_strings(raw, pin, f"clauses.{name}", ("version", "blob"))) for name, pin in clauses.items()},
        {name: LayerPin(*_strings(raw, pin, f"layers.{name}", ("version", "commit"))) for name, pin in layers.items()},
    )


def _mapping(raw: Raw, value: RawValue, key: str) -> dict[str, RawValue]:
    if not isinstance(value, dict) or raw.findings:
        raise _broken(raw, raw.findings[0].message if raw.findings else f"“{key}” is not a mapping" if key else "it holds no pins")
    return value


def _strings(raw: Raw, value: RawValue, key: str, names: tuple[str, ...]) -> tuple[str, ...]:
    pin = _mapping(raw, value, key)
    found = tuple(pin.get(name) for name in names)
    if not all(isinstance(one, str) and one for one in found) or len(pin) != len(names):
        raise _broken(raw, f"“{key}” does not hold just {', '.join(names)}")
    return tuple(str(one) for one in found)


def _broken(raw: Raw, why: str) -> BadInputError:
    hint = "Bring it back from the last saved version, or save the agreement again."
    return BadInputError(f"“{raw.file}” cannot be used: {why}.", source=raw.source(), hint=hint)
