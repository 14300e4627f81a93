"""Selection: which clauses an agreement has, in which order, and what takes their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from slagen.assembly.fill import Facts, holds
from slagen.assembly.text_error import TextError
from slagen.core.findings import Finding, Severity, Source
from slagen.core.identifiers import did_you_mean
from slagen.model.library import ClauseChoice, LibraryClause, Template, TemplateSchedule, TemplateSection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from slagen.core.raw import Raw
    from slagen.model.agreement import Agreement
    from slagen.model.library import Library


@dataclass(frozen=True, slots=True)
class Selected:
    """A clause that is part of the contract, and the template's line that chose it."""

    clause: LibraryClause
    choice: ClauseChoice


@dataclass(frozen=True, slots=True)
class Selection:
    """The clauses of a contract by section and schedule."""

    recitals: tuple[Selected, ...] = ()
    sections: tuple[tuple[TemplateSection, tuple[Selected, ...]], ...] = ()
    schedules: tuple[tuple[TemplateSchedule, tuple[Selected, ...]], ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def clauses(self) -> tuple[Selected, ...]:
        """Every selected clause in the order of the contract."""
        groups = (*(group for _, group in self.sections), *(group for _, group in self.schedules))
        return (*self.recitals, *(selected for group in groups for selected in group))

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the selected clauses."""
        return frozenset(selected.clause.id for selected in self.clauses)


@dataclass(slots=True)
class _Select:
    agreement: Agreement
    raw: Raw
    library: Library
    facts: Facts
    replacements: Mapping[str, LibraryClause]
    removed: frozenset[str]
    findings: list[Finding] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    added: set[int] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    def group(self, choices: Iterable[ClauseChoice]) -> tuple[Selected, ...]:
        selected: list[Selected] = []
        for choice in choices:
            selected.extend(self.choice(choice))
            selected.extend(self.added_after(choice.id))
        return tuple(selected)

    def choice(self, choice: ClauseChoice) -> Iterable[Selected]:
        clause = self.replacements.get(choice.id) or self.library.clauses.get(choice.id)
        if clause is None and self.library.partial and (choice.id in self.removed or not self.wanted(choice)):
            return
        if clause is None:
            self.missing.add(choice.id)
            hint = did_you_mean(choice.id, self.library.clauses) or "List them with: slagen clauses list"
            self.findings.append(Finding("SLG100", Severity.ERROR, f"no clause “{choice.id}” in clauses/", choice.source, hint))
        elif choice.id not in self.removed and self.wanted(choice):
            if choice.id in self.placed:
                self.findings.append(Finding("SLG111", Severity.ERROR, f"the clause “{choice.id}” is selected twice", choice.source, "Keep one of the two."))
                return
            self.placed.add(choice.id)
            yield Selected(clause, choice)

    def wanted(self, choice: ClauseChoice) -> bool:
        if not choice.when:
            return True
        try:
            return holds(choice.when, self.facts.names(choice.id, {}), self.facts.formats)
        except TextError as error:
            self.findings.append(
                Finding("SLG050", Severity.ERROR, f"the condition of “{choice.id}” cannot be decided: {error.message}", choice.source, error.hint)
            )
            return False

    def added_after(self, clause_id: str) -> Iterable[Selected]:
        for index, added in enumerate(self.agreement.clauses.add):
            if added.after == clause_id and index not in self.added:
                self.added.add(index)
                source = self.raw.source(("clauses", "add", index))
                yield from self.choice(ClauseChoice(added.id, source))
                yield from self.added_after(added.id)


def select(agreement: Agreement, raw: Raw, template: Template, library: Library, replacements: Mapping[str, LibraryClause], facts: Facts) -> Selection:
    """The clauses of the contract. What cannot be selected is a finding, and the rest goes on."""
    removed = frozenset(removal.id for removal in agreement.clauses.remove)
    work = _Select(agreement, raw, library, facts, replacements, removed)
    recitals = work.group(template.recitals)
    sections = tuple((section, work.group(section.clauses)) for section in template.sections)
    schedules = tuple((schedule, work.group(schedule.clauses)) for schedule in template.schedules)
    selection = Selection(recitals, sections, tuple(pair for pair in schedules if pair[1]))
    findings = [*work.findings, *_change_findings(agreement, raw, template, work), *_rule_findings(selection, agreement, work.missing)]
    return replace(selection, findings=tuple(findings))


def _change_findings(agreement: Agreement, raw: Raw, template: Template, work: _Select) -> Iterable[Finding]:
    choices = {choice.id: choice for choice in template.choices}
    changes = agreement.clauses
    for index, removal in enumerate(changes.remove):
        yield from _named(removal.id, choices, raw.source(("clauses", "remove", index)), "leaves out")
    for index, replaced in enumerate(changes.replace):
        yield from _named(replaced.id, choices, raw.source(("clauses", "replace", index)), "replaces")
    for clause_id in changes.set:
        source = raw.source(("clauses", "set", clause_id))
        if clause_id not in work.placed:
            hint = did_you_mean(clause_id, work.placed) or "Delete the entry, or add the clause under clauses: add."
            yield Finding("SLG102", Severity.ERROR, f"values are set for “{clause_id}”, which is no part of this contract", source, hint)
        elif clause_id in choices and choices[clause_id].locked:
            yield _locked(clause_id, source, "sets values of")
    for index, added in enumerate(changes.add):
        if index not in work.added:
            source = raw.source(("clauses", "add", index))
            hint = did_you_mean(added.after, work.placed) or "Name a clause that is part of the contract."
            yield Finding("SLG102", Severity.ERROR, f"“{added.id}” cannot be added after “{added.after}”, which is no part of this contract", source, hint)


def _named(clause_id: str, choices: Mapping[str, ClauseChoice], source: Source, verb: str) -> Iterable[Finding]:
    if clause_id not in choices:
        hint = did_you_mean(clause_id, choices) or "Delete the entry."
        yield Finding("SLG102", Severity.ERROR, f"the agreement {verb} “{clause_id}”, which the template does not select", source, hint)
    elif choices[clause_id].locked:
        yield _locked(clause_id, source, verb)


def _locked(clause_id: str, source: Source, verb: str) -> Finding:
    hint = "Keep the template's wording, or ask the template's owner to unlock it."
    return Finding("SLG103", Severity.ERROR, f"the agreement {verb} “{clause_id}”, which the template locks", source, hint)


def _rule_findings(selection: Selection, agreement: Agreement, missing: Collection[str]) -> Iterable[Finding]:
    """Broken rules of the clauses. That a chosen clause is missing has been told, and is not told again by each one that needs it."""
    ids = selection.ids
    for schedule, group in selection.schedules:
        if schedule.id in ids:
            message = f"the schedule “{schedule.id}” has the id of a clause, so that references to it are ambiguous"
            yield Finding("SLG114", Severity.ERROR, message, group[0].choice.source, "Give the schedule an id of its own.")
    for selected in selection.clauses:
        clause, source = selected.clause, selected.choice.source
        for needed in clause.requires:
            if needed not in ids and needed not in missing:
                hint = f"Add “{needed}” to the template or under clauses: add, or leave “{clause.id}” out."
                yield Finding("SLG104", Severity.ERROR, f"“{clause.id}” needs the clause “{needed}”, which is not selected", source, hint)
        for other in clause.excludes:
            if other in ids:
                yield Finding("SLG105", Severity.ERROR, f"“{clause.id}” and “{other}” cannot stand in one contract", source, "Leave one of the two out.")
        if clause.kinds and agreement.kind not in clause.kinds:
            hint = f"It is made for: {', '.join(clause.kinds)}."
            yield Finding("SLG106", Severity.ERROR, f"“{clause.id}” is not a clause for an agreement of the kind “{agreement.kind}”", source, hint)


def requirement_circles(library: Library) -> Iterable[Finding]:
    """Findings for clauses that require themselves, directly or through others."""
    reported: set[frozenset[str]] = set()
    for start in sorted(library.clauses):
        circle = _circle(start, library)
        if circle and frozenset(circle) not in reported:
            reported.add(frozenset(circle))
            way = " → ".join((*circle, circle[0]))
            yield Finding("SLG108", Severity.ERROR, f"the clauses require each other in a circle: {way}", library.clauses[start].source, "Drop one “requires”.")


def _circle(start: str, library: Library) -> tuple[str, ...]:
    trail: list[str] = [start]
    pending = [iter(library.clauses[start].requires)]
    visited: set[str] = set()
    while pending:
        step = next(pending[-1], None)
        if step is None:
            pending.pop()
            trail.pop()
        elif step == start:
            return tuple(trail)
        elif step in library.clauses and step not in visited:
            visited.add(step)
            trail.append(step)
            pending.append(iter(library.clauses[step].requires))
    return ()
