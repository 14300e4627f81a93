"""Facts that contradict themselves, so that dates follow from one of two readings only: told wherever dates are."""

from __future__ import annotations

from datetime import date

from slagen.checks.acceptance import is_accepted
from slagen.checks.context import fact_sources
from slagen.core.findings import Finding, Severity
from slagen.core.locales import Formats
from slagen.model.agreement import Agreement
from slagen.model.notice_fit import Misfit, contradictions
from slagen.workspace.load import Loaded, load_agreement


def contradicted(loaded: Loaded, agreement: Agreement, today: date) -> tuple[Finding, ...]:
    """What contradicts itself on a day on which that matters, but for what somebody accepted; `loaded` is where the facts of `agreement` stand."""
    told = [one for one in _contradictions(agreement) if today <= one.until]
    if not told:
        return ()
    source_of = fact_sources(load_agreement(loaded, agreement.id).merged.raw)
    found = (Finding(one.code, Severity.ERROR, one.message, source_of(one.key), one.hint, agreement.id) for one in told)
    return tuple(finding for finding in found if not is_accepted(finding, agreement))


def _contradictions(agreement: Agreement) -> list[Misfit]:
    facts = agreement.contract_term
    try:
        return list(contradictions(facts, Formats("en", agreement.locale))) if facts else []
    except (ValueError, OverflowError):  # a length that makes no date is told of as such
        return []
