"""The pins of an agreement: exactly which texts it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Pin:
    """A clause by its version and by git's hash of its file."""

    version: str
    blob: str


@dataclass(frozen=True, slots=True)
class TemplatePin:
    """A template and its Word shell by git's hashes of their files."""

    id: str
    blob: str
    shell: str


@dataclass(frozen=True, slots=True)
class LayerPin:
    """A layer by its version name and its commit."""

    version: str
    commit: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What an agreement is made of: the template, each clause, and each layer."""

    template: TemplatePin
    clauses: Mapping[str, Pin] = field(default_factory=dict)
    layers: Mapping[str, LayerPin] = field(default_factory=dict)
    format: int = FORMAT
