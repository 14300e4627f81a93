"""What to do next about an agreement: in words that are right on the day."""

from __future__ import annotations

from datetime import date

import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.lifecycle.due import due_items
from slagen.lifecycle.key_dates import Calendars
from slagen.lifecycle.reasons import to_do
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement
from slagen.model.native import from_native
from slagen.model.standing import Status

LATE = "it is no longer safe to send: hand it over, or ask counsel, today"
POST = {"method": "post", "deemed": "2 business days"}
TERM = {
    "effective_date": "2026-01-01",
    "initial": "36 months",
    "renewal": {"mode": "automatic", "period": "12 months"},
    "notice": {"period": "90 days", "before": "last_day", "clear_days": True},
    "delivery": [POST],
}
FACTS = {
    "id": "acme",
    "title": "Acme hosting",
    "kind": "sla",
    "template": "sla",
    "parties": {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme plc", "role": "customer"}},
    "contract_term": TERM,
}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2028, 9, 27), "Decide whether it goes on: to end it, send notice by 27 September 2028 (slagen notice acme --kind non-renewal)"),
        (
            date(2028, 9, 28),
            f"Decide today whether it goes on: {LATE}; else it renews for 12 months (slagen notice acme --kind non-renewal)",
        ),
        (date(2028, 10, 2), "Reckon with their notice, or with none: ours cannot be given any more."),
    ],
)
def test_no_day_that_has_passed_is_named_as_the_one_to_send_by(on: date, expected: str) -> None:
    # domain.md, Dates: by post it must be sent on Wednesday 27 September 2028, and be received by Sunday 1 October
    setting = Setting(from_native(Agreement, FACTS), on, "provider", Calendars(BusinessCalendar("GB-ENG")))
    dates = setting.key_dates(on)
    assert to_do(Status.IN_NOTICE_WINDOW, dates, due_items(setting), setting.formats.date, "acme") == expected
