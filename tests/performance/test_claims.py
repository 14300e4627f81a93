"""What of a credit is given, may still be claimed, or has lapsed; and what of it counts towards limits on later credits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.money import Money, Percentage
from slagen.core.periods import add_months
from slagen.performance.claims import Claim, Claiming, Crediting, credited, each_credited, standing_of_credit
from slagen.performance.credit_totals import totals_of
from slagen.performance.credits import credits_of
from slagen.performance.month_credits import MonthCredits
from tests.performance.accounts import ROWS, account, amounts, figures, scheme
from tests.performance.conditions import level

JULY, UNTIL = date(2026, 7, 1), date(2026, 8, 30)
ANNUAL = {"percent": Percentage(Decimal(4)), "of": "annual-charges", "per": "12 months"}
"""4 % of 120,000 a year: 4,800 in twelve months."""
VALUES = st.decimals("90", "100", places=2)


def gbp(amount: str | int) -> Money:
    return Money(Decimal(amount), "GBP")


def claiming(*claims: Claim, today: date = date(2026, 9, 10), until: date = UNTIL) -> Claiming:
    return Claiming(until, today, claims)


def stands(found: Claiming | None, credit: Money | None = None, *, must_be_claimed: bool = True) -> tuple[str, str, str]:
    parts = standing_of_credit(credit or gbp("1000.00"), found, must_be_claimed=must_be_claimed)
    return f"{parts.given.amount}", f"{parts.open.amount}", f"{parts.lapsed.amount}"


def test_what_comes_by_itself_is_given_and_what_must_be_claimed_is_open_until_its_last_day() -> None:
    assert stands(None, must_be_claimed=False) == ("1000.00", "0.00", "0.00")
    assert stands(claiming(today=UNTIL)) == ("0.00", "1000.00", "0.00")
    assert stands(claiming(today=UNTIL + timedelta(days=1))) == ("0.00", "0.00", "1000.00")


def test_a_claim_on_the_last_day_is_in_time_and_one_on_the_day_after_is_a_day_late() -> None:
    last, after = Claim(UNTIL), Claim(UNTIL + timedelta(days=1))
    assert [claiming().days_late(one) for one in (last, after)] == [0, 1]
    assert stands(claiming(last)) == ("1000.00", "0.00", "0.00")
    assert stands(claiming(after)) == ("0.00", "0.00", "1000.00")
    assert stands(claiming(replace(after, excuse="waived"))) == ("1000.00", "0.00", "0.00")


def test_claims_that_name_a_sum_give_it_and_the_rest_lapses_like_everything_else() -> None:
    parts = (Claim(JULY, gbp("300.00")), Claim(UNTIL, gbp("250.00")), Claim(UNTIL, Money(Decimal(999), "EUR")))
    assert stands(claiming(*parts, today=UNTIL)) == ("550.00", "450.00", "0.00")
    assert stands(claiming(*parts)) == ("550.00", "0.00", "450.00")
    assert stands(claiming(Claim(UNTIL, gbp("5000.00")))) == ("1000.00", "0.00", "0.00")


def test_what_was_credited_is_a_part_of_what_is_given() -> None:
    assert credited(gbp("550.00"), ()) == gbp(0)
    assert credited(gbp("550.00"), [gbp("200.00")]).amount == Decimal("200.00")
    assert credited(gbp("550.00"), [gbp("200.00"), gbp("400.00")]) == gbp("550.00")


def test_a_crediting_of_everything_is_the_rest_of_what_was_given_by_its_day() -> None:
    found = claiming(Claim(JULY, gbp("400.00")), Claim(UNTIL, gbp("600.00")))

    def sums(*creditings: Crediting) -> list[str]:
        return [f"{one.amount}" for one in each_credited(creditings, lambda day: found.claimed(gbp("1000.00"), day))]

    assert sums(Crediting(UNTIL, gbp("300.00")), Crediting(UNTIL)) == ["300.00", "700.00"], "not all of it once more"
    assert sums(Crediting(JULY)) == ["400.00"], "what is claimed later was not credited yet"
    assert sums(Crediting(JULY), Crediting(UNTIL)) == ["400.00", "600.00"]
    assert sums(Crediting(JULY), Crediting(JULY)) == ["400.00", "0.00"]


CREDITS = st.decimals("0", "5000", places=2)
CLAIMS = st.lists(
    st.builds(
        Claim,
        st.dates(date(2026, 7, 2), date(2026, 10, 1)),
        st.one_of(st.none(), st.builds(Money, st.decimals("1", "3000", places=2), st.just("GBP"))),
        st.sampled_from(["", "waived"]),
    ),
    max_size=4,
)


@given(CREDITS, CREDITS, CLAIMS, st.dates(date(2026, 8, 1), date(2026, 10, 1)))
def test_the_parts_add_up_and_a_greater_credit_never_gives_less(one: Decimal, other: Decimal, claims: list[Claim], today: date) -> None:
    known = claiming(*(claim for claim in claims if claim.day <= today), today=today)
    less, more = (standing_of_credit(Money(amount, "GBP"), known, must_be_claimed=True) for amount in sorted((one, other)))
    assert (less.credit.amount, more.credit.amount) == tuple(sorted((one, other)))
    assert more.given.amount >= less.given.amount
    assert all(part.amount >= 0 for part in (more.given, more.open, more.lapsed))


def worked_out(values: Sequence[str], claims: Mapping[int, Claiming], **facts: object) -> tuple[MonthCredits, ...]:
    """Months from January, one level, 25 % below 99 and 10 % below 99.9 of 10,000; `claims` by the number of the month."""
    measured = level(source="values")
    rules = scheme(bands=ROWS, claim={"mode": "claimed", "within": None}, **facts)
    made = account(rules, {measured.id: figures(measured, values)}, [measured])
    return credits_of(replace(made, claims={add_months(date(2026, 1, 1), number - 1): one for number, one in claims.items()}))


IN_TIME, LAPSED, OPEN = claiming(Claim(UNTIL)), claiming(), claiming(today=UNTIL)


def test_a_rolling_limit_counts_what_was_given_and_what_may_still_be_claimed_but_not_what_has_lapsed() -> None:
    """2,500 in January leave 2,300 of 4,800 for February, unless January has lapsed; and where 800 of it were claimed, 4,000 are left, so 2,500."""
    for known in (IN_TIME, OPEN, None):
        found = worked_out(["98.5", "98.5"], {} if known is None else {1: known}, caps=[ANNUAL])
        assert amounts(found) == ["2500.00", "2300.00"]
    assert amounts(worked_out(["98.5", "98.5"], {1: LAPSED}, caps=[ANNUAL])) == ["2500.00", "2500.00"]
    partly = claiming(Claim(UNTIL, gbp("800.00")))
    assert amounts(worked_out(["98.5", "98.5"], {1: partly}, caps=[ANNUAL])) == ["2500.00", "2500.00"]


def test_a_limit_tells_which_of_the_months_that_it_counts_may_still_be_claimed() -> None:
    *_, march = worked_out(["98.5", "98.5", "98.5"], {1: LAPSED, 2: IN_TIME, 3: OPEN}, caps=[ANNUAL])
    assert [month for month, _ in march.caps[0].months] == [date(2026, 2, 1)]
    assert march.caps[0].open == {}
    *_, march = worked_out(["98.5", "98.5", "98.5"], {1: OPEN, 2: IN_TIME}, caps=[ANNUAL])
    assert march.caps[0].open == {date(2026, 1, 1): gbp("2500.00")}


def test_limits_of_a_month_do_not_look_at_claims() -> None:
    month = {"percent": Percentage(Decimal(20)), "of": "monthly-charges", "per": "month"}
    assert amounts(worked_out(["98.5", "98.5"], {1: LAPSED}, caps=[month])) == ["2000.00", "2000.00"]


@given(st.lists(st.tuples(VALUES, st.sampled_from(["in time", "lapsed", "open"])), min_size=1, max_size=15))
def test_what_is_given_and_may_be_claimed_stays_within_the_limit_of_any_twelve_months(months: list[tuple[Decimal, str]]) -> None:
    kinds = {"in time": IN_TIME, "lapsed": LAPSED, "open": OPEN}
    claims = {number: kinds[kind] for number, (_, kind) in enumerate(months, 1)}
    found = worked_out([f"{value}" for value, _ in months], claims, caps=[ANNUAL])
    counts = [one.standing.counts.amount for one in found]
    assert all(sum(counts[place : place + 12]) <= 4800 for place in range(len(counts)))
    [total] = totals_of(found)
    assert total.given.amount + total.open.amount + total.lapsed.amount == total.earned.amount == sum(one.credit.amount for one in found)


@pytest.mark.parametrize("known", [IN_TIME, LAPSED, OPEN])
@given(before=VALUES, a=VALUES, b=VALUES)
def test_a_worse_month_never_earns_less_whatever_became_of_the_claims(known: Claiming, before: Decimal, a: Decimal, b: Decimal) -> None:
    low, high = sorted((a, b))
    worse, better = (worked_out([f"{before}", f"{value}"], {1: known, 2: IN_TIME}, caps=[ANNUAL])[1] for value in (low, high))
    assert worse.standing.given.amount >= better.standing.given.amount


def test_only_what_was_in_fact_given_is_earned_back() -> None:
    """The clause on earning back: never more than the Service Credit that was in fact given. 2,500, or 800 of it, or nothing."""
    back = {"mode": "all", "after": 1}
    for known, wanted in ((IN_TIME, ["2500.00"]), (claiming(Claim(UNTIL, gbp("800.00"))), ["800.00"]), (LAPSED, []), (OPEN, [])):
        _, february = worked_out(["98.5", "99.95"], {1: known}, earn_back=back)
        assert [f"{one.amount.amount}" for one in february.regained] == wanted


def test_a_banked_amount_is_not_used_up_by_a_credit_that_lapsed() -> None:
    """January's 2,500 are banked after February; March's 1,000 have lapsed, so April's 1,000 are the first to be reduced."""
    banked = {"mode": "banked", "after": 1}
    claims = {1: IN_TIME, 3: LAPSED, 4: IN_TIME}
    *_, march, april = worked_out(["98.5", "99.95", "99.5", "99.5"], claims, earn_back=banked)
    assert [f"{one.banked_used.amount}" for one in (march, april)] == ["0.00", "1000.00"]


def test_the_total_names_the_first_day_on_which_something_lapses() -> None:
    later = claiming(today=UNTIL, until=UNTIL + timedelta(days=30))
    [total] = totals_of(worked_out(["98.5", "98.5", "98.5"], {1: LAPSED, 2: later, 3: OPEN}))
    assert total.claim_by == UNTIL
    assert [f"{one.amount}" for one in (total.earned, total.open, total.lapsed)] == ["7500.00", "5000.00", "2500.00"]
