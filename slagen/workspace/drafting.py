"""Drafting: from an agreement's id to its assembled contract, with every finding on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from slagen.assembly.assemble import Assembled, Materials, Settlement, Tools, assemble, settlement
from slagen.core.errors import FindingsError
from slagen.core.findings import Finding, Severity, has_errors
from slagen.core.identifiers import did_you_mean
from slagen.core.locales import Formats
from slagen.formats.markdown.read import parse
from slagen.model.agreement import Agreement
from slagen.model.library import Template
from slagen.schema.parameters import coerce_given
from slagen.workspace.load import Loaded, LoadedAgreement, load_agreement, pinned_library, pins_of
from slagen.workspace.pinning import Pinned, Pins
from slagen.workspace.staleness import behind_note


@dataclass(frozen=True, slots=True)
class Draft:
    """An agreement, what it was made of, and its contract; `assembled` is None where the facts cannot be used.

    `commit` is the last one that changed anything of it, empty where it was made from the folder as it stands.
    `basis` is the workspace with the library as the agreement's pins have it: shells and clauses are to be taken from there.
    """

    loaded: LoadedAgreement
    assembled: Assembled | None
    findings: tuple[Finding, ...]
    basis: Loaded
    commit: str = ""

    @property
    def usable(self) -> Assembled:
        """The contract.

        Raises:
            FindingsError: something in the material is an error; every finding is shown.
        """
        if has_errors(self.findings):
            raise self._refusal()
        return self.contract

    @property
    def contract(self) -> Assembled:
        """The contract, whatever is wrong with it; raises FindingsError where the facts gave none."""
        if self.assembled is None:
            raise self._refusal()
        return self.assembled

    @property
    def agreement(self) -> Agreement:
        """The facts; raises FindingsError where they cannot be used."""
        if self.loaded.agreement is None:
            raise self._refusal()
        return self.loaded.agreement

    @property
    def template(self) -> Template:
        """The template as it is pinned; raises FindingsError where the pinned text is not to be had."""
        found = self.basis.library.templates.get(self.agreement.template)
        if found is None:
            raise self._refusal()
        return found

    def _refusal(self) -> FindingsError:
        return refusal(self.loaded.id, self.findings)


def refusal(agreement_id: str, findings: tuple[Finding, ...]) -> FindingsError:
    """Why nothing is made of an agreement."""
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
    message = f"“{agreement_id}” has {count}, so nothing was written."
    return FindingsError(message, findings, hint=f"Mend what is listed, then try again. See them any time: slagen check {agreement_id}")


@dataclass(frozen=True)
class Ground:
    """What a contract is to be made of, read already; the contract itself is made when it is asked for, and once.

    `materials` is None where the facts, or the template, cannot be used; `findings` are about these.
    """

    workspace: Loaded
    loaded: LoadedAgreement
    basis: Loaded
    pins: Pins
    findings: tuple[Finding, ...]
    materials: Materials | None = None
    held: Pinned | None = None

    @property
    def agreement(self) -> Agreement:
        """The facts; raises FindingsError where they cannot be used."""
        return Draft(self.loaded, None, self.findings, self.basis).agreement

    @cached_property
    def parameters(self) -> Mapping[str, Mapping[str, Any]]:
        """The values that the clauses print, by clause and name. The clauses' texts are not looked at.

        Raises:
            FindingsError: the facts, or what they say of clauses, have errors.
        """
        found = settlement(self.materials, _tools(self.agreement)) if self.materials else Settlement({}, ())
        told = (*self.findings, *self.explained(found.findings))
        if self.materials is None or has_errors(told):
            raise refusal(self.loaded.id, _sorted(told))
        return found.parameters

    @cached_property
    def made(self) -> Draft:
        """The contract."""
        return self.assembled()

    def assembled(self, *, version: str = "draft", status: str = "draft") -> Draft:
        """The contract, under the name of a version."""
        if self.materials is None:
            return Draft(self.loaded, None, _sorted(self.findings), self.basis)
        contract = assemble(self.materials, _tools(self.agreement), version=version, status=status)
        notes = behind_note(self.workspace, self.pins, self.basis, contract) if self.pins.lock else ()
        return Draft(self.loaded, contract, _sorted((*self.findings, *self.explained(contract.findings), *notes)), self.basis)

    def explained(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings about the materials, with the faults in the library's own files that are the reason for some of them."""
        if self.materials is None or self.held is None:
            return
        held, template = self.held, self.materials.template
        named = {template.id, *(choice.id for choice in template.choices), *(added.id for added in self.agreement.clauses.add)}
        faults = _faults_in(self.workspace, named - held.texts)
        yield from _reasons(findings, {_name_of(fault.source.file) for fault in faults} - set(held.library.clauses), held.missing)
        yield from faults


def draft(loaded: Loaded, agreement_id: str, *, version: str = "draft", status: str = "draft") -> Draft:
    """Assemble one agreement.

    Raises:
        NotFoundError: there is no such agreement.
    """
    return ground_of(loaded, agreement_id).assembled(version=version, status=status)


def ground_of(loaded: Loaded, agreement_id: str) -> Ground:
    """What an agreement's contract is made of; raises NotFoundError where there is no such agreement."""
    found = load_agreement(loaded, agreement_id)
    pins = pins_of(loaded, agreement_id)
    if found.agreement is None:
        return Ground(loaded, found, loaded, pins, (*found.findings, *pins.findings))
    agreement = found.agreement
    held = pinned_library(loaded, agreement_id, agreement)
    basis = replace(loaded, library=held.library, files=held.files)
    known = (*found.findings, *pins.findings, *held.findings)
    template = held.library.templates.get(agreement.template)
    if template is None:
        return Ground(loaded, found, basis, pins, (*known, *(held.findings or _no_template(loaded, found, agreement.template))))
    materials = Materials(agreement, found.merged.raw, found.merged.provenance, template, held.library, found.replacements)
    return Ground(loaded, found, basis, pins, known, materials, held)


def _tools(agreement: Agreement) -> Tools:
    return Tools(parse, coerce_given, Formats(agreement.language, agreement.locale))


def _no_template(loaded: Loaded, found: LoadedAgreement, name: str) -> tuple[Finding, ...]:
    hint = did_you_mean(name, loaded.library.templates) or f"There are: {', '.join(sorted(loaded.library.templates))}."
    source = found.merged.raw.source(("template",))
    return _faults_in(loaded, {name}) or (Finding("SLG060", Severity.ERROR, f"there is no template “{name}”", source, hint, found.id),)


def _reasons(findings: Iterable[Finding], unread: Collection[str], missing: Mapping[str, tuple[Finding, ...]]) -> Iterator[Finding]:
    """The findings; where a clause is not there because its file or its pinned text cannot be read, that is told instead."""
    for finding in findings:
        name = finding.message.partition("“")[2].partition("”")[0] if finding.code == "SLG100" else ""
        if name in missing:
            yield from missing[name]
        elif name not in unread:
            yield finding


def _faults_in(loaded: Loaded, names: Collection[str]) -> tuple[Finding, ...]:
    """What is wrong with the library's own files of these names: the reason why a clause or template is missing, at its line."""
    return tuple(fault for fault in loaded.findings if fault.severity is Severity.ERROR and _name_of(fault.source.file) in names)


def _name_of(path: str) -> str:
    place = PurePosixPath(path)
    return {"clauses": place.stem, "templates": place.parent.name}.get(place.parts[0], "")


def _sorted(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(sorted(dict.fromkeys(findings), key=Finding.sort_key))
