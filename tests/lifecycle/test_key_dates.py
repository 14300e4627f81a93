"""The key dates of an agreement as of any day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.lifecycle.history import NOTHING_HAPPENED, History
from slagen.lifecycle.key_dates import Calendars, KeyDates, key_dates
from slagen.model.agreement import Agreement
from slagen.model.native import from_native

ENGLAND = BusinessCalendar("GB-ENG")
POST = {"method": "post", "deemed": "2 business days"}


def agreement(term: Mapping[str, Any], **more: Any) -> Agreement:
    parties = {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme plc", "role": "customer"}}
    return from_native(Agreement, {"id": "acme", "title": "Hosting", "kind": "sla", "template": "sla", "parties": parties, "contract_term": term} | more)


def dates(term: Mapping[str, Any], on: date, we: str = "provider", history: History = NOTHING_HAPPENED, **more: Any) -> KeyDates:
    return key_dates(agreement(term, **more), on, we, Calendars(ENGLAND), history)


THREE_YEARS = {
    "effective_date": "2026-01-01",
    "initial": "36 months",
    "renewal": {"mode": "automatic", "period": "12 months", "max_renewals": 3},
    "notice": {"period": "90 days", "before": "last_day", "clear_days": True},
    "delivery": [POST],
}


def test_the_latest_safe_send_date_counts_back_from_the_last_notice_date() -> None:
    # domain.md, Dates: last day 31 Dec 2028, 90 clear days → Sunday 1 Oct 2028; by post with two business days → Wed 27 Sep
    found = dates(THREE_YEARS, date(2028, 6, 1)).ours
    assert found is not None
    assert found.latest_safe_send is not None
    assert (found.reading.last_notice_date, found.latest_safe_send.send_by) == (date(2028, 10, 1), date(2028, 9, 27))


def test_after_two_renewals_everything_counts_from_the_current_term() -> None:
    found = dates(THREE_YEARS, date(2030, 6, 1))
    assert found.term is not None
    assert (found.term.number, found.term.first_day, found.term.last_day) == (3, date(2030, 1, 1), date(2030, 12, 31))
    assert found.ours is not None
    assert found.ours.reading.last_notice_date == date(2030, 10, 1)
    assert (found.renewal_date, found.final_expiry) == (date(2031, 1, 1), date(2031, 12, 31))


def test_two_readings_are_shown_per_party() -> None:
    # domain.md, Dates: ending 28 Feb 2027, three months: ours by Sat 28 Nov 2026 (so Fri 27), theirs possibly until 1 Dec
    term = {"effective_date": "2026-03-01", "initial": "12 months", "renewal": {"mode": "automatic", "period": "12 months"}, "notice": {"period": "3 months"}}
    found = dates({**term, "delivery": [{"method": "email", "deemed": "same day", "cutoff": "17:00"}]}, date(2026, 6, 1))
    ours, theirs = found.notices
    assert ours.latest_safe_send is not None
    assert (ours.reading.last_notice_date, ours.latest_safe_send.send_by) == (date(2026, 11, 28), date(2026, 11, 27))
    assert theirs.reading.last_notice_date == date(2026, 12, 1)


def test_nothing_counts_from_a_term_that_was_ended() -> None:
    ended = History(ends_on=date(2028, 12, 31))
    found = dates(THREE_YEARS, date(2028, 11, 1), history=ended)
    assert found.term is not None
    assert (found.term.last_day, found.renewal_date, found.notices) == (date(2028, 12, 31), None, ())
    assert dates(THREE_YEARS, date(2029, 1, 1), history=ended).term is None


def test_an_option_is_exercised_by_whom_the_agreement_names() -> None:
    term = {**THREE_YEARS, "renewal": {"mode": "option", "period": "12 months", "exercised_by": "customer"}}
    found = dates(term, date(2028, 6, 1), we="customer")
    assert [one.party for one in found.notices] == ["customer"]
    assert found.final_expiry == date(2028, 12, 31)
    assert dates(term, date(2029, 6, 1)).term is None
    assert dates(term, date(2029, 6, 1), history=History(renewals=1)).term is not None


@pytest.mark.parametrize(
    ("exercised", "ends", "unless"),
    [
        (0, date(2028, 12, 31), "unless the option is exercised"),
        (1, date(2029, 12, 31), "unless a further option is exercised"),
        (2, date(2030, 12, 31), ""),
    ],
)
def test_an_end_that_an_option_can_still_move_is_told_as_such(exercised: int, ends: date, unless: str) -> None:
    term = {**THREE_YEARS, "renewal": {"mode": "option", "period": "12 months", "exercised_by": "customer", "max_renewals": 2}}
    found = dates(term, date(2028, 6, 1), history=History(renewals=exercised))
    assert (found.final_expiry, found.unless) == (ends, unless)
    ended = dates(term, date(2028, 6, 1), history=History(renewals=exercised, ends_on=date(2028, 12, 31)))
    assert not ended.unless


@pytest.mark.parametrize("on", [date(2025, 1, 1), date(2026, 1, 1), date(2028, 12, 31)])
def test_before_its_beginning_and_on_its_last_day_the_initial_term_counts(on: date) -> None:
    found = dates(THREE_YEARS, on)
    assert found.term is not None
    assert found.term.number == 1


def test_the_renegotiation_window_closes_with_our_last_day_for_notice_and_not_with_theirs() -> None:
    # the last day is 31 December 2028: 30 days before it is 1 December, 90 days before it 2 October
    rules = {"notice_by": {"provider": {"period": "30 days", "before": "last_day"}, "customer": {"period": "90 days", "before": "last_day"}}}
    term = {name: value for name, value in THREE_YEARS.items() if name != "notice"}
    plan = {"opens": "6 months"}
    assert dates({**term, **rules}, date(2028, 6, 1), "provider", renegotiation=plan).window == (date(2028, 6, 30), date(2028, 12, 1))
    assert dates({**term, **rules}, date(2028, 6, 1), "customer", renegotiation=plan).window == (date(2028, 6, 30), date(2028, 10, 2))


def test_no_way_is_safe_where_one_of_several_recipients_cannot_be_reached() -> None:
    post = {"address": "1 High Street", "method": "post"}
    parties: dict[str, dict[str, Any]] = {
        "provider": {"name": "Northwind Ltd", "role": "provider"},
        "buyer": {"name": "Acme plc", "role": "customer", "notices": [post]},
        "user": {"name": "Acme Ltd", "role": "customer", "notices": [{"address": "2 High Street", "method": "fax"}]},
    }
    unreachable = dates(THREE_YEARS, date(2028, 6, 1), parties=parties).ours
    assert unreachable is not None
    assert unreachable.ways == (), "there is no rule for a fax"
    reachable = dates(THREE_YEARS, date(2028, 6, 1), parties={**parties, "user": {**parties["user"], "notices": [post]}}).ours
    assert reachable is not None
    assert [way.to for way in reachable.ways] == ["buyer", "user"]


@given(on=st.dates(date(2025, 1, 1), date(2033, 1, 1)), notice=st.integers(1, 11), clear=st.booleans(), deemed=st.integers(0, 5), days=st.integers(0, 400))
def test_order_of_key_dates(on: date, notice: int, clear: bool, deemed: int, days: int) -> None:
    term = {
        **THREE_YEARS, "notice": {"period": f"{notice} months", "clear_days": clear}, "delivery": [{"method": "post", "deemed": f"{deemed} business days"}],
    }  # fmt: skip
    found = dates(term, on)
    if found.term is None:
        return
    for one in found.notices:
        assert one.latest_safe_send is not None
        assert one.latest_safe_send.send_by <= one.reading.last_notice_date <= found.term.last_day
    later = dates(term, on + timedelta(days=days))
    if later.term is not None and later.term.number == found.term.number:
        assert later.notices == found.notices
    elif later.term is not None:
        assert later.term.number > found.term.number
