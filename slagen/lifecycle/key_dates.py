"""The key dates of one agreement as of a day: its current contract term, and everything that counts from it.

Nothing here is in words: the explanation is made of the same dates when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from slagen.core.calendars import BusinessCalendar
from slagen.core.durations import Duration
from slagen.core.periods import ContractTerm
from slagen.lifecycle.delivery import ENDING, RENEWING, Sending, latest_sending, open_ways
from slagen.lifecycle.history import NOTHING_HAPPENED, History
from slagen.lifecycle.notices import NoticeDate, PartyNotice, count_back, first_day, notice_dates
from slagen.lifecycle.terms import OPEN_ENDED, final_expiry, has_option, renews_after, term_on
from slagen.model.agreement import Agreement, ContractTermFacts, DeliveryRule, Party


@dataclass(frozen=True, slots=True)
class Calendars:
    """The business days that decide: at our place, and at the place of receipt of each party (by its id); `agreement` where a party's is not known."""

    agreement: BusinessCalendar
    receipt: Mapping[str, BusinessCalendar] = field(default_factory=dict)

    def of(self, party: str) -> BusinessCalendar:
        """The calendar at the place where a party receives notices."""
        return self.receipt.get(party, self.agreement)


@dataclass(frozen=True, slots=True)
class PartyDates:
    """One party's notice to the end of the current term.

    `reading` is the one that counts for us: the earliest where the notice is ours, the latest where it is theirs; `act_by` is its last day, for us the
    business day before it where it is none. `ways` are the safe ways to give it, the one that must be sent first in front; empty where the agreement
    does not say how notices are delivered.
    """

    party: str
    ours: bool
    notice: PartyNotice
    act_by: date
    ways: tuple[Sending, ...] = ()

    @property
    def reading(self) -> NoticeDate:
        """The reading that we act by, or reckon with."""
        return self.notice.safe if self.ours else self.notice.possible

    @property
    def opens(self) -> date | None:
        """The first day for notice to the end that `reading` leads to, where the agreement names one."""
        return first_day((one for one in self.notice.readings if one.ends_on == self.reading.ends_on), ours=self.ours)

    @property
    def latest_safe_send(self) -> Sending | None:
        """What is safe whichever of the ways is taken."""
        return self.ways[0] if self.ways else None


@dataclass(frozen=True, slots=True)
class KeyDates:
    """What counts on the day `on`.

    `term` is None for an agreement without a term, and after its last one; `renews` is whether another term may follow it, `optional` whether only
    if somebody exercises an option. `extendable` is whether an option is open by which `final_expiry` would move: that of this term, or of a later one.
    `window` is the renegotiation window, first and last day; `ends_on` the last day once notice was given or the agreement was terminated.
    """

    on: date
    term: ContractTerm | None
    renews: bool = False
    optional: bool = False
    notices: tuple[PartyDates, ...] = ()
    window: tuple[date, date] | None = None
    final_expiry: date | None = None
    ends_on: date | None = None
    extendable: bool = False

    @property
    def unless(self) -> str:
        """What keeps the agreement from ending on `final_expiry`, in words; empty where nothing does."""
        if self.extendable:
            return "unless the option is exercised" if self.optional else "unless a further option is exercised"
        return ""

    @property
    def renewal_date(self) -> date | None:
        """The first day after the current term, where it has an end and may be followed by another."""
        return self.term.renewal_date if self.term and self.renews and self.term.last_day != OPEN_ENDED else None

    @property
    def ours(self) -> PartyDates | None:
        """Our notice by the earliest reading; None where we have none to give."""
        return min((one for one in self.notices if one.ours), key=lambda one: one.reading.last_notice_date, default=None)


def key_dates(agreement: Agreement, on: date, we: str, calendars: Calendars, history: History = NOTHING_HAPPENED) -> KeyDates:
    """The key dates as of `on`. `we` is the role whose side is ours.

    Raises:
        ValueError: a length of time makes no date, or one outside the calendar.
    """
    facts = agreement.contract_term
    if facts is None:
        return KeyDates(on, None, ends_on=history.ends_on)
    expiry = final_expiry(facts, exercised=history.renewals)
    ended = history.ends_on is not None and on > history.ends_on
    term = None if ended else term_on(facts, on, exercised=history.renewals)
    if term is None:
        return KeyDates(on, None, final_expiry=expiry, ends_on=history.ends_on)
    certain = history.ends_on is None and renews_after(facts, term, exercised=history.renewals)
    extendable = history.ends_on is None and has_option(facts, history.renewals)
    optional = extendable and not certain
    renews, to_give = certain or optional, optional or facts.renewal.mode != "option"
    notices = party_dates(agreement, term, we, calendars) if renews and to_give and term.last_day != OPEN_ENDED else ()
    return KeyDates(on, term, renews, optional, notices, _window(agreement, term, notices, calendars.agreement), expiry, history.ends_on, extendable)


def is_ours(agreement: Agreement, party: str, we: str) -> bool:
    """Whether the party with this id (or role) is on our side."""
    found = agreement.parties.get(party)
    return we == party or (found is not None and found.role == we)


def party_dates(agreement: Agreement, term: ContractTerm, we: str, calendars: Calendars) -> tuple[PartyDates, ...]:
    """Each party's notice to the end of `term`: not to renew, or to exercise an option, by those who have it.

    Raises:
        ValueError: as `key_dates` does.
    """
    facts = agreement.contract_term
    if facts is None:
        return ()
    purposes = RENEWING if facts.renewal.mode == "option" else ENDING
    found = []
    for notice in notice_dates(facts, term, agreement.sides, calendars.agreement):
        if _may_give(agreement, facts, notice.party):
            ours = is_ours(agreement, notice.party, we)
            last = (notice.safe if ours else notice.possible).last_notice_date
            by = calendars.agreement.preceding(last) if ours else last
            found.append(PartyDates(notice.party, ours, notice, by, safe_ways(agreement, notice.party, last, calendars, facts.delivery, purposes)))
    return tuple(found)


def _may_give(agreement: Agreement, facts: ContractTermFacts, party: str) -> bool:
    """Whether it is for this party to give notice: an option may belong to one of them."""
    return facts.renewal.mode != "option" or facts.renewal.exercised_by in {"", party, agreement.sides[party].role}


def recipients(agreement: Agreement, sender: str) -> dict[str, Party]:
    """The parties that a notice of `sender` goes to: everybody on another side."""
    role = agreement.sides[sender].role
    return {key: party for key, party in agreement.parties.items() if key != sender and (party.role != role or not role)}


def safe_ways(
    agreement: Agreement, sender: str, last: date, calendars: Calendars, rules: tuple[DeliveryRule, ...], purposes: tuple[str, ...]
) -> tuple[Sending, ...]:
    """By when `sender` must send, each way and each recipient, so that it is received by `last`; soonest first. Empty where a recipient cannot be reached."""
    found: list[Sending] = []
    for key, recipient in recipients(agreement, sender).items():
        receipt, sending = calendars.of(key), calendars.of(sender)
        ways = [latest_sending(key, last, rule, receipt, sending) for rule in open_ways(rules, recipient, purposes)]
        reached = [one for one in ways if one is not None]
        if not reached:
            return ()
        found.extend(reached)
    return tuple(sorted(found, key=lambda one: (one.send_by, one.method, one.to)))


def _window(agreement: Agreement, term: ContractTerm, notices: Sequence[PartyDates], calendar: BusinessCalendar) -> tuple[date, date] | None:
    plan = agreement.renegotiation
    if plan is None or term.last_day == OPEN_ENDED:
        return None
    opens = calendar.preceding(count_back(term.last_day, plan.opens, calendar))
    if plan.closes == "last_notice_date":
        return opens, min((one.act_by for one in notices if one.ours), default=term.last_day)
    return opens, calendar.preceding(count_back(term.last_day, Duration.parse(plan.closes), calendar))
