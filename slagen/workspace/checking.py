"""Checking: every finding in the library, the templates and the agreements, at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
import re
from typing import Any

from slagen.checks.acceptance import apply_acceptances
from slagen.checks.context import Context, fact_sources
from slagen.checks.rules import run
from slagen.core.errors import SlagenError
from slagen.core.findings import Finding, Source, has_errors
from slagen.model.agreement import Agreement
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.freezing import watch
from slagen.workspace.load import Loaded, connections, load_agreement
from slagen.workspace.measurement_files import MEASUREMENTS, Kept, kept_in, measured_levels, names_in
from slagen.workspace.shells import shell_findings

LEAVES_A_GAP = frozenset({"SLG051", "SLG052", "SLG100", "SLG504"})
"""A clause is missing or could not be filled …"""
FOLLOWS_FROM_A_GAP = frozenset({"SLG202", "SLG204", "SLG209"})
"""… and these would only say so again."""
_LABEL = re.compile(r"\b\d+(?:\.\d+)?(?:\([a-zA-Z]+\))*(?: of Schedule \d+)?|\bSchedule \d+")


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


def check(loaded: Loaded, agreement_ids: Sequence[str] = (), *, today: date, step: Callable[[Any], None] = lambda _step: None) -> Report:
    """Check some agreements, or with none named the whole workspace; `step` is called after each agreement.

    Raises:
        NotFoundError: an agreement that is named does not exist.
    """
    ids = tuple(dict.fromkeys(agreement_ids)) or tuple(sorted(loaded.agreements))
    for agreement_id in ids:
        loaded.path_of(agreement_id)
    found: list[Finding] = []
    accepted: list[Finding] = []
    if not agreement_ids:
        found.extend(loaded.findings)
    shells: dict[tuple[str, str], Loaded] = {}
    with watch(loaded, thorough=bool(agreement_ids)) as events_of:
        for agreement_id in ids:
            made = draft(loaded, agreement_id)
            if made.assembled is not None:
                shells.setdefault(_shell(loaded, made), made.basis)
            kept = kept_in(loaded, _figures(loaded, agreement_id))
            remaining, silenced = check_draft(loaded, made, today=today, kept=kept)
            found.extend((*remaining, *events_of(made), *kept.findings))
            accepted.extend(silenced)
            step(agreement_id)
    found.extend(() if agreement_ids else shell_findings(loaded, loaded.library.templates))
    for (template, blob), basis in sorted(shells.items(), key=lambda item: item[0]):
        found.extend(shell_findings(basis, [template]) if agreement_ids or blob else ())
    once = tuple(sorted(_once(found), key=Finding.sort_key))
    return Report(once, tuple(accepted), ids, len(loaded.library.clauses), len(loaded.library.templates))


def _shell(loaded: Loaded, made: Draft) -> tuple[str, str]:
    """The template of a contract, and the hash of its shell where that is another than the library's."""
    template = made.basis.library.templates[made.agreement.template]
    own = made.basis.files is not loaded.files or template.id not in loaded.library.templates
    path = template.shell_path
    return template.id, made.basis.files.blob(path) if own and made.basis.files.exists(path) else ""


def _figures(loaded: Loaded, agreement_id: str) -> str:
    return f"{loaded.folder_of(agreement_id)}/{MEASUREMENTS}"


def check_draft(loaded: Loaded, made: Draft, *, today: date, kept: Kept | None = None) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings of one contract: those that remain, and those that somebody has accepted; `kept` are its figures, where they were looked at already."""
    if made.assembled is None or made.loaded.agreement is None:
        return made.findings, ()
    context = Context(
        made.loaded.agreement,
        made.basis.library,
        fact_sources(made.loaded.merged.raw),
        today,
        loaded.settings.we,
        made.assembled.lines,
        {name: label.full for name, label in made.assembled.labels.items()},
        made.assembled.parameters,
        made.assembled.clauses,
        _related(loaded, made.loaded.agreement),
        people=loaded.settings.people,
        measured=measured_levels(loaded, made.loaded.agreement, kept.named if kept else names_in(loaded, _figures(loaded, made.loaded.id))),
    )
    incomplete = any(finding.code in LEAVES_A_GAP for finding in made.findings)
    drafting = [
        replace(finding, agreement=made.loaded.id)
        for finding in run(made.assembled.document, context)
        if not (incomplete and finding.code in FOLLOWS_FROM_A_GAP)
    ]
    return apply_acceptances((*made.findings, *drafting), made.loaded.agreement, context.source_of)


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """A fault of a clause that several agreements use is told once, although its number differs from one to the next."""
    told: dict[tuple[str, Source, str], str | None] = {}
    return [
        finding
        for finding in dict.fromkeys(findings)
        if told.setdefault((finding.code, finding.source, _LABEL.sub("", finding.message)), finding.agreement) == finding.agreement
    ]


def _related(loaded: Loaded, agreement: Agreement) -> dict[str, Agreement]:
    """The agreements that the facts point to, and those that point here or support the same ones."""
    known = connections(loaded)
    names = {agreement.paired_with, *agreement.supports, *agreement.builds_on, *known.partners.get(agreement.id, ())}
    for supported in (agreement.id, *agreement.supports):
        names.update(known.supporters.get(supported, ()))
    others = {name: _facts(loaded, name) for name in sorted(names & loaded.agreements.keys()) if name != agreement.id}
    return {name: facts for name, facts in others.items() if facts is not None}


def _facts(loaded: Loaded, agreement_id: str) -> Agreement | None:
    try:
        return load_agreement(loaded, agreement_id).agreement
    except SlagenError:
        return None  # what cannot be read is told where it is checked itself
