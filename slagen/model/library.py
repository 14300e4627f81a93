"""The clause library and the templates, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from slagen.core.findings import Source


class ClauseStatus(StrEnum):
    """Where a clause stands in its own life."""

    DRAFT = "draft"
    APPROVED = "approved"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a clause. `rules` are the checked Cerberus rules; `better` is higher, lower, a value, or empty: from the customer's side."""

    name: str
    rules: Mapping[str, Any]
    default: Any = None
    has_default: bool = False
    label: str = ""
    better: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """A position of the playbook: the values it allows, and who may approve it."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    approver: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class LibraryClause:
    """A provision in the library. `text` is Markdown with Jinja tags; `text_line` is the file's line that it starts on.

    `blob` is git's SHA-1 of the file's bytes: the content hash by which an agreement pins it. `changes` says by version what changed and why.
    """

    id: str
    title: str
    version: str
    status: ClauseStatus
    kinds: tuple[str, ...]
    text: str
    text_line: int
    source: Source
    blob: str
    group: str = ""
    summary: str = ""
    owner: str = ""
    review_by: date | None = None
    negotiable: bool = True
    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    positions: Mapping[str, Position] = field(default_factory=dict)
    guidance: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClauseChoice:
    """A clause that a template selects. `when` is a Jinja expression over the agreement's facts; empty means always."""

    id: str
    source: Source
    when: str = ""
    locked: bool = False
    defaults: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """Clauses under an unnumbered heading."""

    title: str
    clauses: tuple[ClauseChoice, ...]


@dataclass(frozen=True, slots=True)
class TemplateSchedule:
    """A schedule of the template; it is left out when none of its clauses is selected."""

    id: str
    title: str
    clauses: tuple[ClauseChoice, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What `slagen new` asks. `type` is a parameter type; `default` is offered; an `optional` one may stay without answer."""

    key: str
    ask: str
    type: str = "string"
    default: str = ""
    allowed: tuple[str, ...] = ()
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """An ordered choice of clauses plus a Word shell (a path beside template.yaml)."""

    id: str
    title: str
    kind: str
    source: Source
    blob: str
    shell: str = "shell.docx"
    level: str = ""
    definitions: str = "gathered"
    recitals: tuple[ClauseChoice, ...] = ()
    sections: tuple[TemplateSection, ...] = ()
    schedules: tuple[TemplateSchedule, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def shell_path(self) -> str:
        """The path of its shell in the workspace."""
        return str(PurePosixPath(self.source.file).parent / self.shell)

    @property
    def choices(self) -> tuple[ClauseChoice, ...]:
        """Every clause that the template names, in order."""
        groups = (self.recitals, *(section.clauses for section in self.sections), *(schedule.clauses for schedule in self.schedules))
        return tuple(choice for group in groups for choice in group)


@dataclass(frozen=True, slots=True)
class Library:
    """The clauses and templates that agreements are assembled from.

    In a `partial` one, as the pins of an agreement give it, clauses may be missing that its template names and the agreement leaves out.
    """

    clauses: Mapping[str, LibraryClause] = field(default_factory=dict)
    templates: Mapping[str, Template] = field(default_factory=dict)
    partial: bool = False
