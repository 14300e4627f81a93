"""What is wrong in the user's material: gathered, sorted and shown together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters; `check` fails on errors."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Source:
    """A place in the user's material.

    `file` is the path below the workspace, with forward slashes; `line` counts from 1;
    `layer` is the agreement that brought the text in, where layers are merged.
    """

    file: str
    line: int | None = None
    layer: str | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where it is, and what to do about it.

    `agreement` names the agreement that was being looked at, if one was.
    """

    code: str
    severity: Severity
    message: str
    source: Source
    hint: str = ""
    agreement: str | None = None

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By file, line, severity and code, so that lists are stable."""
        return (self.source.file, self.source.line or 0, _RANK[self.severity], self.code, self.message)


def has_errors(findings: tuple[Finding, ...] | list[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)
