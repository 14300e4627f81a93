"""What mandatory law may add to the dates of an agreement."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.lifecycle.due import due_items
from slagen.lifecycle.history import History
from slagen.lifecycle.key_dates import Calendars
from slagen.lifecycle.mandatory import mandatory_steps
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement
from slagen.model.native import from_native

NEW_YORK = {"law": "the State of New York", "courts": "the State of New York"}
TERM = {
    "effective_date": "2026-03-01",
    "initial": "12 months",
    "renewal": {"mode": "automatic", "period": "12 months"},
    "notice": {"period": "30 days", "before": "renewal_date"},
}


def setting(today: date, we: str = "provider", history: History | None = None, place: str = "", kind: str = "organisation", **facts: Any) -> Setting:
    parties = {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme", "role": "customer", "jurisdiction": place, "kind": kind}}
    base = {"id": "acme", "title": "Hosting", "kind": "sla", "template": "sla", "parties": parties, "contract_term": TERM, "people": {"legal": "lee@n.example"}}
    return Setting(from_native(Agreement, {**base, **facts}), today, we, Calendars(BusinessCalendar("US-NY")), history or History())


def reminders(found: Setting) -> list[tuple[str, date, str]]:
    return [(item.period, item.due, item.who_acts) for item in due_items(found) if item.kind == "renewal-reminder"]


def test_new_york_wants_a_reminder_15_to_30_days_before_the_customers_last_day() -> None:
    # domain.md, Dates, mandatory law; New York General Obligations Law § 5-903: last day for notice 30 January 2027, so 31 December to 15 January
    (item,) = [one for one in due_items(setting(date(2026, 6, 1), governing_law=NEW_YORK)) if one.kind == "renewal-reminder"]
    assert (item.period, item.due, item.who_acts, item.legal, item.owner) == ("us-ny-5-903-term-1", date(2027, 1, 15), "we", True, "lee@n.example")
    assert item.if_nothing == "the renewal may not bind the customer; ask counsel whether it applies"
    assert item.why[1:3] == ("between 30 days and 15 days before the customer’s last day for notice", "from 31 December 2026 to 15 January 2027")
    assert item.why[-1] == "ask counsel whether it applies"


def test_the_other_side_reminds_us_and_after_its_day_the_next_terms_reminder_comes() -> None:
    assert reminders(setting(date(2027, 1, 16), we="customer", governing_law=NEW_YORK)) == [("us-ny-5-903-term-2", date(2028, 1, 14), "Northwind Ltd")]


def test_a_reminder_stays_on_the_days_without_business_before_its_own_day_and_no_longer() -> None:
    # two terms on, the last day by the law is Sunday 16 January 2028, and the business day before it Friday 14 January
    kept = [one for one in due_items(setting(date(2028, 1, 16), governing_law=NEW_YORK)) if one.kind == "renewal-reminder"]
    assert [(one.period, one.due) for one in kept] == [("us-ny-5-903-term-2", date(2028, 1, 14))]
    assert kept[0].if_nothing.startswith("it is still in time if it is sent by 16 January 2028; else the renewal may not bind")
    assert reminders(setting(date(2028, 1, 17), governing_law=NEW_YORK))[0][0] == "us-ny-5-903-term-3"


def test_two_readings_leave_the_days_that_are_right_under_both() -> None:
    open_question = {**TERM, "notice": {"period": "30 days"}}  # 29 or 30 January 2027
    assert reminders(setting(date(2026, 6, 1), governing_law=NEW_YORK, contract_term=open_question)) == [("us-ny-5-903-term-1", date(2027, 1, 14), "we")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"governing_law": NEW_YORK, "contract_term": {**TERM, "renewal": {"mode": "automatic", "period": "1 month"}, "notice": {"period": "5 days"}}}, []),
        ({"governing_law": NEW_YORK, "contract_term": {**TERM, "notice": None}}, []),
        ({"governing_law": NEW_YORK, "history": History(ends_on=date(2027, 2, 28))}, []),
        ({"place": "FR", "kind": "individual"}, [("fr-l215-1-term-1", date(2026, 12, 30), "we")]),  # L215-1: at the latest one month before 30 January 2027
        ({}, []),
    ],
)
def test_a_reminder_is_due_only_where_a_law_may_demand_it(facts: dict[str, Any], expected: list[tuple[str, date, str]]) -> None:
    assert reminders(setting(date(2026, 6, 1), **facts)) == expected


def test_the_steps_say_what_to_ask_counsel() -> None:
    found = setting(date(2026, 6, 1), place="IE", governing_law=NEW_YORK)
    told = [step.text for step in mandatory_steps(found, found.key_dates(found.today))]
    assert len(told) == 2
    assert told[0].startswith("New York General Obligations Law § 5-903 may oblige the provider to remind the customer in writing")
    assert told[1].startswith("Regulation (EU) 2023/2854 (Data Act), article 25(2)(d): whatever these dates say")
    assert all(text.endswith("ask counsel whether it applies") for text in told)
