"""Answers to what is due: which items can be ticked off or put off, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.options import Refusal
from slagen.lifecycle.setting import Setting

_OTHERWISE_DONE = {
    DueKind.REVIEW: "Record the review: slagen review ID --outcome keep|amend|renegotiate|terminate",
    DueKind.LAST_NOTICE: "Write and record the notice: slagen notice ID --kind non-renewal",
    DueKind.LATEST_SAFE_SEND: "Write and record the notice: slagen notice ID --kind non-renewal",
    DueKind.OPTION_EXERCISE: "Record that the option was exercised: slagen renew ID",
    DueKind.CREDIT_CLAIM: "Record the claim: slagen statement ID --period MONTH --claimed DAY",
    DueKind.UNSIGNED_DRAFT: "Record the signature: slagen sign ID FILE",
}
"""What is done by an event of its own, which says more than that it is done."""
_BY_ITSELF = frozenset({DueKind.THEIR_LAST_NOTICE, DueKind.EXPIRY, DueKind.RENEWAL})
_DECISIVE = frozenset({DueKind.LAST_NOTICE, DueKind.LATEST_SAFE_SEND, DueKind.OPTION_EXERCISE})


def why_not_done(item: DueItem) -> Refusal | None:
    """Why an item cannot be ticked off, and how it is done instead; None where it can."""
    if item.kind in _OTHERWISE_DONE:
        return f"a {_named(item)} is done by an event of its own", _OTHERWISE_DONE[item.kind]
    if item.kind in _BY_ITSELF:
        return f"{_named(item)} is nothing that we do: it happens on its day", "Say that somebody deals with it: slagen acknowledge ITEM"
    if item.kind is DueKind.EARLY_WARNING:
        return "it goes by itself, with better figures or with its period", "Say that somebody deals with it: slagen acknowledge ITEM"
    return None


def _named(item: DueItem) -> str:
    return item.kind.value.replace("-", " ")


def why_not_snoozed(setting: Setting, item: DueItem, until: date, items: Iterable[DueItem]) -> Refusal | None:
    """Why an item cannot be put off until a day; None where it can.

    A legal deadline is never slept through: neither the item’s own, nor the last day on which notice could still be given.
    """
    written = setting.formats.date
    if until <= setting.today:
        return f"{written(until)} is not after {written(setting.today)}", "Name the day on which it is to come up again."
    if item.legal and item.due < setting.today:
        return f"its legal deadline was {written(item.due)}", "Do it now, or say that somebody deals with it: slagen acknowledge ITEM"
    if item.legal and until > item.due:
        return f"its legal deadline is {written(item.due)}", f"Put it off until then at most: --until {item.due}"
    limit = min((one.due for one in items if one.kind in _DECISIVE and one.who_acts == "we" and one.due >= setting.today), default=None)
    if not item.legal and item.kind is not DueKind.OBLIGATION and limit and until > limit:
        return f"notice must be given by {written(limit)}, and that would pass meanwhile", f"Put it off until then at most: --until {limit}"
    return None
