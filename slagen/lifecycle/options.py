"""Renewal by option: whether it is there, whose it is, and whether it is still open."""

from __future__ import annotations

from datetime import date

from slagen.core.periods import ContractTerm
from slagen.lifecycle.key_dates import KeyDates, PartyDates
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.terms import renews_after
from slagen.model.agreement import ContractTermFacts

Refusal = tuple[str, str]
"""Why something cannot happen, and the way out."""

ANEW = "What is agreed from now on is a new agreement: slagen new NEW-NAME"
_BY_AMENDMENT = "Where both sides agree to go on, that is an amendment: slagen amend ID"


def why_no_renewal(setting: Setting, dates: KeyDates, received: date, party: str = "") -> Refusal | None:
    """Why an option cannot be exercised by what is received on `received`; None where it can.

    `dates` are the key dates of the day on which it is sent; `party` is the key of the party that exercises it, empty where nobody is named.
    """
    facts = setting.agreement.contract_term
    if facts is None or facts.renewal.mode == "none":
        return "it provides for no renewal", "Change the term by an amendment instead: slagen amend ID"
    if dates.term is None:
        return ended(setting, dates), ANEW
    if dates.ends_on is not None:
        return f"notice was given, or it was terminated: it ends on {setting.formats.date(dates.ends_on)}", ANEW
    if facts.renewal.mode != "option":
        return _by_itself(setting, facts, dates.term), "To stop it instead: slagen notice ID --kind non-renewal"
    return _used_up(setting, facts, dates.term) or _wrong_party(setting, facts, party) or _not_in_time(setting, dates, dates.term, received, party)


def ended(setting: Setting, dates: KeyDates) -> str:
    """When an agreement without a current contract term ended."""
    last = dates.ends_on or dates.final_expiry
    return f"it ended on {setting.formats.date(last)}" if last else "no contract term runs on that day"


def _by_itself(setting: Setting, facts: ContractTermFacts, term: ContractTerm) -> str:
    if renews_after(facts, term):
        return f"it renews by itself, on {setting.formats.date(term.renewal_date)}, and nobody needs to do anything"
    return f"it renews by itself and no more: it ends on {setting.formats.date(term.last_day)}" if term.last_day != date.max else "it goes on without an end"


def _used_up(setting: Setting, facts: ContractTermFacts, term: ContractTerm) -> Refusal | None:
    most, done = facts.renewal.max_renewals, setting.history.renewals
    if setting.today < term.first_day:
        return f"it only begins on {setting.formats.date(term.first_day)}", "Record it on the day on which the option is exercised."
    if most is not None and done >= most:
        return f"it has been renewed {done} times, which is the most that it allows", _BY_AMENDMENT
    if done >= term.number:
        renewal = setting.formats.date(term.renewal_date)
        return (
            f"the option of this contract term was exercised before: the next term begins on {renewal}",
            f"The next option is that of the term from {renewal}.",
        )
    return None


def _wrong_party(setting: Setting, facts: ContractTermFacts, party: str) -> Refusal | None:
    holder = facts.renewal.exercised_by
    if not party or not holder or holder in {party, setting.agreement.parties[party].role}:
        return None
    return f"the option is that of {_called(setting, holder)}, not of {_called(setting, party)}", f"Record who exercised it: --by {holder}"


def _called(setting: Setting, party: str) -> str:
    parties = setting.agreement.parties
    found = parties.get(party) or next((one for one in parties.values() if one.role == party), None)
    return found.name if found else party


def _not_in_time(setting: Setting, dates: KeyDates, term: ContractTerm, received: date, party: str) -> Refusal | None:
    holders = [one for one in dates.notices if not party or one.party == party]
    last = max((one.reading.last_notice_date for one in holders), default=term.last_day)
    opens = min((one.opens or date.min for one in holders), default=date.min)
    if received < opens:
        return f"the option opens on {setting.formats.date(opens)}, and this is received on {setting.formats.date(received)}", "Exercise it once it is open."
    if received > last:
        return (
            f"the option was open until {setting.formats.date(last)}{_otherwise(setting, holders)}, and this is received on {setting.formats.date(received)}",
            _BY_AMENDMENT,
        )
    return None


def _otherwise(setting: Setting, holders: list[PartyDates]) -> str:
    """That another reading would leave more time: we do not rely on it."""
    later = max((one.notice.possible.last_notice_date for one in holders), default=date.min)
    ours = [one.reading.last_notice_date for one in holders if one.ours]
    return f" (by another reading until {setting.formats.date(later)})" if ours and later > max(ours) else ""
