"""A clause's text after parsing and before it is numbered: what a parser of any markup hands to assembly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from slagen.core.findings import Finding, Source
from slagen.model.document import Block


@dataclass(frozen=True, slots=True)
class Provision:
    """A numbered item. `label` is what the author wrote as `{#label}`; `line` counts from the start of the clause's text, from 1."""

    line: int
    label: str = ""
    body: tuple[Block, ...] = ()
    children: tuple[Provision, ...] = ()
    closing: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceText:
    """Lead-in text, numbered provisions, and what follows them. Findings carry lines of the clause's text, from 1."""

    body: tuple[Block, ...] = ()
    provisions: tuple[Provision, ...] = ()
    closing: tuple[Block, ...] = ()
    findings: tuple[Finding, ...] = ()


ParseText: TypeAlias = Callable[[str, Source, str], SourceText]
"""Parse clause text: (text, the place of its first line, language) → SourceText with findings at real file lines."""
