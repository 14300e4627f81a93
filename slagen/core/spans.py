"""Spans of time: sorted, without overlap, in whole microseconds since 1970 in UTC, so that sums and comparisons are exact.

A span holds its start and not its end. Every function takes spans that are sorted and do not overlap, but for `merged`, which makes them so.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Span = tuple[int, int]
Spans = tuple[Span, ...]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def instant(moment: datetime) -> int:
    """A moment that says its zone, in microseconds since 1970.

    Raises:
        ValueError: the moment does not say its zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} does not say its time zone")
    return (moment - _EPOCH) // _MICROSECOND


def moment(at: int) -> datetime:
    """The moment, in UTC."""
    return _EPOCH + timedelta(microseconds=at)


def midnight(day: date, zone: str) -> int:
    """The first instant of a day. Where the clock skips midnight, the day begins with the first time that there is."""
    return instant(datetime.combine(day, time(), ZoneInfo(zone)))


def which_of_two(here: datetime) -> str:
    """` UTC+01:00` for a time that the clock shows twice, because it was set back; empty for all others."""
    if here.replace(fold=0).utcoffset() == here.replace(fold=1).utcoffset():
        return ""
    return f" UTC{here.isoformat()[-6:]}"


def merged(spans: Iterable[Span]) -> Spans:
    """Spans in order, those that overlap or touch made one; empty ones are left out."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def common(ones: Sequence[Span], others: Sequence[Span]) -> Spans:
    """The time that both hold."""
    found: list[Span] = []
    left = right = 0
    while left < len(ones) and right < len(others):
        start, end = max(ones[left][0], others[right][0]), min(ones[left][1], others[right][1])
        if start < end:
            found.append((start, end))
        if ones[left][1] < others[right][1]:
            left += 1
        else:
            right += 1
    return tuple(found)


def clipped(spans: Sequence[Span], span: Span) -> Spans:
    """The time of one span that others hold, found without looking at those before and after it."""
    start, end = span
    if start >= end:
        return ()
    place = max(0, bisect_right(spans, (start, end)) - 1)
    found: list[Span] = []
    while place < len(spans) and spans[place][0] < end:
        if spans[place][1] > start:
            found.append((max(start, spans[place][0]), min(end, spans[place][1])))
        place += 1
    return tuple(found)


def without(ones: Sequence[Span], others: Sequence[Span]) -> Spans:
    """The time of `ones` that `others` do not hold."""
    found: list[Span] = []
    right = 0
    for start, end in ones:
        at = start
        while right < len(others) and others[right][1] <= at:
            right += 1
        place = right
        while place < len(others) and others[place][0] < end:
            if others[place][0] > at:
                found.append((at, others[place][0]))
            at = max(at, others[place][1])
            place += 1
        if at < end:
            found.append((at, end))
    return tuple(found)


def total(spans: Iterable[Span]) -> int:
    """Their length together, in microseconds."""
    return sum(end - start for start, end in spans)
