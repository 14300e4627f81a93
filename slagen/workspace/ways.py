"""The ways by which notices are delivered where the facts have none: those that the contract prints, from the parameters of its clause on notices."""

from __future__ import annotations

from dataclasses import replace

from slagen.formats.files import Folder
from slagen.lifecycle.delivery import printed_ways
from slagen.model.agreement import Agreement
from slagen.workspace.clause_values import clause_values
from slagen.workspace.load import Loaded, pinned_library

CLAUSE = "notices"


def with_ways(loaded: Loaded, agreement: Agreement) -> Agreement:
    """The agreement with the ways that its contract prints; unchanged where its facts have ways, or nothing can be said.

    `loaded` holds the texts that bind.
    """
    facts = agreement.contract_term
    if facts is None or facts.delivery:
        return agreement
    ways = printed_ways(clause_values(pinned_library(loaded, agreement.id, agreement).library, agreement, CLAUSE))
    return replace(agreement, contract_term=replace(facts, delivery=ways)) if ways else agreement


def takes_printed_ways(loaded: Loaded, agreement: Agreement) -> bool:
    """Whether the ways are taken from texts that may change, or come, under the agreement; they do not where its facts have ways, or what binds is signed."""
    facts = agreement.contract_term
    return facts is not None and not facts.delivery and isinstance(loaded.files, Folder)
