"""What hurts most comes first."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.pain import Urgency, by_pain, urgency

TODAY = date(2026, 10, 1)


def item(days: int, **changes: Any) -> DueItem:
    facts = {"legal": False, "who_acts": "we", "if_nothing": "missed", **changes}
    return DueItem("acme", "Hosting", DueKind.REVIEW, TODAY + timedelta(days=days), days, "jo@northwind.example", **facts)


@pytest.mark.parametrize(
    ("days", "group"),
    [
        (-400, Urgency.OVERDUE),
        (-1, Urgency.OVERDUE),
        (0, Urgency.WEEK),
        (7, Urgency.WEEK),
        (8, Urgency.MONTH),
        (30, Urgency.MONTH),
        (31, Urgency.QUARTER),
        (90, Urgency.QUARTER),
        (91, Urgency.LATER),
    ],
)
def test_the_days_left_decide_the_group(days: int, group: Urgency) -> None:
    assert urgency(item(days)) is group


def test_what_is_near_comes_before_what_is_legal_but_far() -> None:
    near, legal = item(5), item(20, legal=True)
    assert by_pain([legal, near]) == (near, legal)


def test_in_a_group_legal_then_ours_then_money_then_the_day() -> None:
    expected = (
        item(6, legal=True, value=Decimal(100), currency="GBP"),
        item(2, legal=True, value=Decimal(50), currency="GBP"),
        item(1, legal=True, who_acts="Acme plc"),
        item(0, value=Decimal(1), currency="GBP"),
        item(3),
        item(4),
    )
    assert by_pain(reversed(expected)) == expected


def test_money_of_different_currencies_is_not_compared_and_that_of_one_stands_together() -> None:
    euros, pounds = ([item(day, value=Decimal(sum_), currency=currency) for day, sum_ in ((6, 900), (1, 100))] for currency in ("EUR", "GBP"))
    yen = [item(2, value=Decimal(50_000), currency="JPY")]
    several = item(0, legal=False)  # £120,000 and €60,000: no single sum
    expected = (*euros, *pounds, *yen, several)
    assert by_pain(reversed(expected)) == expected


ITEMS = st.builds(
    lambda days, legal, ours, value, currency: item(
        days, legal=legal, who_acts="we" if ours else "Acme plc", value=value, currency="" if value is None else currency
    ),
    st.integers(-100, 200),
    st.booleans(),
    st.booleans(),
    st.none() | st.decimals(0, 1_000_000, places=2),
    st.sampled_from(["GBP", "EUR"]),
)


@given(st.lists(ITEMS, max_size=12))
def test_nothing_is_lost_and_no_group_comes_before_a_nearer_one(items: list[DueItem]) -> None:
    found = by_pain(items)
    assert sorted(map(id, found)) == sorted(map(id, items))
    groups = list(Urgency)
    assert all(groups.index(urgency(one)) <= groups.index(urgency(other)) for one, other in pairwise(found))


@given(st.lists(ITEMS, max_size=12))
def test_within_one_currency_more_money_comes_before_less_whatever_else_is_there(items: list[DueItem]) -> None:
    for one, other in pairwise(by_pain(items)):
        same = (urgency(one), one.legal, one.who_acts, one.currency) == (urgency(other), other.legal, other.who_acts, other.currency)
        assert not same or (one.value or 0) >= (other.value or 0)
