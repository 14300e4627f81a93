from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.errors import RefusedError
from slagen.formats.ical.event import Event, entry_of
from slagen.formats.ical.feed import Feed, write
from slagen.formats.ical.read import DamagedError, NotOursError, read
from tests.formats.ical.two_readers import by_javascript, by_python, calendar_by_python

EVENTS = tuple(
    Event(f"acme:review:{number}@n.slagen", date(2027, 1, 29) + timedelta(days=number), f"Review {number}: “Größe”; 1, 2", "why\nit is", alarms=(7,))
    for number in range(3)
)
FEED = Feed("Northwind contracts", "northwind", "--owner jo@northwind.example", tuple(entry_of(event, "20260501T090000Z", 2) for event in EVENTS))
DATA = write(FEED)


def test_a_feed_says_how_often_to_look_again_and_what_it_is_called() -> None:
    # domain.md, iCalendar; RFC 7986, 5.7
    calendar = calendar_by_python(DATA)
    assert (calendar["VERSION"], calendar["PRODID"], calendar["X-PUBLISHED-TTL"]) == ("2.0", "-//slagen//slagen calendar//EN", "PT12H")
    assert (calendar["REFRESH-INTERVAL"].dt, calendar["REFRESH-INTERVAL"].params) == (timedelta(hours=12), {"VALUE": "DURATION"})
    assert (calendar["NAME"], calendar["X-WR-CALNAME"]) == ("Northwind contracts", "Northwind contracts")
    script = by_javascript(DATA)
    assert (script["version"], script["refresh"], script["ttl"], len(script["events"])) == ("2.0", "PT12H", "PT12H", 3)


def test_two_feeds_of_a_workspace_are_two_calendars() -> None:
    one, other = (calendar_by_python(write(Feed("N", "northwind", which)))["UID"] for which in ("", "--kind review"))
    assert one != other


def test_every_line_ends_with_cr_lf() -> None:
    # domain.md, iCalendar; RFC 5545, 3.1
    assert DATA.endswith(b"END:VCALENDAR\r\n")
    assert DATA.count(b"\n") == DATA.count(b"\r\n") == DATA.count(b"\r")


def test_what_was_written_is_read_back_and_written_the_same() -> None:
    assert read(DATA, "dates.ics") == FEED
    assert write(read(DATA.replace(b"\r\n", b"\n"), "dates.ics")) == DATA


def test_a_name_with_signs_of_the_format_is_read_back() -> None:
    feed = Feed("Dates; “Ä”, B\\n", "northwind", 'owner="a;b"')
    assert read(write(feed), "dates.ics") == feed


def test_a_calendar_in_which_nothing_is_due_is_still_a_calendar() -> None:
    # RFC 5545, 3.4 and 3.6: an iCalendar object holds at least one component
    empty = write(Feed("N", "northwind"))
    assert (by_python(empty), by_javascript(empty)["events"]) == ([], [])
    assert calendar_by_python(empty).subcomponents
    assert read(empty, "dates.ics") == Feed("N", "northwind")


@given(
    st.integers(0, len(DATA)), st.integers(0, 40), st.binary(max_size=20) | st.sampled_from([b"\r\n", b"\r\nBEGIN:VEVENT\r\n", b"\r\nSEQUENCE:1", b":", b";"])
)
def test_whatever_becomes_of_a_file_it_is_read_or_refused(at: int, removed: int, put: bytes) -> None:
    feed = None
    with suppress(RefusedError):
        feed = read(DATA[:at] + put + DATA[at + removed :], "dates.ics")
    assert feed is None or read(write(feed), "dates.ics") == feed


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"my notes\n",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        b"PK\x03\x04",
    ],
)
def test_a_file_of_somebody_else_is_refused_with_a_way_out(data: bytes) -> None:
    with pytest.raises(NotOursError) as caught:
        read(data, "dates.ics")
    assert "-o" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (DATA[:-20], "its end is missing"),
        (DATA[: len(DATA) // 2], "its end is missing"),
        (DATA + b"more", "its end is missing"),
        (DATA.replace(b"SEQUENCE:2", b"SEQUENCE:two", 1), "count of its changes"),
        (DATA.replace(b"SEQUENCE:2\r\n", b"", 1), "count of its changes"),
        (DATA.replace(b"DTSTAMP:2026", b"DTSTAMP:", 1), "count of its changes"),
        (DATA.replace(b"VALUE=DATE:20270129", b"VALUE=DATE:20270230", 1), "lacks its day"),
        (DATA.replace(b"END:VEVENT\r\n", b"", 1), "holds “BEGIN:VEVENT”"),
        (DATA.replace(b"END:VALARM\r\n", b"", 1), "holds"),
        (DATA.replace(b"STATUS:", b"ATTACH:https://evil.example\r\nSTATUS:", 1), "ATTACH:https://evil.example"),
        (DATA.replace(b"acme:review:1@", b"acme:review:0@"), "an event twice"),
        (DATA.replace(b"X-SLAGEN-WORKSPACE:northwind\r\n", b""), "its head"),
        (DATA.replace(b"BEGIN:VEVENT", b"<<<<<<< HEAD\r\nBEGIN:VEVENT", 1), "both sides of a conflict"),
        (DATA.replace("Größe".encode(), b"Gr\xf6sse"), "bytes that are no text"),
        (DATA.replace(b"STATUS:", b"STATUS\x00:", 1), "control characters"),
        (DATA.replace(b"why", b"why\rATTACH:x", 1), "control characters"),
    ],
)
def test_a_feed_that_is_not_as_it_was_published_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(DamagedError) as caught:
        read(data, "dates.ics")
    assert reason in caught.value.message
    assert "git checkout" in caught.value.hint
