"""Where an agreement stands on a day: what was recorded decides until it is signed, its dates decide from then on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from slagen.lifecycle.key_dates import KeyDates
from slagen.lifecycle.terms import OPEN_ENDED
from slagen.model.standing import Standing, Status

NEAR_THE_END = timedelta(days=90)
"""How long before the last notice date, or before the end of an agreement that cannot renew, attention is due where the agreement names no window."""


def status_on(standing: Standing, dates: KeyDates) -> Status:
    """The status of what was signed last; before the first signature, of the draft.

    `active` is followed by `in notice window` while somebody can still give notice to the end of the current term and the window is open; then by
    `renewing`, once nobody can any more. `expiring` is what will end with the current term, whatever anybody does.
    Without a contract term it stays `executed` until its last day is known.
    """
    if not standing.version:
        return standing.status
    if dates.term is None and dates.final_expiry is None and (dates.ends_on is None or dates.on <= dates.ends_on):
        return Status.EXECUTED if dates.ends_on is None else Status.EXPIRING
    if dates.term is None:
        return Status.TERMINATED if standing.status is Status.TERMINATED else Status.EXPIRED
    if dates.on < dates.term.first_day:
        return Status.EXECUTED
    if dates.ends_on is not None:
        return Status.EXPIRING
    if dates.term.last_day == OPEN_ENDED:
        return Status.ACTIVE
    return _in_term(dates) if dates.renews else _without_renewal(dates)


def _without_renewal(dates: KeyDates) -> Status:
    last = dates.term.last_day if dates.term else dates.on
    opens = dates.window[0] if dates.window else last - NEAR_THE_END
    return Status.EXPIRING if dates.on >= opens else Status.ACTIVE


def _in_term(dates: KeyDates) -> Status:
    window = notice_window(dates)
    if window is None or dates.on < window[0]:
        return Status.ACTIVE
    if dates.on <= window[1]:
        return Status.IN_NOTICE_WINDOW
    return Status.EXPIRING if dates.optional else Status.RENEWING


def notice_window(dates: KeyDates) -> tuple[date, date] | None:
    """From when notice to the end of the current term is a question, until when it can be given by anybody; None where nobody can.

    It opens with the first day that the agreement names for notice, or with the renegotiation window, whichever is sooner.
    """
    if not dates.notices:
        return None
    last = max(one.notice.possible.last_notice_date for one in dates.notices)
    stated = [one.reading.earliest for one in dates.notices if one.reading.earliest is not None]
    opens = min((*stated, *((dates.window[0],) if dates.window else ())), default=last - NEAR_THE_END)
    return min(opens, last), last


def stays_until(dates: KeyDates) -> date:
    """The last day up to which the status of an agreement, its term and its end stay what they are on the day of `dates`: perhaps shorter, never longer."""
    ahead = (day for day in _turning_days(dates) if day >= dates.on)
    return min((day if day == dates.on else day - timedelta(days=1) for day in ahead), default=date.max)


def _turning_days(dates: KeyDates) -> Iterator[date]:
    """Days that begin something, or are the last of it."""
    yield from (day for day in (dates.ends_on, dates.final_expiry) if day is not None)
    yield from (*(dates.window or ()), *(notice_window(dates) or ()))
    if dates.term is not None:
        yield from (dates.term.first_day, dates.term.last_day)
        if dates.term.last_day - date.min > NEAR_THE_END:
            yield dates.term.last_day - NEAR_THE_END
