"""What was known of a service at the end of a day: nothing that came later, and what still ran counts with its length at the day's beginning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from slagen.core.spans import Span, common, midnight
from slagen.model.measurement import Measurements, Ticket
from slagen.model.service_level import ServiceLevel

_ONE_DAY = timedelta(days=1)
_BEFORE_ALL = -(2**62)


def known_on(data: Measurements, day: date, zone: str) -> Measurements:
    """The measurements as they stood on a day: a day is not over, so what still runs ends, as far as anybody knows, as it begins."""
    now, end = _span(day, zone)
    return replace(
        data,
        outages=tuple(replace(one, end=_ended(one.start, one.end, now, end)) for one in data.outages if one.start < end),
        samples=data.samples.within((_BEFORE_ALL, end)),
        tickets=tuple(_ticket(one, now, end) for one in data.tickets if one.opened < end),
        covered=common(data.covered, ((_BEFORE_ALL, end),)),
    )


def changes_with_the_day(level: ServiceLevel, data: Measurements, day: date, zone: str) -> bool:
    """Whether `known_on` gives something else for the next day: something still runs, or there are figures of later days."""
    _, end = _span(day, zone)
    if data.covered and data.covered[-1][1] > end:
        return True
    answers = level.metric == "response-time"
    worked_around = () if answers else (one.workaround for one in data.tickets if one.workaround is not None)
    ends = (*(one.end for one in data.outages), *(one.responded if answers else one.resolved for one in data.tickets), *worked_around)
    sampled = data.samples.ends
    return any(at is None or at > end for at in ends) or (sampled is not None and sampled[1] >= end)


def _span(day: date, zone: str) -> Span:
    return midnight(day, zone), midnight(day + _ONE_DAY, zone)


def _ended(start: int, at: int | None, now: int, end: int) -> int:
    return at if at is not None and at <= end else max(start, now)


def _ticket(one: Ticket, now: int, end: int) -> Ticket:
    responded, resolved = (_ended(one.opened, at, now, end) for at in (one.responded, one.resolved))
    workaround = one.workaround if one.workaround is not None and one.workaround <= end else None
    return replace(one, responded=responded, workaround=workaround, resolved=resolved)
