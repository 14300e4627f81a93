"""What becomes of a published calendar: events that stay as they are, that change, that come, and that are withdrawn but never vanish."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from slagen.formats.ical.event import Entry, Event, entry_of, withdrawn


class Change(StrEnum):
    """What happened to an event since the calendar was published last."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Current:
    """An event as it is now; `stamp` is the moment of what it follows from, `sequence` the least number that its next change may have."""

    event: Event
    stamp: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Revision:
    """An event as it is to be published, and what happened to it."""

    entry: Entry
    change: Change


def revised(
    before: Mapping[str, Entry], now: Iterable[Current], today: date, stamp: Callable[[str], str], unknown: Callable[[str], bool]
) -> Iterator[Revision]:
    """Every event that was or is published, by day.

    What has passed stays as it was, whatever would be said of it afterwards, unless it moves to another day.
    What was published and is no more is cancelled, with `stamp` of its UID; but not where its day has passed, for then it took place,
    nor where it is `unknown` whether it still holds.
    """
    found = {revision.entry.uid: revision for revision in (_current(before.get(one.event.uid), one, today) for one in now)}
    gone = (_gone(entry, today, stamp, unknown) for uid, entry in before.items() if uid not in found)
    yield from sorted((*found.values(), *gone), key=lambda revision: (revision.entry.day, revision.entry.uid))


def _current(old: Entry | None, one: Current, today: date) -> Revision:
    if old is None:
        return Revision(entry_of(one.event, one.stamp, one.sequence), Change.NEW)
    passed = old.day == one.event.day < today and not old.cancelled
    if passed or _same(old, one.event):
        return Revision(old, Change.UNCHANGED)
    return Revision(entry_of(one.event, max(one.stamp, old.stamp), max(one.sequence, old.sequence + 1)), Change.CHANGED)


def _same(old: Entry, event: Event) -> bool:
    """Whether an event is published as it is; other holiday data that gives the same day is no change."""
    same_data = event if event.holidays == (holidays := old.holidays) else replace(event, holidays=holidays)
    return entry_of(same_data, old.stamp, old.sequence) == old


def _gone(old: Entry, today: date, stamp: Callable[[str], str], unknown: Callable[[str], bool]) -> Revision:
    if old.cancelled or old.day < today or unknown(old.uid):
        return Revision(old, Change.UNCHANGED)
    return Revision(withdrawn(old, stamp(old.uid)), Change.CANCELLED)
