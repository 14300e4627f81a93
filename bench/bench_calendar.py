"""A calendar of 10,000 events: written, and read back and revised, against the icalendar library alone, which writes and reads the same properties.

Ours is given the events, escapes, folds and counts them; the library is given the same values. What ours writes is read by the library and compared first.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import icalendar
from measuring import Row, at_most, interleaved, ms, show

from slagen.formats.ical.event import Entry, Event, entry_of
from slagen.formats.ical.feed import Feed, write
from slagen.formats.ical.read import read
from slagen.formats.ical.revise import Current, revised

EVENTS, ROUNDS = 10_000, 5
STAMP = "20260501T090000Z"
TODAY = date(2026, 5, 1)
WHY = (
    "Who acts: we (jo@northwind.example)\nIf nobody acts: renews for 12 months, £120,000\n\nWhy:\n"
    "- renewal term 3 of 12 months from 1 January 2028 ends on 31 December 2028\n"
    "- not less than 90 days before the last day, 31 December 2028: 2 October 2028\n"
    "- by courier, sent by 29 September 2028, Acmé plc receives it on 2 October 2028 (business days in GB-ENG)"
)


def main() -> None:
    events = tuple(_event(number) for number in range(EVENTS))
    many = tuple(_event(number) for number in range(4 * EVENTS))
    data = _ours(events)
    _require_same(data, _library(events))
    found = interleaved(
        ROUNDS,
        {
            "write": lambda: _ours(events),
            "peer": lambda: _library(events),
            "again": lambda: _revised(data, events),
            "peer reads": lambda: icalendar.Calendar.from_ical(data),
            "four times": lambda: _ours(many),
        },
    )
    show(
        f"Calendar, {EVENTS:,} events of {len(data) // EVENTS:,} bytes (medians of {ROUNDS})",
        [
            at_most("written / icalendar", found["write"], found["peer"], 1),
            at_most("read back, revised and written / icalendar reads", found["again"], found["peer reads"], 1),
            Row("four times as many events", ms(found["four times"]), ms(found["write"]), f"{found['four times'] / found['write']:.2f} ×", "", None),
        ],
    )


def _event(number: int) -> Event:
    day = date(2026, 10, 1) + timedelta(days=number % 900)
    name = f"agreement-{number}"
    url = f"https://git.example/contracts/tree/main/agreements/{name}"
    summary = f"Last day for our notice: Hosting agreement ({name})"
    return Event(f"{name}:last-notice:3@northwind.slagen", day, summary, WHY, ("last notice", "legal"), url, colour="firebrick", priority=1, alarms=(30, 7, 1))


def _ours(events: tuple[Event, ...]) -> bytes:
    return write(Feed("Northwind", "northwind", "", tuple(entry_of(event, STAMP, 3) for event in events)))


def _revised(data: bytes, events: tuple[Event, ...]) -> bytes:
    feed = read(data, "bench.ics")
    known: dict[str, Entry] = {entry.uid: entry for entry in feed.entries}
    found = revised(known, (Current(event, STAMP, 3) for event in events), TODAY, lambda _uid: STAMP, lambda _uid: False)
    return write(Feed(feed.name, feed.workspace, feed.selection, tuple(revision.entry for revision in found)))


def _library(events: tuple[Event, ...]) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//bench//EN")
    stamp = icalendar.vDatetime.from_ical(STAMP)
    for event in events:
        made = icalendar.Event()
        made.add("uid", event.uid)
        made.add("dtstamp", stamp)
        made.add("sequence", 3)
        made.add("dtstart", event.day)
        made.add("dtend", event.day + timedelta(days=1))
        made.add("summary", event.summary)
        made.add("description", event.description)
        made.add("categories", list(event.categories))
        made.add("url", event.url)
        made.add("color", event.colour)
        made.add("priority", event.priority)
        made.add("status", event.status)
        made.add("transp", "TRANSPARENT")
        for days in event.alarms:
            made.add_component(_alarm(event, days))
        calendar.add_component(made)
    return bytes(calendar.to_ical(sorted=False))


def _alarm(event: Event, days: int) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.summary)
    alarm.add("trigger", timedelta(hours=9, days=-days))
    return alarm


def _require_same(ours: bytes, theirs: bytes) -> None:
    """Both wrote the same events."""

    def facts(data: bytes) -> list[Any]:
        calendar: Any = icalendar.Calendar.from_ical(data)
        return [
            (event["UID"], event["DTSTART"].dt, event["DTEND"].dt, event["SUMMARY"], event["DESCRIPTION"], len(event.subcomponents))
            for event in calendar.events
        ]

    if facts(ours) != facts(theirs):
        raise SystemExit("the two calendars do not hold the same events")


if __name__ == "__main__":
    main()
