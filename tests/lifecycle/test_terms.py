"""Contract terms as of a day."""

from __future__ import annotations

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration
from slagen.lifecycle.terms import OPEN_ENDED, contract_term, final_expiry, is_open_ended, most_terms, renews_after, term_on
from slagen.model.agreement import ContractTermFacts, Renewal

LENGTHS = st.sampled_from(["1 month", "3 months", "12 months", "36 months", "2 years", "90 days", "4 weeks", "1 day"])
STARTS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def facts(start: date, initial: str, mode: str = "none", period: str | None = None, most: int | None = None) -> ContractTermFacts:
    return ContractTermFacts(start, Duration.parse(initial), Renewal(mode, Duration.parse(period) if period else None, most))


@pytest.mark.parametrize(
    ("start", "initial", "last_day", "renewal_date"),
    [
        (date(2026, 3, 1), "12 months", date(2027, 2, 28), date(2027, 3, 1)),  # domain.md, Dates: length of a contract term
        (date(2026, 8, 31), "1 month", date(2026, 9, 30), date(2026, 10, 1)),  # BGB §§ 187(2), 188(3): no 31 September
        (date(2028, 2, 29), "12 months", date(2029, 2, 28), date(2029, 3, 1)),  # the same rule for 29 February
        (date(2026, 1, 1), "36 months", date(2028, 12, 31), date(2029, 1, 1)),
        (date(2026, 1, 1), "30 days", date(2026, 1, 30), date(2026, 1, 31)),
    ],
)
def test_a_term_ends_on_the_day_before_the_corresponding_day(start: date, initial: str, last_day: date, renewal_date: date) -> None:
    term = contract_term(facts(start, initial), 1)
    assert (term.first_day, term.last_day, term.renewal_date) == (start, last_day, renewal_date)


def test_renewal_terms_have_their_own_length_and_count_from_the_anchor() -> None:
    # domain.md, Dates, contract terms: term n is computed from the anchor, not from term n − 1
    automatic = facts(date(2026, 1, 31), "1 month", "automatic", "1 month")
    assert [contract_term(automatic, number).last_day for number in (1, 2, 3, 4)] == [
        date(2026, 2, 28),
        date(2026, 3, 30),
        date(2026, 4, 30),
        date(2026, 5, 30),
    ]


def test_days_and_months_may_be_mixed() -> None:
    trial = facts(date(2026, 1, 1), "90 days", "automatic", "12 months")
    assert contract_term(trial, 2).last_day == date(2027, 3, 31)
    assert contract_term(facts(date(2026, 1, 1), "12 months", "automatic", "30 days"), 3).last_day == date(2027, 3, 1)


def test_everything_counts_from_the_current_term_after_two_renewals() -> None:
    # domain.md, Dates, contract terms
    twice = facts(date(2026, 1, 1), "36 months", "automatic", "12 months", 3)
    found = term_on(twice, date(2030, 6, 1))
    assert found is not None
    assert (found.number, found.first_day, found.last_day) == (3, date(2030, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("mode", "exercised", "on", "number"),
    [
        ("none", 0, date(2026, 12, 31), 1),
        ("none", 0, date(2027, 1, 1), None),
        ("option", 0, date(2027, 1, 1), None),
        ("option", 1, date(2027, 1, 1), 2),
        ("automatic", 0, date(2028, 12, 31), 3),
        ("automatic", 0, date(2029, 1, 1), None),
        ("evergreen", 0, date(2040, 1, 1), 15),
        ("automatic", 0, date(2025, 1, 1), 1),
    ],
)
def test_renewal_modes_decide_how_long_there_is_a_term(mode: str, exercised: int, on: date, number: int | None) -> None:
    found = term_on(facts(date(2026, 1, 1), "12 months", mode, "12 months", 2), on, exercised=exercised)
    assert (found.number if found else None) == number


def test_an_evergreen_agreement_without_a_period_goes_on_without_an_end() -> None:
    evergreen = facts(date(2026, 1, 1), "12 months", "evergreen")
    assert is_open_ended(evergreen)
    found = term_on(evergreen, date(2080, 1, 1))
    assert found is not None
    assert (found.first_day, found.last_day) == (date(2027, 1, 1), OPEN_ENDED)
    assert final_expiry(evergreen) is None
    assert renews_after(evergreen, contract_term(evergreen, 1))
    assert not renews_after(evergreen, found)


def test_the_final_expiry_follows_the_last_renewal() -> None:
    assert final_expiry(facts(date(2026, 1, 1), "36 months", "automatic", "12 months", 3)) == date(2031, 12, 31)
    assert final_expiry(facts(date(2026, 1, 1), "36 months", "automatic", "12 months")) is None
    assert final_expiry(facts(date(2026, 1, 1), "36 months")) == date(2028, 12, 31)
    assert final_expiry(facts(date(2026, 1, 1), "12 months", "option", "12 months"), exercised=1) == date(2027, 12, 31)


def test_a_renewal_without_a_length_is_as_long_as_the_initial_term() -> None:
    assert contract_term(facts(date(2026, 1, 1), "24 months", "automatic"), 2).last_day == date(2029, 12, 31)


@pytest.mark.parametrize(("initial", "number"), [("99999 months", 1), ("12 months", 9000), ("90 days", 40_000)])
def test_a_term_beyond_the_calendar_is_an_error(initial: str, number: int) -> None:
    with pytest.raises(ValueError, match="outside the calendar"):
        contract_term(facts(date(2026, 1, 1), initial, "automatic", None), number)


@given(STARTS, LENGTHS, LENGTHS, st.integers(0, 9000))
def test_the_term_of_a_day_holds_that_day(start: date, initial: str, period: str, later: int) -> None:
    day = start + timedelta(days=later)
    automatic = facts(start, initial, "automatic", period)
    found = term_on(automatic, day)
    assert found is not None
    assert found.first_day <= day <= found.last_day
    if found.number > 1:
        assert contract_term(automatic, found.number - 1).renewal_date == found.first_day


@given(STARTS, st.integers(1, 60), st.integers(1, 24), st.integers(2, 30))
def test_renewals_agree_with_month_arithmetic_in_one_step(start: date, initial: int, period: int, number: int) -> None:
    corresponding = start + relativedelta(months=initial + (number - 1) * period)
    expected = corresponding - timedelta(days=1) if corresponding.day == start.day else corresponding
    assert contract_term(facts(start, f"{initial} months", "automatic", f"{period} months"), number).last_day == expected


@given(st.sampled_from(["none", "option", "automatic", "evergreen"]), st.integers(0, 5))
def test_no_mode_renews_more_often_than_it_may(mode: str, most: int) -> None:
    limited = facts(date(2026, 1, 1), "12 months", mode, "12 months", most)
    count = most_terms(limited)
    assert count is None or count <= 1 + most
