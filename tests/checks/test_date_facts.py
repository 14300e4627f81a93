"""Facts about dates that lead nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from slagen.checks.date_facts import check
from slagen.core.findings import Severity
from tests.checks.desk import TERM, Desk

DESK = Desk(check)


@pytest.mark.parametrize(
    ("owner", "codes"),
    [
        ("sam@northwind.example", []),
        ("account", []),  # a name under people
        ("Ada Person", []),  # signs for a party, with an address
        ("", []),
        ("Robin", ["SLG458"]),
        ("acount", ["SLG458"]),
        ("Sam Person <sam@northwind.example>", []),
        ("sam person@northwind.example", ["SLG458"]),
        ("sam@northwind", ["SLG458"]),
        ("sam@northwind.example, jo@northwind.example", ["SLG458"]),
    ],
)
def test_an_owner_is_somebody_who_can_be_reached(owner: str, codes: list[str]) -> None:
    signs = {"name": "Northwind Ltd", "role": "provider", "signatories": [{"name": "Ada Person", "email": "ada@northwind.example"}]}
    facts: dict[str, Any] = {"parties": {"provider": signs}, "review": {"every": "3 months", "owner": owner}}
    assert DESK.codes(**facts) == codes


def test_the_people_of_the_workspace_are_known_and_it_is_told_who_is_reminded_instead() -> None:
    review = {"every": "3 months", "owner": "desk"}
    assert Desk(check, {"people": {"desk": "desk@northwind.example"}}).codes(review=review) == []
    (finding,) = DESK.found(review=review, people={"legal": "lee@northwind.example"})
    assert finding.message == "“desk” is to look after it, and nobody called that has an address: reminders would go to legal"
    (finding,) = DESK.found(review=review, people={})
    assert finding.message.endswith("nobody would be reminded")


def test_each_owner_that_is_unknown_is_told_where_it_stands() -> None:
    found = DESK.found(
        review={"every": "3 months", "owner": "Robin", "deputy": "acount"},
        renegotiation={"opens": "180 days", "owner": "Robin"},
        price_review={"every": "12 months", "owner": "Robin"},
        obligations=[{"id": "bcp", "who": "provider", "what": "Test", "every": "12 months", "owner": "Robin"}],
    )
    assert [one.source.file for one in found] == ["review.owner", "review.deputy", "renegotiation.owner", "price_review.owner", "obligations.bcp.owner"]
    assert "people: {robin: jo@example.com}" in found[0].hint
    assert "account" in found[1].hint


def test_nothing_is_due_before_the_agreement_begins() -> None:
    def audit(day: str) -> dict[str, Any]:
        return {"obligations": [{"id": "audit", "who": "provider", "what": "Audit", "on": day}]}

    (finding,) = DESK.found(contract_term=TERM, **audit("2025-12-31"))
    assert (finding.code, finding.source.file) == ("SLG459", "obligations.audit.on")
    assert finding.message == "2025-12-31 lies before the agreement begins, on 2026-01-01"
    assert DESK.codes(contract_term=TERM, **audit("2026-01-01")) == []
    assert DESK.codes(**audit("2025-12-31")) == []


def test_an_automatic_renewal_can_happen() -> None:
    never = {**TERM, "renewal": {"mode": "automatic", "period": "12 months", "max_renewals": 0}}
    assert DESK.severities(contract_term=never) == [Severity.ERROR]
    assert DESK.codes(contract_term={**never, "renewal": {**never["renewal"], "mode": "option"}}) == ["SLG463"]
    assert DESK.codes(contract_term={**never, "renewal": {"mode": "none", "max_renewals": 0}}) == []


def test_a_rule_on_notice_is_for_a_party_that_is_there() -> None:
    rule = {"period": "30 days", "before": "last_day"}
    (finding,) = DESK.found(contract_term={**TERM, "notice_by": {"custmer": rule}})
    assert (finding.code, finding.source.file) == ("SLG464", "contract_term.notice_by.custmer")
    assert "customer" in finding.hint
    assert DESK.codes(contract_term={**TERM, "notice_by": {"customer": rule}}) == []


def test_a_rule_for_the_customers_of_a_service_needs_no_party() -> None:
    rule = {"period": "30 days", "before": "last_day"}
    only = {"provider": {"name": "Northwind Ltd", "role": "provider"}}
    assert DESK.codes(level="service", parties=only, contract_term={**TERM, "notice_by": {"customer": rule}}) == []


@pytest.mark.parametrize("period", ["0 days", "same day", "0 months"])
def test_notice_takes_time(period: str) -> None:
    assert DESK.codes(contract_term={**TERM, "notice": {"period": period, "before": "last_day"}}) == ["SLG465"]


def test_what_is_prepared_is_prepared_after_the_time_before() -> None:
    found = DESK.found(review={"every": "3 months", "lead": "3 months"}, price_review={"every": "12 months", "notice": "14 months"})
    assert [(one.code, one.source.file) for one in found] == [("SLG466", "review.lead"), ("SLG466", "price_review.notice")]
    assert DESK.codes(review={"every": "3 months", "lead": "14 days"}, price_review={"every": "12 months", "notice": "60 days"}) == []
