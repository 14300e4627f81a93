"""Where a fact was written, and what it took the place of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from slagen.core.findings import Source


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact as one layer states it. `text` is what stands in the file."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Provenance:
    """For each key: the statement that holds, and the statements that it overrode, most recent first."""

    holds: Mapping[str, Stated] = field(default_factory=dict)
    overrode: Mapping[str, tuple[Stated, ...]] = field(default_factory=dict)
