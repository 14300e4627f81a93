"""What a notice is worked out from: what is wanted, and the version in force with its facts, its dates and the numbers of its provisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from slagen.core.errors import NotFoundError, RefusedError
from slagen.core.identifiers import nearest
from slagen.lifecycle.acting import our_party, party_named
from slagen.lifecycle.due import impossible_dates
from slagen.lifecycle.giving_notice import Purpose
from slagen.lifecycle.key_dates import KeyDates
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement
from slagen.model.record import Verb
from slagen.workspace.dates import setting_of
from slagen.workspace.drafting import Draft, draft
from slagen.workspace.in_force import InForce
from slagen.workspace.key_dates import facts_of
from slagen.workspace.load import Loaded
from slagen.workspace.provisions import provisions
from slagen.workspace.records import records_of

PLACES = (
    "renewal", "renewal.mode", "renewal.notice", "notices", "notices.receipt", "notices.addresses", "termination", "termination.cause",
    "termination.lapse",
    "termination.convenience", "charges.indexation", "variation", "baseline-and-ratchet",
    "baseline-and-ratchet.record", "baseline-and-ratchet.propose", "baseline-and-ratchet.ratchet", "baseline-and-ratchet.floor", "baseline-and-ratchet.again",
)  # fmt: skip
"""The provisions of the library's clauses that letters and agendas speak of."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is wanted. `because` describes the breach, the reason or the new prices; `ends_on` is a last day that the notice names itself.

    `sender` is the party that a notice of the other side came from.
    """

    purpose: Purpose
    to: str = ""
    method: str = ""
    because: str = ""
    ends_on: date | None = None
    sender: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a notice is worked out from: the version in force on a day, its facts and dates, and the printed numbers of its provisions."""

    version: str
    signed: tuple[date, ...]
    made: Draft
    setting: Setting
    dates: KeyDates
    clauses: Mapping[str, str]
    home_zone: str

    @property
    def agreement(self) -> Agreement:
        """The facts in force."""
        return self.setting.agreement

    def values(self, clause: str) -> Mapping[str, Any]:
        """The values of the parameters of the library's clause; empty where the agreement does not have that clause in the library's words."""
        assembled = self.made.assembled
        if assembled is None or clause in self.made.loaded.replacements:
            return {}
        return assembled.parameters.get(clause, {})

    def parameter(self, clause: str, name: str) -> Any:
        """The value of one of them, None where there is none."""
        return self.values(clause).get(name)


def basis_of(loaded: Loaded, agreement_id: str, found: InForce, on: date) -> Basis:
    """What notices are worked out from on a day; raises FindingsError or BadInputError where the dates cannot be worked out."""
    agreement = facts_of(found, agreement_id)
    setting = setting_of(loaded, found.records, agreement, on, agreement.locale, found.loaded)
    made = draft(found.loaded, agreement_id)
    try:
        dates = setting.key_dates(on)
    except (ValueError, OverflowError) as error:
        raise impossible_dates(agreement_id, error) from error
    numbered = {place: str(one) for place, one in provisions(made, PLACES).items() if one.clause.id not in made.loaded.replacements}
    signed = tuple(record.day for record in found.records if record.verb == Verb.SIGN and record.day <= on)
    return Basis(found.version, signed, made, setting, dates, numbered, loaded.settings.time_zone)


def known_by_now(loaded: Loaded, found: InForce, agreement_id: str, number: int = 0) -> InForce:
    """What binds on a day, with every record there is, also of later days: who writes a letter knows them. With a `number`, only those before it."""
    records = records_of(loaded, agreement_id)
    return replace(found, records=tuple(record for record in records if not number or record.number < number))


def require_signed(found: InForce, agreement_id: str) -> None:
    """Raises RefusedError where nothing was signed by the day asked."""
    if not found.version:
        hint = f"Record the signature, when it was signed by that day: slagen sign {agreement_id} FILE --on DAY"
        raise RefusedError(f"“{agreement_id}” was not signed by that day, so there is nothing to give notice of.", hint=hint)


def our_side(basis: Basis) -> str:
    """The party that is ours; raises RefusedError where none is."""
    ours = our_party(basis.setting)
    if not ours:
        raise RefusedError(f"No party of it is ours: nobody has the role “{basis.setting.we}”.", hint="Correct the roles, or we = … in slagen.toml.")
    return ours


def party_called(basis: Basis, name: str) -> str:
    """A party by its id, its role or its name; raises NotFoundError where there is none."""
    found, parties = party_named(basis.agreement, name), basis.agreement.parties
    if not found:
        raise NotFoundError("party", name, nearest(name, parties), hint=f"There are: {', '.join(parties)}.")
    return found
