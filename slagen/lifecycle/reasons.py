"""Why an agreement stands where it stands, and what to do about it: in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.key_dates import KeyDates
from slagen.lifecycle.status import notice_window
from slagen.lifecycle.terms import OPEN_ENDED
from slagen.model.standing import Status

_OURS_TO_GIVE = frozenset({DueKind.LATEST_SAFE_SEND, DueKind.LAST_NOTICE, DueKind.OPTION_EXERCISE})


def reason(status: Status, dates: KeyDates, written: Callable[[date], str]) -> str:
    """Why what was signed has this status on the day of `dates`; empty before the signature, where the records say it."""
    match status:
        case Status.EXECUTED:
            return f"it is signed, and begins on {written(dates.term.first_day)}" if dates.term else "it is signed, and states no contract term"
        case Status.ACTIVE:
            return _active(dates, written)
        case Status.IN_NOTICE_WINDOW:
            return _in_window(dates, written)
        case Status.RENEWING:
            return f"nobody can give notice any more to the end of its contract term, {_end(dates, written)}: then it renews"
        case Status.EXPIRING:
            return _expiring(dates, written)
        case Status.EXPIRED | Status.TERMINATED:
            ended = dates.ends_on or dates.final_expiry
            verb = "it was terminated, and ended" if status is Status.TERMINATED else "it ended"
            return f"{verb} on {written(ended)}" if ended else verb
        case _:
            return ""


def _end(dates: KeyDates, written: Callable[[date], str]) -> str:
    return written(dates.term.last_day) if dates.term else ""


def _active(dates: KeyDates, written: Callable[[date], str]) -> str:
    if dates.term is None or dates.term.last_day == OPEN_ENDED:
        return "it goes on without an end, until somebody gives notice"
    runs = f"its contract term runs until {_end(dates, written)}"
    window = notice_window(dates)
    if not dates.renews:
        return f"{runs}, and then it ends"
    if window is None:
        return f"{runs}, and then it renews"
    return f"{runs}; whether it goes on is a question from {written(window[0])}"


def _in_window(dates: KeyDates, written: Callable[[date], str]) -> str:
    window = notice_window(dates)
    until = written(window[1]) if window else ""
    if dates.optional:
        return f"the option to go on after {_end(dates, written)} can be exercised until {until}"
    ours = dates.ours
    last = ours.reading.last_notice_date if ours else None
    told = f", ours until {written(last)}" if last and window and last != window[1] else ""
    return f"notice to the end of its contract term, {_end(dates, written)}, can be given until {until}{told}"


def _expiring(dates: KeyDates, written: Callable[[date], str]) -> str:
    if dates.ends_on:
        return f"notice was given or it was terminated: it ends on {written(dates.ends_on)}"
    window = notice_window(dates)
    why = f"the option was not exercised by {written(window[1])}" if dates.optional and window else "no renewal follows"
    return f"{why}: it ends on {_end(dates, written)}"


def to_do(status: Status, dates: KeyDates, items: Iterable[DueItem], written: Callable[[date], str], name: str) -> str:
    """What to do next about what was signed; `items` are due on the day of `dates`."""
    ours = _ours_to_give(dates, items)
    if status in {Status.EXPIRED, Status.TERMINATED}:
        return "Nothing. What is agreed from now on is a new agreement: slagen new NEW-NAME"
    if status is Status.EXPIRING:
        return f"It ends on {written(dates.ends_on) if dates.ends_on else _end(dates, written)}: see to what must be done before."
    if status is Status.IN_NOTICE_WINDOW and ours:
        command = f"slagen renew {name}" if dates.optional else f"slagen notice {name} --kind non-renewal"
        if ours.days_left < 0:
            return f"Decide today whether it goes on: {ours.if_nothing} ({command})"
        how = "the option must be exercised" if dates.optional else "to end it, send notice"
        return f"Decide whether it goes on: {how} by {written(ours.due)} ({command})"
    if status is Status.IN_NOTICE_WINDOW:
        return "Reckon with their notice, or with none: ours cannot be given any more."
    return f'Keep it. To change it, open an amendment: slagen amend {name} --note "what is to change"'


def _ours_to_give(dates: KeyDates, items: Iterable[DueItem]) -> DueItem | None:
    """Our notice to the end of the current term, or our option, by the last safe day; None once it is of no use any more."""
    term = f"-term-{dates.term.number}" if dates.term else ""
    ours = (item for item in items if item.kind in _OURS_TO_GIVE and item.who_acts == "we" and term and item.period.endswith(term))
    return min(ours, key=lambda item: item.due, default=None)
