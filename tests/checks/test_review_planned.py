"""Reviews and the people who call them."""

from __future__ import annotations

from slagen.checks.people_named import check as people
from slagen.checks.review_planned import check
from tests.checks.desk import Desk

DESK = Desk(check)


def test_a_review_with_an_owner_is_planned() -> None:
    assert DESK.codes(review={"every": "3 months", "owner": "jo@northwind.example"}) == []
    assert DESK.codes(review={"every": "3 months"}) == []
    assert DESK.codes(review={"every": "3 months"}, people={}) == ["SLG213"]
    assert DESK.codes() == ["SLG212"]


def test_somebody_looks_after_the_agreement() -> None:
    assert Desk(people).codes() == []
    assert Desk(people).codes(people={}) == ["SLG351"]
    assert Desk(people).codes(people={}, review={"every": "3 months", "owner": "jo@northwind.example"}) == []


def test_a_customer_agreement_names_both_sides() -> None:
    provider, customer = {"name": "Northwind", "role": "provider"}, {"name": "Acme", "role": "customer"}
    assert Desk(people).codes(parties={"northwind": provider}) == ["SLG352"]
    assert Desk(people).codes(parties={"northwind": provider}, level="service") == []
    assert Desk(people).codes(parties={"acme": customer}) == ["SLG352"]
    assert Desk(people).codes(parties={"northwind": provider, "acme": customer}) == []
