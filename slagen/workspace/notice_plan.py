"""A notice before it is written: from whom, to whom and where, by which way, when it is received, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from slagen.core.calendars import holiday_data_version
from slagen.core.errors import BadInputError, RefusedError, UsageError
from slagen.lifecycle.delivery import Sending, latest_sending, open_ways
from slagen.lifecycle.giving_notice import (
    ADDRESSED,
    Receipt,
    Window,
)
from slagen.lifecycle.key_dates import recipients
from slagen.lifecycle.steps import notice_steps
from slagen.model.agreement import DeliveryRule, NoticeAddress, Party
from slagen.workspace.in_force import in_force
from slagen.workspace.load import Loaded
from slagen.workspace.notice_basis import Ask, Basis, basis_of, known_by_now, our_side, party_called, require_signed
from slagen.workspace.notice_effects import Effect, effect_of, window_of
from slagen.workspace.notice_ways import address_of, chosen, lacking, rules_of, sent_at, usable, warnings_of


@dataclass(frozen=True, slots=True)
class Plan:
    """A notice that can be sent. `ways` are the last safe days of each way that is open; `warnings` is what its sender must know."""

    basis: Basis
    ask: Ask
    sender: str
    recipient: str
    address: NoticeAddress
    rule: DeliveryRule
    receipt: Receipt
    window: Window
    effect: Effect
    ways: tuple[Sending, ...]
    warnings: tuple[str, ...]
    data: str

    @property
    def party_from(self) -> Party:
        """Who gives notice."""
        return self.basis.agreement.parties[self.sender]

    @property
    def party_to(self) -> Party:
        """Who is given notice."""
        return self.basis.agreement.parties[self.recipient]


def plan(loaded: Loaded, agreement_id: str, ask: Ask, at: date, *, before: int = 0) -> Plan:
    """A notice that we give, sent at a moment or on a day. Records from number `before` on are left out (0: none is).

    Raises:
        NotFoundError: there is no such agreement or party.
        RefusedError: the agreement binds nobody, or the notice cannot work: it comes too late or too early, or by a way that is closed to it.
        FindingsError: the facts lack what must be known.
        UsageError: what is wanted does not make sense.
    """
    on = at.date() if isinstance(at, datetime) else at
    with in_force(loaded, agreement_id, on) as found:
        basis = basis_of(loaded, agreement_id, known_by_now(loaded, found, agreement_id, before), on)
        require_signed(found, agreement_id)
        sender = our_side(basis)
        recipient = _recipient(basis, sender, ask.to)
        try:
            return _planned(basis, ask, at, sender, recipient)
        except (ValueError, OverflowError) as error:
            raise BadInputError(f"The dates of this notice cannot be worked out: {error}", hint="Correct contract_term.") from error
        except RefusedError as error:
            raise RefusedError(error.message, source=error.source, hint=error.hint.replace(" ID", f" {agreement_id}")) from error


def _recipient(basis: Basis, sender: str, to: str) -> str:
    others = recipients(basis.agreement, sender)
    if to:
        found = party_called(basis, to)
        if found not in others:
            raise UsageError(f"“{to}” is on our side.", hint=f"A notice goes to: {', '.join(others)}.")
        return found
    if len(others) == 1:
        return next(iter(others))
    if not others:
        reason = "It names no other party to give notice to: the parties of a standard for all customers are in their own agreements."
        raise RefusedError(reason, hint="Name the agreement with the customer, or state the party there (parties).")
    raise UsageError("There are several parties to give notice to, each by a letter of its own.", hint=f"Name one: --to {', --to '.join(others)}.")


def _planned(basis: Basis, ask: Ask, at: date, sender: str, recipient: str) -> Plan:
    on = at.date() if isinstance(at, datetime) else at
    window = window_of(basis, ask, sender, on)
    party, purposes = basis.agreement.parties[recipient], ADDRESSED[ask.purpose]
    address = address_of(basis, recipient, purposes)
    stated = rules_of(basis)
    if not stated:
        raise lacking(
            basis,
            "SLG471",
            ("contract_term",),
            "nothing says when a notice counts as received",
            "Add contract_term.delivery, as the clause on notices says it.",
        )
    open_now = tuple(usable(basis, open_ways(stated, party, purposes), recipient, address, ask))
    on_their_way = [(rule, sent_at(basis, rule, recipient, at)) for rule in open_now]
    rule, sent = chosen(basis, ask, sender, window, on_their_way)
    effect = effect_of(basis, ask, sender, sent.received, on)
    calendars = basis.setting.calendars
    last = window.last
    ways = [latest_sending(recipient, last, one, calendars.of(recipient), calendars.of(sender)) for one in open_now] if last else []
    warnings = tuple(warnings_of(basis, sender, recipient, window, rule, sent))
    return Plan(basis, ask, sender, recipient, address, rule, sent, window, effect, tuple(way for way in ways if way), warnings, holiday_data_version())


def reasons(found: Plan) -> tuple[str, ...]:
    """How the last day for the notice was found, in words with the clauses; empty where it has none."""
    term = found.basis.dates.term
    one = next((one for one in found.basis.dates.notices if one.party == found.sender), None)
    if one is None or term is None or found.window.reading is None:
        return ()
    steps = notice_steps(found.basis.setting, one)
    return tuple(f"{step.text}{f' ({place})' if (place := found.basis.clauses.get(step.clause, '')) else ''}" for step in steps)
