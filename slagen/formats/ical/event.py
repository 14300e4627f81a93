"""One event of a calendar: a day with what is due on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from slagen.core.moments import in_utc
from slagen.formats.ical.text import escaped, unescaped, uri

CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
HOLIDAYS = "X-SLAGEN-HOLIDAYS"
EARLIEST = "19700101T000000Z"
"""What no moment is told to be before: some readers count from here."""
_HOUR = 9
"""When an alarm sounds on its day."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event that takes a whole day and keeps nobody from other appointments.

    `uid` is the same for as long as it is about the same thing, whatever its day. `alarms` are days before `day`, each of which is reminded of at nine
    o'clock. `colour` is the name of a colour in CSS 3, `priority` 1 (highest) to 9. `holidays` is the data that the day was counted with: other data that
    gives the same day makes no other event.
    """

    uid: str
    day: date
    summary: str
    description: str = ""
    categories: tuple[str, ...] = ()
    url: str = ""
    status: str = CONFIRMED
    colour: str = ""
    priority: int = 5
    alarms: tuple[int, ...] = ()
    holidays: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as it is published: `sequence` counts its changes, `stamp` is the moment of the last one, `lines` says the rest."""

    uid: str
    day: date
    stamp: str
    sequence: int
    lines: tuple[str, ...]

    @property
    def holidays(self) -> str:
        """The data that the day was counted with when the event was published."""
        return next((unescaped(line.removeprefix(f"{HOLIDAYS}:")) for line in self.lines if line.startswith(f"{HOLIDAYS}:")), "")

    @property
    def summary(self) -> str:
        """What people see of the event first."""
        return next((unescaped(line.removeprefix("SUMMARY:")) for line in self.lines if line.startswith("SUMMARY:")), "")

    @property
    def status(self) -> str:
        """CONFIRMED, TENTATIVE or CANCELLED."""
        return next((line.removeprefix("STATUS:") for line in self.lines if line.startswith("STATUS:")), CONFIRMED)

    @property
    def cancelled(self) -> bool:
        """Whether the event was withdrawn."""
        return self.status == CANCELLED


def stamp_of(at: date) -> str:
    """A moment in UTC as DTSTAMP has it, `20261001T090000Z`; never before EARLIEST."""
    try:
        told = in_utc(at)
    except OverflowError:
        told = in_utc(at.replace(tzinfo=None) if isinstance(at, datetime) else at)
    return max(told.replace("-", "").replace(":", ""), EARLIEST)


def entry_of(event: Event, stamp: str, sequence: int) -> Entry:
    """The event as it is published."""
    return Entry(event.uid, event.day, stamp, sequence, tuple(_lines(event)))


def withdrawn(entry: Entry, stamp: str) -> Entry:
    """The same event, cancelled: it stays where it was, and reminds nobody."""
    lines: list[str] = []
    inside_alarm = False
    for line in entry.lines:
        inside_alarm = inside_alarm or line == "BEGIN:VALARM"
        if not inside_alarm:
            lines.append(f"STATUS:{CANCELLED}" if line.startswith("STATUS:") else line)
        inside_alarm = inside_alarm and line != "END:VALARM"
    return replace(entry, stamp=max(stamp, entry.stamp), sequence=entry.sequence + 1, lines=tuple(lines))


def day_value(day: date) -> str:
    """A day as DATE has it, also before the year 1000."""
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _lines(event: Event) -> Iterator[str]:
    yield f"DTSTART;VALUE=DATE:{day_value(event.day)}"
    if event.day != date.max:  # the day after has no number; without an end the event lasts its day (RFC 5545, 3.6.1)
        yield f"DTEND;VALUE=DATE:{day_value(event.day + timedelta(days=1))}"
    summary = escaped(event.summary)
    yield f"SUMMARY:{summary}"
    description = "\n".join(filter(None, (event.description, event.holidays and f"Holiday data: {event.holidays}")))
    if description:
        yield f"DESCRIPTION:{escaped(description)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(escaped, event.categories))}"
    if event.url:
        yield f"URL:{uri(event.url)}"
    if event.colour:
        yield f"COLOR:{event.colour}"
    yield f"PRIORITY:{event.priority}"
    yield f"STATUS:{event.status}"
    yield "TRANSP:TRANSPARENT"
    if event.holidays:
        yield f"{HOLIDAYS}:{escaped(event.holidays)}"
    for days in event.alarms:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{summary}", f"TRIGGER:{_before(days)}", "END:VALARM")


def _before(days: int) -> str:
    """The time from an alarm to the beginning of the event's day."""
    if days <= 0:
        return f"PT{_HOUR}H"
    return f"-P{days - 1}DT{24 - _HOUR}H" if days > 1 else f"-PT{24 - _HOUR}H"
