"""What holds of every agreement's dates, whatever its facts and whatever the day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from slagen.core.calendars import BusinessCalendar
from slagen.core.durations import Duration
from slagen.core.periods import add_months
from slagen.lifecycle.due import due_items
from slagen.lifecycle.key_dates import Calendars, KeyDates, key_dates
from slagen.lifecycle.recurrence import occurrence
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.terms import contract_term
from slagen.model.agreement import Agreement
from slagen.model.native import from_native

PLACES = {place: BusinessCalendar(place) for place in ("GB-ENG", "DE-BY", "US-NY", "NZ-AUK")}
PARTIES = {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme plc", "role": "customer"}}

RULES = st.fixed_dictionaries(
    {"period": st.sampled_from(["1 day", "30 days", "90 days", "1 month", "3 months", "10 business days", "6 weeks"])},
    optional={
        "before": st.sampled_from(["last_day", "renewal_date"]),
        "clear_days": st.booleans(),
        "not_before": st.sampled_from(["6 months", "180 days"]),
        "to": st.sampled_from(["month-end", "quarter-end", "year-end"]),
    },
)
WAYS = st.lists(
    st.fixed_dictionaries(
        {"method": st.sampled_from(["post", "courier", "email"]), "deemed": st.sampled_from(["same day", "1 day", "1 business day", "5 business days"])}
    ),
    max_size=2,
)
TERMS = st.fixed_dictionaries(
    {
        "effective_date": st.dates(date(2015, 1, 1), date(2030, 12, 31)).map(date.isoformat) | st.sampled_from(["2024-02-29", "2027-08-31", "2026-01-31"]),
        "initial": st.sampled_from(["12 months", "36 months", "1 year", "400 days"]),
        "renewal": st.fixed_dictionaries(
            {"mode": st.sampled_from(["none", "option", "automatic", "evergreen"]), "period": st.sampled_from(["6 months", "12 months", "365 days"])},
            optional={"max_renewals": st.integers(1, 5)},
        ),
        "notice": RULES,
        "delivery": WAYS,
    },
    optional={"notice_by": st.fixed_dictionaries({"customer": RULES})},
)
DUTIES = [{"id": who, "who": who, "what": "A test", "every": "1 month"} for who in ("provider", "customer")]
LEVEL = {"id": "availability", "service": "hosting", "metric": "availability", "role": "slo", "period": "calendar-month"}
CLAIM = {"mode": "claimed", "within": "20 days", "from": "period-end"}
CLAIMED: dict[str, Any] = {
    "service_levels": [LEVEL],
    "service_credits": [{"id": "standard", "services": ["hosting"], "base": "monthly-charges", "claim": CLAIM}],
}
NEW_YORK = {"law": "the State of New York", "courts": "the State of New York"}
DAYS = st.dates(date(2014, 1, 1), date(2045, 12, 31))
CALENDARS = st.tuples(*2 * [st.sampled_from(sorted(PLACES))])


def agreement(term: dict[str, Any], **more: Any) -> Agreement:
    return from_native(Agreement, {"id": "acme", "title": "A", "kind": "sla", "template": "sla", "parties": PARTIES, "contract_term": term, **more})


def calendars(places: tuple[str, str]) -> Calendars:
    return Calendars(PLACES[places[0]], {"customer": PLACES[places[1]]})


def found(term: dict[str, Any], on: date, places: tuple[str, str]) -> KeyDates:
    return key_dates(agreement(term), on, "provider", calendars(places))


@given(TERMS, DAYS, CALENDARS)
def test_notice_is_never_after_the_end_of_what_it_ends(term: dict[str, Any], on: date, places: tuple[str, str]) -> None:
    dates = found(term, on, places)
    for one in dates.notices:
        assert dates.term is not None
        for reading in one.notice.readings:
            assert reading.last_notice_date <= reading.event
            if not one.notice.rule.to:
                assert reading.last_notice_date <= dates.term.last_day


@given(TERMS, DAYS, CALENDARS)
def test_the_latest_safe_day_to_send_is_never_after_the_last_day_for_notice(term: dict[str, Any], on: date, places: tuple[str, str]) -> None:
    for one in found(term, on, places).notices:
        assert all(way.send_by <= way.received <= one.reading.last_notice_date for way in one.ways)
        assert one.ways == tuple(sorted(one.ways, key=lambda way: (way.send_by, way.method, way.to)))


@settings(max_examples=40, deadline=None)
@given(TERMS, DAYS, st.integers(0, 800), CALENDARS)
def test_moving_the_day_forward_never_brings_back_a_passed_deadline_of_the_same_term(
    term: dict[str, Any], on: date, later: int, places: tuple[str, str]
) -> None:
    review = {"every": "3 months"}
    reporting = {"cadence": "monthly", "due": "5 business days"}
    made = agreement(term, review=review, renegotiation={"opens": "200 days"}, reporting=reporting, obligations=DUTIES, **CLAIMED, governing_law=NEW_YORK)
    now = {item.id for item in due_items(Setting(made, on, "provider", calendars(places)))}
    then = due_items(Setting(made, on + timedelta(days=later), "provider", calendars(places)))
    rolled = PLACES[places[0]].preceding(on + timedelta(days=later))  # what rolled back to that day is told until the day that it rolled from
    for item in then:
        assert item.due >= rolled or item.kind == "latest-safe-send"  # that one stays until the last day for notice
    for item in due_items(Setting(made, on, "provider", calendars(places))):
        if item.due < rolled and item.kind != "latest-safe-send":
            assert item.id not in {one.id for one in then}
    assert len(now) == len(due_items(Setting(made, on, "provider", calendars(places))))  # no two items have one name


@given(TERMS, DAYS, st.integers(0, 400), CALENDARS)
def test_within_one_term_the_dates_do_not_depend_on_the_day_asked(term: dict[str, Any], on: date, later: int, places: tuple[str, str]) -> None:
    first, second = found(term, on, places), found(term, on + timedelta(days=later), places)
    if first.term == second.term and first.term is not None:
        assert (first.notices, first.renewal_date, first.final_expiry) == (second.notices, second.renewal_date, second.final_expiry)


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(1, 24), st.integers(1, 60))
def test_an_anchor_and_n_months_is_the_same_as_computed_in_one_step(anchor: date, months: int, number: int) -> None:
    expected = anchor + relativedelta(months=months * number)
    assert occurrence(anchor, Duration.parse(f"{months} months"), number) == add_months(anchor, months * number) == expected


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.integers(1, 36), st.integers(1, 24), st.integers(1, 20))
def test_terms_join_without_a_gap_and_each_is_computed_from_the_anchor(start: date, initial: int, period: int, number: int) -> None:
    facts = agreement(
        {"effective_date": start.isoformat(), "initial": f"{initial} months", "renewal": {"mode": "automatic", "period": f"{period} months"}}
    ).contract_term
    assert facts is not None
    term = contract_term(facts, number)
    assert contract_term(facts, number + 1).first_day == term.renewal_date
    corresponding = start + relativedelta(months=initial + (number - 1) * period)
    assert term.renewal_date == (corresponding if corresponding.day == start.day else corresponding + timedelta(days=1))
