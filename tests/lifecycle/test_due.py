"""What is due, when, for whom, and what follows if nobody acts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.calendars import BusinessCalendar, holiday_data_version
from slagen.core.durations import Duration
from slagen.core.errors import BadInputError
from slagen.core.findings import Source
from slagen.core.money import Money
from slagen.lifecycle.due import calendar_name, clause_reviews, due_items
from slagen.lifecycle.due_item import DueItem
from slagen.lifecycle.history import NOTHING_HAPPENED, History
from slagen.lifecycle.key_dates import Calendars
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement, Charge, GoverningLaw
from slagen.model.library import ClauseStatus, LibraryClause
from slagen.model.native import from_native
from slagen.model.period_charges import period_charges

ENGLAND = BusinessCalendar("GB-ENG")
TERM = {
    "effective_date": "2026-01-01",
    "initial": "36 months",
    "renewal": {"mode": "automatic", "period": "12 months", "max_renewals": 3},
    "notice": {"period": "90 days", "before": "last_day"},
}
FACTS: Mapping[str, Any] = {
    "id": "acme",
    "title": "Acme hosting",
    "kind": "sla",
    "template": "customer-sla",
    "parties": {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme plc", "role": "customer"}},
    "contract_term": TERM,
    "charges": [{"service": "hosting", "amount": "10000.00", "currency": "GBP", "per": "month"}],
    "people": {"account": "jo@northwind.example"},
}


def build(**changes: Any) -> Agreement:
    return from_native(Agreement, {**FACTS, **changes})


def due(agreement: Agreement, today: date, we: str = "provider", history: History = NOTHING_HAPPENED) -> tuple[DueItem, ...]:
    return due_items(Setting(agreement, today, we, Calendars(ENGLAND), history))


def kinds(items: tuple[DueItem, ...]) -> dict[str, date]:
    return {item.kind.value: item.due for item in items}


@pytest.mark.parametrize("level", ["service", "corporate"])
def test_standard_terms_that_name_no_customer_reckon_with_the_last_notice_of_the_customer(level: str) -> None:
    ways = {"delivery": [{"method": "post", "deemed": "2 business days"}], "notice_by": {"customer": {"period": "60 days", "before": "last_day"}}}
    standard = build(level=level, parties={"provider": {"name": "Northwind Ltd", "role": "provider"}}, contract_term={**TERM, **ways})
    items = due(standard, date(2028, 6, 1))
    [theirs] = [item for item in items if item.kind.value == "their-last-notice"]
    assert (theirs.who_acts, theirs.due, theirs.period) == ("the customer", date(2028, 11, 1), "customer-term-1")  # 60 days before 31 December 2028
    ours = [item for item in due(standard, date(2028, 6, 1), we="customer") if item.who_acts == "we" and item.kind.value != "renewal"]
    assert {item.kind.value: item.due for item in ours} == {"latest-safe-send": date(2028, 10, 30), "last-notice": date(2028, 11, 1)}
    assert "their-last-notice" not in kinds(due(build(level="customer", parties=standard.parties), date(2028, 6, 1)))


def test_both_sides_notice_and_the_renewal_are_due_with_what_follows() -> None:
    items = due(build(), date(2028, 6, 1))
    assert kinds(items) == {"last-notice": date(2028, 10, 2), "their-last-notice": date(2028, 10, 2), "renewal": date(2029, 1, 1)}
    ours = next(item for item in items if item.kind == "last-notice")
    assert (ours.agreement, ours.title, ours.days_left, ours.owner, ours.legal, ours.who_acts) == (
        "acme",
        "Acme hosting",
        123,
        "jo@northwind.example",
        True,
        "we",
    )
    assert (ours.if_nothing, ours.value, ours.currency) == ("renews for 12 months, £120,000", Decimal("120000.00"), "GBP")
    assert ours.why == (
        "the initial term of 36 months from 1 January 2026 ends on 31 December 2028",
        "not less than 90 days before the last day, 31 December 2028: 2 October 2028",
    )
    assert next(item.who_acts for item in items if item.kind == "their-last-notice") == "Acme plc"


def test_we_act_by_the_earlier_reading_on_a_business_day_and_reckon_with_theirs_until_the_later() -> None:
    # domain.md, Dates, two readings
    open_question = {"effective_date": "2026-03-01", "initial": "12 months", "renewal": {"mode": "automatic"}, "notice": {"period": "3 months"}}
    items = due(build(contract_term=open_question), date(2026, 6, 1))
    assert kinds(items)["last-notice"] == date(2026, 11, 27)
    assert kinds(items)["their-last-notice"] == date(2026, 12, 1)
    ours = next(item for item in items if item.kind == "last-notice")
    assert ours.why[-2:] == (
        "the agreement leaves open what notice counts back from (28 November 2026 and 1 December 2026): we act by the earliest reading",
        "no business day in GB-ENG, so the business day before: 27 November 2026",
    )


def test_the_last_safe_day_to_send_is_due_before_the_last_day_for_notice() -> None:
    # domain.md, Dates: 90 clear days before 31 Dec 2028 → Sunday 1 Oct; by post with two business days → Wed 27 Sep
    post = {**TERM, "notice": {"period": "90 days", "before": "last_day", "clear_days": True}, "delivery": [{"method": "post", "deemed": "2 business days"}]}
    items = due(build(contract_term=post), date(2028, 6, 1))
    assert (kinds(items)["latest-safe-send"], kinds(items)["last-notice"]) == (date(2028, 9, 27), date(2028, 9, 29))
    sending = next(item for item in items if item.kind == "latest-safe-send")
    assert (sending.who_acts, sending.legal, sending.if_nothing) == ("we", True, "renews for 12 months, £120,000")
    assert sending.why[1] == "not less than 90 clear days before the last day, 31 December 2028: 1 October 2028"
    assert sending.why[-1] == "by post, sent by 27 September 2028, Acme plc receives it on 29 September 2028 (business days in GB-ENG)"


def test_what_can_no_longer_be_sent_safely_stays_until_the_last_day_for_notice() -> None:
    post = {**TERM, "notice": {"period": "90 days", "before": "last_day", "clear_days": True}, "delivery": [{"method": "post", "deemed": "2 business days"}]}
    items = due(build(contract_term=post), date(2028, 9, 28))
    assert kinds(items)["last-notice"] == date(2028, 9, 29)
    late = next(item for item in items if item.kind == "latest-safe-send")
    assert (late.due, late.days_left) == (date(2028, 9, 27), -1)
    assert late.if_nothing == "it is no longer safe to send: hand it over, or ask counsel, today; else it renews for 12 months, £120,000"
    assert late.why[-1] == "it is no longer safe to send: hand it over, or ask counsel, today"
    assert kinds(due(build(contract_term=post), date(2028, 10, 2)))["latest-safe-send"] == date(2029, 9, 27)


@pytest.mark.parametrize("today", [date(2028, 9, 30), date(2028, 10, 1)])
def test_the_last_day_for_notice_is_told_on_the_days_without_business_before_it_too(today: date) -> None:
    # The last day is Sunday 1 October 2028, the business day before it Friday 29 September.
    clear = {**TERM, "notice": {"period": "90 days", "before": "last_day", "clear_days": True}, "delivery": [{"method": "post", "deemed": "2 business days"}]}
    items = due(build(contract_term=clear), today)
    assert (kinds(items)["latest-safe-send"], kinds(items)["last-notice"]) == (date(2028, 9, 27), date(2028, 9, 29))
    late = next(item for item in items if item.kind == "last-notice")
    assert late.if_nothing == (
        "it still counts if it is received by 1 October 2028: hand it over, or ask counsel, today; else it renews for 12 months, £120,000"
    )


def test_where_one_way_is_too_slow_the_one_that_is_left_is_named() -> None:
    # The last day is Monday 2 October 2028: by post by Thursday 28 September, by courier by Friday 29 September.
    ways = [{"method": "post", "deemed": "2 business days"}, {"method": "courier", "deemed": "1 business day"}]
    agreement = build(contract_term={**TERM, "delivery": ways})
    late = next(item for item in due(agreement, date(2028, 9, 29)) if item.kind == "latest-safe-send")
    assert late.if_nothing == "it is no longer safe by post: send it by courier, by 29 September 2028; else it renews for 12 months, £120,000"
    too_late = next(item for item in due(agreement, date(2028, 9, 30)) if item.kind == "latest-safe-send")
    assert too_late.if_nothing.startswith("it is no longer safe to send: hand it over, or ask counsel, today; else it renews")


def test_we_may_be_the_customer() -> None:
    items = due(build(), date(2028, 6, 1), we="customer")
    assert next(item.who_acts for item in items if item.kind == "their-last-notice") == "Northwind Ltd"


def test_after_two_renewals_notice_counts_from_the_current_term() -> None:
    assert kinds(due(build(), date(2030, 6, 1)))["last-notice"] == date(2030, 10, 2)


def test_after_the_deadline_the_renewal_stays_and_the_next_terms_notice_comes() -> None:
    assert kinds(due(build(), date(2028, 11, 1))) == {"renewal": date(2029, 1, 1), "last-notice": date(2029, 10, 2), "their-last-notice": date(2029, 10, 2)}


def test_the_last_renewal_term_expires_and_needs_no_notice() -> None:
    # domain.md, Dates, renewal: after the last one there is a final expiry
    assert kinds(due(build(), date(2031, 6, 1))) == {"expiry": date(2031, 12, 31)}


def test_after_the_end_nothing_is_due() -> None:
    assert due(build(review={"every": "3 months"}), date(2032, 1, 1)) == ()


def test_without_renewal_there_is_an_expiry_and_no_notice() -> None:
    items = due(build(contract_term={**TERM, "renewal": {"mode": "none"}}), date(2026, 6, 1))
    assert kinds(items) == {"expiry": date(2028, 12, 31)}


def test_an_option_must_be_exercised_by_the_party_that_has_it() -> None:
    # domain.md, Dates, renewal
    option = {**TERM, "renewal": {"mode": "option", "period": "12 months", "exercised_by": "customer"}}
    items = due(build(contract_term=option), date(2028, 6, 1))
    assert kinds(items) == {"option-exercise": date(2028, 10, 2), "expiry": date(2028, 12, 31)}
    exercise = items[0]
    assert (exercise.who_acts, exercise.if_nothing) == ("Acme plc", "ends on 31 December 2028")
    assert kinds(due(build(contract_term=option), date(2029, 1, 2), history=History(renewals=1)))["expiry"] == date(2029, 12, 31)


def test_an_evergreen_agreement_without_a_period_goes_on_after_its_initial_term() -> None:
    # domain.md, Dates, renewal
    evergreen = build(contract_term={**TERM, "renewal": {"mode": "evergreen"}})
    first = due(evergreen, date(2028, 6, 1))
    assert {item.if_nothing for item in first if item.kind == "last-notice"} == {"goes on without an end, until somebody gives notice"}
    assert all(item.value is None for item in first)
    assert due(evergreen, date(2030, 1, 1)) == ()


def test_once_notice_was_given_only_the_end_is_left() -> None:
    items = due(build(review={"every": "3 months"}), date(2028, 11, 1), history=History(ends_on=date(2028, 12, 31)))
    assert kinds(items) == {"expiry": date(2028, 12, 31)}


def test_currencies_are_never_added() -> None:
    two = build(
        charges=[{"service": "a", "amount": "10000", "currency": "GBP", "per": "month"}, {"service": "b", "amount": "5000", "currency": "EUR", "per": "month"}]
    )
    renewal = next(item for item in due(two, date(2028, 6, 1)) if item.kind == "renewal")
    assert (renewal.if_nothing, renewal.value, renewal.currency) == ("renews for 12 months, £120,000 and €60,000", None, "")


@pytest.mark.parametrize(
    ("charges", "period", "expected"),
    [
        ([("100", "month"), ("300", "quarter"), ("1200", "year")], "12 months", "3600.00"),
        ([("100", "year")], "1 month", "8.33"),
        ([("100", "month"), ("5", "user"), ("999", "once")], "3 months", "300.00"),
    ],
)
def test_recurring_charges_are_worked_out_over_the_period(charges: list[tuple[str, str]], period: str, expected: str) -> None:
    listed = [Charge("s", Decimal(amount), "GBP", per) for amount, per in charges]
    assert period_charges(listed, Duration.parse(period)) == (Money(Decimal(expected), "GBP"),)


def test_a_period_that_is_not_of_months_has_no_sum() -> None:
    assert period_charges([Charge("s", Decimal(1), "GBP", "month")], Duration.parse("90 days")) == ()


def test_a_renegotiation_window_opens_and_then_closes_with_our_last_notice_date() -> None:
    agreement = build(renegotiation={"opens": "180 days", "owner": "kim@northwind.example"})
    before = next(item for item in due(agreement, date(2028, 6, 1)) if item.kind == "renegotiation")
    assert (before.due, before.owner, before.legal) == (date(2028, 7, 4), "kim@northwind.example", False)
    assert next(item.due for item in due(agreement, date(2028, 8, 1)) if item.kind == "renegotiation") == date(2028, 10, 2)
    assert "renegotiation" not in kinds(due(agreement, date(2028, 10, 3)))
    own = build(renegotiation={"opens": "180 days", "closes": "30 days"})
    assert next(item.due for item in due(own, date(2028, 8, 1)) if item.kind == "renegotiation") == date(2028, 12, 1)


@pytest.mark.parametrize(
    ("review", "today", "expected"),
    [
        ({"every": "1 month", "anchor": "2026-01-31"}, date(2026, 3, 2), date(2026, 3, 2)),  # Sat 28 February rolls on to Monday: still due
        ({"every": "1 month", "anchor": "2026-01-31"}, date(2026, 3, 3), date(2026, 3, 31)),
        ({"every": "3 months"}, date(2026, 2, 1), date(2026, 4, 1)),
        ({"every": "3 months"}, date(2025, 2, 1), date(2026, 4, 1)),
        ({"every": "3 months"}, date(2026, 12, 2), date(2027, 1, 4)),  # 1 January is a holiday, then a weekend
        ({"every": "3 months"}, date(2026, 4, 2), date(2026, 7, 1)),
    ],
)
def test_reviews_count_from_their_anchor_and_roll_on_to_a_business_day(review: dict[str, str], today: date, expected: date) -> None:
    assert kinds(due(build(review=review), today))["review"] == expected


def test_a_review_names_its_owner_and_when_to_prepare() -> None:
    item = next(
        item
        for item in due(build(review={"every": "3 months", "lead": "14 days", "owner": "sam@northwind.example"}), date(2026, 2, 1))
        if item.kind == "review"
    )
    assert item.owner == "sam@northwind.example"
    assert item.why == ("review 1: 1 × 3 months from 1 January 2026 is 1 April 2026", "prepare from 18 March 2026")


def test_fixed_reviews_do_not_drift_and_floating_ones_do() -> None:
    # domain.md, Dates, reviews
    late = History(reviewed=date(2026, 4, 1), review_done=date(2026, 4, 20))
    assert kinds(due(build(review={"every": "3 months"}), date(2026, 5, 1), history=late))["review"] == date(2026, 7, 1)
    assert kinds(due(build(review={"every": "3 months", "anchor": "last_completed"}), date(2026, 5, 1), history=late))["review"] == date(2026, 7, 20)


def test_a_review_that_records_show_as_missed_stays_due() -> None:
    item = next(
        item for item in due(build(review={"every": "3 months"}), date(2026, 8, 1), history=History(reviewed=date(2026, 4, 1))) if item.kind == "review"
    )
    assert (item.due, item.days_left) == (date(2026, 7, 1), -31)


def test_a_charter_without_a_term_is_reviewed_from_a_date() -> None:
    charter = build(kind="charter", contract_term=None, review={"every": "12 months", "anchor": "2026-03-02"})
    assert kinds(due(charter, date(2030, 1, 1))) == {"review": date(2030, 3, 4)}  # 2 March 2030 is a Saturday
    assert due(build(contract_term=None, review={"every": "12 months"}), date(2030, 1, 1)) == ()


def test_obligations_come_again_and_ours_fall_on_business_days() -> None:
    ours = {"id": "bcp", "who": "provider", "what": "Test the continuity plan", "every": "12 months", "owner": "ops@northwind.example"}
    theirs = {"id": "list", "who": "customer", "what": "Name contacts", "every": "12 months"}
    once = {"id": "audit", "who": "provider", "what": "First audit", "on": "2026-09-15"}
    items = [item for item in due(build(obligations=[ours, theirs, once]), date(2026, 6, 1)) if item.kind == "obligation"]
    assert [(item.due, item.who_acts, item.if_nothing) for item in items] == [
        (date(2026, 9, 15), "we", "a duty is missed: First audit"),
        (date(2026, 12, 31), "we", "a duty is missed: Test the continuity plan"),
        (date(2027, 1, 1), "Acme plc", "a duty is missed: Name contacts"),
    ]
    assert items[1].owner == "ops@northwind.example"


def test_an_obligation_counts_from_what_was_done() -> None:
    yearly = {"id": "bcp", "who": "provider", "what": "Test", "every": "12 months"}
    floating = {**yearly, "anchor": "last_completed"}
    done = History(done={"bcp": date(2027, 2, 10)})
    assert kinds(due(build(obligations=[yearly]), date(2027, 3, 1), history=done))["obligation"] == date(2027, 12, 31)
    assert kinds(due(build(obligations=[floating]), date(2027, 3, 1), history=done))["obligation"] == date(2028, 2, 10)
    missed = History(done={"bcp": date(2026, 2, 10)})
    assert kinds(due(build(obligations=[yearly]), date(2027, 3, 1), history=missed))["obligation"] == date(2026, 12, 31)


def test_our_obligation_stays_on_the_days_without_business_before_the_agreements_own_day_and_no_longer() -> None:
    # Friday 1 January 2027 is a holiday: the business day before it is Thursday 31 December
    yearly = {"id": "bcp", "who": "provider", "what": "Test", "every": "12 months"}
    item = next(item for item in due(build(obligations=[yearly]), date(2027, 1, 1)) if item.kind == "obligation")
    assert (item.due, item.days_left) == (date(2026, 12, 31), -1)
    assert item.if_nothing == "it is still in time if it is done by 1 January 2027; else a duty is missed: Test"
    assert kinds(due(build(obligations=[yearly]), date(2027, 1, 2)))["obligation"] == date(2027, 12, 31)


def test_a_price_review_is_due_in_time_for_its_notice() -> None:
    agreement = build(price_review={"every": "12 months", "notice": "60 days"})
    assert kinds(due(agreement, date(2026, 6, 1)))["price-review"] == date(2026, 11, 2)
    assert kinds(due(agreement, date(2026, 11, 3)))["price-review"] == date(2027, 11, 2)
    assert kinds(due(build(price_review={"every": "12 months"}), date(2026, 6, 1)))["price-review"] == date(2027, 1, 1)


def test_new_prices_stay_on_the_days_without_business_before_the_last_day_for_their_notice() -> None:
    # 60 days before 1 January 2028 is Tuesday 2 November 2027; 62 days is Sunday 31 October
    agreement = build(price_review={"every": "24 months", "notice": "62 days"})
    item = next(item for item in due(agreement, date(2027, 10, 31)) if item.kind == "price-review")
    assert (item.due, item.if_nothing) == (date(2027, 10, 29), "it is still in time if it is received by 31 October 2027; else charges stay as they are")
    assert kinds(due(agreement, date(2027, 11, 1)))["price-review"] == date(2029, 10, 31)


def test_new_prices_are_due_when_their_notice_is_still_safe_to_send_and_stay_until_it_is_of_no_use() -> None:
    # 60 days before 1 January 2027 is Monday 2 November 2026; by post with two business days it must leave on Thursday 29 October.
    post = {**TERM, "delivery": [{"method": "post", "deemed": "2 business days"}]}
    agreement = build(contract_term=post, price_review={"every": "12 months", "notice": "60 days"})
    item = next(item for item in due(agreement, date(2026, 6, 1)) if item.kind == "price-review")
    assert (item.due, item.if_nothing) == (date(2026, 10, 29), "charges stay as they are")
    assert item.why[-1] == "by post, sent by 29 October 2026, Acme plc receives it on 2 November 2026 (business days in GB-ENG)"
    late = next(item for item in due(agreement, date(2026, 11, 2)) if item.kind == "price-review")
    assert (late.due, late.days_left) == (date(2026, 10, 29), -4)
    assert late.if_nothing == "it is no longer safe to send: hand it over, or ask counsel, today; else charges stay as they are"
    assert kinds(due(agreement, date(2026, 11, 3)))["price-review"] == date(2027, 10, 29)
    assert kinds(due(agreement, date(2026, 6, 1), we="customer"))["price-review"] == date(2026, 11, 2)


def test_dates_that_cannot_be_worked_out_are_an_error_that_names_the_agreement() -> None:
    with pytest.raises(BadInputError, match="“acme” cannot be worked out"):
        due(build(contract_term={**TERM, "effective_date": "9999-01-01"}), date(2026, 1, 1))
    with pytest.raises(BadInputError, match="not a whole number"):
        due(build(review={"every": "2 hours"}), date(2026, 1, 1))


def test_the_calendar_is_that_of_the_governing_law_or_the_workspaces() -> None:
    assert calendar_name(build(governing_law=GoverningLaw("Germany", "Germany", "DE-BY")), "GB-ENG") == "DE-BY"
    assert calendar_name(build(), "GB-ENG") == "GB-ENG"


def clause(name: str, review_by: date | None, status: ClauseStatus = ClauseStatus.APPROVED) -> LibraryClause:
    return LibraryClause(name, name.title(), "1.0.0", status, ("sla",), "", 1, Source(f"clauses/{name}.md", 1), "0", owner="legal", review_by=review_by)


def test_clauses_are_reviewed_too_and_stay_due_until_they_are() -> None:
    items = clause_reviews(
        [clause("old", date(2026, 1, 1)), clause("new", date(2027, 1, 1)), clause("never", None), clause("gone", date(2026, 1, 1), ClauseStatus.RETIRED)],
        today=date(2026, 2, 1),
    )
    assert [(item.title, item.days_left, item.owner) for item in items] == [("Clause “Old” (old)", -31, "legal"), ("Clause “New” (new)", 334, "legal")]


@given(
    st.dates(date(2025, 1, 1), date(2032, 1, 1)),
    st.integers(1, 400),
    st.sampled_from(["30 days", "90 days", "6 months"]),
    st.sampled_from(["1 month", "12 months"]),
)
def test_a_passed_deadline_never_comes_back_as_the_day_moves_on(today: date, later: int, notice: str, period: str) -> None:
    agreement = build(contract_term={**TERM, "renewal": {"mode": "automatic", "period": period}, "notice": {"period": notice}}, review={"every": "1 month"})
    now, then = due(agreement, today), due(agreement, today + timedelta(days=later))
    assert all(item.due >= ENGLAND.preceding(today) for item in now)
    for kind in ("last-notice", "their-last-notice", "renewal", "review"):
        assert kinds(then)[kind] >= kinds(now)[kind]


def test_new_prices_and_duties_for_the_day_after_the_end_are_not_due_before_it() -> None:
    # the agreement ends on 31 December 2031; both fall on 1 January 2032, and are due before that day only because of notice and a holiday
    price = {"every": "12 months", "notice": "60 days"}
    duty = {"id": "test", "who": "provider", "what": "Test the plan", "every": "12 months"}
    items = due(build(price_review=price, obligations=[duty]), date(2031, 2, 1))
    assert kinds(items) == {"expiry": date(2031, 12, 31)}
    assert kinds(due(build(price_review=price, obligations=[duty]), date(2030, 2, 1))) == {
        "last-notice": date(2030, 10, 2),
        "their-last-notice": date(2030, 10, 2),
        "price-review": date(2030, 11, 1),
        "obligation": date(2030, 12, 31),
        "renewal": date(2031, 1, 1),
    }


def test_a_deadline_has_an_owner_where_anybody_of_ours_is_named_at_all() -> None:
    items = due(build(people={}, review={"every": "3 months", "owner": "robin@northwind.example"}), date(2028, 6, 1))
    assert {item.owner for item in items} == {"robin@northwind.example"}
    assert {item.owner for item in due(build(people={}), date(2028, 6, 1))} == {""}


def test_an_item_keeps_its_name_when_its_day_moves_and_no_two_have_the_same() -> None:
    soon, later = due(build(), date(2028, 1, 1)), due(build(contract_term={**TERM, "notice": {"period": "60 days", "before": "last_day"}}), date(2028, 1, 1))
    names = [item.id for item in soon]
    assert len(names) == len(set(names))
    assert set(names) == {item.id for item in later}
    assert [item.due for item in soon] != [item.due for item in later]


def test_an_answered_item_says_by_when_it_was_answered() -> None:
    name = "acme:last-notice:provider-term-1"
    found = due(build(), date(2028, 1, 1), history=History(acknowledged={name: date(2027, 12, 1)}, snoozed={name: date(2028, 2, 1)}))
    [item] = [item for item in found if item.id == name]
    assert (item.acknowledged_on, item.snoozed_until) == (date(2027, 12, 1), date(2028, 2, 1))


def test_an_answered_item_whose_day_moved_with_the_holiday_data_says_so() -> None:
    name = "acme:last-notice:provider-term-1"
    then: dict[str, Any] = {"acknowledged": {name: date(2028, 1, 1)}, "promised": {name: (date(2028, 9, 29), "holidays 0.1")}}
    item = next(item for item in due(build(), date(2028, 6, 1), history=History(**then)) if item.kind == "last-notice")
    assert item.due == date(2028, 10, 2)
    assert item.why[-1] == f"when it was answered it was due on 29 September 2028, by holidays 0.1; it is counted with {holiday_data_version()} now"


@pytest.mark.parametrize("promised", [(date(2028, 10, 2), "holidays 0.1"), (date(2028, 9, 29), holiday_data_version())])
def test_the_same_day_or_the_same_holiday_data_says_nothing(promised: tuple[date, str]) -> None:
    name = "acme:last-notice:provider-term-1"
    history = History(acknowledged={name: date(2028, 1, 1)}, promised={name: promised})
    item = next(item for item in due(build(), date(2028, 6, 1), history=history) if item.kind == "last-notice")
    assert not any("holidays" in why for why in item.why)


PLANNED = {
    "review": {"every": "3 months", "anchor": "effective_date", "owner": "jo@northwind.example"},
    "reporting": {"cadence": "monthly", "due": "10 business days"},
    "obligations": [{"id": "restore", "who": "provider", "what": "Restore a backup", "every": "6 months", "anchor": "effective_date"}],
}
SIGNED_HERE = History(signed_on=date(2026, 2, 16))


def named(day: str, history: History) -> set[str]:
    found = due(build(**PLANNED), date.fromisoformat(day), history=history)
    return {f"{item.period}{' overdue' if item.days_left < 0 else ''}" for item in found if item.kind in {"review", "report-due", "obligation"}}


def test_what_nobody_recorded_since_the_signature_stays_overdue_until_the_next_one_is() -> None:
    """Reviews on 1 April and 1 July, reports on the tenth business day after each month (May's: 12 June), the restore on 1 July."""
    assert named("2026-04-02", SIGNED_HERE) == {"1 overdue", "2", "2026-02 overdue", "2026-03", "restore-1"}
    assert named("2026-07-02", SIGNED_HERE) == {"2 overdue", "3", "2026-05 overdue", "2026-06", "restore-1 overdue", "restore-2"}


def test_what_was_due_before_the_signature_or_without_one_counts_as_done() -> None:
    assert named("2026-04-02", NOTHING_HAPPENED) == {"2", "2026-03", "restore-1"}
    assert named("2026-04-02", History(signed_on=date(2026, 4, 2))) == {"2", "2026-03", "restore-1"}


def test_what_was_recorded_is_not_asked_for_again() -> None:
    reviewed = History(signed_on=date(2026, 2, 16), reviewed=date(2026, 4, 1), review_done=date(2026, 4, 1), reviews=1)
    assert "1 overdue" not in named("2026-04-02", reviewed)
