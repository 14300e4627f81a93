"""What was worked out for one day is told on later days only as long as it would be worked out again in the same way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from slagen.core.calendars import BusinessCalendar
from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import DueItem
from slagen.lifecycle.history import History
from slagen.lifecycle.key_dates import Calendars
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.spans import holds_until
from slagen.lifecycle.status import status_on, stays_until
from slagen.model.agreement import Agreement
from slagen.model.native import from_native
from slagen.model.standing import Standing, Status

ENGLAND = Calendars(BusinessCalendar("GB-ENG"))
FACTS = {
    "id": "acme",
    "title": "Acme hosting",
    "kind": "sla",
    "template": "plain",
    "parties": {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme plc", "role": "customer"}},
    "people": {"account": "jo@northwind.example"},
}
DAYS = st.dates(date(2025, 6, 1), date(2028, 12, 31))
LENGTHS = st.sampled_from(["1 month", "2 months", "45 days", "6 weeks", "3 months", "12 months"])
SHORT = st.sampled_from(["5 days", "10 business days", "30 days", "1 month", "3 months"])
RENEWALS = st.one_of(
    st.just({"mode": "none"}),
    st.fixed_dictionaries({"mode": st.sampled_from(["automatic", "option"]), "period": LENGTHS, "max_renewals": st.integers(0, 3)}),
    st.fixed_dictionaries({"mode": st.sampled_from(["automatic", "evergreen"]), "period": LENGTHS}),
    st.just({"mode": "evergreen"}),
)
NOTICES = st.fixed_dictionaries({"period": SHORT}, optional={"before": st.sampled_from(["last_day", "renewal_date"]), "clear_days": st.booleans()})
POST = {"method": "post", "deemed": "5 business days"}
TERMS = st.fixed_dictionaries(
    {"effective_date": DAYS.map(str), "initial": LENGTHS, "renewal": RENEWALS, "notice": NOTICES},
    optional={"delivery": st.sampled_from([[POST], [POST, {"method": "courier", "deemed": "1 business day"}, {"method": "hand", "deemed": "same day"}]])},
)
ANCHORS = st.one_of(st.sampled_from(["effective_date", "last_completed"]), DAYS.map(str))
OBLIGATIONS = st.fixed_dictionaries(
    {"id": st.sampled_from(["one", "two"]), "who": st.sampled_from(["provider", "customer"]), "what": st.just("a test")},
    optional={"every": LENGTHS, "anchor": ANCHORS, "on": DAYS.map(str)},
)
LEVELS = [
    {"id": name, "service": "hosting", "metric": "availability", "role": "slo", "period": period}
    for name, period in (("monthly", "calendar-month"), ("fixed", "fixed-30-days"))
]
SCHEMES = st.fixed_dictionaries({"mode": st.just("claimed"), "within": SHORT}, optional={"from": st.sampled_from(["period-end", "report"])}).map(
    lambda claim: [{"id": "standard", "services": ["hosting"], "base": "monthly-charges", "claim": claim}]
)
AGREEMENTS = st.fixed_dictionaries(
    {"contract_term": TERMS},
    optional={
        "review": st.fixed_dictionaries({"every": LENGTHS, "anchor": ANCHORS}, optional={"lead": SHORT}),
        "price_review": st.fixed_dictionaries({"every": LENGTHS, "anchor": ANCHORS}, optional={"notice": SHORT}),
        "renegotiation": st.fixed_dictionaries({"opens": LENGTHS, "closes": st.sampled_from(["last_notice_date", "10 days"])}),
        "obligations": st.lists(OBLIGATIONS, max_size=2),
        "reporting": st.fixed_dictionaries(
            {"cadence": st.sampled_from(["weekly", "monthly", "quarterly"]), "due": st.sampled_from(["5 business days", "14 days"])}
        ),
        "service_levels": st.just(LEVELS),
        "service_credits": SCHEMES,
        "governing_law": st.just({"law": "the State of New York", "courts": "the State of New York"}),
    },
).map(lambda facts: from_native(Agreement, {**FACTS, **facts}))
HISTORIES = st.builds(
    History,
    renewals=st.integers(0, 2),
    ends_on=st.none() | DAYS,
    reviewed=st.none() | DAYS,
    review_done=st.none() | DAYS,
    done=st.dictionaries(st.sampled_from(["one", "two", "acme:report-due:2026-08", "acme:credit-claim:standard-2026-08"]), DAYS, max_size=2),
    settled=st.dictionaries(st.sampled_from(["one", "two"]), DAYS, max_size=2),
    turns=st.dictionaries(st.sampled_from(["one", "two"]), st.integers(1, 9), max_size=2),
)


def told(items: tuple[DueItem, ...]) -> list[tuple[Any, ...]]:
    """What is told of items on a day, but for the days that are left."""
    return [tuple(getattr(item, name) for name in DueItem.__slots__ if name != "days_left") for item in items]


@settings(max_examples=60, deadline=None)
@given(AGREEMENTS, HISTORIES, DAYS, st.sampled_from(["provider", "customer"]), st.data())
def test_on_every_day_of_a_span_the_same_is_due(agreement: Agreement, history: History, today: date, we: str, data: st.DataObject) -> None:
    version = data.draw(st.sampled_from(["", "v1.0", None]))
    setting = Setting(agreement, today, we, ENGLAND, history, version=version, zone="America/New_York")
    found = due_items(setting)
    until = holds_until(setting, found)
    assert until >= today
    for gone in {1, (min(until, today + timedelta(days=400)) - today).days, data.draw(st.integers(0, 400))}:
        if (day := today + timedelta(days=gone)) <= until:
            later = replace(setting, today=day)
            assert told(due_items(later)) == told(found)


@settings(max_examples=60, deadline=None)
@given(AGREEMENTS, HISTORIES, DAYS, st.sampled_from(["provider", "customer"]), st.data())
def test_an_agreement_stands_where_it_stands_as_long_as_is_said(agreement: Agreement, history: History, today: date, we: str, data: st.DataObject) -> None:
    setting, signed = Setting(agreement, today, we, ENGLAND, history, version="v1.0"), Standing(Status.EXECUTED, "v1.0")
    found = setting.key_dates(today)
    until = stays_until(found)
    assert until >= today
    for gone in {1, (min(until, today + timedelta(days=400)) - today).days, data.draw(st.integers(0, 400))}:
        if (day := today + timedelta(days=gone)) <= until:
            later = setting.key_dates(day)
            assert status_on(signed, later) == status_on(signed, found)
            assert replace(later, on=today) == found


def test_a_span_ends_on_the_day_before_the_next_thing_is_due_and_on_that_day_itself() -> None:
    agreement = from_native(Agreement, {**FACTS, "review": {"every": "3 months", "anchor": "2026-01-05"}})
    before, on = (Setting(agreement, day, "provider", ENGLAND) for day in (date(2026, 2, 1), date(2026, 4, 7)))
    assert [item.due for item in due_items(before)] == [date(2026, 4, 7)]  # 5 April 2026 is Easter Sunday, 6 April a holiday
    assert holds_until(before, due_items(before)) == date(2026, 4, 6)
    assert holds_until(on, due_items(on)) == date(2026, 4, 7)


def test_what_names_no_day_holds_for_ever() -> None:
    setting = Setting(from_native(Agreement, FACTS), date(2026, 2, 1), "provider", ENGLAND)
    assert holds_until(setting, due_items(setting)) == date.max
