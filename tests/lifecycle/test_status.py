"""Where an agreement stands, by its records and by its dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.lifecycle.history import NOTHING_HAPPENED, History
from slagen.lifecycle.key_dates import Calendars, key_dates
from slagen.lifecycle.status import status_on
from slagen.model.agreement import Agreement
from slagen.model.native import from_native
from slagen.model.standing import Standing, Status

SIGNED = Standing(Status.EXECUTED, "v1.0")
AUTOMATIC = {"mode": "automatic", "period": "12 months", "max_renewals": 1}
NOTICE = {"period": "90 days", "before": "last_day", "not_before": "180 days"}


def status(on: date, renewal: Mapping[str, Any], *, standing: Standing = SIGNED, history: History = NOTHING_HAPPENED, **more: Any) -> str:
    term = {"effective_date": "2026-01-01", "initial": "12 months", "renewal": renewal, "notice": NOTICE}
    parties = {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme plc", "role": "customer"}}
    facts = {"id": "acme", "title": "Hosting", "kind": "sla", "template": "sla", "parties": parties, "contract_term": term, **more}
    return status_on(standing, key_dates(from_native(Agreement, facts), on, "provider", Calendars(BusinessCalendar("GB-ENG")), history))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 12, 31), "executed"),
        (date(2026, 1, 1), "active"),
        (date(2026, 7, 3), "active"),
        (date(2026, 7, 4), "in notice window"),  # 180 days before 31 December
        (date(2026, 10, 2), "in notice window"),  # 90 days before 31 December
        (date(2026, 10, 3), "renewing"),
        (date(2027, 1, 1), "active"),
        (date(2027, 10, 1), "active"),  # the last renewal term: nothing more can follow
        (date(2027, 10, 2), "expiring"),
        (date(2027, 12, 31), "expiring"),
        (date(2028, 1, 1), "expired"),
    ],
)
def test_an_executed_agreement_runs_through_its_terms(on: date, expected: str) -> None:
    assert status(on, AUTOMATIC) == expected


@pytest.mark.parametrize("before", [Status.DRAFT, Status.SENT, Status.NEGOTIATED])
def test_before_the_signature_the_records_decide(before: Status) -> None:
    assert status(date(2026, 6, 1), AUTOMATIC, standing=Standing(before)) == before


def test_an_open_amendment_leaves_the_status_of_what_binds() -> None:
    assert status(date(2026, 6, 1), AUTOMATIC, standing=Standing(Status.DRAFT, "v1.0", "v1.1")) == "active"


def test_an_option_that_nobody_exercised_in_time_lets_the_agreement_expire() -> None:
    option = {"mode": "option", "period": "12 months", "exercised_by": "customer"}
    assert [status(day, option) for day in (date(2026, 8, 1), date(2026, 11, 1), date(2027, 1, 1))] == ["in notice window", "expiring", "expired"]
    assert status(date(2027, 1, 1), option, history=History(renewals=1)) == "active"


def test_notice_and_termination_let_it_expire_on_their_day() -> None:
    ended = History(ends_on=date(2026, 12, 31))
    assert [status(day, AUTOMATIC, history=ended) for day in (date(2026, 12, 31), date(2027, 1, 1))] == ["expiring", "expired"]
    terminated = Standing(Status.TERMINATED, "v1.0", ends_on=date(2026, 6, 30))
    history = History(ends_on=date(2026, 6, 30))
    assert [status(day, AUTOMATIC, standing=terminated, history=history) for day in (date(2026, 6, 30), date(2026, 7, 1))] == ["expiring", "terminated"]


def test_without_a_renewal_it_expires_once_its_window_opens() -> None:
    assert [status(day, {"mode": "none"}) for day in (date(2026, 10, 1), date(2026, 10, 2))] == ["active", "expiring"]
    assert status(date(2026, 9, 4), {"mode": "none"}, renegotiation={"opens": "120 days"}) == "expiring"


def test_what_goes_on_without_an_end_is_active() -> None:
    assert status(date(2040, 1, 1), {"mode": "evergreen"}) == "active"


def test_an_option_that_was_exercised_renews_and_is_open_no_more() -> None:
    option = {"mode": "option", "period": "12 months", "exercised_by": "customer", "max_renewals": 1}
    once = History(renewals=1)
    assert [status(day, option, history=once) for day in (date(2026, 11, 1), date(2027, 1, 1), date(2027, 11, 1), date(2028, 1, 1))] == [
        "active", "active", "expiring", "expired",
    ]  # fmt: skip


def test_without_a_contract_term_what_was_signed_stays_executed_until_its_last_day() -> None:
    no_term: dict[str, Any] = {"contract_term": None}
    ended = History(ends_on=date(2026, 12, 31))
    terminated = Standing(Status.TERMINATED, "v1.0", ends_on=date(2026, 12, 31))
    assert status(date(2026, 6, 1), {}, **no_term) == "executed"
    assert [status(day, {}, standing=terminated, history=ended, **no_term) for day in (date(2026, 12, 31), date(2027, 1, 1))] == ["expiring", "terminated"]
