"""Key dates as JSON, in the shape that docs/json.md describes for `dates`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from slagen.lifecycle.cutoff import last_moment
from slagen.lifecycle.delivery import Sending
from slagen.lifecycle.key_dates import KeyDates, PartyDates
from slagen.lifecycle.notice_today import EarliestEnd
from slagen.lifecycle.steps import Step
from slagen.lifecycle.terms import OPEN_ENDED


def dates_json(found: KeyDates, there: str, here: str) -> dict[str, object]:
    """The current term and what counts from it. The notice dates at the top are ours, by the earliest reading; days that do not exist are null.

    Cut-off times are told in the agreement's time zone (`there`) and in ours (`here`).
    """
    ours = found.ours
    return {
        "on": found.on.isoformat(),
        "contract_term": {
            "number": found.term.number,
            "first_day": found.term.first_day.isoformat(),
            "last_day": None if found.term.last_day == OPEN_ENDED else found.term.last_day.isoformat(),
        }
        if found.term
        else None,
        "renewal_date": _day(found.renewal_date),
        "last_notice_date": _day(ours.reading.last_notice_date if ours else None),
        "act_by": _day(ours.act_by if ours else None),
        "latest_safe_send_date": _day(ours.latest_safe_send.send_by if ours and ours.latest_safe_send else None),
        "notices": [notice for one in found.notices for notice in _notices(one, there, here)],
        "renegotiation": {"opens": found.window[0].isoformat(), "closes": found.window[1].isoformat()} if found.window else None,
        "final_expiry": _day(found.final_expiry),
        "ends_on": _day(found.ends_on),
    }


def ends_json(found: Iterable[EarliestEnd]) -> list[dict[str, object]]:
    """What notice of the day asked would do, for each party; `ends_on` is null where it is too early for it."""
    return [
        {"party": one.party, "ours": one.ours, "method": one.method or None, "received": one.received.isoformat(), "ends_on": _day(one.ends_on)}
        for one in found
    ]


def _notices(found: PartyDates, there: str, here: str) -> Iterable[dict[str, object]]:
    """One for each reading; the safe ways belong to the reading that counts."""
    for reading in found.notice.readings:
        counts = reading == found.reading
        yield {
            "party": found.party,
            "ours": found.ours,
            "counts": counts,
            "counted_from": reading.counted_from,
            "earliest": _day(reading.earliest),
            "last_notice_date": reading.last_notice_date.isoformat(),
            "act_by": _day(found.act_by if counts and found.ours else None),
            "latest_safe_send_date": _day(found.latest_safe_send.send_by if counts and found.latest_safe_send else None),
            "ways": [_way(one, there, here) for one in found.ways] if counts else [],
        }


def _way(way: Sending, there: str, here: str) -> dict[str, object]:
    moment = last_moment(way.send_by, way.cutoff, there, here) if way.cutoff else None
    return {
        "to": way.to,
        "method": way.method,
        "send_by": way.send_by.isoformat(),
        "cutoff": f"{way.cutoff:%H:%M}" if way.cutoff else None,
        "cutoff_there": moment.there.isoformat() if moment else None,
        "cutoff_here": moment.here.isoformat() if moment else None,
        "received": way.received.isoformat(),
    }


def steps_json(steps: Iterable[Step], clauses: Mapping[str, str]) -> list[dict[str, object]]:
    """Each step with the clause that it comes from, as the contract prints it, and the fact that it reads."""
    return [{"step": one.text, "clause": clauses.get(one.clause) or one.clause or None, "fact": one.fact or None} for one in steps]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
