"""Checking: every finding in the library, the templates and the agreements, at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from slagen.checks.acceptance import apply_acceptances
from slagen.checks.context import Context, fact_sources
from slagen.checks.rules import run
from slagen.core.errors import SlagenError
from slagen.core.findings import Finding, has_errors
from slagen.model.agreement import Agreement
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.shells import shell_findings


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, what had been accepted before, and what was looked at."""

    findings: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    agreements: tuple[str, ...]
    clauses: int
    templates: int

    @property
    def failed(self) -> bool:
        """Whether any finding is an error."""
        return has_errors(self.findings)


def check(loaded: Loaded, agreement_ids: Sequence[str] = (), *, today: date) -> Report:
    """Check some agreements, or with none named the whole workspace.

    Raises:
        NotFoundError: an agreement that is named does not exist.
    """
    ids = tuple(dict.fromkeys(agreement_ids)) or tuple(sorted(loaded.agreements))
    for agreement_id in ids:
        loaded.path_of(agreement_id)
    found: list[Finding] = []
    accepted: list[Finding] = []
    if not agreement_ids:
        found.extend((*loaded.findings, *shell_findings(loaded)))
    for agreement_id in ids:
        remaining, silenced = check_draft(loaded, draft(loaded, agreement_id), today=today)
        found.extend(remaining)
        accepted.extend(silenced)
    once = tuple(sorted(_once(found), key=Finding.sort_key))
    return Report(once, tuple(accepted), ids, len(loaded.library.clauses), len(loaded.library.templates))


def check_draft(loaded: Loaded, made: Draft, *, today: date) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings of one contract: those that remain, and those that somebody has accepted."""
    if made.assembled is None or made.loaded.agreement is None:
        return made.findings, ()
    context = Context(
        made.loaded.agreement,
        loaded.library,
        fact_sources(made.loaded.merged.raw),
        today,
        loaded.settings.we,
        made.assembled.lines,
        {name: label.full for name, label in made.assembled.labels.items()},
        made.assembled.parameters,
        made.assembled.clauses,
        _related(loaded, made.loaded.agreement),
    )
    drafting = [replace(finding, agreement=made.loaded.id) for finding in run(made.assembled.document, context)]
    return apply_acceptances((*made.findings, *drafting), made.loaded.agreement, context.source_of)


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """A fault of a clause that several agreements use is told once."""
    seen: dict[Finding, Finding] = {}
    for finding in findings:
        seen.setdefault(replace(finding, agreement=None), finding)
    return list(seen.values())


def _related(loaded: Loaded, agreement: Agreement) -> dict[str, Agreement]:
    """The agreements that the facts point to, and those that support the same ones."""
    named = {agreement.paired_with, *agreement.supports, *agreement.builds_on} - {""}
    others = {name: _facts(loaded, name) for name in sorted(loaded.agreements) if name != agreement.id}
    related = {name: facts for name, facts in others.items() if facts is not None and name in named}
    for name, facts in others.items():
        if facts is not None and (set(facts.supports) & {agreement.id, *agreement.supports} or facts.paired_with == agreement.id):
            related[name] = facts
    return related


def _facts(loaded: Loaded, agreement_id: str) -> Agreement | None:
    try:
        return load_agreement(loaded, agreement_id).agreement
    except SlagenError:
        return None  # what cannot be read is told where it is checked itself
