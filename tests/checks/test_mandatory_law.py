"""Law that holds whatever the contract says about its dates."""

from __future__ import annotations

from typing import Any

import pytest

from slagen.checks.mandatory_law import check
from slagen.core.durations import Duration
from slagen.core.findings import Severity
from tests.checks.desk import TERM, Desk, library_clause

NEW_YORK = {"law": "the State of New York", "courts": "the State of New York"}
ENGLAND = {"law": "England and Wales", "courts": "England and Wales"}
GERMANY = {"law": "Germany", "courts": "Cologne"}


def parties(jurisdiction: str = "", kind: str = "organisation") -> dict[str, Any]:
    return {
        "provider": {"name": "Northwind Ltd", "role": "provider"},
        "customer": {"name": "Acme", "role": "customer", "jurisdiction": jurisdiction, "kind": kind},
    }


def desk(remind: str = "", *, printed: bool = True, eu_data_act: bool = True) -> Desk:
    renewal = {"remind": True, "remind_before": Duration.parse(remind)} if remind else {"remind": False}
    clauses = {"renewal": library_clause("renewal")} if printed else {}
    return Desk(check, {"parameters": {"renewal": renewal, "exit-and-switching": {"eu_data_act": eu_data_act}}, "clauses": clauses})


def test_the_clause_on_renewal_promises_what_new_york_demands() -> None:
    # New York General Obligations Law § 5-903: 15 to 30 days before the customer’s last day for notice
    assert desk().codes(contract_term=TERM, governing_law=NEW_YORK) == []


@pytest.mark.parametrize(
    ("remind", "said"),
    [("", "it promises none"), ("40 days", "it promises one at least 40 days before"), ("10 days", "it promises one at least 10 days before")],
)
def test_a_customer_in_new_york_is_reminded_under_another_law_too(remind: str, said: str) -> None:
    (finding,) = desk(remind).found(contract_term=TERM, governing_law=ENGLAND, parties=parties("US-NY"))
    assert (finding.code, finding.severity, finding.source.file) == ("SLG460", Severity.WARNING, "contract_term.renewal")
    assert "New York General Obligations Law § 5-903" in finding.message
    assert finding.message.endswith(said)
    assert "Ask counsel" in finding.hint


def test_a_promise_inside_the_time_satisfies_the_law() -> None:
    assert desk("20 days").codes(contract_term=TERM, governing_law=ENGLAND, parties=parties("US-NY")) == []


def test_without_the_clause_on_renewal_nothing_is_promised() -> None:
    assert desk(printed=False).codes(contract_term=TERM, governing_law=NEW_YORK) == ["SLG460"]


def test_a_renewal_of_a_month_needs_no_reminder_in_new_york() -> None:
    # § 5-903(3): not where the renewal period is one month or less
    monthly = {**TERM, "renewal": {"mode": "automatic", "period": "1 month"}}
    assert desk(printed=False).codes(contract_term=monthly, governing_law=NEW_YORK) == []


@pytest.mark.parametrize(
    ("changes", "keys"),
    [
        ({"initial": "24 months", "renewal": {"mode": "evergreen"}, "notice": {"period": "1 month"}}, []),
        ({"initial": "36 months", "renewal": {"mode": "none"}, "notice": None}, ["contract_term.initial"]),
        ({"initial": "12 months", "notice": {"period": "1 month"}}, ["contract_term.renewal"]),
        ({"initial": "12 months", "renewal": {"mode": "evergreen"}, "notice": {"period": "3 months"}}, ["contract_term.notice"]),
        (
            {"initial": "12 months", "renewal": {"mode": "evergreen"}, "notice": {"period": "1 month"}, "notice_by": {"customer": {"period": "6 weeks"}}},
            ["contract_term.notice_by.customer"],
        ),
    ],
)
def test_german_standard_terms_bind_a_consumer_two_years_and_renew_without_an_end(changes: dict[str, Any], keys: list[str]) -> None:
    # BGB § 309 no. 9, in force since 1 March 2022
    found = desk().found(contract_term={**TERM, **changes}, governing_law=GERMANY, parties=parties(kind="individual"))
    assert [(one.code, one.source.file) for one in found] == [("SLG461", key) for key in keys]
    assert desk().codes(contract_term={**TERM, **changes}, governing_law=GERMANY, parties=parties()) == []


def test_a_customer_in_the_union_may_have_the_right_to_switch() -> None:
    # Regulation (EU) 2023/2854, article 25(2)(d)
    silent, told = desk(eu_data_act=False), desk()
    assert silent.severities(contract_term=TERM, governing_law=ENGLAND, parties=parties("IE")) == [Severity.NOTE]
    assert silent.codes(contract_term=TERM, governing_law=GERMANY) == ["SLG462"]
    assert told.codes(contract_term=TERM, governing_law=GERMANY) == []
    assert silent.codes(contract_term=TERM, governing_law=ENGLAND, parties=parties("GB-NIR")) == []
    assert silent.codes(contract_term=TERM, governing_law={**ENGLAND, "law": "Northern Ireland"}) == []


def test_without_a_term_no_date_is_ruled() -> None:
    assert desk().codes(governing_law=GERMANY) == []
