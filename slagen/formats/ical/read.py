"""Reading back a calendar that slagen wrote. Anything else is refused: what is not understood must not be overwritten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
import re

from slagen.core.errors import RefusedError
from slagen.core.findings import Source
from slagen.formats.ical.event import HOLIDAYS, Entry
from slagen.formats.ical.feed import FIRST, LAST, SELECTION, WORKSPACE, Feed
from slagen.formats.ical.text import CONTROL, unescaped, unfolded

_ALARM = ("ACTION", "DESCRIPTION", "TRIGGER")
_OF_EVENT = ("DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES", "URL", "COLOR", "PRIORITY", "STATUS", "TRANSP", HOLIDAYS)
_STAMP = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
_SEQUENCE = re.compile(r"\d{1,9}", re.ASCII)
_DAY = re.compile(r"DTSTART;VALUE=DATE:(\d{4})(\d{2})(\d{2})", re.ASCII)
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>")


class NotOursError(RefusedError):
    """The file is no calendar that slagen wrote."""

    def __init__(self, name: str) -> None:
        hint = "Name another file with -o, or move this one away."
        super().__init__(f"“{name}” is no calendar that slagen wrote, so it is not overwritten.", source=Source(name), hint=hint)


class DamagedError(RefusedError):
    """The file was a calendar of ours, and has been changed or cut off since."""

    def __init__(self, name: str, reason: str) -> None:
        hint = "Bring it back as it was published (such as: git checkout -- FILE). Or move it away: every event is then published anew, counted from the start."
        super().__init__(f"“{name}” is not as it was published: {reason}.", source=Source(name), hint=hint)


def read(data: bytes, name: str) -> Feed:
    """The feed that was published as `name`.

    Raises:
        NotOursError: it was written by another program.
        DamagedError: it is cut off, holds what we never write, or says one thing twice.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise (DamagedError(name, "it holds bytes that are no text") if data.startswith(FIRST[0].encode()) else NotOursError(name)) from error
    lines = unfolded(text)
    if any(line.startswith(_CONFLICT) for line in lines):
        raise DamagedError(name, "git has left both sides of a conflict in it; take either side, it is brought up to date here")
    if tuple(lines[: len(FIRST)]) != FIRST:
        raise NotOursError(name)
    if any(map(CONTROL.search, lines)):
        raise DamagedError(name, "it holds control characters")
    if lines[-2:] != [LAST, ""]:
        raise DamagedError(name, "its end is missing")
    start = next((at for at, line in enumerate(lines) if line == "BEGIN:VEVENT"), len(lines) - 2)
    head = dict(line.split(":", 1) for line in lines[len(FIRST) : start] if ":" in line)
    if not {"NAME", WORKSPACE, SELECTION} <= head.keys():
        raise DamagedError(name, "its head does not say whose calendar it is")
    entries = tuple(_entries(lines[start:-2], name))
    if len({entry.uid for entry in entries}) != len(entries):
        raise DamagedError(name, "it holds an event twice")
    return Feed(unescaped(head["NAME"]), unescaped(head[WORKSPACE]), unescaped(head[SELECTION]), entries)


def _entries(lines: Sequence[str], name: str) -> Iterator[Entry]:
    at = 0
    while at < len(lines):
        try:
            end = lines.index("END:VEVENT", at)
        except ValueError:
            raise DamagedError(name, "an event is cut off") from None
        yield _entry(lines[at:end], name)
        at = end + 1


def _entry(lines: Sequence[str], name: str) -> Entry:
    begin, uid, stamp, sequence = ((line.partition(":")) for line in (*lines[:4], "", "", "", "")[:4])
    known = (begin[0], begin[2], uid[0], stamp[0], sequence[0]) == ("BEGIN", "VEVENT", "UID", "DTSTAMP", "SEQUENCE")
    day = _day(lines[4]) if len(lines) > 4 else None
    if not (known and day and _STAMP.fullmatch(stamp[2]) and _SEQUENCE.fullmatch(sequence[2])):
        raise DamagedError(name, f"the event “{uid[2][:80]}” lacks its day or the count of its changes")
    rest = tuple(lines[4:])
    if foreign := next(_foreign(rest), ""):
        raise DamagedError(name, f"the event “{uid[2][:80]}” holds “{foreign[:40]}”, which slagen did not write")
    return Entry(unescaped(uid[2]), day, stamp[2], int(sequence[2]), rest)


def _day(line: str) -> date | None:
    found = _DAY.fullmatch(line)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _foreign(lines: Sequence[str]) -> Iterator[str]:
    """Lines that no event of ours holds."""
    inside = False
    for line in lines:
        name = line.partition(":")[0].partition(";")[0]
        if (line, inside) in {("BEGIN:VALARM", False), ("END:VALARM", True)}:
            inside = not inside
        elif name not in (_ALARM if inside else _OF_EVENT):
            yield line
    if inside:
        yield "BEGIN:VALARM"
