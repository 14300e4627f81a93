"""Pins: the exact text of each clause, template, shell and layer that an agreement uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

LOCK_FORMAT = 1


@dataclass(frozen=True, slots=True)
class TemplatePin:
    """A template and its Word shell, by git's hashes of the files; `shell` is empty where the shell is not pinned."""

    id: str
    blob: str
    shell: str = ""


@dataclass(frozen=True, slots=True)
class ClausePin:
    """A clause of the library: its version, and git's hash of the file that says it."""

    version: str
    blob: str


@dataclass(frozen=True, slots=True)
class LayerPin:
    """A layer: a version name (`v2.0`, or `draft` where it has none yet) and the commit that holds it, empty where it was not saved yet."""

    version: str
    commit: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """What agreement.lock says."""

    template: TemplatePin
    clauses: Mapping[str, ClausePin] = field(default_factory=dict)
    layers: Mapping[str, LayerPin] = field(default_factory=dict)
