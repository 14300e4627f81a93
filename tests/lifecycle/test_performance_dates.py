"""Reports to deliver, credits to claim, signatures that are missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import DueItem
from slagen.lifecycle.history import NOTHING_HAPPENED, History
from slagen.lifecycle.key_dates import Calendars
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement
from slagen.model.native import from_native

TERM = {"effective_date": "2026-01-01", "initial": "12 months", "renewal": {"mode": "none"}}
LEVEL: dict[str, Any] = {"id": "availability", "service": "hosting", "metric": "availability", "role": "slo", "period": "calendar-month"}
SCHEME: dict[str, Any] = {"id": "standard", "services": ["hosting"], "base": "monthly-charges", "claim": {"mode": "claimed", "within": "30 days"}}
REPORTING: dict[str, Any] = {"cadence": "monthly", "due": "10 business days"}
CLAIMED: dict[str, Any] = {"reporting": REPORTING, "service_levels": [LEVEL], "service_credits": [SCHEME]}


def due(today: date, we: str = "provider", history: History = NOTHING_HAPPENED, version: str | None = None, **facts: Any) -> list[DueItem]:
    parties = {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme plc", "role": "customer"}}
    base = {"id": "acme", "title": "Hosting", "kind": "sla", "template": "sla", "parties": parties, "contract_term": TERM}
    agreement = from_native(Agreement, {**base, **facts})
    found = due_items(Setting(agreement, today, we, Calendars(BusinessCalendar("GB-ENG")), history, version=version))
    return [item for item in found if item.kind != "expiry"]


def days(items: list[DueItem]) -> list[tuple[str, date]]:
    return [(item.id.removeprefix("acme:"), item.due) for item in items]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 12, 1), ("report-due:2026-01", date(2026, 2, 13))),  # before the beginning: the first one
        (date(2026, 9, 15), ("report-due:2026-09", date(2026, 10, 14))),
        (date(2026, 10, 14), ("report-due:2026-09", date(2026, 10, 14))),
        (date(2026, 10, 15), ("report-due:2026-10", date(2026, 11, 13))),
        (date(2026, 12, 1), ("report-due:2026-11", date(2026, 12, 14))),
        (date(2026, 12, 20), ("report-due:2026-12", date(2027, 1, 15))),  # the last report comes after the end; 1 January is a holiday
    ],
)
def test_a_report_is_due_so_many_business_days_after_its_period(today: date, expected: tuple[str, date]) -> None:
    (item,) = due(today, reporting=REPORTING)
    assert days([item]) == [expected]
    assert (item.who_acts, item.legal) == ("we", True)


def test_our_report_stays_on_the_days_without_business_before_its_own_day_and_no_longer() -> None:
    # 14 days after 28 February is Saturday 14 March 2026, and the business day before it Friday 13 March
    plan = {"cadence": "monthly", "due": "14 days"}
    (item,) = due(date(2026, 3, 14), reporting=plan)
    assert (item.period, item.due, item.days_left) == ("2026-02", date(2026, 3, 13), -1)
    assert item.if_nothing == "it is still in time if it is delivered by 14 March 2026; else the report for the month that ends on 28 February 2026 is late"
    assert [item.period for item in due(date(2026, 3, 15), reporting=plan)] == ["2026-03"]


def test_our_claim_stays_on_the_days_without_business_before_its_own_day_and_no_longer() -> None:
    # 30 days after 31 January 2026 is Monday 2 March; 29 days is Sunday 1 March, and the business day before it Friday 27 February
    facts = {**CLAIMED, "service_credits": [{**SCHEME, "claim": {"mode": "claimed", "within": "29 days", "from": "period-end"}}]}
    claims = {day: [item for item in due(day, we="customer", **facts) if item.kind == "credit-claim"] for day in (date(2026, 3, 1), date(2026, 3, 2))}
    item = claims[date(2026, 3, 1)][0]
    assert (item.period, item.due) == ("standard-2026-01", date(2026, 2, 27))
    assert item.if_nothing == (
        "it is still in time if it is claimed by 1 March 2026; else a credit for the month that ends on 31 January 2026 lapses, if there is one"
    )
    assert [item.period for item in claims[date(2026, 3, 2)]] == ["standard-2026-02", "standard-2026-03"]


def test_after_the_last_report_none_is_due() -> None:
    assert due(date(2027, 1, 16), reporting=REPORTING) == []
    assert due(date(2060, 1, 1), reporting=REPORTING) == []


def test_a_report_that_records_show_as_missed_stays_due() -> None:
    delivered = History(done={"acme:report-due:2026-07": date(2026, 8, 10)})
    (item,) = due(date(2026, 11, 2), history=delivered, reporting=REPORTING)
    assert (item.period, item.due, item.days_left) == ("2026-08", date(2026, 9, 14), -49)
    assert item.if_nothing == "the report for the month that ends on 31 August 2026 is late"


def test_the_other_sides_report_is_theirs() -> None:
    (item,) = due(date(2026, 9, 15), we="customer", reporting={"cadence": "quarterly", "due": "14 days"})
    assert (item.period, item.due, item.who_acts) == ("2026-Q3", date(2026, 10, 14), "Northwind Ltd")


def test_a_claim_counts_from_the_later_of_the_periods_end_and_the_report() -> None:
    # domain.md, Service levels: a report may be due after the claim window would have begun
    received = History(done={"acme:report-due:2026-08": date(2026, 9, 11)})
    found = [item for item in due(date(2026, 9, 20), we="customer", history=received, **CLAIMED) if item.kind == "credit-claim"]
    assert days(found) == [("credit-claim:standard-2026-08", date(2026, 10, 9)), ("credit-claim:standard-2026-09", date(2026, 10, 30))]
    august = found[0]
    assert (august.who_acts, august.legal) == ("we", True)
    assert august.why == (
        "the month ends on 31 August 2026",
        "its report was received on 11 September 2026",
        "30 days after 11 September 2026: 11 October 2026",
        "no business day in GB-ENG, so the business day before: 9 October 2026",
    )


def test_without_a_recorded_report_we_claim_by_the_earlier_day_and_reckon_with_theirs_until_the_later() -> None:
    ours = [item for item in due(date(2026, 9, 20), we="customer", **CLAIMED) if item.kind == "credit-claim"]
    theirs = [item for item in due(date(2026, 9, 20), **CLAIMED) if item.kind == "credit-claim"]
    assert days(ours)[0] == ("credit-claim:standard-2026-08", date(2026, 9, 30))
    assert days(theirs)[0] == ("credit-claim:standard-2026-08", date(2026, 10, 14))  # 14 September and 30 days
    assert theirs[0].who_acts == "Acme plc"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ({"mode": "claimed", "within": "30 days", "from": "period-end"}, date(2026, 9, 30)),
        ({"mode": "claimed", "within": "2 months", "from": "report"}, date(2026, 11, 14)),
        ({"mode": "claimed", "within": "20 business days", "from": "period-end"}, date(2026, 9, 28)),
    ],
)
def test_a_claim_runs_from_what_the_scheme_says(claim: dict[str, str], expected: date) -> None:
    facts = {**CLAIMED, "service_credits": [{**SCHEME, "claim": claim}]}
    found = [item for item in due(date(2026, 9, 20), **facts) if item.id == "acme:credit-claim:standard-2026-08"]
    assert [item.due for item in found] == [expected]


def test_credits_that_come_by_themselves_need_no_claim() -> None:
    assert [item.kind for item in due(date(2026, 9, 20), **{**CLAIMED, "service_credits": [{**SCHEME, "claim": {"mode": "automatic"}}]})] == ["report-due"]


def test_each_period_of_the_levels_has_its_claim() -> None:
    levels = [LEVEL, {**LEVEL, "id": "first-contact", "period": "calendar-quarter"}, {**LEVEL, "id": "reported", "role": "kpi", "period": "fixed-30-days"}]
    found = due(date(2026, 9, 20), service_levels=levels, service_credits=[SCHEME])
    assert [item.period for item in found] == ["standard-2026-08", "standard-2026-09", "standard-2026-Q3"]
    named = {**SCHEME, "bands": {"first-contact": []}}
    assert [item.period for item in due(date(2026, 9, 20), service_levels=levels, service_credits=[named])] == ["standard-2026-Q3"]


def test_where_the_facts_name_no_customer_it_is_called_the_customer() -> None:
    found = due(date(2026, 9, 20), parties={"provider": {"name": "Northwind Ltd", "role": "provider"}}, **CLAIMED)
    assert {item.who_acts for item in found if item.kind == "credit-claim"} == {"the customer"}


def test_a_claim_that_was_made_is_done() -> None:
    done = History(done={"acme:credit-claim:standard-2026-08": date(2026, 9, 19)})
    assert [item.period for item in due(date(2026, 9, 20), history=done, **CLAIMED) if item.kind == "credit-claim"] == ["standard-2026-09"]


def test_an_agreement_that_nobody_signed_is_due_by_its_effective_date() -> None:
    before, after = due(date(2025, 12, 1), version=""), due(date(2026, 1, 5), version="")
    assert days(before) == [("unsigned-draft:signature", date(2026, 1, 1))]
    assert (before[0].legal, before[0].if_nothing) == (False, "it applies from 1 January 2026, and nobody is bound by its text")
    assert (after[0].days_left, after[0].if_nothing) == (-4, "it applied from 1 January 2026, and nobody is bound by its text")


@pytest.mark.parametrize("facts", [{"version": "v1.0"}, {"version": None}, {"version": "", "level": "service"}, {"version": "", "kind": "charter"}])
def test_what_is_signed_or_never_will_be_misses_no_signature(facts: dict[str, Any]) -> None:
    assert due(date(2025, 12, 1), **facts) == []


def test_what_a_claim_for_a_part_leaves_stays_due_even_where_nobody_can_say_how_much_it_is() -> None:
    def august(*, whole: bool) -> list[str]:
        history = History(claimed={("standard", date(2026, 8, 1)): whole})
        return [item.period for item in due(date(2026, 9, 20), history=history, **CLAIMED) if item.period == "standard-2026-08"]

    assert (august(whole=False), august(whole=True)) == (["standard-2026-08"], [])


def test_a_day_counted_from_the_last_day_for_a_report_says_that_its_receipt_is_not_on_record() -> None:
    found = next(item for item in due(date(2026, 9, 20), **CLAIMED) if item.period == "standard-2026-08")
    assert found.why[1] == "its report is due by 14 September 2026, and the time runs from its receipt, which is not on record: it is counted from that day"
