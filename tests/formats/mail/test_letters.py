"""What a reminder says, as text, as HTML, and as the message around both."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
import pytest

from slagen.cli.commands import COMMANDS
from slagen.core.locales import Formats
from slagen.formats.ical import feed
from slagen.formats.ical.due_events import Surroundings, events_of
from slagen.formats.ical.event import entry_of
from slagen.formats.mail import html, text
from slagen.formats.mail.message import message, octets
from slagen.formats.mail.reminder import Entry, Reminder, commands, days, subject, together
from slagen.lifecycle.due_item import DueItem, DueKind

DUE = date(2026, 10, 30)
NOTICE = DueItem(
    "acme", "Hosting agreement", DueKind.LAST_NOTICE, DUE, 7, "jo@n.example", legal=True, who_acts="we", if_nothing="renews for 12 months, £120,000",
    value=Decimal(120_000), currency="GBP", why=("the initial term ends on 31 December 2026", "not less than 2 months before: 30 October 2026"), period="provider-term-1",
)  # fmt: skip
REVIEW = replace(NOTICE, kind=DueKind.REVIEW, legal=False, days_left=-2, due=DUE - timedelta(days=9), period="3", if_nothing="the review is missed")
AT = datetime(2026, 10, 23, 6, 30, tzinfo=UTC)
VOID = {"meta", "br"}


def reminder(*items: DueItem, **more: Any) -> Reminder:
    return Reminder("jo@n.example", date(2026, 10, 23), tuple(Entry(item, **more) for item in items), Formats("en", "en_GB"), "Contracts")


def made(told: Reminder, calendar: bytes = b"") -> EmailMessage:
    mail = message_from_bytes(octets(message(told, sender="c@n.example", message_id="<1@n.example>", at=AT, calendar=calendar)), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


class Page(HTMLParser):
    """Whether the elements of a page nest, what it names from elsewhere, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.words = ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src", "background", "action"}]
        assert not any(name.startswith("on") or "url(" in (value or "") for name, value in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("write", [text.write, lambda told: " ".join(Page(html.write(told)).words.split())])
def test_text_and_page_both_say_everything_that_one_needs_to_act(write: object) -> None:
    assert callable(write)
    told = " ".join(write(reminder(NOTICE, turn="sam has not answered for 3 days; you are the deputy")).split())
    for words in (
        "Hosting agreement (acme)", "30 October 2026", "in 7 days", "legal deadline", "we do, and you are asked", "renews for 12 months, £120,000",
        "the initial term ends on 31 December 2026", "not less than 2 months before: 30 October 2026", "sam has not answered for 3 days; you are the deputy",
        "slagen acknowledge acme:last-notice:provider-term-1", "slagen snooze acme:last-notice:provider-term-1 --until 2026-10-27 --reason", "“Contracts”",
    ):  # fmt: skip
        assert words in told


@pytest.mark.parametrize("kind", DueKind)
def test_every_command_that_a_mail_names_is_one_that_there_is(kind: DueKind) -> None:
    for command, meaning in commands(Entry(replace(NOTICE, kind=kind))):
        program, verb = command.split()[:2]
        assert (program, verb in COMMANDS, bool(meaning)) == ("slagen", True, True), command
        assert " ID" not in command


@pytest.mark.parametrize(("left", "legal", "until"), [(30, True, DUE - timedelta(days=15)), (2, True, DUE - timedelta(days=1)), (1, True, None), (0, True, None), (-3, True, None),
                                                      (30, False, DUE - timedelta(days=15)), (0, False, DUE + timedelta(days=7)), (-3, False, DUE + timedelta(days=10))])  # fmt: skip
def test_a_legal_deadline_is_never_offered_to_be_slept_through(left: int, legal: bool, until: date | None) -> None:
    offered = [command for command, _ in commands(Entry(replace(NOTICE, kind=DueKind.OBLIGATION, legal=legal, days_left=left))) if "snooze" in command]
    assert [re.findall(r"--until (\S+)", command) for command in offered] == ([[until.isoformat()]] if until else [])


@pytest.mark.parametrize(("left", "said"), [(-2, "overdue for 2 days"), (-1, "overdue since yesterday"), (0, "today"), (1, "tomorrow"), (7, "in 7 days")])
def test_the_days_that_are_left_are_said_as_people_do(left: int, said: str) -> None:
    assert days(replace(NOTICE, days_left=left)) == said


def test_the_subject_says_how_many_things_there_are_and_the_first() -> None:
    assert subject(reminder(NOTICE)) == "Last day for our notice in 7 days: Hosting agreement (acme)"
    assert subject(reminder(REVIEW, NOTICE)) == "2 things to do, 1 overdue; first: review overdue for 2 days: Hosting agreement (acme)"
    assert len(subject(reminder(replace(NOTICE, title="x" * 500)))) == 140


def test_clauses_of_one_day_are_one_entry() -> None:
    clauses = [Entry(replace(NOTICE, agreement="", kind=DueKind.CLAUSE_REVIEW, title=f"Clause {name}", period=name)) for name in "abc"]
    [one] = together(clauses)
    assert subject(Reminder("a@b.example", DUE, (one,), Formats("en", "en_GB"))) == "3 clauses to look at again in 7 days: the clause library"


def test_a_mail_is_text_and_page_and_holds_the_days_as_a_calendar_that_another_reader_opens() -> None:
    entries = tuple(entry_of(event, "20261001T000000Z", 0) for event in events_of(NOTICE, Surroundings("contracts")))
    mail = made(reminder(NOTICE), feed.write(feed.Feed("Contracts", "contracts", "remind", entries)))
    assert [part.get_content_type() for part in mail.walk()] == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]
    [attached] = mail.iter_attachments()
    assert attached.get_filename() == "due.ics"
    [event] = Calendar.from_ical(attached.get_content()).walk("VEVENT")
    assert event.decoded("DTSTART") == DUE
    assert mail["Auto-Submitted"] == "auto-generated"
    assert (mail["Message-ID"], mail["Date"].datetime) == ("<1@n.example>", AT)


def test_a_page_loads_nothing_from_elsewhere_and_needs_no_style_sheet() -> None:
    page = Page(html.write(reminder(NOTICE, REVIEW, url="https://git.example/contracts/agreements/acme")))
    assert set(page.links) == {"https://git.example/contracts/agreements/acme"}
    assert page.tags.isdisjoint({"img", "script", "style", "link", "iframe", "object", "form", "input", "video", "svg"})


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_whatever_an_agreement_is_called_reaches_no_header_and_stays_text(words: str) -> None:
    item = replace(NOTICE, title=words, if_nothing=words, who_acts=words, why=(words, words), owner=words)
    told = reminder(item, turn=words)
    mail = made(replace(told, workspace=words))
    assert {name.casefold() for name in mail} == {
        "from", "to", "subject", "date", "message-id", "auto-submitted", "x-auto-response-suppress", "mime-version", "content-type",
    }  # fmt: skip
    assert (mail["To"].addresses[0].addr_spec, mail["From"].addresses[0].addr_spec, len(mail["To"].addresses)) == ("jo@n.example", "c@n.example", 1)
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert page is not None
    assert plain.get_content().splitlines() == text.write(replace(told, workspace=words)).splitlines()
    assert Page(page.get_content()).tags <= {"html", "head", "meta", "title", "body", "table", "tr", "td", "div", "span", "strong", "br"}


@pytest.mark.parametrize("hostile", ["jo@n.example\nBcc: all@n.example", "jo@n.example\r\nX: y", "jo@n.example, all@n.example", "", "jo"])
def test_a_header_that_would_become_two_is_not_made(hostile: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        message(replace(reminder(NOTICE), to=hostile), sender="c@n.example", message_id="<1@n.example>", at=AT)
    with pytest.raises((ValueError, IndexError)):
        message(reminder(NOTICE), sender=hostile, message_id="<1@n.example>", at=AT)


def test_a_mail_is_seven_bits_with_lines_that_every_server_takes() -> None:
    data = octets(message(reminder(replace(NOTICE, title="Wärme – „Netz“ " * 30)), sender="c@n.example", message_id="<1@n.example>", at=AT))
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")
