"""SLG209, SLG210: what an agreement of its kind must hold, and must not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.agreement import Agreement
from slagen.model.document import Document
from slagen.model.walk import clauses

_REMEDIES = ("service-credits", "critical-failure", "termination")
_MONEY = frozenset({"service-credits", "credit-cap", "multiple-failures", "claims", "earn-back", "bonus", "sole-remedy"})
_SANCTIONS = _MONEY | {"critical-failure", "indemnity"}


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that must be there: one of `clauses` in the text, or a fact that `fact` finds."""

    what: str
    clauses: tuple[str, ...] = ()
    fact: Callable[[Agreement], object] = lambda _agreement: False


_SLA = (
    Requirement("a scope: which services are provided", ("scope",)),
    Requirement("measurable service levels", ("service-levels", "service-level-details")),
    Requirement("how results are measured", ("measurement",)),
    Requirement("what follows if a service level is missed", _REMEDIES),
    Requirement("escalation", ("escalation",)),
)
_REVIEW = Requirement("a review", ("review",), lambda agreement: agreement.review)
_CHARTER = (
    Requirement("values", ("charter-values",)),
    Requirement("standards of service", ("charter-standards",)),
    Requirement("how to complain", ("charter-complaints",)),
    Requirement("how feedback is asked for", ("charter-feedback",)),
    _REVIEW,
)
_OLA = (
    Requirement("the agreements that it supports (supports: […])", (), lambda agreement: agreement.supports),
    Requirement("measurable service levels", ("service-levels", "service-level-details")),
)
_CORPORATE = (Requirement("precedence: which terms are followed if they differ", ("precedence",), lambda agreement: agreement.precedence),)


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Completeness by kind and level, and the remedies that an OLA or a charter must not have."""
    agreement = context.agreement
    present = frozenset(clause.id for clause in clauses(document))
    for requirement in requirements(agreement):
        if not present.intersection(requirement.clauses) and not requirement.fact(agreement):
            hint = f"Add the clause “{requirement.clauses[0]}”." if requirement.clauses else "Add it to agreement.yaml."
            yield context.about_fact("SLG209", Severity.ERROR, "kind", f"{_named(agreement)} must have {requirement.what}", hint)
    yield from _forbidden(agreement, present, context)


def requirements(agreement: Agreement) -> tuple[Requirement, ...]:
    """What an agreement of this kind and level must have (product.md, kinds of agreement)."""
    if agreement.kind == "charter":
        return _CHARTER
    if agreement.kind == "ola":
        return _OLA
    return _CORPORATE if agreement.level == "corporate" else (*_SLA, _REVIEW)


def _named(agreement: Agreement) -> str:
    kind = {"sla": "a service level agreement", "ola": "an operational level agreement"}.get(agreement.kind, "a charter")
    return f"{kind} at {agreement.level} level" if agreement.level else kind


def _forbidden(agreement: Agreement, present: frozenset[str], context: Context) -> Iterator[Finding]:
    banned = {"ola": _MONEY, "charter": _SANCTIONS}.get(agreement.kind, frozenset())
    hint = "Put remedies into a service level agreement."
    for clause_id in sorted(present & banned):
        yield context.about_text("SLG210", Severity.ERROR, clause_id, f"{_named(agreement)} must not have “{clause_id}”", hint)
    if banned and agreement.service_credits:
        yield context.about_fact("SLG210", Severity.ERROR, "service_credits", f"{_named(agreement)} must not have service credits in money", hint)
