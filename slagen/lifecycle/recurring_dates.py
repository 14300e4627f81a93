"""Due items that come again: reviews, price reviews, obligations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slagen.core.durations import Duration
from slagen.lifecycle.acting import our_party
from slagen.lifecycle.delivery import PRICING, Sending
from slagen.lifecycle.due_item import DueItem, DueKind, Matter
from slagen.lifecycle.key_dates import safe_ways
from slagen.lifecycle.life import last_day
from slagen.lifecycle.notices import count_back
from slagen.lifecycle.recurrence import anchor_day, first_after, occurrence
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.steps import sending_step, what_is_left
from slagen.model.agreement import Obligation, ReviewPlan

_POINTLESS_AFTERWARDS = frozenset({DueKind.REVIEW, DueKind.PRICE_REVIEW})
"""What nobody needs to make up for once the agreement has ended; a duty that was missed stays one."""


def recurring_dates(setting: Setting) -> Iterator[DueItem]:
    """The next review, price review and turn of each obligation that still falls inside the agreement's life.

    What counts is the day that the agreement names: new prices from the day after the end need no notice before it.
    """
    end = last_day(setting)
    for nominal, item in (*_review(setting), *_price_review(setting), *_obligations(setting)):
        if max(nominal, item.due) <= end and not (setting.today > end and item.kind in _POINTLESS_AFTERWARDS):
            yield item


def _anchor(setting: Setting, anchor: str) -> date | None:
    facts = setting.agreement.contract_term
    return anchor_day(anchor, facts.effective_date if facts else None, facts.signature_date if facts else None)


def _review(setting: Setting) -> Iterator[tuple[date, DueItem]]:
    plan = setting.agreement.review
    anchor = None if plan is None else _anchor(setting, plan.anchor)
    if plan is None or anchor is None:
        return
    floating = plan.anchor == "last_completed"
    for nominal, number in _open_reviews(setting, anchor, plan.every, floating=floating):
        yield nominal, _review_item(setting, plan, anchor, nominal, number)


def _review_item(setting: Setting, plan: ReviewPlan, anchor: date, nominal: date, number: int) -> DueItem:
    due = setting.calendar.following(nominal)
    every = setting.formats.duration(plan.every)
    counted = (
        f"{every} after the last review" if plan.anchor == "last_completed" else f"review {number}: {number} × {every} from {setting.formats.date(anchor)}"
    )
    why = [f"{counted} is {setting.formats.date(nominal)}"]
    if due != nominal:
        why.append(f"no business day in {setting.calendar.place}, so the business day after: {setting.formats.date(due)}")
    if plan.lead is not None:
        why.append(f"prepare from {setting.formats.date(setting.calendar.preceding(count_back(due, plan.lead, setting.calendar)))}")
    missed = "the review is missed; the contract stays as it is"
    return setting.item(DueKind.REVIEW, str(number), due, Matter(setting.owner(plan.owner, plan.deputy), missed, tuple(why)))


def _open_reviews(setting: Setting, anchor: date, every: Duration, *, floating: bool) -> Iterator[tuple[date, int]]:
    """The nominal day of the next review and its number. Fixed anchors do not drift; floating ones count from the last completed review.

    A review that records show as missed stays due. Without any record those in the past are taken as done, but for the last one since the signature.
    """
    history = setting.history
    if floating:
        yield occurrence(history.review_done or anchor, every, 1), history.reviews + 1
        return
    if history.reviewed is not None:
        number = first_after(anchor, every, history.reviewed)
        yield occurrence(anchor, every, number), number
        return
    number = first_after(anchor, every, _a_month_before(setting.today))
    while setting.calendar.following(nominal := occurrence(anchor, every, number)) < setting.today:
        number += 1
    if number > 1 and history.is_known_from(missed := occurrence(anchor, every, number - 1)):
        yield missed, number - 1
    yield nominal, number


def _a_month_before(day: date) -> date:
    """Far enough back that a review which rolled on over holidays is still seen."""
    return date.fromordinal(max(1, day.toordinal() - 30))


def _price_review(setting: Setting) -> Iterator[tuple[date, DueItem]]:
    plan = setting.agreement.price_review
    anchor = None if plan is None else _anchor(setting, plan.anchor)
    if plan is None or anchor is None:
        return
    number = max(1, first_after(anchor, plan.every, setting.today) - 1)
    while (last := _price_deadline(setting, occurrence(anchor, plan.every, number), plan.notice)) < setting.today:
        number += 1
    nominal = occurrence(anchor, plan.every, number)
    due = setting.calendar.preceding(last) if plan.notice is not None else last
    why = [f"{number} × {setting.formats.duration(plan.every)} from {setting.formats.date(anchor)} is {setting.formats.date(nominal)}"]
    if plan.notice is not None:
        why.append(f"{setting.formats.duration(plan.notice)} before, on a business day: {setting.formats.date(due)}")
    ways = _ways_to_tell_prices(setting, last)
    if ways:
        due = min(due, setting.send_by(ways[0]))
        why.append(sending_step(setting, ways[0]).text)
    late = f"{what_is_left(setting, ways)}; else " if ways and due < setting.today else setting.in_time(last, due, "received")
    matter = Matter(setting.owner(plan.owner), f"{late}charges stay as they are", tuple(why), legal=plan.notice is not None)
    yield nominal, setting.item(DueKind.PRICE_REVIEW, str(number), due, matter)


def _price_deadline(setting: Setting, day: date, notice: Duration | None) -> date:
    """Until when notice of new prices from `day` on must have been received."""
    return day if notice is None else count_back(day, notice, setting.calendar)


def _ways_to_tell_prices(setting: Setting, last: date) -> tuple[Sending, ...]:
    """The safe ways to send notice of new prices, the one that must be sent first in front; it is for the provider to give it."""
    facts, us = setting.agreement.contract_term, our_party(setting)
    if facts is None or not us or not setting.is_ours("provider") or setting.agreement.price_review is None or setting.agreement.price_review.notice is None:
        return ()
    return safe_ways(setting.agreement, us, last, setting.calendars, facts.delivery, PRICING)


def _obligations(setting: Setting) -> Iterator[tuple[date, DueItem]]:
    for obligation in setting.agreement.obligations:
        for nominal, turn, reason in _turns(setting, obligation):
            due = setting.calendar.preceding(nominal) if setting.is_ours(obligation.who) else nominal
            why = (obligation.what, reason, *setting.earlier(nominal, due))
            missed = f"{setting.in_time(nominal, due)}a duty is missed: {obligation.what}"
            matter = Matter(setting.owner(obligation.owner), missed, why, legal=True, who_acts=setting.name(obligation.who))
            yield nominal, setting.item(DueKind.OBLIGATION, turn, due, matter)


def _turns(setting: Setting, obligation: Obligation) -> Iterator[tuple[date, str, str]]:
    """The next day on which the obligation is due, which turn that is, and why.

    One that records show as missed stays due, and without any record the last one since the signature.
    """
    done = setting.history.done.get(obligation.id)
    if obligation.every is None:
        if obligation.on is not None and done is None:
            yield obligation.on, obligation.id, f"once, on {setting.formats.date(obligation.on)}"
        return
    anchor = obligation.on or _anchor(setting, obligation.anchor)
    if anchor is None:
        return
    floating = obligation.anchor == "last_completed" and done is not None
    start = done if floating and done else anchor
    performed = setting.history.turns.get(obligation.id, 0)
    after = done or date.fromordinal(max(1, setting.today.toordinal() - 1))
    number = 1 if floating else first_after(start, obligation.every, setting.history.settled.get(obligation.id, after))
    number += int(not floating and number == performed)
    missed = number - 1 if done is None and number > 1 and setting.history.is_known_from(occurrence(start, obligation.every, number - 1)) else number
    for one in range(missed, number + 1):
        nominal = occurrence(start, obligation.every, one)
        reason = f"{one} × {setting.formats.duration(obligation.every)} from {setting.formats.date(start)} is {setting.formats.date(nominal)}"
        yield nominal, f"{obligation.id}-{performed + 1 if floating else one}", reason
