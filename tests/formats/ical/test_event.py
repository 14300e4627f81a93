from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.formats.ical.event import Event, entry_of, stamp_of, withdrawn
from slagen.formats.ical.feed import Feed, write
from tests.formats.ical.two_readers import by_javascript, by_python

STAMP = "20260501T090000Z"
EVENT = Event(
    "acme:last-notice:1@northwind.slagen",
    date(2027, 11, 26),
    "Last notice: Acme plc; hosting, 24/7",
    "90 days before 28 February 2028.\nIf nobody acts: renews for 12 months, £120,000.",
    ("last notice", "legal"),
    "https://git.example/contracts/tree/main/agreements/acme",
    colour="firebrick",
    priority=1,
    alarms=(30, 7, 1),
)
TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], include_characters="\n"), min_size=1, max_size=120)


def feed(*events: Event) -> bytes:
    return write(Feed("Dates", "northwind", "", tuple(entry_of(event, STAMP, 3) for event in events)))


def test_both_readers_find_the_same_event() -> None:
    (python,) = by_python(feed(EVENT))
    (script,) = by_javascript(feed(EVENT))["events"]
    assert (python["UID"], python["SUMMARY"], python["DESCRIPTION"], python["SEQUENCE"]) == (EVENT.uid, EVENT.summary, EVENT.description, 3)
    assert (script["uid"], script["summary"], script["description"], script["sequence"]) == (EVENT.uid, EVENT.summary, EVENT.description, 3)
    assert (python["DTSTAMP"].dt, script["stamp"]) == (datetime(2026, 5, 1, 9, tzinfo=UTC), "2026-05-01T09:00:00Z")
    assert (list(python["CATEGORIES"].cats), script["categories"]) == (list(EVENT.categories), list(EVENT.categories))
    assert (python["URL"], script["url"]) == (EVENT.url, EVENT.url)
    assert (python["TRANSP"], script["transparency"], python["STATUS"], script["status"]) == ("TRANSPARENT", "TRANSPARENT", "CONFIRMED", "CONFIRMED")


def test_an_event_takes_its_whole_day_and_ends_with_it() -> None:
    # domain.md, iCalendar; RFC 5545, 3.6.1
    # RFC 5545, 3.6.1: the end is not part of the event
    (python,) = by_python(feed(EVENT))
    assert (python["DTSTART"].dt, python["DTEND"].dt) == (date(2027, 11, 26), date(2027, 11, 27))
    assert "TZID" not in python["DTSTART"].params
    (script,) = by_javascript(feed(EVENT))["events"]
    assert (script["start"], script["end"], script["allDay"], script["days"]) == ("2027-11-26", "2027-11-27", True, 1)


@pytest.mark.parametrize(("day", "end"), [(date(2028, 2, 28), date(2028, 2, 29)), (date(2027, 12, 31), date(2028, 1, 1)), (date(9999, 12, 30), date.max)])
def test_the_end_is_the_day_after_across_months_and_years(day: date, end: date) -> None:
    (event,) = by_python(feed(replace(EVENT, day=day)))
    assert event["DTEND"].dt == end


def test_the_last_day_that_there_is_has_no_day_after_it() -> None:
    data = feed(replace(EVENT, day=date.max))
    assert b"DTSTART;VALUE=DATE:99991231\r\n" in data
    assert b"DTEND" not in data
    assert by_python(data)[0]["DTSTART"].dt == date.max
    assert by_javascript(data)["events"][0]["days"] == 1


def test_a_day_before_the_year_1000_has_four_digits_of_year() -> None:
    assert b"DTSTART;VALUE=DATE:00330403\r\n" in feed(replace(EVENT, day=date(33, 4, 3)))


def test_alarms_sound_at_nine_on_their_day() -> None:
    (event,) = by_python(feed(EVENT))
    start = datetime(2027, 11, 26)  # noqa: DTZ001 - an event of whole days has no zone
    moments = [start + alarm["TRIGGER"].dt for alarm in event.walk("VALARM")]
    assert [(moment.date(), moment.hour) for moment in moments] == [(date(2027, 10, 27), 9), (date(2027, 11, 19), 9), (date(2027, 11, 25), 9)]
    assert by_javascript(feed(EVENT))["events"][0]["alarms"] == ["-P29DT15H", "-P6DT15H", "-PT15H"]


def test_a_withdrawn_event_stays_where_it_was_and_reminds_nobody() -> None:
    entry = entry_of(EVENT, STAMP, 3)
    (event,) = by_python(write(Feed("Dates", "northwind", "", (withdrawn(entry, "20260601T090000Z"),))))
    assert (event["UID"], event["DTSTART"].dt, event["STATUS"], event["SEQUENCE"]) == (EVENT.uid, EVENT.day, "CANCELLED", 4)
    assert event["DTSTAMP"].dt == datetime(2026, 6, 1, 9, tzinfo=UTC)
    assert event.walk("VALARM") == []


def test_the_moment_of_a_change_never_falls() -> None:
    assert withdrawn(entry_of(EVENT, STAMP, 3), "20250101T000000Z").stamp == STAMP


@pytest.mark.parametrize(
    ("moment", "stamp"),
    [
        (datetime(2026, 5, 1, 10, 0, 59, tzinfo=timezone(timedelta(hours=1))), "20260501T090059Z"),
        (date(2026, 5, 1), "20260501T000000Z"),
        (datetime.max.replace(microsecond=0, tzinfo=timezone(timedelta(hours=-12))), "99991231T235959Z"),
        (date(1969, 12, 31), "19700101T000000Z"),
        (date.min, "19700101T000000Z"),
    ],
)
def test_a_moment_is_told_in_utc(moment: date, stamp: str) -> None:
    assert stamp_of(moment) == stamp


def test_names_from_untrusted_facts_bring_in_no_property_of_their_own() -> None:
    evil = "Acme\r\nATTENDEE:mailto:x@evil.example\r\n END:VEVENT\nBEGIN:VALARM\u2028ACTION:AUDIO\x85X:1\x00"
    event = Event(f"{evil}@n", date(2027, 1, 1), evil, evil, (evil, "a,b;c"), f"https://x.example/{evil}")
    data = write(Feed(evil, evil, evil, (entry_of(event, STAMP, 0),)))
    (python,) = by_python(data)
    assert sorted(python.keys()) == sorted(by_python(feed(replace(EVENT, alarms=(), colour="")))[0].keys())
    assert list(python["CATEGORIES"].cats)[1] == "a,b;c"
    assert "ATTENDEE" in python["SUMMARY"]
    (script,) = by_javascript(data)["events"]
    assert "attendee" not in script["properties"]
    assert script["alarms"] == []


@given(TEXTS, TEXTS, st.lists(TEXTS, min_size=1, max_size=3))
def test_any_text_comes_back_from_another_reader(summary: str, description: str, categories: list[str]) -> None:
    event = replace(EVENT, summary=summary, description=description, categories=tuple(categories), alarms=())
    (read,) = by_python(feed(event))
    assert (read["SUMMARY"], read["DESCRIPTION"], list(read["CATEGORIES"].cats)) == (summary, description, categories)
