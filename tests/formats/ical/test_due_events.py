from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from slagen.core.durations import Duration
from slagen.formats.ical.due_events import SUMMARIES, Surroundings, agreement_of, events_of, is_ahead, item_of, summary_of
from slagen.formats.ical.event import Event
from slagen.lifecycle.due_item import DueItem, DueKind

LEADS = tuple(map(Duration.parse, ("30 days", "7 days", "1 day")))
AROUND = Surroundings("northwind", LEADS, "https://git.example/agreements/acme", holidays="holidays 0.109")
ITEM = DueItem(
    "acme",
    "Acme hosting",
    DueKind.LAST_NOTICE,
    date(2027, 11, 26),
    40,
    "jo@northwind.example",
    legal=True,
    who_acts="we",
    if_nothing="renews for 12 months, £120,000",
    why=("the initial term ends on 28 February 2028", "three months before it"),
    period="provider-term-1",
)


def events(item: DueItem = ITEM, around: Surroundings = AROUND) -> dict[str, Event]:
    return {event.uid: event for event in events_of(item, around)}


def test_an_event_is_named_by_agreement_kind_and_period_and_never_by_its_day() -> None:
    # domain.md, iCalendar
    moved = replace(ITEM, due=date(2028, 1, 3), days_left=99, title="Acme", owner="sam@northwind.example")
    assert list(events(moved)) == list(events())
    assert next(iter(events())) == "acme:last-notice:provider-term-1@northwind.slagen"


def test_the_day_itself_and_each_lead_time_are_events_of_their_own() -> None:
    # domain.md, iCalendar
    assert [(event.uid.partition("@")[0].rpartition(":")[2], event.day) for event in events().values()] == [
        ("provider-term-1", date(2027, 11, 26)),
        ("30-days", date(2027, 10, 27)),
        ("7-days", date(2027, 11, 19)),
        ("1-day", date(2027, 11, 25)),
    ]
    assert [event.alarms for event in events().values()] == [(30, 7, 1), (), (), ()]
    assert [is_ahead(uid) for uid in events()] == [False, True, True, True]
    assert {(item_of(uid), agreement_of(uid)) for uid in events()} == {("acme:last-notice:provider-term-1", "acme")}


def test_an_event_ahead_names_the_day_that_it_is_ahead_of() -> None:
    ahead = events()["acme:last-notice:provider-term-1:7-days@northwind.slagen"]
    assert ahead.summary == "In 7 days: Last day for our notice: Acme hosting (acme)"
    assert ahead.description.splitlines() == [
        "Due: 2027-11-26",
        "Who acts: we (jo@northwind.example)",
        "If nobody acts: renews for 12 months, £120,000",
    ]


@pytest.mark.parametrize(
    ("lead", "day"),
    [
        ("2 months", date(2027, 9, 26)),
        ("2 weeks", date(2027, 11, 12)),
        ("1 year", date(2026, 11, 26)),
        ("same day", None),
        ("4 hours", None),
    ],
)
def test_lead_times_count_back_in_days_weeks_months_or_years(lead: str, day: date | None) -> None:
    found = [event.day for event in events(around=replace(AROUND, leads=(Duration.parse(lead),))).values()][1:]
    assert found == ([day] if day else [])


def test_at_the_beginning_of_time_nothing_lies_ahead() -> None:
    assert len(events(replace(ITEM, due=date(1, 1, 1)))) == 1


def test_an_event_says_who_acts_what_follows_why_and_what_it_was_counted_with() -> None:
    event = events()["acme:last-notice:provider-term-1@northwind.slagen"]
    assert event.description.splitlines() == [
        "Who acts: we (jo@northwind.example)",
        "If nobody acts: renews for 12 months, £120,000",
        "The contract itself attaches something to this day.",
        "",
        "Why:",
        "- the initial term ends on 28 February 2028",
        "- three months before it",
        "",
        "Clauses: renewal (slagen dates acme --explain)",
        "To answer: slagen acknowledge acme:last-notice:provider-term-1",
    ]
    assert (event.holidays, event.categories, event.url) == ("holidays 0.109", ("last notice", "legal"), "https://git.example/agreements/acme")


def test_days_of_a_draft_are_tentative() -> None:
    [event, *_] = events(around=replace(AROUND, signed=False)).values()
    assert event.status == "TENTATIVE"
    assert "Nothing is signed yet" in event.description


def test_what_the_contract_attaches_nothing_to_is_less_urgent() -> None:
    [legal, *_], [internal, *_] = events().values(), events(replace(ITEM, legal=False)).values()
    assert (legal.priority, internal.priority, internal.categories) == (1, 5, ("last notice",))
    assert legal.colour != internal.colour


def test_clauses_of_the_library_have_their_day_alone() -> None:
    item = replace(ITEM, agreement="", kind=DueKind.CLAUSE_REVIEW, period="scope-1.0.0", title="Clause “Scope” (scope)")
    [event] = events(item).values()
    assert (event.uid, event.summary) == ("clauses:clause-review:scope-1.0.0@northwind.slagen", "Look at the clause again: Clause “Scope” (scope)")
    assert event.alarms == ()
    assert "acknowledge" not in event.description


def test_what_was_put_off_stands_on_the_day_on_which_it_comes_up_again() -> None:
    late = events(replace(ITEM, legal=False, snoozed_until=date(2027, 12, 10)))
    assert [event.day for event in late.values()] == [date(2027, 12, 10), date(2027, 11, 10), date(2027, 12, 3), date(2027, 12, 9)]
    assert list(late) == list(events())
    assert "It was due on 2027-11-26, and was put off until 2027-12-10." in next(iter(late.values())).description
    assert events(replace(ITEM, snoozed_until=date(2027, 11, 1))) == events()


def test_a_duty_says_what_is_to_be_done() -> None:
    item = replace(ITEM, kind=DueKind.OBLIGATION, why=("Restore a backup", "3 × 3 months"))
    assert summary_of(item) == "Duty: Restore a backup: Acme hosting (acme)"


@pytest.mark.parametrize("kind", DueKind)
def test_every_kind_has_words_of_its_own(kind: DueKind) -> None:
    assert summary_of(replace(ITEM, kind=kind)).startswith(SUMMARIES[kind])
