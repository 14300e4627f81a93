"""Two drafts of an agreement compared: their terms, and what they say."""

from __future__ import annotations

from typing import TypeAlias

from slagen.assembly.labels import Label, cite
from slagen.compare.difference import Difference
from slagen.compare.extracts import Extract, compare_extracts
from slagen.compare.outlines import outline
from slagen.compare.term_list import terms_of
from slagen.core.locales import Formats
from slagen.workspace.drafting import Draft

DraftExtract: TypeAlias = Extract[Label]


def compare_drafts(before: Draft, after: Draft, names: tuple[str, str]) -> Difference:
    """What changed from one draft to the other, which are called by these names; raises FindingsError where one of them could not be assembled."""
    return compare_extracts(extract(before), extract(after), names, cite)


def extract(made: Draft) -> DraftExtract:
    """What is compared of a draft; raises FindingsError where it could not be assembled."""
    contract, formats = made.contract, Formats(made.agreement.language, made.agreement.locale)
    terms = terms_of(made.agreement, contract.parameters, contract.clauses, formats.value)
    return Extract(made.agreement.title, terms, outline(contract.document, contract.labels, lambda clause: cite(clause, contract.labels)))
