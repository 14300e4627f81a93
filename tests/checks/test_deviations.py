"""Differences from the standard, and the playbook behind them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from slagen.checks.deviations import check
from slagen.checks.playbook import measure, standing
from slagen.core.durations import Duration
from slagen.core.money import Money, Percentage
from slagen.model.library import LibraryClause, Parameter, Position
from tests.checks.desk import Desk, library_clause


def days(count: int) -> Duration:
    return Duration.parse(f"{count} days")


WITHIN = Parameter("within", {}, days(30), has_default=True, label="Credited within", better="lower")
PAID = Parameter("paid_as", {}, "reduction", has_default=True, better="payment")
CREDITS: LibraryClause = library_clause(
    "service-credits",
    WITHIN,
    PAID,
    standard=Position("standard"),
    fallback=Position("fallback", {"within": days(14)}, "account-director"),
    walk_away=Position("walk_away", {"within": days(7), "paid_as": "payment"}, "general-counsel"),
)
FIXED = library_clause("liability", negotiable=False)


def desk(**values: Any) -> Desk:
    return Desk(check, {"library": (CREDITS, FIXED), "parameters": {"service-credits": values}})


def changed(approved_by: str = "", **values: str) -> dict[str, Any]:
    return {"set": {"service-credits": {"values": values, "reason": "asked for", "approved_by": approved_by}}}


@pytest.mark.parametrize(
    "clauses",
    [
        {"set": {"service-credits": {"values": {}}}},
        {"add": [{"id": "insurance", "after": "scope"}]},
        {"remove": [{"id": "audit"}]},
        {"replace": [{"id": "audit", "file": "audit.md", "approved_by": "lee", "reason": " "}]},
    ],
)
def test_every_deviation_needs_a_reason(clauses: dict[str, Any]) -> None:
    assert desk().codes(clauses=clauses) == ["SLG206"]


def test_a_deviation_with_a_reason_inside_the_standard_is_fine() -> None:
    assert desk(within=days(30)).codes(clauses=changed(within="30 days")) == []
    assert desk().codes(clauses={"add": [{"id": "insurance", "after": "scope", "reason": "asked for"}]}) == []


@pytest.mark.parametrize(
    ("count", "words"), [(20, "fallback position"), (14, "fallback position"), (10, "walk-away position"), (3, "goes beyond every position")]
)
def test_giving_way_needs_the_approver_of_the_position(count: int, words: str) -> None:
    (finding,) = desk(within=days(count)).found(clauses=changed(within=f"{count} days"))
    assert finding.code == "SLG207"
    assert words in finding.message
    assert finding.source.file == "clauses.set.service-credits.values.within"
    assert "may approve it" in finding.hint
    assert desk(within=days(count)).codes(clauses=changed("jo@northwind.example", within=f"{count} days")) == []


def test_what_suits_us_needs_nobodys_approval() -> None:
    assert desk(within=days(60)).codes(clauses=changed(within="60 days")) == []
    assert (
        Desk(check, {"library": (CREDITS,), "parameters": {"service-credits": {"within": days(10)}}, "we": "customer"}).codes(clauses=changed(within="10 days"))
        == []
    )


def test_a_choice_is_allowed_where_a_position_names_it() -> None:
    (finding,) = desk(paid_as="payment").found(clauses=changed(paid_as="payment"))
    assert "walk-away" in finding.message


def test_replaced_wording_and_fixed_clauses_need_an_approver() -> None:
    assert desk().codes(clauses={"replace": [{"id": "service-credits", "file": "a.md", "reason": "theirs"}]}) == ["SLG207"]
    assert desk().codes(clauses={"remove": [{"id": "liability", "reason": "asked for"}]}) == ["SLG208"]
    assert desk().codes(clauses={"remove": [{"id": "liability", "reason": "asked for", "approved_by": "lee"}]}) == []


def test_unknown_clauses_and_parameters_are_left_to_assembly() -> None:
    assert desk().codes(clauses={"set": {"unknown": {"values": {"a": "1"}, "reason": "x"}}}) == []
    assert desk().codes(clauses=changed(nothing="1")) == []


def test_a_clause_without_positions_names_no_approver() -> None:
    plain = library_clause("audit", WITHIN)
    assert standing(plain, WITHIN, days(1), "provider").approver == ""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, 3),
        (Decimal("2.5"), Decimal("2.5")),
        (Percentage(Decimal(5)), 5),
        (days(2), 2),
        (Money(Decimal(9), "GBP"), 9),
        ("text", None),
        (True, None),
        (None, None),
        (["a"], None),
    ],
)
def test_only_figures_can_be_ranked(value: Any, expected: Any) -> None:
    assert measure(value) == expected
