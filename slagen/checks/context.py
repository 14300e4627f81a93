"""What a check may know besides the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slagen.core.findings import Finding, Severity, Source
from slagen.core.raw import Raw, RawPath, RawValue
from slagen.model.agreement import Agreement
from slagen.model.library import Library, LibraryClause

SourceOf = Callable[[str], Source]


@dataclass(frozen=True, slots=True)
class Context:
    """The facts behind a document, and where each of them is written.

    `source_of` gives the place of a fact by its key (`service_levels.availability.target`), `lines` that of a provision by its id,
    `labels` how a provision is cited. `parameters` are the settled values by clause and name, `clauses` the texts that were used.
    `related` holds the agreements that this one is paired with, supports, builds on or shares a supported agreement with.
    `measured` names the service levels that have measurements; None where nobody has looked. `we` is our role. `people` are the workspace's
    addresses by role, for what the agreement does not name.
    """

    agreement: Agreement
    library: Library
    source_of: SourceOf
    today: date
    we: str = "provider"
    lines: Mapping[str, Source] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    clauses: Mapping[str, LibraryClause] = field(default_factory=dict)
    related: Mapping[str, Agreement] = field(default_factory=dict)
    measured: frozenset[str] | None = None
    people: Mapping[str, str] = field(default_factory=dict)

    def place(self, provision: str) -> Source:
        """Where a provision is written, or the clause around it, or the agreement's file."""
        return self.lines.get(provision) or self.lines.get(provision.partition(".")[0]) or self.source_of("")

    def cited(self, provision: str) -> str:
        """A provision as people cite it: `clause 4.1`, or by its id where it has no number."""
        return f"clause {self.labels[provision]}" if provision in self.labels else f"“{provision}”"

    def about_fact(self, code: str, severity: Severity, key: str, message: str, hint: str) -> Finding:
        """A finding at the fact with the key `key`."""
        return Finding(code, severity, message, self.source_of(key), hint)

    def about_text(self, code: str, severity: Severity, provision: str, message: str, hint: str) -> Finding:
        """A finding at a provision of the text."""
        return Finding(code, severity, message, self.place(provision), hint)


def fact_sources(raw: Raw) -> SourceOf:
    """Places of facts by key: parts between dots are keys, or ids (or positions) of list items; an unknown part gives what is around it."""

    def source_of(key: str) -> Source:
        path: RawPath = ()
        here: RawValue = raw.data
        for name in key.split(".") if key else ():
            step, here = _step(here, name)
            if step is None:
                break
            path = (*path, step)
        return raw.source(path)

    return source_of


def _step(here: RawValue, name: str) -> tuple[str | int | None, RawValue]:
    if isinstance(here, dict) and name in here:
        return name, here[name]
    if isinstance(here, list):
        for index, item in enumerate(here):
            if (isinstance(item, dict) and item.get("id") == name) or str(index) == name:
                return index, item
    return None, None
