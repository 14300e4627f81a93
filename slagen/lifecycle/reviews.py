"""Planned reviews: which of them a review completes, and what follows from its outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.key_dates import KeyDates
from slagen.lifecycle.notices import count_back
from slagen.lifecycle.recurrence import anchor_day, first_after, occurrence
from slagen.lifecycle.setting import Setting

_EARLY = timedelta(days=30)
"""How early a review may take place and still be the planned one, whatever time is stated to prepare it."""
_NOTICE = (DueKind.LATEST_SAFE_SEND, DueKind.LAST_NOTICE)


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned review that was not completed yet: the day that the plan names, and the business day on which it is due."""

    number: int
    nominal: date
    due: date


def open_reviews(setting: Setting) -> tuple[Planned, ...]:
    """The planned reviews that are not completed, up to the first one after the day of `setting`; empty where none is planned within the agreement's life.

    Where no review was ever recorded, those before the last one count as done. `due` shows the last one where the signature was recorded before it.

    Raises:
        ValueError: a length of time makes no date.
    """
    plan, facts = setting.agreement.review, setting.agreement.contract_term
    anchor = anchor_day(plan.anchor, facts.effective_date if facts else None, facts.signature_date if facts else None) if plan else None
    end = _end(setting)
    if plan is None or anchor is None or setting.today > end:
        return ()
    history = setting.history
    if plan.anchor == "last_completed":
        anchor, numbers = history.review_done or anchor, range(1, 2)
    else:
        following = first_after(anchor, plan.every, setting.today)
        first = max(1, following - 1) if history.reviewed is None else first_after(anchor, plan.every, history.reviewed)
        numbers = range(first, max(first, following) + 1)
    found = ((number, occurrence(anchor, plan.every, number)) for number in numbers)
    return tuple(Planned(number, day, setting.calendar.following(day)) for number, day in found if day <= end)


def _end(setting: Setting) -> date:
    dates = setting.key_dates(setting.today)
    return dates.ends_on or dates.final_expiry or date.max


def completed_by(setting: Setting, waiting: tuple[Planned, ...]) -> Planned | None:
    """Which of the planned reviews one on the day of `setting` completes: the last one that was due by then, else the next one, where its time has come.

    Where no review was ever recorded, nobody knows whether the last one took place: it is whichever of the two is nearer. None where the review
    takes place so early that it is one beside those that are planned.
    """
    past = [one for one in waiting if one.nominal <= setting.today]
    coming = next((one for one in waiting if one.nominal > setting.today and opens_on(setting, one) <= setting.today), None)
    if not past or coming is None:
        return past[-1] if past else coming
    late, early = setting.today - past[-1].nominal, coming.nominal - setting.today
    return coming if setting.history.reviewed is None and early < late else past[-1]


def opens_on(setting: Setting, planned: Planned) -> date:
    """The first day on which a review is the planned one without anybody saying so.

    That is when it is to be prepared (`review.lead`), or 30 days before, whichever is sooner, but never in the first half of the time since the one
    before it. Where reviews count from the last one there is no such day: each of them moves the next.

    Raises:
        ValueError: a length of time makes no date.
    """
    plan, facts = setting.agreement.review, setting.agreement.contract_term
    anchor = anchor_day(plan.anchor, facts.effective_date if facts else None, facts.signature_date if facts else None) if plan else None
    if plan is None or anchor is None or plan.anchor == "last_completed":
        return date.min
    prepared = count_back(planned.nominal, plan.lead, setting.calendar) if plan.lead else planned.nominal
    before = occurrence(anchor, plan.every, planned.number - 1)
    return max(min(prepared, planned.nominal - _EARLY), before + (planned.nominal - before) / 2)


def follow_up(setting: Setting, outcome: str, version: str) -> str:
    """What is to be done after a review with this outcome, and by when; `version` is the signed one, empty where nothing was signed."""
    name, written = setting.agreement.id, setting.formats.date
    dates = setting.key_dates(setting.today)
    match outcome:
        case "amend":
            return f'Open an amendment: slagen amend {name} --note "what is to change"' if version else f"Change its facts, and save: slagen save {name} -m …"
        case "renegotiate":
            return _negotiate(setting, dates)
        case "terminate":
            return _terminate(setting, dates)
        case _:
            return f"It stays as it is{_ends_or_renews(dates, written(dates.term.last_day) if dates.term else '')}."


def _ends_or_renews(dates: KeyDates, last_day: str) -> str:
    if dates.term is None or dates.term.last_day == date.max:
        return ""
    return f", and renews after {last_day}" if dates.renews and not dates.optional else f", until {last_day}"


def _negotiate(setting: Setting, dates: KeyDates) -> str:
    written = setting.formats.date
    if dates.window and dates.window[1] >= setting.today:
        return f"Negotiate within the window, from {written(dates.window[0])} to {written(dates.window[1])}."
    send = _first(due_items(setting), _NOTICE)
    if send and send.days_left < 0:
        return f"Negotiate at once: {send.if_nothing}."
    return f"Negotiate in time: notice must be sent by {written(send.due)}." if send else "No window is stated for it: agree on a day."


def _terminate(setting: Setting, dates: KeyDates) -> str:
    name, written = setting.agreement.id, setting.formats.date
    if dates.ends_on:
        return f"Nothing is left to do: it ends on {written(dates.ends_on)}."
    if dates.term is None:
        return f"It has no term that ends by notice: slagen terminate {name} --ends DATE --ground mutual --note …"
    send = _first(due_items(setting), _NOTICE)
    if send:
        when = f"by {written(send.due)} at the latest" if send.days_left >= 0 else f"today ({send.if_nothing})"
        return f"Send notice {when}: slagen notice {name} --kind non-renewal"
    if dates.final_expiry:
        return f"Nothing needs to be sent: it ends on {written(dates.final_expiry)} {dates.unless or 'by itself'}."
    return f"Give notice: slagen notice {name} --kind termination"


def _first(items: Iterable[DueItem], kinds: tuple[DueKind, ...]) -> DueItem | None:
    return min((item for item in items if item.kind in kinds), key=lambda item: item.due, default=None)
