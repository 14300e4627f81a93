"""What is wrong with a value, by its path in the data; and the finding that it becomes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from slagen.core.findings import Finding, Severity, Source
from slagen.core.identifiers import nearest
from slagen.core.raw import RawPath

UNKNOWN, MISSING, EMPTY, NOT_ALLOWED, OUT_OF_RANGE = "SLG020", "SLG021", "SLG025", "SLG023", "SLG024"
DUPLICATE, CONFLICT, INCOMPLETE = "SLG027", "SLG028", "SLG029"
OWN_CODE = 0x101
"""Cerberus's number for errors that carry a fault of our own."""
SourceOf: TypeAlias = Callable[[RawPath], Source]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with the value at `path` (from the root of what was checked)."""

    code: str
    message: str
    hint: str = ""
    path: RawPath = ()
    key: str = ""
    """The key that is missing, where one is."""


def without_echoes(faults: Sequence[Fault]) -> list[Fault]:
    """The faults without the missing keys that stand there misspelt: those are told as unknown ones already."""
    unknown: dict[RawPath, list[str]] = {}
    for fault in faults:
        if fault.code == UNKNOWN:
            unknown.setdefault(fault.path[:-1], []).append(str(fault.path[-1])[:80])
    return [fault for fault in faults if not (fault.key and any(nearest(name, [fault.key]) for name in unknown.get(fault.path, ())))]


def finding(fault: Fault, data: Any, source_of: SourceOf, *, prefix: str = "") -> Finding:
    """The finding for a fault in `data`. `prefix` stands before the path, where the data is a part of something larger."""
    name = key_name(fault.path, data)
    where = f"{prefix}.{name}" if prefix and name else prefix or name
    message = f"{where}: {fault.message}" if where else fault.message
    return Finding(fault.code, Severity.ERROR, message, source_of(fault.path), fault.hint)


def key_name(path: RawPath, data: Any) -> str:
    """A path as people write keys: `service_levels.availability.target`; an item without an id is counted from 1."""
    parts: list[str] = []
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
            name = data.get("id") if isinstance(data, dict) else None
            parts.append(name if isinstance(name, str) and name else str(step + 1))
        else:
            data = data.get(step) if isinstance(data, dict) else None
            parts.append(step)
    return ".".join(parts)
