"""Where an agreement stands, by its records: what has happened decides what may happen next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from slagen.model.record import Record, Verb


class Status(StrEnum):
    """Where an agreement stands: by its records as far as `terminated`, and by its dates where it is executed."""

    DRAFT = "draft"
    SENT = "sent"
    NEGOTIATED = "under negotiation"
    EXECUTED = "executed"
    TERMINATED = "terminated"
    ACTIVE = "active"
    IN_NOTICE_WINDOW = "in notice window"
    RENEWING = "renewing"
    EXPIRING = "expiring"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Standing:
    """`version` is the one that was signed last, empty before; `amendment` the one that an amendment is to become, empty where none is open.

    With an open amendment `status` is that of the amendment, and `version` still binds.
    """

    status: Status = Status.DRAFT
    version: str = ""
    amendment: str = ""
    ends_on: date | None = None

    @property
    def frozen(self) -> bool:
        """Whether the text must stay as it is."""
        return self.status in {Status.EXECUTED, Status.TERMINATED}


def standing_of(records: Sequence[Record]) -> Standing:
    """Where the records, in their order, leave an agreement."""
    now = Standing()
    for record in records:
        now = _after(now, record)
    return now


def _after(now: Standing, record: Record) -> Standing:
    match record.verb:
        case Verb.SIGN:
            return Standing(Status.EXECUTED, record.version, "", now.ends_on)
        case Verb.AMEND:
            return Standing(Status.DRAFT, now.version, record.version, now.ends_on)
        case Verb.TERMINATE:
            return Standing(Status.TERMINATED, now.version, "", record.ends_on)
        case Verb.SEND if not now.frozen:
            return Standing(Status.SENT, now.version, now.amendment, now.ends_on)
        case Verb.RECEIVE if not now.frozen:
            return Standing(Status.NEGOTIATED, now.version, now.amendment, now.ends_on)
        case _:
            return now


def why_not(verb: Verb, now: Standing, records: Sequence[Record]) -> tuple[str, str] | None:
    """Why an event cannot happen now, and the way out; None where it can."""
    if verb is Verb.RECEIVE:
        return None if any(record.verb == Verb.SEND for record in records) else _NOTHING_SENT
    if verb is Verb.REVIEW:
        return None
    if now.status is Status.TERMINATED:
        return "it was terminated", "A new agreement takes a name of its own: slagen new NEW-NAME"
    if verb in {Verb.SEND, Verb.SIGN} and now.frozen:
        return f"it is executed as {now.version}", 'To change what was signed, open an amendment: slagen amend ID --note "what is to change"'
    if verb is Verb.AMEND and now.amendment:
        return f"the amendment {now.amendment} is open already", "Change the facts, save, send and sign it."
    if verb in {Verb.AMEND, Verb.RENEW, Verb.TERMINATE} and not now.version:
        return "it was never signed", "A draft is changed as it is: edit its facts and save."
    return None


def why_too_early(verb: Verb, day: date, records: Sequence[Record]) -> tuple[str, str] | None:
    """Why an event cannot have happened on `day`, by what is recorded for later days, and the way out; None where it can."""
    if verb in _AFTER_FIRST:
        found = [record for record in records if record.verb is _AFTER_FIRST[verb]][:1]
    else:
        found = [record for record in records if record.verb in _AFTER_LAST.get(verb, ())][-1:]
    if not found or found[0].day <= day:
        return None
    earlier = found[0]
    what = f"{_HAPPENED[earlier.verb]} {earlier.version}".strip()
    return f"it was {what} on {earlier.day}, and this would have happened before, on {day}", "Name the day on which it happened: --on DATE"


_AFTER_FIRST: Mapping[Verb, Verb] = {Verb.RECEIVE: Verb.SEND, Verb.RENEW: Verb.SIGN, Verb.TERMINATE: Verb.SIGN, Verb.NOTICE: Verb.SIGN}
"""What must have happened once before."""
_AFTER_LAST: Mapping[Verb, tuple[Verb, ...]] = {
    Verb.SEND: (Verb.SIGN, Verb.AMEND),
    Verb.SIGN: (Verb.SEND, Verb.SIGN, Verb.AMEND),
    Verb.AMEND: (Verb.SIGN,),
    Verb.REVIEW: (Verb.REVIEW,),
}
"""What cannot be newer: what came back may be, because the signature itself is often what comes back."""
_HAPPENED: Mapping[Verb, str] = {Verb.SEND: "sent as", Verb.SIGN: "signed as", Verb.AMEND: "opened as", Verb.REVIEW: "reviewed last"}
_NOTHING_SENT = ("nothing was sent yet, so nothing can have come back", "Record first what was sent: slagen send ID --to WHOM")
