"""What a notice does: between which days it must be received to work, when it counts as received, and what follows from it.

A notice that ends or renews works only inside its window. Other notices work from the day of receipt on, and their effect counts from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from slagen.core.calendars import BusinessCalendar
from slagen.core.durations import Duration, Unit
from slagen.core.errors import RefusedError
from slagen.core.periods import ContractTerm, add
from slagen.lifecycle.delivery import ENDING, PRICING, RENEWING, received_on
from slagen.lifecycle.endings import first_end
from slagen.lifecycle.key_dates import KeyDates, PartyDates
from slagen.lifecycle.notices import NoticeDate, count_back, notice_rule
from slagen.lifecycle.options import why_no_renewal
from slagen.lifecycle.recurrence import anchor_day, first_after, occurrence
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.terms import OPEN_ENDED, contract_term, is_open_ended
from slagen.model.agreement import ContractTermFacts, DeliveryRule

_ONE_DAY = timedelta(days=1)


class Purpose(StrEnum):
    """What a notice is meant to do."""

    NON_RENEWAL = "non-renewal"
    TERMINATION = "termination"
    OPTION_EXERCISE = "option-exercise"
    PRICE_REVIEW = "price-review"
    BREACH = "breach"

    @property
    def words(self) -> str:
        """What it is notice of, as people say it."""
        return {Purpose.PRICE_REVIEW: "new prices", Purpose.OPTION_EXERCISE: "the exercise of the option"}.get(self, self.value)


ADDRESSED: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.NON_RENEWAL: ENDING,
    Purpose.TERMINATION: ("termination",),
    Purpose.OPTION_EXERCISE: RENEWING,
    Purpose.PRICE_REVIEW: PRICING,
    Purpose.BREACH: ("breach", "claims"),
}
"""What a notice may be called in the facts, the nearest name first: the addresses stated for it, and the ways closed to it."""


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on which a notice must be received to work; None where there is no such limit.

    `disputed_until` is the last day by the later of two readings, where the agreement leaves it open; `ends_on` the last day that follows, where it
    does not depend on the day of receipt; `reading` is what `last` was counted from.
    """

    first: date | None = None
    last: date | None = None
    disputed_until: date | None = None
    ends_on: date | None = None
    reading: NoticeDate | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A notice on its way: sent on `day`, which counts as sent on `counted_from` (later only after the cut-off time), and received on `received`."""

    day: date
    counted_from: date
    received: date


def receipt(day: date, rule: DeliveryRule, calendar: BusinessCalendar, *, after_cutoff: bool = False) -> Receipt:
    """When a notice sent on `day` counts as received at the place of `calendar`; what is sent after the cut-off counts as sent on the next business day.

    Raises:
        ValueError: the result lies outside the calendar.
    """
    start = calendar.following(day + _ONE_DAY) if after_cutoff else day
    return Receipt(day, start, received_on(start, rule.deemed, calendar))


def ending_window(setting: Setting, dates: KeyDates, sender: str) -> Window:
    """When `sender` may give notice not to renew, by the reading that is safe for us.

    Raises:
        RefusedError: no notice is needed or possible; the message says what happens instead.
    """
    facts, term = _running(setting, dates)
    if dates.ends_on is not None:
        raise RefusedError(f"It ends on {setting.formats.date(dates.ends_on)} already: notice was given, or it was terminated.", hint=_SEE_RECORDS)
    if facts.renewal.mode == "option":
        reason = f"It ends on {setting.formats.date(term.last_day)} by itself unless an option is exercised, so no notice is needed to end it then."
        raise RefusedError(reason, hint="To exercise the option: --kind option-exercise.")
    if not dates.renews and term.last_day != OPEN_ENDED:
        raise RefusedError(f"It ends on {setting.formats.date(term.last_day)} by itself, so no notice is needed to end it then.", hint=_SEE_DATES)
    if is_open_ended(facts):
        return Window()
    found = _of(dates, sender)
    if found is None:
        raise _no_rule(setting, sender)
    return _window(found, term, max(one.ends_on for one in found.notice.readings) if found.notice.rule.to else term.last_day)


def option_window(setting: Setting, dates: KeyDates, sender: str) -> Window:
    """When `sender` may exercise its option to extend the agreement.

    Raises:
        RefusedError: there is no option, it is another party's, or it was exercised as often as it may be.
    """
    found = _of(dates, sender)
    day = found.reading.last_notice_date if found else dates.on
    refusal = why_no_renewal(setting, dates, day, sender)
    if refusal:
        reason, way_out = refusal
        raise RefusedError(f"The option cannot be exercised: {reason}.", hint=way_out.replace("--by ", "--from "))
    if found is None:
        raise _no_rule(setting, sender)
    return _window(found, _running(setting, dates)[1], None)


def _window(found: PartyDates, term: ContractTerm, ends_on: date | None) -> Window:
    """The window of a party; where the agreement is open, ours has a second reading that we do not rely on.

    Notice that is longer than the initial term contradicts it: by the period nobody can give it, by the term it can be given while that runs.
    """
    reading = found.reading
    later = found.notice.possible.last_notice_date if found.ours else reading.last_notice_date
    if found.ours and term.number == 1 and later < term.first_day:
        later = term.last_day
    return Window(found.opens, reading.last_notice_date, later if later != reading.last_notice_date else None, ends_on, reading)


def price_window(setting: Setting, day: date) -> tuple[Window, date]:
    """Until when a notice of new prices must be received from `day` on, and the day from which they then apply.

    Raises:
        RefusedError: the agreement states no price review.
        ValueError: a length of time makes no date.
    """
    plan, facts = setting.agreement.price_review, setting.agreement.contract_term
    anchor = anchor_day(plan.anchor, facts.effective_date if facts else None, facts.signature_date if facts else None) if plan else None
    if plan is None or anchor is None:
        raise RefusedError(
            "It states no price review (price_review), so no notice can change its prices.", hint="A change of price is an amendment: slagen amend ID"
        )
    number = max(1, first_after(anchor, plan.every, day) - 1)
    while (last := _told_by(setting, occurrence(anchor, plan.every, number), plan.notice)) < day:
        number += 1
    return Window(last=last), occurrence(anchor, plan.every, number)


def _told_by(setting: Setting, applies: date, notice: Duration | None) -> date:
    return applies - _ONE_DAY if notice is None else count_back(applies, notice, setting.calendar)


def end_without_term(setting: Setting, dates: KeyDates, sender: str, received: date, day: date) -> date:
    """The first day, not before `day`, on which an agreement that goes on without an end can end by notice received on a day.

    Raises:
        RefusedError: no period of notice is stated for the sender, or no such day is in sight.
        ValueError: the day lies outside the calendar.
    """
    facts, term = _running(setting, dates)
    if notice_rule(facts, sender, setting.agreement.parties[sender].role) is None:
        raise _no_rule(setting, sender)
    found = first_end(setting, facts, term, received, sender, day)
    if found is None:
        raise RefusedError(f"No notice that is received on {setting.formats.date(received)} can end it.", hint=_SEE_DATES)
    return found


def after_period(received: date, period: Duration, calendar: BusinessCalendar) -> date:
    """The last day of a period that begins with the receipt of a notice; the day of receipt is not counted.

    Raises:
        ValueError: the period is shorter than a day, or ends outside the calendar.
    """
    try:
        return calendar.add_business_days(received, int(period.count)) if period.unit is Unit.BUSINESS_DAY else add(received, period)
    except OverflowError:
        raise ValueError(f"{period} after {received} lies outside the calendar") from None


def next_term(setting: Setting, term: ContractTerm) -> ContractTerm:
    """The term that follows `term`; raises ValueError where it lies outside the calendar."""
    facts = setting.agreement.contract_term
    if facts is None:
        raise ValueError("an agreement without a term has none to follow")
    return contract_term(facts, term.number + 1)


def _running(setting: Setting, dates: KeyDates) -> tuple[ContractTermFacts, ContractTerm]:
    facts = setting.agreement.contract_term
    if facts is None:
        raise RefusedError("It states no contract term (contract_term), so nothing is known that a notice could end or renew.", hint=_SEE_DATES)
    if dates.term is None:
        raise RefusedError(f"It has ended: no contract term runs on {setting.formats.date(dates.on)}.", hint=_SEE_DATES)
    return facts, dates.term


def _of(dates: KeyDates, sender: str) -> PartyDates | None:
    return next((one for one in dates.notices if one.party == sender), None)


def _no_rule(setting: Setting, sender: str) -> RefusedError:
    role = setting.agreement.parties[sender].role or sender
    reason = "The facts do not say until when this notice must be received, and that is not guessed."
    return RefusedError(reason, hint=f"State it as the clauses do: contract_term.notice, or contract_term.notice_by.{role}; save and sign the amendment.")


_SEE_DATES = "Every date of it, and why: slagen dates ID --explain"
_SEE_RECORDS = "What was recorded: slagen status ID"
