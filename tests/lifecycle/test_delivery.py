"""When a notice counts as received, and by when it must be sent."""

from __future__ import annotations

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.core.durations import Duration
from slagen.lifecycle.delivery import ENDING, RENEWING, address_for, latest_sending, open_ways, received_on
from slagen.model.agreement import DeliveryRule, NoticeAddress, Party

ENGLAND = BusinessCalendar("GB-ENG")
BAVARIA = BusinessCalendar("DE-BY")
POST = DeliveryRule("post", Duration.parse("2 business days"))
EMAIL = DeliveryRule("email", Duration.parse("same day"), time(17), ("termination",))
COURIER = DeliveryRule("courier", Duration.parse("1 business day"))


@pytest.mark.parametrize(
    ("sent", "deemed", "expected"),
    [
        (date(2028, 9, 27), "2 business days", date(2028, 9, 29)),  # domain.md, Dates: latest safe send date
        (date(2028, 9, 28), "2 business days", date(2028, 10, 2)),  # domain.md: Thursday would be received on Monday
        (date(2026, 11, 28), "same day", date(2026, 11, 30)),  # a Saturday counts as the next business day
        (date(2026, 12, 24), "1 business day", date(2026, 12, 29)),  # 25 and 28 December 2026 are holidays in England
        (date(2026, 12, 24), "1 day", date(2026, 12, 29)),
        (date(2026, 11, 20), "1 week", date(2026, 11, 27)),
        (date(2026, 11, 28), "2 business days", date(2026, 12, 1)),  # posted on a Saturday: Monday, Tuesday
    ],
)
def test_receipt_is_computed_forwards(sent: date, deemed: str, expected: date) -> None:
    assert received_on(sent, Duration.parse(deemed), ENGLAND) == expected


def test_the_latest_safe_send_date_by_post() -> None:
    # domain.md, Dates: last day 31 Dec 2028, 90 clear days → Sunday 1 Oct 2028; by post with two business days → Wed 27 Sep
    found = latest_sending("customer", date(2028, 10, 1), POST, ENGLAND, ENGLAND)
    assert found is not None
    assert (found.send_by, found.received) == (date(2028, 9, 27), date(2028, 9, 29))


def test_what_must_be_received_by_a_saturday_is_sent_on_friday() -> None:
    # domain.md, Dates: ours by Sat 28 Nov 2026, so Fri 27
    found = latest_sending("customer", date(2026, 11, 28), EMAIL, ENGLAND, ENGLAND)
    assert found is not None
    assert (found.send_by, found.cutoff) == (date(2026, 11, 27), time(17))


def test_holidays_count_at_the_place_of_receipt_and_sending_at_ours() -> None:
    # 1 November 2027 (Monday) is All Saints’ Day in Bavaria and a business day in England
    assert received_on(date(2027, 10, 29), COURIER.deemed, BAVARIA) == date(2027, 11, 2)
    assert received_on(date(2027, 10, 29), COURIER.deemed, ENGLAND) == date(2027, 11, 1)
    found = latest_sending("customer", date(2027, 11, 1), COURIER, BAVARIA, ENGLAND)
    assert found is not None
    assert (found.send_by, found.received) == (date(2027, 10, 28), date(2027, 10, 29))


def test_a_closed_day_moves_the_last_day_to_send() -> None:
    closed = BusinessCalendar("GB-ENG", frozenset({date(2028, 9, 29)}))
    found = latest_sending("customer", date(2028, 10, 1), POST, closed, closed)
    assert found is not None
    assert found.send_by == date(2028, 9, 26)


@given(last=st.dates(date(2020, 1, 1), date(2040, 12, 31)), days=st.integers(0, 5), places=st.tuples(*2 * [st.sampled_from([ENGLAND, BAVARIA])]))
def test_the_day_after_the_latest_safe_one_is_too_late(last: date, days: int, places: tuple[BusinessCalendar, BusinessCalendar]) -> None:
    receipt, sending = places
    rule = DeliveryRule("post", Duration.parse(f"{days} business days"))
    found = latest_sending("customer", last, rule, receipt, sending)
    assert found is not None
    assert found.send_by <= found.received <= last
    assert sending.is_business_day(found.send_by)
    assert receipt.is_business_day(found.received)
    later = sending.following(found.send_by + timedelta(days=1))
    assert later > last or received_on(later, rule.deemed, receipt) > last


def test_an_address_of_its_own_decides_the_way() -> None:
    general, special = NoticeAddress("1 High Street"), NoticeAddress("2 High Street", for_="termination", method="courier")
    party = Party("Acme plc", notices=(general, special))
    assert address_for(party, ENDING) == special
    assert open_ways((POST, COURIER, EMAIL), party, ENDING) == (COURIER,)
    assert open_ways((POST, COURIER, EMAIL), party, RENEWING) == (POST, COURIER, EMAIL)


def test_of_two_addresses_for_the_same_notices_the_first_counts() -> None:
    first, second = NoticeAddress("1 High Street", method="courier"), NoticeAddress("2 High Street", method="post")
    party = Party("Acme plc", notices=(first, second))
    assert address_for(party, ENDING) == first
    assert open_ways((POST, COURIER), party, ENDING) == (COURIER,)


def test_a_way_that_is_closed_to_termination_is_not_taken_for_it() -> None:
    assert open_ways((POST, EMAIL), Party("Acme plc"), ENDING) == (POST,)
