"""Stretches of time in which the same version was in force, with what results and credits depend on; no contract is assembled for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement
from slagen.model.record import Verb
from slagen.model.service_level import ServiceLevel
from slagen.performance.charter_promises import Part, Promise, promises
from slagen.workspace.clause_values import clause_values
from slagen.workspace.in_force import history_of, in_force, notice_given_on
from slagen.workspace.load import Loaded, load_agreement, pinned_library
from slagen.workspace.printed_terms import Printed, acknowledged_within, deciding_clauses
from slagen.workspace.records import records_of
from slagen.workspace.review_blocks import capital

_PARTS = {Part.ACKNOWLEDGE: "acknowledgements", Part.REPLY: "replies", Part.UPHELD: "in which we were at fault"}


@dataclass(frozen=True)
class Stretch:
    """The facts that were in force from a day on, and what those clauses print that decide on results and credits.

    `notice_on` is since when there was notice of termination.
    """

    from_day: date
    agreement: Agreement
    ends_on: date | None
    printed: Printed
    notice_on: date | None = None

    @cached_property
    def levels(self) -> tuple[ServiceLevel, ...]:
        """Everything that is measured: service levels, and what a charter promises, by names that people know."""
        charter = promises(self.agreement.charter, acknowledged_within(self.printed))
        return (*self.agreement.service_levels, *(replace(one.level, name=self._name(one)) for one in charter))

    @cached_property
    def names(self) -> dict[str, str]:
        """Services and levels by their ids: how they are called."""
        services = {one.id: one.name for one in self.agreement.services}
        return services | {level.id: level.name or level.id for level in self.levels}

    def _name(self, promise: Promise) -> str:
        """`Letter, replies`, `Complaints, stage 2`."""
        if promise.part is Part.COMPLAINT:
            return f"Complaints, stage {promise.of}"
        if promise.part is Part.FEEDBACK:
            return "Survey of customers"
        charter = self.agreement.charter
        channel = next((standard.channel for standard in (charter.standards if charter else ()) if standard.id == promise.of), promise.of)
        return f"{capital(channel)}, {_PARTS[promise.part]}"


def stretches(loaded: Loaded, setting: Setting) -> Iterator[Stretch]:
    """One for each version that was signed up to the day; the draft, where none was."""
    agreement_id, day = setting.agreement.id, setting.today
    records = [record for record in records_of(loaded, agreement_id) if record.day <= day]
    signed = sorted({record.day for record in records if record.verb == Verb.SIGN}) or [day]
    for place, first in enumerate(signed):
        with in_force(loaded, agreement_id, first) as bound:
            agreement = load_agreement(bound.loaded, agreement_id).agreement
            if agreement is None or agreement.contract_term is None:
                continue
            begins = first if place else min(first, agreement.contract_term.effective_date)
            yield Stretch(begins, agreement, history_of(records, agreement).ends_on, _printed(bound.loaded, agreement), notice_given_on(records))


def _printed(loaded: Loaded, agreement: Agreement) -> Printed:
    """What the deciding clauses print; `loaded` holds the texts that bind."""
    wanted = deciding_clauses(agreement)
    if not wanted:
        return {}
    library = pinned_library(loaded, agreement.id, agreement).library
    return {clause: values for clause in wanted if (values := clause_values(library, agreement, clause))}
