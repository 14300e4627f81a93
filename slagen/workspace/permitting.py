"""Whether an event can be recorded: by what was recorded before, by the order of days, and by the dates of what is in force on its day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError, SlagenError
from slagen.lifecycle.options import ANEW, Refusal, ended
from slagen.model.record import Verb
from slagen.model.standing import Standing, standing_of, why_not, why_too_early
from slagen.workspace.dates import setting_of
from slagen.workspace.in_force import in_force
from slagen.workspace.key_dates import facts_of

if TYPE_CHECKING:
    from slagen.lifecycle.setting import Setting
    from slagen.workspace.recording import Desk

_DONE = {
    Verb.SEND: "sent",
    Verb.RECEIVE: "received",
    Verb.SIGN: "signed",
    Verb.AMEND: "amended",
    Verb.TERMINATE: "terminated",
    Verb.RENEW: "renewed",
    Verb.REVIEW: "reviewed",
    Verb.NOTICE: "given notice of",
}
_NEEDS_A_FUTURE = frozenset({Verb.SEND, Verb.SIGN, Verb.AMEND})
"""What makes no sense once the agreement has ended."""


def require(at: Desk, verb: Verb, day: date) -> Standing:
    """Where the agreement stands, if the event can be recorded for `day`.

    Raises:
        RefusedError: it cannot, by what was recorded before or because the agreement had ended.
    """
    now = standing_of(at.recorded.records)
    found = why_not(verb, now, at.recorded.records) or why_too_early(verb, day, at.recorded.records)
    if found is None and verb in _NEEDS_A_FUTURE:
        found = _over(at, day)
    if found:
        refuse(at, verb, found)
    return now


def refuse(at: Desk, verb: Verb, refusal: Refusal) -> None:
    """Refuse an event.

    Raises:
        RefusedError: always; the message says why, the hint what to do instead.
    """
    reason, way_out = refusal
    raise RefusedError(f"“{at.agreement}” cannot be recorded as {_DONE[verb]}: {reason}.", hint=way_out.replace(" ID", f" {at.agreement}"))


def setting_on(at: Desk, day: date) -> Setting:
    """What the dates of the agreement are worked out from on `day`, by the version then in force.

    Raises:
        FindingsError: its facts cannot be used.
        BadInputError: its calendar does not exist.
    """
    with in_force(at.loaded, at.agreement, day) as found:
        facts = facts_of(found, at.agreement)
        return setting_of(at.loaded, found.records, facts, day, facts.locale, found.loaded)


def _over(at: Desk, day: date) -> Refusal | None:
    """Why nothing can be agreed on any more; None where it can, or where the dates cannot be worked out: the findings tell that."""
    try:
        setting = setting_on(at, day)
        dates = setting.key_dates(day)
    except (SlagenError, ValueError, OverflowError):
        return None
    if dates.term is not None or setting.agreement.contract_term is None:
        return None
    return ended(setting, dates), ANEW
