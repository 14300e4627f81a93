"""Drafting: from an agreement's id to its assembled contract, with every finding on the way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from slagen.assembly.assemble import Assembled, Materials, Tools, assemble
from slagen.core.errors import FindingsError
from slagen.core.findings import Finding, Severity, has_errors
from slagen.core.identifiers import did_you_mean
from slagen.core.locales import Formats
from slagen.formats.markdown.read import parse
from slagen.model.agreement import Agreement
from slagen.schema.parameters import coerce_given
from slagen.workspace.load import Loaded, LoadedAgreement, load_agreement


@dataclass(frozen=True, slots=True)
class Draft:
    """An agreement, what it was made of, and its contract; `assembled` is None where the facts cannot be used.

    `commit` is the last one that changed anything of it, empty where it was made from the folder as it stands.
    """

    loaded: LoadedAgreement
    assembled: Assembled | None
    findings: tuple[Finding, ...]
    commit: str = ""

    @property
    def usable(self) -> Assembled:
        """The contract.

        Raises:
            FindingsError: something in the material is an error; every finding is shown.
        """
        if self.assembled is None or has_errors(self.findings):
            raise self._refusal()
        return self.assembled

    @property
    def agreement(self) -> Agreement:
        """The facts; raises FindingsError where they cannot be used."""
        if self.loaded.agreement is None:
            raise self._refusal()
        return self.loaded.agreement

    def _refusal(self) -> FindingsError:
        errors = [finding for finding in self.findings if finding.severity is Severity.ERROR]
        count = "an error" if len(errors) == 1 else f"{len(errors)} errors"
        message = f"“{self.loaded.id}” has {count}, so nothing was written."
        return FindingsError(message, self.findings, hint=f"Mend what is listed, then try again. See them any time: slagen check {self.loaded.id}")


def draft(loaded: Loaded, agreement_id: str, *, version: str = "draft", status: str = "draft") -> Draft:
    """Assemble one agreement.

    Raises:
        NotFoundError: there is no such agreement.
    """
    found = load_agreement(loaded, agreement_id)
    if found.agreement is None:
        return Draft(found, None, _sorted(found.findings))
    agreement = found.agreement
    template = loaded.library.templates.get(agreement.template)
    if template is None:
        hint = did_you_mean(agreement.template, loaded.library.templates) or f"There are: {', '.join(sorted(loaded.library.templates))}."
        source = found.merged.raw.source(("template",))
        missing = Finding("SLG060", Severity.ERROR, f"there is no template “{agreement.template}”", source, hint, agreement_id)
        broken = _faults_in(loaded, {agreement.template})
        return Draft(found, None, _sorted((*found.findings, *(broken or (missing,)))))
    materials = Materials(agreement, found.merged.raw, found.merged.provenance, template, loaded.library, found.replacements)
    tools = Tools(parse, coerce_given, Formats(agreement.language, agreement.locale))
    assembled = assemble(materials, tools, version=version, status=status)
    faults = _faults_in(loaded, {template.id, *(choice.id for choice in template.choices), *(added.id for added in agreement.clauses.add)})
    unread = {_name_of(fault.source.file) for fault in faults} - set(loaded.library.clauses)
    told = (finding for finding in assembled.findings if not (finding.code == "SLG100" and any(f"“{name}”" in finding.message for name in unread)))
    return Draft(found, assembled, _sorted((*found.findings, *told, *faults)))


def _faults_in(loaded: Loaded, names: Collection[str]) -> tuple[Finding, ...]:
    """What is wrong with the library's own files of these names: the reason why a clause or template is missing, at its line."""
    return tuple(fault for fault in loaded.findings if fault.severity is Severity.ERROR and _name_of(fault.source.file) in names)


def _name_of(path: str) -> str:
    place = PurePosixPath(path)
    return {"clauses": place.stem, "templates": place.parent.name}.get(place.parts[0], "")


def _sorted(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(sorted(dict.fromkeys(findings), key=Finding.sort_key))
