"""A calendar to subscribe to: written whole each time, and its own memory of what was published before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from slagen.formats.ical.event import Entry
from slagen.formats.ical.text import escaped, joined

PRODUCT = "-//slagen//slagen calendar//EN"
REFRESH = "PT12H"
"""How often those who subscribe are asked to look again."""
FIRST, LAST = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"), "END:VCALENDAR"
WORKSPACE, SELECTION = "X-SLAGEN-WORKSPACE", "X-SLAGEN-SELECTION"
_NOTHING = (
    "BEGIN:VTIMEZONE", "TZID:UTC",
    "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip
"""A calendar must hold something (RFC 5545, 3.6), even where nothing is due."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar. `workspace` tells whose events they are, `selection` which of them: a file is only ever written again with the same two."""

    name: str
    workspace: str
    selection: str = ""
    entries: tuple[Entry, ...] = ()


def write(feed: Feed) -> bytes:
    """The calendar as a file. The same feed gives the same bytes."""
    return joined(_lines(feed))


def _lines(feed: Feed) -> Iterator[str]:
    name = escaped(feed.name)
    yield from FIRST
    yield f"UID:{uuid5(NAMESPACE_URL, f'slagen:{feed.workspace}:{feed.selection}')}"
    yield from (f"NAME:{name}", f"X-WR-CALNAME:{name}", f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}", f"X-PUBLISHED-TTL:{REFRESH}", "COLOR:steelblue")
    yield from (f"{WORKSPACE}:{escaped(feed.workspace)}", f"{SELECTION}:{escaped(feed.selection)}")
    yield from _events(feed.entries) if feed.entries else _NOTHING
    yield LAST


def _events(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield "BEGIN:VEVENT"
        yield f"UID:{escaped(entry.uid)}"
        yield f"DTSTAMP:{entry.stamp}"
        yield f"SEQUENCE:{entry.sequence}"
        yield from entry.lines
        yield "END:VEVENT"
