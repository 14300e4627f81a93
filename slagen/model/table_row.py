"""Rows of a table as a file states them: text under names, with the line of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `cells` are trimmed."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """A table as it was read: `columns` are those of its header, in their order."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
