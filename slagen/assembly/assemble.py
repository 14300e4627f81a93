"""Assembly: select → fill → number → resolve, from facts and clauses to one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from slagen.assembly.definitions import Gathered, gather, has_place, marker_of, place
from slagen.assembly.fill import Facts, Filled, fill
from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.assembly.references import reference_findings
from slagen.assembly.select import Selected, Selection, select
from slagen.assembly.settle import Coerce, Settled, settle
from slagen.assembly.signing import execution, signatories
from slagen.assembly.source_text import ParseText, SourceText
from slagen.assembly.structure import Structured, structure
from slagen.assembly.tables import Tables
from slagen.assembly.text_error import TextError
from slagen.core.errors import BadInputError
from slagen.core.findings import Finding, Severity, Source
from slagen.model.agreement import Agreement
from slagen.model.document import (
    Block,
    Clause,
    Definition,
    Document,
    DocumentParty,
    ItemList,
    Meta,
    Origin,
    Paragraph,
    Schedule,
    Section,
    Table,
)
from slagen.model.library import Library, LibraryClause, Template
from slagen.model.provenance import Provenance
from slagen.model.walk import own_blocks, provisions

if TYPE_CHECKING:
    from slagen.assembly.table_words import TableWords
    from slagen.core.locales import Formats
    from slagen.core.raw import Raw

_BLOCK_NAMES: Mapping[type, str] = {Clause: "items below a numbered item", ItemList: "a list", Table: "a table", Definition: "a definition"}


@dataclass(frozen=True, slots=True)
class Materials:
    """Everything that one contract is made of. `replacements` are the agreement's own texts of clauses, by clause id."""

    agreement: Agreement
    raw: Raw
    provenance: Provenance
    template: Template
    library: Library
    replacements: Mapping[str, LibraryClause] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tools:
    """What assembly needs from other floors: a parser of clause text, a coercion of parameter values, formats for values."""

    parse: ParseText
    coerce: Coerce
    formats: Formats


@dataclass(frozen=True, slots=True)
class Assembled:
    """A contract, its numbering, and what is known about every word of it.

    `parameters` are the settled values by clause and name; `lines` gives the source of each provision by its id.
    """

    document: Document
    labels: Labels
    parameters: Mapping[str, Mapping[str, Any]]
    provenance: Provenance
    lines: Mapping[str, Source]
    clauses: Mapping[str, LibraryClause]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a contract is made of before its texts are filled: the values of each selected clause, as in `Assembled`, and what is wrong so far."""

    parameters: Mapping[str, Mapping[str, Any]]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Built:
    structured: Structured
    settled: Settled
    selected: Selected


def assemble(materials: Materials, tools: Tools, *, version: str = "draft", status: str = "draft") -> Assembled:
    """One contract. Whatever is wrong with its materials is a finding; the document holds what could be made."""
    agreement = materials.agreement
    tables = Tables(agreement, tools.formats)
    facts, selection = _selected(materials, tools, tables)
    work = _Assembly(materials, tools, facts, selection)
    built = {selected.clause.id: work.build(selected) for selected in selection.clauses}
    document, moved = work.document(built, Meta(
        agreement.id, agreement.title, agreement.kind, agreement.level, agreement.template, version, status, agreement.language, agreement.locale,
        agreement.contract_term.effective_date if agreement.contract_term else None,
    ), tables.words)  # fmt: skip
    labels = number(document)
    lines = dict(work.lines(built.values()))
    findings = [*selection.findings, *work.findings, *reference_findings(document, labels, lines, moved)]
    return Assembled(
        document,
        labels,
        {clause_id: part.settled.values for clause_id, part in built.items()},
        work.provenance(built),
        lines,
        {clause_id: part.selected.clause for clause_id, part in built.items()},
        tuple(replace(finding, agreement=agreement.id) for finding in findings),
    )


def settlement(materials: Materials, tools: Tools) -> Settlement:
    """The values that one contract would print, without its texts; what is wrong with these alone is found by `assemble`."""
    _, selection = _selected(materials, tools, Tables(materials.agreement, tools.formats))
    settled = {selected.clause.id: settle(selected, materials.raw, tools.coerce) for selected in selection.clauses}
    findings = (*selection.findings, *(finding for one in settled.values() for finding in one.findings))
    owned = tuple(replace(finding, agreement=materials.agreement.id) for finding in findings)
    return Settlement({clause_id: one.values for clause_id, one in settled.items()}, owned)


def _selected(materials: Materials, tools: Tools, tables: Tables) -> tuple[Facts, Selection]:
    facts = Facts(materials.agreement, tools.formats, tables.functions())
    selection = select(materials.agreement, materials.raw, materials.template, materials.library, materials.replacements, facts)
    return replace(facts, selected=selection.ids), selection


@dataclass(slots=True)
class _Assembly:
    materials: Materials
    tools: Tools
    facts: Facts
    selection: Selection
    findings: list[Finding] = field(default_factory=list)

    def build(self, selected: Selected) -> _Built:
        clause = selected.clause
        settled = settle(selected, self.materials.raw, self.tools.coerce)
        self.findings.extend(settled.findings)
        origin = Origin(clause.id, clause.version, self.materials.agreement.id if clause.id in self.materials.replacements else "")
        try:
            return _Built(self.structured(clause, settled, origin), settled, selected)
        except TextError as error:
            source = Source(clause.source.file, clause.text_line + error.line - 1)
            self.findings.append(Finding("SLG051", Severity.ERROR, f"in the clause “{clause.id}”, {error.message}", source, error.hint))
        except BadInputError as error:
            self.findings.append(Finding("SLG052", Severity.ERROR, f"in the clause “{clause.id}”, {error.message}", clause.source, error.hint))
        return _Built(Structured(Clause(clause.id, (), (), (), origin), {}), settled, selected)

    def structured(self, clause: LibraryClause, settled: Settled, origin: Origin) -> Structured:
        names = self.facts.names(clause.id, settled.values)
        title = self.title(clause, names)
        filled = fill(clause.text, names, self.tools.formats)
        parsed = self.tools.parse(filled.text, Source(clause.source.file, 1), self.materials.agreement.language)
        for finding in parsed.findings:
            line = clause.text_line + _source_line(filled.lines, finding.source.line or 1) - 1
            self.findings.append(replace(finding, source=Source(clause.source.file, line)))
        made = self.made(clause.id, title, filled, parsed, origin)
        lines = {name: clause.text_line + _source_line(filled.lines, line) - 1 for name, line in made.lines.items()}
        return Structured(made.clause, lines)

    def made(self, clause_id: str, title: Filled, filled: Filled, parsed: SourceText, origin: Origin) -> Structured:
        if not title.tokens.by_token:
            return structure(clause_id, title.text, parsed, filled.tokens, origin)
        made = structure(clause_id, "", parsed, filled.tokens, origin)
        return replace(made, clause=replace(made.clause, heading=tuple(title.tokens.inlines(title.text))))

    def title(self, clause: LibraryClause, names: Mapping[str, Any]) -> Filled:
        try:
            return fill(clause.title, names, self.tools.formats)
        except TextError as error:
            above = clause.text_line - (clause.source.line or 1)
            raise TextError(f"in its title, {error.message}", 1 - above, error.hint) from error

    def recitals(self, clauses: Iterable[Clause]) -> Iterator[Paragraph]:
        """The paragraphs of the recitals. What is printed in no recital is told, so that no text is lost."""
        for clause in clauses:
            numbered = (block for child in clause.children for block in (*child.body, *child.children, *child.closing))
            for block in (*clause.body, *numbered, *clause.closing):
                if isinstance(block, Paragraph):
                    yield block
                else:
                    source = self.selected(clause.id).source
                    hint = "Write a paragraph or a numbered item for each recital; put lists, tables and definitions into a clause."
                    kind = _BLOCK_NAMES.get(type(block), "this")
                    self.findings.append(Finding("SLG054", Severity.ERROR, f"the recital “{clause.id}” holds {kind}, which recitals cannot show", source, hint))

    def selected(self, clause_id: str) -> LibraryClause:
        return next(selected.clause for selected in self.selection.clauses if selected.clause.id == clause_id)

    def document(self, built: Mapping[str, _Built], meta: Meta, words: TableWords) -> tuple[Document, frozenset[str]]:
        clauses = {clause_id: part.structured.clause for clause_id, part in built.items()}
        gathered = self.gathered(clauses)
        clauses = {clause.id: place(clause, gathered.definitions) for clause in gathered.clauses}
        marker = marker_of(_terms(clauses.values()))
        clauses = {clause_id: marker.clause(clause) for clause_id, clause in clauses.items()}
        parties = self.parties(words)

        def chosen(group: Iterable[Selected]) -> tuple[Clause, ...]:
            return tuple(clauses[selected.clause.id] for selected in group)

        return Document(
            meta,
            parties,
            tuple(self.recitals(chosen(self.selection.recitals))),
            tuple(Section(section.title, chosen(group)) for section, group in self.selection.sections if group),
            tuple(Schedule(schedule.id, schedule.title, chosen(group)) for schedule, group in self.selection.schedules),
            tuple(self.signatures(parties)),
            tuple(Origin(part.selected.clause.id, part.selected.clause.version) for part in built.values()),
        ), gathered.moved

    def gathered(self, clauses: Mapping[str, Clause]) -> Gathered:
        if self.materials.template.definitions != "gathered":
            return Gathered(tuple(clauses.values()), (), frozenset())
        if not has_place(clauses.values()):
            hint = "Select a clause that prints {{ definitions() }}, such as “interpretation”, or write definitions: in-place."
            self.findings.append(
                Finding("SLG053", Severity.ERROR, "the definitions are gathered, but no clause prints them", self.materials.template.source, hint)
            )
            return Gathered(tuple(clauses.values()), (), frozenset())
        return gather(clauses.values())

    def parties(self, words: TableWords) -> tuple[DocumentParty, ...]:
        return tuple(
            DocumentParty(
                key,
                words.role(party.role),
                party.name,
                party.address,
                party.number,
                signatories(party, self.tools.formats),
            )
            for key, party in self.materials.agreement.parties.items()
        )

    def signatures(self, parties: Iterable[DocumentParty]) -> Iterator[Block]:
        if "execution" in self.selection.ids:
            yield from execution(self.materials.agreement, parties)

    def lines(self, built: Iterable[_Built]) -> Iterator[tuple[str, Source]]:
        for part in built:
            file = part.selected.clause.source.file
            for name, line in part.structured.lines.items():
                yield name, Source(file, line)

    def provenance(self, built: Mapping[str, _Built]) -> Provenance:
        holds = dict(self.materials.provenance.holds)
        overrode = dict(self.materials.provenance.overrode)
        for clause_id, part in built.items():
            for name, stated in part.settled.stated.items():
                key = f"clauses.{clause_id}.{name}"
                if stated:
                    holds[key] = stated[0]
                    overrode[key] = stated[1:]
        return Provenance(holds, overrode)


def _terms(clauses: Iterable[Clause]) -> Iterator[str]:
    for clause in clauses:
        for provision in provisions(clause):
            yield from (block.term for block in own_blocks(provision) if isinstance(block, Definition))


def _source_line(lines: tuple[int, ...], line: int) -> int:
    return lines[min(line, len(lines)) - 1]
