"""Small agreements and documents to try a rule on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity, Source
from slagen.model.agreement import Agreement
from slagen.model.document import Block, Clause, Definition, Document, Inline, Meta, Origin, Paragraph, Section, Strong, TermUse, Text, Value
from slagen.model.library import ClauseStatus, Library, LibraryClause, Parameter, Position
from slagen.model.native import from_native

Rule = Callable[[Document, Context], Iterable[Finding]]
LEVEL: Mapping[str, Any] = {
    "id": "availability",
    "service": "hosting",
    "metric": "availability",
    "role": "slo",
    "period": "calendar-month",
    "source": {"type": "outages", "system": "statuspage"},
    "target": {"comparison": ">=", "value": "99.9", "unit": "%"},
}
RESPONSE: Mapping[str, Any] = {
    **LEVEL,
    "id": "response",
    "name": "Response to incidents",
    "metric": "response-time",
    "severity": "P1",
    "target": {"comparison": "<=", "value": "30", "unit": "min", "share": "95 %"},
}
RESOLUTION: Mapping[str, Any] = {
    **LEVEL,
    "id": "resolution",
    "name": "Resolution of incidents",
    "metric": "resolution-time",
    "severity": "P1",
    "target": {"comparison": "<=", "value": "4", "unit": "hours", "share": "90 %"},
}
SCHEME: Mapping[str, Any] = {"id": "standard", "services": ["hosting"], "base": "monthly-charges"}
TERM: Mapping[str, Any] = {
    "effective_date": "2026-01-01",
    "initial": "36 months",
    "renewal": {"mode": "automatic", "period": "12 months"},
    "notice": {"period": "90 days", "before": "last_day"},
}
FACTS: Mapping[str, Any] = {
    "id": "acme",
    "title": "Acme hosting",
    "kind": "sla",
    "level": "customer",
    "template": "customer-sla",
    "parties": {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme plc", "role": "customer"}},
    "people": {"account": "jo@northwind.example"},
    "services": [{"id": "hosting", "name": "Hosting"}],
    "severities": {"P1": {"title": "Critical", "means": "down"}},
    "charges": [{"service": "hosting", "amount": "10000", "currency": "GBP", "per": "month"}],
}


def agreement(**facts: Any) -> Agreement:
    """A customer's service level agreement with these facts."""
    return from_native(Agreement, {**FACTS, **facts})


def paragraph(*parts: str | Inline) -> Paragraph:
    """A paragraph; plain strings are the clause's own wording."""
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in parts))


def definition(term: str, *parts: str | Inline, clause: str = "interpretation") -> Definition:
    """**“term”** means …"""
    return Definition(term, (Strong((Text(f"“{term}”"),)), *paragraph(" means ", *parts).content), (), Origin(clause, "1.0.0"))


def use(term: str, printed: str = "") -> TermUse:
    """A defined term in use."""
    return TermUse(term, printed or term)


def value(text: str) -> Value:
    """A printed fact."""
    return Value("key", text)


def clause(clause_id: str, *blocks: str | Block) -> Clause:
    """A clause with one provision for each block or sentence."""
    children = tuple(
        Clause(f"{clause_id}.{position}", (), (paragraph(block) if isinstance(block, str) else block,)) for position, block in enumerate(blocks, start=1)
    )
    return Clause(clause_id, (Text(clause_id.title()),), (), children)


def document(*clauses: Clause, status: str = "draft", kind: str = "sla", language: str = "en") -> Document:
    """A contract of these clauses."""
    return Document(Meta("acme", "Acme", kind, status=status, language=language), sections=(Section("", clauses),))


def library_clause(
    clause_id: str, *parameters: Parameter, status: ClauseStatus = ClauseStatus.APPROVED, negotiable: bool = True, **positions: Position
) -> LibraryClause:
    """A clause of the library."""
    return LibraryClause(
        clause_id, clause_id, "1.0.0", status, ("sla",), "", 1, Source(f"clauses/{clause_id}.md", 1), "0",
        negotiable=negotiable, parameters={one.name: one for one in parameters}, positions=positions,
    )  # fmt: skip


@dataclass
class Desk:
    """A rule to try, with the agreement and the rest that it may look at. Places of facts are their keys."""

    rule: Rule
    known: dict[str, Any] = field(default_factory=dict)

    def found(self, contract: Document | None = None, **facts: Any) -> list[Finding]:
        """The findings on a contract with these facts."""
        context = Context(
            agreement(**facts),
            Library({one.id: one for one in self.known.get("library", ())}),
            lambda key: Source(key or "agreement.yaml"),
            date(2026, 6, 1),
            **{name: item for name, item in self.known.items() if name != "library"},
        )
        return list(self.rule(contract or document(), context))

    def codes(self, contract: Document | None = None, **facts: Any) -> list[str]:
        """The codes of the findings."""
        return [finding.code for finding in self.found(contract, **facts)]

    def severities(self, contract: Document | None = None, **facts: Any) -> list[Severity]:
        """How much each finding matters."""
        return [finding.severity for finding in self.found(contract, **facts)]
