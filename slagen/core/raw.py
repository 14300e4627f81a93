"""Text data as it was read: strings, lists and mappings only, each with the line that it stands on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from slagen.core.findings import Finding, Source

RawValue: TypeAlias = "str | list[RawValue] | dict[str, RawValue] | None"
RawPath: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Raw:
    """One file's data. Scalars are strings (an empty or `null` scalar is None); the schema gives them types.

    `sources` holds the place of each mapping entry and list item by its path.
    """

    file: str
    data: RawValue
    sources: Mapping[RawPath, Source] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    def source(self, path: RawPath = ()) -> Source:
        """The place of `path`, or of the nearest thing around it."""
        while path:
            if path in self.sources:
                return self.sources[path]
            path = path[:-1]
        return self.sources.get((), Source(self.file, 1))
