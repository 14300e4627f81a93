"""Until when an option is open, and on which days notice ends an agreement: worked out by hand from the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.lifecycle.acting import our_party, party_named, received
from slagen.lifecycle.endings import first_end, why_no_end
from slagen.lifecycle.history import NOTHING_HAPPENED, History
from slagen.lifecycle.key_dates import Calendars
from slagen.lifecycle.options import why_no_renewal
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement
from slagen.model.native import from_native

NOTICE = {"period": "3 months", "before": "last_day"}
AUTOMATIC = {"mode": "automatic", "period": "12 months"}
OPTION = {"mode": "option", "period": "12 months", "exercised_by": "customer", "max_renewals": 2}
PARTIES = {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme plc", "role": "customer"}}


def setting(
    on: date, renewal: Mapping[str, Any], notice: Mapping[str, Any] | None = NOTICE, *, we: str = "provider", history: History = NOTHING_HAPPENED
) -> Setting:
    term = {"effective_date": "2026-01-01", "initial": "12 months", "renewal": renewal, "delivery": [{"method": "post", "deemed": "2 business days"}]}
    facts = {"id": "acme", "title": "t", "kind": "sla", "template": "t", "parties": PARTIES, "contract_term": term | ({"notice": notice} if notice else {})}
    return Setting(from_native(Agreement, facts), on, we, Calendars(BusinessCalendar("GB-ENG")), history)


def end(of: Setting, ends_on: date, method: str = "", party: str = "") -> str:
    """Why notice does not end it; empty where it does."""
    party = party or our_party(of)
    found = why_no_end(of, of.key_dates(of.today), ends_on, received(of, party, method), party)
    return f"{found[0]} | {found[1]}" if found else ""


def renewal(of: Setting, party: str = "", method: str = "") -> str:
    """Why the option cannot be exercised; empty where it can."""
    found = why_no_renewal(of, of.key_dates(of.today), received(of, party or "customer", method), party)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("on", "ends_on", "expected"),
    [
        (date(2026, 9, 30), date(2026, 12, 31), ""),  # three months before the last day
        (date(2026, 10, 1), date(2026, 12, 31), "ends it on 31 December 2027 at the earliest"),
        (date(2026, 10, 1), date(2027, 12, 31), ""),
        (date(2026, 6, 1), date(2026, 11, 30), "ends it on 31 December 2026 at the earliest"),
        (date(2026, 6, 1), date(2027, 6, 30), "on certain days, such as 31 December 2026 or 31 December 2027"),
        (date(2026, 6, 1), date(2030, 12, 31), ""),
        (date(2026, 6, 1), date(9999, 12, 31), "on certain days"),
    ],
)
def test_notice_ends_a_contract_term_if_it_is_received_in_time(on: date, ends_on: date, expected: str) -> None:
    told = end(setting(on, AUTOMATIC), ends_on)
    assert expected in told if expected else not told


def test_notice_counts_when_it_is_received() -> None:
    # Tuesday 29 September 2026 by post is received on Thursday 1 October, a day too late
    assert end(setting(date(2026, 9, 29), AUTOMATIC), date(2026, 12, 31), "email") == ""
    assert "received on 1 October 2026" in end(setting(date(2026, 9, 29), AUTOMATIC), date(2026, 12, 31), "post")


def test_of_two_readings_ours_counts_by_the_earlier_and_theirs_by_the_later() -> None:
    two = {"period": "3 months"}
    on = date(2026, 10, 1)  # three months before 1 January, and less before 31 December
    assert "31 December 2027" in end(setting(on, AUTOMATIC, two), date(2026, 12, 31))
    assert end(setting(on, AUTOMATIC, two), date(2026, 12, 31), party="customer") == ""


def test_before_the_first_day_for_notice_there_is_none() -> None:
    early = NOTICE | {"not_before": "6 months"}
    assert "notice may be given from 30 June 2026 on, and this is received on 29 June 2026" in end(
        setting(date(2026, 6, 29), AUTOMATIC, early), date(2026, 12, 31)
    )
    assert end(setting(date(2026, 6, 30), AUTOMATIC, early), date(2026, 12, 31)) == ""


@pytest.mark.parametrize(
    ("rule", "ends_on", "expected"),
    [
        ({"period": "3 months", "before": "last_day"}, date(2027, 5, 15), ""),
        ({"period": "3 months", "before": "last_day"}, date(2027, 5, 14), "15 May 2027 at the earliest"),
        ({"period": "3 months", "before": "last_day"}, date(2028, 2, 3), ""),
        ({"period": "30 days", "before": "last_day", "clear_days": True}, date(2027, 3, 18), ""),  # 17 March, and a clear day
        ({"period": "30 days", "before": "last_day", "clear_days": True}, date(2027, 3, 17), "18 March 2027"),
        ({"period": "3 months", "before": "last_day", "to": "quarter-end"}, date(2027, 6, 30), ""),
        ({"period": "3 months", "before": "last_day", "to": "quarter-end"}, date(2027, 7, 31), "30 June 2027 or 30 September 2027"),
        ({"period": "3 months", "before": "last_day", "to": "year-end"}, date(2027, 12, 31), ""),
        ({"period": "10 business days", "before": "last_day"}, date(2027, 2, 27), ""),  # a Saturday, ten after that Monday
        ({"period": "10 business days", "before": "last_day"}, date(2027, 2, 26), "27 February 2027"),
    ],
)
def test_what_goes_on_without_an_end_ends_a_notice_period_later(rule: Mapping[str, Any], ends_on: date, expected: str) -> None:
    told = end(setting(date(2027, 2, 15), {"mode": "evergreen"}, rule), ends_on)  # a Monday
    assert expected in told if expected else not told


def test_within_the_initial_term_notice_works_to_its_end_or_to_a_day_after_it() -> None:
    early, late = setting(date(2026, 3, 1), {"mode": "evergreen"}), setting(date(2026, 11, 15), {"mode": "evergreen"})
    assert end(early, date(2026, 12, 31)) == end(early, date(2027, 1, 7)) == ""
    assert "31 December 2026 at the earliest" in end(early, date(2026, 6, 30))
    assert "15 February 2027 at the earliest" in end(late, date(2026, 12, 31))


def test_what_ends_by_itself_is_not_ended_by_notice() -> None:
    for mode in ({"mode": "none"}, OPTION, AUTOMATIC | {"max_renewals": 0}):
        assert "it ends on 31 December 2026 by itself" in end(setting(date(2026, 3, 1), mode), date(2026, 12, 31))


def test_after_notice_only_its_own_end_is_recorded() -> None:
    given = setting(date(2026, 9, 1), AUTOMATIC, history=History(ends_on=date(2026, 12, 31)))
    assert end(given, date(2026, 12, 31)) == ""
    assert "by the notice that was given it ends on 31 December 2026" in end(given, date(2026, 11, 30))
    assert "--ends 2026-12-31" in end(given, date(2027, 12, 31))


def test_without_a_rule_notice_works_to_the_end_of_any_term() -> None:
    assert end(setting(date(2026, 12, 31), AUTOMATIC, None), date(2026, 12, 31)) == ""
    assert end(setting(date(2027, 3, 1), {"mode": "evergreen"}, None), date(2027, 3, 1)) == ""


@given(st.dates(date(2026, 1, 1), date(2029, 12, 31)), st.integers(0, 1500), st.sampled_from(["", "month-end", "quarter-end", "year-end"]))
def test_the_first_possible_end_is_itself_possible_and_no_end_before_it_is(received_on: date, days: int, to: str) -> None:
    rule = NOTICE | ({"to": to} if to else {})
    of = setting(received_on, {"mode": "evergreen"}, rule)
    dates, facts = of.key_dates(received_on), of.agreement.contract_term
    assert facts
    assert dates.term
    earliest = first_end(of, facts, dates.term, received_on, "provider", received_on)
    asked = date.fromordinal(received_on.toordinal() + days)
    assert earliest
    assert why_no_end(of, dates, earliest, received_on, "provider") is None
    assert asked >= earliest or why_no_end(of, dates, asked, received_on, "provider") is not None


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 12, 31), "only begins on 1 January 2026"),
        (date(2026, 1, 1), ""),
        (date(2026, 9, 30), ""),
        (date(2026, 10, 1), "open until 30 September 2026"),
        (date(2027, 1, 1), "ended on 31 December 2026"),
    ],
)
def test_an_option_is_open_until_its_last_notice_date(on: date, expected: str) -> None:
    told = renewal(setting(on, OPTION))
    assert expected in told if expected else not told


def test_an_option_counts_when_it_is_received_and_belongs_to_whom_it_belongs() -> None:
    assert "received on 1 October 2026" in renewal(setting(date(2026, 9, 29), OPTION), "customer", "post")
    assert "that of Acme plc, not of Northwind Ltd" in renewal(setting(date(2026, 9, 1), OPTION), "provider")


def test_an_option_that_opens_later_is_not_exercised_before() -> None:
    late = NOTICE | {"not_before": "6 months"}
    assert "opens on 30 June 2026" in renewal(setting(date(2026, 6, 29), OPTION, late))
    assert renewal(setting(date(2026, 6, 30), OPTION, late)) == ""


def test_ours_by_the_earlier_reading_and_the_later_one_is_told() -> None:
    two = {"period": "3 months"}
    assert "(by another reading until 1 October 2026)" in renewal(setting(date(2026, 10, 1), OPTION, two, we="customer"))
    assert renewal(setting(date(2026, 10, 1), OPTION, two)) == ""


def test_each_term_is_renewed_once_and_no_more_often_than_agreed() -> None:
    once, twice = History(renewals=1), History(renewals=2)
    assert "exercised before" in renewal(setting(date(2026, 3, 1), OPTION, history=once))
    assert renewal(setting(date(2027, 3, 1), OPTION, history=once)) == ""
    assert "renewed 2 times" in renewal(setting(date(2028, 3, 1), OPTION, history=twice))
    assert "ended on 31 December 2028" in renewal(setting(date(2029, 1, 1), OPTION, history=twice))


def test_what_renews_by_itself_or_not_at_all_has_no_option() -> None:
    assert "renews by itself, on 1 January 2027" in renewal(setting(date(2026, 3, 1), AUTOMATIC))
    assert "no more: it ends on 31 December 2026" in renewal(setting(date(2026, 3, 1), AUTOMATIC | {"max_renewals": 0}))
    assert "without an end" in renewal(setting(date(2028, 3, 1), {"mode": "evergreen"}))
    assert "no renewal" in renewal(setting(date(2026, 3, 1), {"mode": "none"}))
    assert "it ends on 31 December 2026" in renewal(setting(date(2026, 11, 1), OPTION, history=History(ends_on=date(2026, 12, 31))))


def test_a_party_is_named_by_its_key_its_role_or_its_name() -> None:
    agreement = setting(date(2026, 1, 1), OPTION).agreement
    assert [party_named(agreement, name) for name in ("customer", "ACME  plc", "Northwind Ltd", "Jo Bloggs", "")] == [
        "customer",
        "customer",
        "provider",
        "",
        "",
    ]
