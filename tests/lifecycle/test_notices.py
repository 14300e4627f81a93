"""Last notice dates, per party and per reading."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.calendars import BusinessCalendar
from slagen.core.durations import Duration
from slagen.core.periods import ContractTerm
from slagen.lifecycle.notices import notice_dates, notice_rule, readings
from slagen.model.agreement import ContractTermFacts, NoticeRule, Party

ENGLAND = BusinessCalendar("GB-ENG")


def rule(period: str, before: str = "", *, clear: bool = False, not_before: str = "", to: str = "") -> NoticeRule:
    return NoticeRule(Duration.parse(period), before, clear_days=clear, not_before=Duration.parse(not_before) if not_before else None, to=to)


def ending(last_day: date) -> ContractTerm:
    return ContractTerm(1, date(2020, 1, 1), last_day)


def test_an_open_question_has_two_readings() -> None:
    # domain.md, Dates: ending 28 Feb 2027, three months: ours by Sat 28 Nov 2026 (so Fri 27), theirs possibly until 1 Dec
    found = readings(rule("3 months"), ending(date(2027, 2, 28)), ENGLAND)
    assert [(one.counted_from, one.last_notice_date) for one in found] == [("last_day", date(2026, 11, 28)), ("renewal_date", date(2026, 12, 1))]
    assert ENGLAND.preceding(found[0].last_notice_date) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("written", "last_day", "expected"),
    [
        (rule("90 days", "last_day", clear=True), date(2028, 12, 31), date(2028, 10, 1)),  # domain.md, Dates: latest safe send date
        (rule("90 days", "last_day"), date(2028, 12, 31), date(2028, 10, 2)),  # the day of service is not counted, the event's day is
        (rule("1 day", "renewal_date"), date(2028, 12, 31), date(2028, 12, 31)),
        (rule("3 months", "last_day"), date(2027, 5, 31), date(2027, 2, 28)),  # months: the corresponding day, or the month's last
        (rule("5 business days", "last_day"), date(2026, 12, 31), date(2026, 12, 22)),  # 25 and 28 December are holidays
        (rule("2 weeks", "last_day"), date(2026, 12, 31), date(2026, 12, 17)),
    ],
)
def test_notice_counts_until_so_long_before_the_end(written: NoticeRule, last_day: date, expected: date) -> None:
    (only,) = readings(written, ending(last_day), ENGLAND)
    assert only.last_notice_date == expected


def test_notice_may_have_a_first_day_too() -> None:
    # domain.md, Dates, windows
    (only,) = readings(rule("60 days", "last_day", not_before="180 days"), ending(date(2028, 12, 31)), ENGLAND)
    assert (only.earliest, only.last_notice_date) == (date(2028, 7, 4), date(2028, 11, 1))


@pytest.mark.parametrize(
    ("to", "last_day", "events"),
    [
        ("quarter-end", date(2028, 12, 31), [date(2028, 12, 31)]),
        ("quarter-end", date(2027, 2, 28), [date(2026, 12, 31), date(2027, 3, 31)]),
        ("quarter-end", date(2027, 5, 31), [date(2027, 3, 31), date(2027, 6, 30)]),
        ("year-end", date(2027, 2, 28), [date(2026, 12, 31), date(2027, 12, 31)]),
        ("month-end", date(2027, 2, 14), [date(2027, 1, 31), date(2027, 2, 28)]),
    ],
)
def test_notice_to_the_end_of_a_quarter_or_year_is_read_both_ways_where_the_term_ends_elsewhere(to: str, last_day: date, events: list[date]) -> None:
    # domain.md, Dates, windows
    assert [one.event for one in readings(rule("30 days", "last_day", to=to), ending(last_day), ENGLAND)] == events


def test_a_party_may_have_a_rule_of_its_own_by_id_or_by_role() -> None:
    general, own = rule("90 days", "last_day"), rule("30 days", "last_day")
    facts = ContractTermFacts(date(2026, 1, 1), Duration.parse("12 months"), notice=general, notice_by={"customer": own})
    parties = {"provider": Party("P", role="provider"), "acme": Party("A", role="customer")}
    found = {one.party: one.safe.last_notice_date for one in notice_dates(facts, ending(date(2026, 12, 31)), parties, ENGLAND)}
    assert found == {"provider": date(2026, 10, 2), "acme": date(2026, 12, 1)}
    assert notice_rule(ContractTermFacts(date(2026, 1, 1), Duration.parse("1 month")), "customer") is None
    assert notice_dates(ContractTermFacts(date(2026, 1, 1), Duration.parse("1 month")), ending(date(2026, 1, 31)), parties, ENGLAND) == ()


def test_notice_beyond_the_calendar_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        readings(rule("999999 days", "last_day"), ending(date(2026, 12, 31)), ENGLAND)


@given(
    st.dates(date(2020, 1, 1), date(2060, 12, 31)),
    st.sampled_from(["1 day", "30 days", "3 months", "5 business days", "1 year"]),
    st.sampled_from(["", "last_day", "renewal_date"]),
    st.booleans(),
)
def test_notice_never_counts_after_the_terms_end(last_day: date, period: str, before: str, clear: bool) -> None:
    found = readings(rule(period, before, clear=clear), ending(last_day), ENGLAND)
    assert all(one.last_notice_date <= last_day for one in found)
    assert found[0].last_notice_date <= found[-1].last_notice_date
