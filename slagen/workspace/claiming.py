"""Claims and creditings, recorded: that the customer has claimed the credits of a month, and that the provider has given them.

A late claim is recorded as well: the contract says what follows from it. What could not have happened is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from slagen.core.errors import RefusedError, UsageError
from slagen.core.identifiers import did_you_mean
from slagen.lifecycle.acting import party_in_role
from slagen.lifecycle.options import Refusal
from slagen.model.record import Excuse, Record, Verb
from slagen.model.service_level import CreditScheme
from slagen.performance.claims import Claim
from slagen.workspace.claim_grounds import ONCE, Asked, ClaimGround, ground_of, schemes_of, why_not_claimed, why_not_given
from slagen.workspace.load import Loaded
from slagen.workspace.recording import Circumstances, Desk, Filed, already, desk, file_records, said, told


def claim(root: Path, loaded: Loaded, agreement_id: str, asked: Asked, how: Circumstances, *, now: datetime) -> Filed:
    """Record that the customer has claimed the credits of a month on `how.day`, which is when the claim was received. The same is recorded once.

    Raises:
        NotFoundError: there is no such agreement or scheme.
        UsageError: the period is no month, the sum no sum, or an excuse is given without a note or without need.
        RefusedError: the month has not ended, earned nothing, or was claimed before; or its credits come by themselves.
        FindingsError: a version of the agreement has errors.
    """
    _require_excuse(asked, how)
    with desk(root, loaded, agreement_id) as at:
        ground = ground_of(at, loaded, asked, now)

        def recorded(scheme: CreditScheme) -> Record:
            claiming = ground.claiming(scheme.id)
            if asked.excuse and claiming is not None and not claiming.days_late(Claim(how.day)):
                raise UsageError(f"The claim was in time: the last day for it is {claiming.until}.", hint="Leave --excuse out.")
            return replace(_record(ground, Verb.CLAIM, how, scheme), due=claiming.until if claiming else None, excuse=asked.excuse)

        return _file(ground, how, recorded, lambda scheme: why_not_claimed(ground, scheme, how.day), "claimed")


def credit(root: Path, loaded: Loaded, agreement_id: str, asked: Asked, how: Circumstances, *, now: datetime) -> Filed:
    """Record that the provider has given the credits of a month on `how.day`, by an invoice or a payment. The same is recorded once.

    Raises:
        NotFoundError: there is no such agreement or scheme.
        UsageError: the period is no month, the sum no sum, or there is an excuse.
        RefusedError: the month has not ended; nothing of its credits is given, or it was credited before; or it was claimed later.
        FindingsError: a version of the agreement has errors.
    """
    if asked.excuse:
        raise UsageError("An excuse belongs to a claim.", hint="Leave --excuse out.")
    with desk(root, loaded, agreement_id) as at:
        ground = ground_of(at, loaded, asked, now)
        return _file(
            ground, how, lambda scheme: _record(ground, Verb.CREDIT, how, scheme), lambda scheme: why_not_given(ground, scheme.id, how.day), "credited"
        )


def _require_excuse(asked: Asked, how: Circumstances) -> None:
    known = [one.value for one in Excuse]
    if asked.excuse and asked.excuse not in known:
        raise UsageError(f"“{asked.excuse}” is no excuse for a late claim.", hint=did_you_mean(asked.excuse, known) or f"There are: {', '.join(known)}.")
    if asked.excuse and not how.note.strip():
        raise UsageError("It is not said why the credit has not lapsed: who waived that, or what was corrected.", hint='Say so: --note "…"')


def _record(ground: ClaimGround, verb: Verb, how: Circumstances, scheme: CreditScheme) -> Record:
    party = party_in_role(ground.found.on(ground.month).agreement, "customer" if verb == Verb.CLAIM else "provider")
    return replace(said(ground.at, verb, how), scheme=scheme.id, period=ground.name, party=party, amount=ground.amount)


def _file(
    ground: ClaimGround,
    how: Circumstances,
    recorded: Callable[[CreditScheme], Record],
    why_not: Callable[[CreditScheme], Refusal | None],
    done: str,
) -> Filed:
    """Record the event for each scheme that it can be of, together; refused with its reason where there is none."""
    schemes = schemes_of(ground)
    before = _before(ground.at, ground.asked.scheme, schemes, recorded)
    if before is not None:
        return before
    reasons = {scheme.id: why_not(scheme) for scheme in schemes}
    possible = [scheme for scheme in schemes if reasons[scheme.id] is None]
    if not possible:
        message, hint = next((one for one in reasons.values() if one), (f"No scheme of {ground.name} gives credits.", ONCE))
        raise RefusedError(message, hint=hint)
    events = [(recorded(scheme), None) for scheme in possible]
    return file_records(ground.at, events, f"{ground.at.agreement}: the credits of {ground.name} are {done}", how)


def _before(at: Desk, scheme: str, schemes: Sequence[CreditScheme], recorded: Callable[[CreditScheme], Record]) -> Filed | None:
    """The same events, where they were recorded before, as when the command was interrupted; of all schemes where none is named, those that have one."""
    known: list[Record | None] = []
    for one in schemes:
        wanted = _without_day(recorded(one))
        known.append(next((record for record in at.recorded.of(Verb.CLAIM, Verb.CREDIT) if _without_day(record) == wanted), None))
    return already(at, known) if any(known) and (all(known) or not scheme) else None


def _without_day(record: Record) -> tuple[object, ...]:
    """What a record tells, whatever last day was reckoned with."""
    return told(replace(record, due=None))
