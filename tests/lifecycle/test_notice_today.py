"""What notice of today would do: agreements that go on without an end say when they could."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.lifecycle.history import NOTHING_HAPPENED, History
from slagen.lifecycle.key_dates import Calendars
from slagen.lifecycle.notice_today import EarliestEnd, earliest_ends, notice_today_steps
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement
from slagen.model.native import from_native

PARTIES = {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme plc", "role": "customer"}}
EVERGREEN: dict[str, Any] = {"effective_date": "2026-01-01", "initial": "12 months", "renewal": {"mode": "evergreen"}, "notice": {"period": "3 months"}}
POST = {"method": "post", "deemed": "2 business days"}
EMAIL = {"method": "email", "deemed": "same day", "except": ["termination"]}


def setting(today: date, history: History = NOTHING_HAPPENED, **changes: Any) -> Setting:
    term = {**EVERGREEN, **changes}
    made = from_native(Agreement, {"id": "acme", "title": "A", "kind": "sla", "template": "sla", "parties": PARTIES, "contract_term": term})
    return Setting(made, today, "provider", Calendars(BusinessCalendar("GB-ENG")), history)


def ends(found: Setting) -> list[EarliestEnd]:
    return list(earliest_ends(found, found.key_dates(found.today)))


def days(found: Setting) -> list[tuple[str, date | None]]:
    return [(one.party, one.ends_on) for one in ends(found)]


def test_without_an_end_it_ends_a_notice_period_after_the_receipt() -> None:
    # received on Wednesday 5 May 2027: three months before 5 August, by the earlier of two readings; theirs already before the day after 4 August
    assert days(setting(date(2027, 5, 5), notice={"period": "3 months"})) == [("provider", date(2027, 8, 5)), ("customer", date(2027, 8, 4))]
    clear = {"period": "3 months", "before": "last_day", "clear_days": True}
    assert days(setting(date(2027, 5, 5), notice=clear)) == [("provider", date(2027, 8, 6)), ("customer", date(2027, 8, 6))]


@pytest.mark.parametrize(
    ("to", "expected"),
    [("month-end", date(2027, 8, 31)), ("quarter-end", date(2027, 9, 30)), ("year-end", date(2027, 12, 31))],
)
def test_notice_works_to_the_end_of_the_month_quarter_or_year_that_the_agreement_names(to: str, expected: date) -> None:
    rule = {"period": "3 months", "before": "last_day", "to": to}
    assert days(setting(date(2027, 5, 5), notice=rule)) == [("provider", expected), ("customer", expected)]


def test_six_weeks_to_the_end_of_a_quarter_is_met_on_the_day_and_missed_on_the_next() -> None:
    # six weeks before 30 June 2027 is 19 May: the day of receipt is not counted (BGB §§ 187(1), 188)
    rule = {"period": "6 weeks", "before": "last_day", "to": "quarter-end"}
    assert days(setting(date(2027, 5, 19), notice=rule))[0][1] == date(2027, 6, 30)
    assert days(setting(date(2027, 5, 20), notice=rule))[0][1] == date(2027, 9, 30)


def test_it_counts_from_the_receipt_by_the_quickest_way_that_is_open() -> None:
    # Friday 7 May 2027, by post with two business days: received on Tuesday 11 May; e-mail is closed to notices that end the agreement
    found = ends(setting(date(2027, 5, 7), notice={"period": "3 months", "before": "last_day"}, delivery=[POST, EMAIL]))
    assert found[0] == EarliestEnd("provider", ours=True, method="post", received=date(2027, 5, 11), ends_on=date(2027, 8, 11))
    # on Saturday 8 May we send on Monday; the other side may send at once, and is received two business days later all the same
    weekend = ends(setting(date(2027, 5, 8), notice={"period": "3 months", "before": "last_day"}, delivery=[POST]))
    assert [(one.received, one.ends_on) for one in weekend] == [(date(2027, 5, 12), date(2027, 8, 12)), (date(2027, 5, 11), date(2027, 8, 11))]


def test_where_terms_follow_each_other_it_ends_with_the_first_that_is_not_too_near() -> None:
    monthly: dict[str, Any] = {"renewal": {"mode": "evergreen", "period": "1 month"}, "notice": {"period": "6 weeks", "before": "last_day"}}
    assert days(setting(date(2027, 5, 5), **monthly)) == [("provider", date(2027, 6, 30)), ("customer", date(2027, 6, 30))]
    assert days(setting(date(2027, 5, 20), **monthly))[0][1] == date(2027, 7, 31)


def test_within_the_initial_term_it_ends_with_that_at_the_earliest() -> None:
    assert days(setting(date(2026, 2, 2)))[0][1] == date(2026, 12, 31)


def test_each_party_has_its_own_period_and_who_has_none_is_left_out() -> None:
    own: dict[str, Any] = {"notice": None, "notice_by": {"customer": {"period": "1 month", "before": "last_day"}}}
    assert days(setting(date(2027, 5, 5), **own)) == [("customer", date(2027, 6, 5))]


def test_what_ends_by_itself_or_by_a_notice_that_was_given_needs_none() -> None:
    assert ends(setting(date(2026, 5, 5), renewal={"mode": "none"})) == []
    assert ends(setting(date(2026, 5, 5), renewal={"mode": "option", "period": "12 months"})) == []
    assert ends(setting(date(2027, 5, 5), History(ends_on=date(2027, 8, 31)))) == []
    assert ends(setting(date(2025, 5, 5))) == []  # it has not begun


def test_too_early_a_notice_is_said_to_end_nothing() -> None:
    found = setting(
        date(2026, 2, 2), renewal={"mode": "automatic", "period": "12 months"}, notice={"period": "30 days", "before": "last_day", "not_before": "90 days"}
    )
    assert days(found) == [("provider", None), ("customer", None)]
    told = [step.text for step in notice_today_steps(found, tuple(ends(found)))]
    assert told[0] == "if we gave notice today, it would count from 2 February 2026 and end nothing: it is too early"


def test_what_notice_of_today_would_do_is_told_in_words() -> None:
    found = setting(date(2027, 5, 7), notice={"period": "3 months", "before": "last_day"}, delivery=[POST])
    assert [step.text for step in notice_today_steps(found, tuple(ends(found)))] == [
        "if we gave notice today, by post, it would be received on 11 May 2027 and end the agreement on 11 August 2027 at the earliest",
        "if Acme plc gave notice today, by post, it would be received on 11 May 2027 and end the agreement on 11 August 2027 at the earliest",
    ]


def test_at_the_end_of_the_calendar_nothing_is_told() -> None:
    assert ends(setting(date(9999, 12, 1), effective_date="9990-01-01")) == []
