"""Two drafts of an agreement compared: their terms, and what they say."""

from __future__ import annotations

from slagen.assembly.number import cite
from slagen.compare.difference import Difference
from slagen.compare.documents import compare_documents
from slagen.compare.terms import Term, compare_terms, terms_of
from slagen.core.locales import Formats
from slagen.workspace.drafting import Draft


def compare_drafts(before: Draft, after: Draft, names: tuple[str, str]) -> Difference:
    """What changed from one draft to the other, which are called by these names; raises FindingsError where one of them could not be assembled."""
    old, new = before.contract, after.contract
    document = compare_documents(old.document, old.labels, new.document, new.labels, cite)
    return Difference(*names, compare_terms(_terms(before), _terms(after)), document, after.agreement.title)


def _terms(made: Draft) -> dict[str, Term]:
    formats = Formats(made.agreement.language, made.agreement.locale)
    return terms_of(made.agreement, made.contract.parameters, made.contract.clauses, formats.value)
