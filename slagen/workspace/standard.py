"""Our standard: what an agreement would say if nothing in it departed from the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from slagen.assembly.assemble import Materials, Tools, assemble
from slagen.core.errors import NotFoundError
from slagen.core.locales import Formats
from slagen.core.raw import RawValue
from slagen.formats.markdown.read import parse
from slagen.model.agreement import Agreement, ClauseChanges, ClauseSetting
from slagen.model.library import Library
from slagen.schema.parameters import coerce_given
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.version_words import STANDARD


def standard_draft(loaded: Loaded, agreement_id: str) -> Draft:
    """The agreement's facts in the library's own words: no clause added, left out or replaced, no value set that the library has one for.

    The library is the one of today, whatever the agreement is pinned to.

    Raises:
        NotFoundError: there is no such agreement, or the library no longer has its template.
    """
    found = load_agreement(loaded, agreement_id)
    if found.agreement is None:
        return draft(loaded, agreement_id)
    template = loaded.library.templates.get(found.agreement.template)
    if template is None:
        raise NotFoundError("template", found.agreement.template, hint="Without its template, an agreement has no standard.")
    agreement = replace(found.agreement, clauses=ClauseChanges(dict(_needed(found.agreement, loaded.library))))
    raw = replace(found.merged.raw, data=_with_settings(found.merged.raw.data, agreement.clauses.set))
    materials = Materials(agreement, raw, found.merged.provenance, template, loaded.library)
    assembled = assemble(materials, Tools(parse, coerce_given, Formats(agreement.language, agreement.locale)), version=STANDARD)
    return Draft(replace(found, agreement=agreement), assembled, (*found.findings, *assembled.findings), loaded)


def _needed(agreement: Agreement, library: Library) -> Iterator[tuple[str, ClauseSetting]]:
    """The values without which a clause of the template could not be printed."""
    added = {clause.id for clause in agreement.clauses.add}
    for name, setting in agreement.clauses.set.items():
        clause = library.clauses.get(name)
        if clause is None or name in added:
            continue
        values = {key: value for key, value in setting.values.items() if key in clause.parameters and not clause.parameters[key].has_default}
        if values:
            yield name, ClauseSetting(values)


def _with_settings(data: RawValue, settings: Mapping[str, ClauseSetting]) -> RawValue:
    if not isinstance(data, dict):
        return data
    changes: dict[str, Any] = {name: {"values": _values_of(data, name, setting)} for name, setting in settings.items()}
    return {**data, "clauses": {"set": changes}}


def _values_of(data: Mapping[str, Any], name: str, setting: ClauseSetting) -> dict[str, Any]:
    given = data["clauses"]["set"][name]["values"]
    return {key: given[key] for key in setting.values}
