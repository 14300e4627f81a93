"""Planned maintenance within its limits: the weekly windows in which it may take place, and how long it may last in a month, a quarter or a week.

What goes beyond them is no planned maintenance (clause on maintenance), whatever the measurements call it. Whether it was announced in time they do not
say: that is taken from them as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from slagen.core.periods import add_months
from slagen.core.spans import SECOND, Span, Spans, common, merged, midnight, moment, without
from slagen.model.measurement import Outage
from slagen.model.service_level import Maintenance
from slagen.performance.service_time import recurring

PLANNED = "planned-maintenance"
BEYOND = "planned-maintenance beyond its limits"
"""The cause of the part that counts."""
_MONTHS = {"month": 1, "quarter": 3}


def since(rules: Maintenance, at: int, zone: str) -> int:
    """The beginning of the month, quarter or week that an instant lies in: what was used of the allowance counts from there."""
    return midnight(_first_day(rules.per, moment(at).astimezone(ZoneInfo(zone)).date()), zone)


def within_limits(outages: Sequence[Outage], rules: Maintenance, until: int, zone: str) -> tuple[Outage, ...]:
    """The outages, those of planned maintenance divided at their limits: what lies within keeps its cause, the rest has another one."""
    planned = merged(_span(one, until) for one in outages if one.cause == PLANNED)
    if not planned:
        return tuple(outages)
    allowed = _allowed(planned, rules, zone)
    return tuple(part for one in outages for part in (_divided(one, allowed, until) if one.cause == PLANNED else (one,)))


def _span(outage: Outage, until: int) -> Span:
    return outage.start, max(outage.start, until if outage.end is None else outage.end)


def _allowed(planned: Spans, rules: Maintenance, zone: str) -> Spans:
    """The time inside the windows, as long as the allowance lasts: what comes first uses it first."""
    whole = planned[0][0], planned[-1][1]
    inside = common(planned, recurring(whole, rules.windows, zone)) if rules.windows else planned
    if rules.allowance is None or rules.allowance.seconds is None:
        return inside
    most = rules.allowance.seconds * SECOND
    return merged(span for period in _periods(rules.per, whole, zone) for span in _first_of(common(inside, (period,)), int(most)))


def _first_of(spans: Spans, most: int) -> Iterator[Span]:
    left = most
    for start, end in spans:
        yield start, min(end, start + left)
        left -= min(end - start, left)


def _periods(per: str, span: Span, zone: str) -> Iterator[Span]:
    day = _first_day(per, moment(span[0]).astimezone(ZoneInfo(zone)).date())
    while (begins := midnight(day, zone)) < span[1]:
        day = add_months(day, _MONTHS[per]) if per in _MONTHS else day + timedelta(days=7)
        yield begins, midnight(day, zone)


def _first_day(per: str, day: date) -> date:
    if per not in _MONTHS:
        return day - timedelta(days=day.weekday())
    return day.replace(month=(day.month - 1) // _MONTHS[per] * _MONTHS[per] + 1, day=1)


def _divided(outage: Outage, allowed: Spans, until: int) -> Iterator[Outage]:
    own = (_span(outage, until),)
    parts = [(span, PLANNED) for span in common(own, allowed)] + [(span, BEYOND) for span in without(own, allowed)]
    for (start, end), cause in sorted(parts):
        yield replace(outage, start=start, end=outage.end if end == own[0][1] else end, cause=cause)
