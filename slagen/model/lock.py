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
    """A clause of the library: its version, and git's hash of the file that says it.

    `own` is the hash of the agreement's (or a layer's) own wording where that takes the clause's place: the library's text is what it was made from.
    """

    version: str
    blob: str
    own: str = ""


@dataclass(frozen=True, slots=True)
class LayerPin:
    """A layer: a version name (`v2.0`, else the commit's first letters), the commit that holds it, and git's hash of its facts."""

    version: str
    commit: str = ""
    blob: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """What agreement.lock says. `agreement` is whose lock it is; empty where the file does not say."""

    template: TemplatePin
    clauses: Mapping[str, ClausePin] = field(default_factory=dict)
    layers: Mapping[str, LayerPin] = field(default_factory=dict)
    agreement: str = ""

    @property
    def blobs(self) -> frozenset[str]:
        """Git's hashes of all pinned texts."""
        texts = {self.template.blob, self.template.shell, *(pin.blob for pin in self.clauses.values()), *(pin.own for pin in self.clauses.values())}
        return frozenset(texts - {""})
