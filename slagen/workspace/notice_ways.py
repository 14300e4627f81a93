"""By which way a notice goes, and to which address; refused where by none of them it comes in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from slagen.core.errors import FindingsError, RefusedError
from slagen.core.findings import Finding, Severity
from slagen.lifecycle.delivery import address_for, printed_ways
from slagen.lifecycle.giving_notice import Purpose, Receipt, Window, next_term, receipt
from slagen.lifecycle.term_dates import consequence
from slagen.lifecycle.terms import OPEN_ENDED
from slagen.model.agreement import DeliveryRule, NoticeAddress
from slagen.workspace.notice_basis import Ask, Basis

_POSTAL = frozenset({"post", "courier", "hand"})


def address_of(basis: Basis, recipient: str, purposes: tuple[str, ...]) -> NoticeAddress:
    """Where such notices go: the address for them, else the one for everything, else that of the party itself, as the clause on notices prints it."""
    party = basis.agreement.parties[recipient]
    found = address_for(party, purposes)
    return found or NoticeAddress(party.address, email=party.email)


def rules_of(basis: Basis) -> tuple[DeliveryRule, ...]:
    """The ways of delivery: the facts', else those that the clause on notices prints from its parameters."""
    facts = basis.agreement.contract_term
    if facts is not None and facts.delivery:
        return facts.delivery
    return printed_ways(basis.values("notices"))


def usable(basis: Basis, rules: tuple[DeliveryRule, ...], recipient: str, address: NoticeAddress, ask: Ask) -> Iterator[DeliveryRule]:
    """The open ways for which the facts give an address; the one that is asked for must be among them."""
    if ask.method and ask.method not in {rule.method for rule in rules}:
        listed = ", ".join(rule.method for rule in rules) or "none"
        why = (
            f"notices of this kind go to {basis.setting.name(recipient)} only by {address.method}"
            if address.method
            else "that way is closed to notices of this kind, or the agreement does not know it"
        )
        raise RefusedError(f"It cannot be given by {ask.method}: {why}.", hint=f"Ways that are open: {listed}.")
    wanted = [rule for rule in rules if ask.method in {"", rule.method}]
    reached = [rule for rule in wanted if _reaches(rule.method, address)]
    if not reached:
        what = "no email address" if all(rule.method == "email" for rule in wanted) else "no address"
        message = f"there is {what} for such notices to {basis.agreement.parties[recipient].name}"
        raise lacking(
            basis, "SLG470", ("parties", recipient), message, f"Add parties.{recipient}.notices: [{{address: …, email: …}}], and save and sign the amendment."
        )
    yield from reached


def _reaches(method: str, address: NoticeAddress) -> bool:
    return bool(address.email if method == "email" else address.address if method in _POSTAL else True)


def lacking(basis: Basis, code: str, place: tuple[str, ...], message: str, hint: str) -> FindingsError:
    """The refusal of a notice for which the facts do not say enough, at their place."""
    source = basis.made.loaded.merged.raw.source(place)
    finding = Finding(code, Severity.ERROR, message, source, hint, basis.agreement.id)
    return FindingsError("The facts lack what a notice needs, and it is not guessed.", (finding,), hint=hint)


def sent_at(basis: Basis, rule: DeliveryRule, recipient: str, at: date) -> Receipt:
    """A notice that is sent at a moment: the time is that at the place where it is received. Of a day alone it is taken that the time is kept."""
    local = at.astimezone(ZoneInfo(basis.agreement.time_zone)) if isinstance(at, datetime) else None
    late = local is not None and rule.cutoff is not None and local.time() > rule.cutoff
    return receipt(local.date() if local else at, rule, basis.setting.calendars.of(recipient), after_cutoff=late)


def chosen(basis: Basis, ask: Ask, sender: str, window: Window, found: list[tuple[DeliveryRule, Receipt]]) -> tuple[DeliveryRule, Receipt]:
    """The first way, in the order of the agreement, by which the notice works; refused where none does."""
    latest = max((day for day in (window.last, window.disputed_until) if day), default=None)
    in_time = [one for one in found if latest is None or one[1].received <= latest]
    safe = [one for one in in_time if window.last is None or one[1].received <= window.last]
    for one in safe or in_time:
        if window.first is None or one[1].received >= window.first:
            return one
    rule, sent = (safe or in_time or sorted(found, key=lambda one: one[1].received))[0]
    raise _too_early(basis, window, rule, sent) if in_time else _too_late(basis, ask, sender, window, rule, sent)


def _too_early(basis: Basis, window: Window, rule: DeliveryRule, sent: Receipt) -> RefusedError:
    write = basis.setting.formats.date
    assert window.first is not None
    reason = f"Sent by {rule.method} on {write(sent.day)}, it would be received on {write(sent.received)}, before the first day for it, {write(window.first)}."
    until = f" and by {write(window.last)}" if window.last else ""
    return RefusedError(reason, hint=f"Send it so that it is received from that day on{until}: look at it now with --draft --on DAY.")


def _too_late(basis: Basis, ask: Ask, sender: str, window: Window, rule: DeliveryRule, sent: Receipt) -> RefusedError:
    write = basis.setting.formats.date
    assert window.last is not None
    late = f"Sent by {rule.method} on {write(sent.day)}, it would be received on {write(sent.received)}, after the last day for it, {write(window.last)}."
    return RefusedError(f"{late} {_instead(basis, ask)}", hint=_next_chance(basis, ask, sender))


def _instead(basis: Basis, ask: Ask) -> str:
    facts, term = basis.agreement.contract_term, basis.dates.term
    if ask.purpose is Purpose.PRICE_REVIEW:
        return "Prices stay as they are until the next price review."
    if facts is None or term is None:
        return "Nothing changes."
    follows = consequence(basis.setting, facts, term)
    return f"So it {follows}."


def _next_chance(basis: Basis, ask: Ask, sender: str) -> str:
    term = basis.dates.term
    if ask.purpose is not Purpose.NON_RENEWAL or term is None or term.last_day == OPEN_ENDED:
        return "Agree on it with the other side, as an amendment: slagen amend ID"
    following = next_term(basis.setting, term)
    found = next((one for one in basis.setting.party_dates(following) if one.party == sender), None)
    if found is None:
        return "Agree on an end with the other side, as an amendment: slagen amend ID"
    write = basis.setting.formats.date
    return f"The next chance: notice to the end of the next term, {write(following.last_day)}, received by {write(found.reading.last_notice_date)}."


def last_receipt(basis: Basis, recipient: str, window: Window) -> date | None:
    """The last day on which a notice in time can be received: the business day before the last day for it, where that is none at the place of receipt."""
    return window.last and basis.setting.calendars.of(recipient).preceding(window.last)


def warnings_of(basis: Basis, sender: str, recipient: str, window: Window, rule: DeliveryRule, sent: Receipt) -> Iterator[str]:
    """What whoever sends it must know, and what does not stop it."""
    write, ours = basis.setting.formats.date, basis.setting.calendars.of(sender)
    if rule.method in _POSTAL and not ours.is_business_day(sent.day):
        yield f"{write(sent.day)} is no business day in {ours.place}: make sure that somebody takes the letter on that day."
    if window.last is not None and sent.received > window.last:
        yield (
            f"It is in time only by the later of two readings ({write(window.last)} or {write(window.disputed_until or window.last)}): "
            "expect it to be disputed, and ask counsel before it is sent."
        )
    if sent.counted_from != sent.day and rule.cutoff:
        yield f"It is after {rule.cutoff:%H:%M} in {basis.agreement.time_zone}: sent now, it counts as sent on {write(sent.counted_from)}."
    if sent.received == last_receipt(basis, recipient, window):
        yield f"It would be received on the very last day, {write(sent.received)}: send it today, and by a second way as well if you can."
