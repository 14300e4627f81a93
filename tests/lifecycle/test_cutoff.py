"""The last moment to send, at the agreement's clock and at ours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.lifecycle.cutoff import last_moment, told
from slagen.lifecycle.due import due_items
from slagen.lifecycle.key_dates import Calendars
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.steps import sending_steps
from slagen.model.agreement import Agreement
from slagen.model.native import from_native

ZONES = ["Europe/London", "America/New_York", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Honolulu", "Australia/Lord_Howe", "America/Santiago", "UTC"]


@pytest.mark.parametrize(
    ("day", "there", "here", "expected"),
    [
        (date(2028, 9, 27), "Europe/London", "Europe/Berlin", "2028-09-27T18:00:00+02:00"),
        (date(2027, 3, 22), "Europe/London", "America/New_York", "2027-03-22T13:00:00-04:00"),  # New York has changed its clocks, London has not
        (date(2027, 3, 29), "Europe/London", "America/New_York", "2027-03-29T12:00:00-04:00"),  # both have
        (date(2026, 9, 28), "Pacific/Auckland", "Europe/London", "2026-09-28T05:00:00+01:00"),  # southern summer time since 27 September 2026
        (date(2027, 4, 5), "Pacific/Auckland", "Europe/London", "2027-04-05T06:00:00+01:00"),  # and until 4 April 2027
        (date(2026, 9, 28), "Pacific/Kiritimati", "Pacific/Honolulu", "2026-09-27T17:00:00-10:00"),  # across the date line: the day before
        (date(2026, 9, 28), "Pacific/Honolulu", "Pacific/Kiritimati", "2026-09-29T17:00:00+14:00"),
    ],
)
def test_the_same_moment_at_our_clock(day: date, there: str, here: str, expected: str) -> None:
    found = last_moment(day, time(17), there, here)
    assert (found.there.isoformat()[:16], found.here.isoformat()) == (f"{day}T17:00", expected)


def test_a_time_that_comes_twice_is_the_first_and_one_that_is_skipped_the_sooner() -> None:
    # 25 October 2026, 01:30 comes twice in London: first in summer time, 00:30 UTC; 28 March 2027, 01:30 is skipped
    assert last_moment(date(2026, 10, 25), time(1, 30), "Europe/London", "UTC").here == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert last_moment(date(2027, 3, 28), time(1, 30), "Europe/London", "UTC").here == datetime(2027, 3, 28, 0, 30, tzinfo=UTC)


def test_it_is_told_in_both_zones_where_the_clocks_differ() -> None:
    same = last_moment(date(2026, 9, 28), time(17), "Europe/London", "Europe/Lisbon")
    assert told(same, "Europe/London", "Europe/Lisbon", "28 September 2026") == "17:00"
    other = last_moment(date(2026, 9, 28), time(17), "Pacific/Kiritimati", "Pacific/Honolulu")
    assert told(other, "Pacific/Kiritimati", "Pacific/Honolulu", "27 September 2026") == (
        "17:00 (Pacific/Kiritimati; here 17:00 on 27 September 2026, Pacific/Honolulu)"
    )


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.times(), st.sampled_from(ZONES), st.sampled_from(ZONES))
def test_both_clocks_show_one_moment(day: date, at: time, there: str, here: str) -> None:
    found = last_moment(day, at, there, here)
    assert found.there == found.here
    assert found.here.tzinfo == ZoneInfo(here)
    assert abs(found.there.replace(tzinfo=None) - datetime.combine(day, at)) <= timedelta(hours=1)  # only where clocks skip that time


def setting(zone: str) -> Setting:
    term = {
        "effective_date": "2026-01-01", "initial": "12 months", "renewal": {"mode": "automatic", "period": "12 months"},
        "notice": {"period": "90 days", "before": "last_day"}, "delivery": [{"method": "email", "deemed": "same day", "cutoff": "17:00"}],
    }  # fmt: skip
    parties = {"provider": {"name": "Northwind Ltd", "role": "provider"}, "customer": {"name": "Acme Ltd", "role": "customer"}}
    facts = {"id": "acme", "title": "A", "kind": "sla", "template": "sla", "parties": parties, "contract_term": term, "time_zone": "Pacific/Auckland"}
    return Setting(from_native(Agreement, facts), date(2026, 6, 1), "provider", Calendars(BusinessCalendar("NZ-AUK")), zone=zone)


@pytest.mark.parametrize(
    ("zone", "due", "said"),
    [
        ("", date(2026, 10, 2), "before 17:00, Acme"),  # 90 days before 31 December 2026: Friday 2 October
        ("Europe/London", date(2026, 10, 2), "before 17:00 (Pacific/Auckland; here 05:00, Europe/London), Acme"),
        ("Pacific/Honolulu", date(2026, 10, 1), "before 17:00 (Pacific/Auckland; here 18:00 on 1 October 2026, Pacific/Honolulu), Acme"),
    ],
)
def test_the_last_safe_day_is_the_one_at_our_place(zone: str, due: date, said: str) -> None:
    found = setting(zone)
    assert [item.due for item in due_items(found) if item.kind == "latest-safe-send"] == [due]
    ours = found.key_dates(found.today).ours
    assert ours is not None
    assert said in next(sending_steps(found, ours)).text
