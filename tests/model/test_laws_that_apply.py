"""Which mandatory law may apply, by the facts that switch it on."""

from __future__ import annotations

from typing import Any

import pytest

from slagen.model.agreement import Agreement
from slagen.model.mandatory_law import reminder_laws
from slagen.model.native import from_native


def laws(law: str = "England and Wales", place: str = "", kind: str = "organisation", **term: Any) -> list[str]:
    facts = {
        "id": "acme",
        "title": "Hosting",
        "kind": "sla",
        "template": "sla",
        "parties": {"customer": {"name": "Acme", "jurisdiction": place, "kind": kind}},
        "governing_law": {"law": law, "courts": law},
        "contract_term": {"effective_date": "2026-01-01", "initial": "12 months", "renewal": {"mode": "automatic", "period": "12 months"}, **term},
    }
    return [one.id for one in reminder_laws(from_native(Agreement, facts))]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"law": "the State of New York"}, ["us-ny-5-903"]),
        ({"place": "US-NY"}, ["us-ny-5-903"]),  # the customer’s place is enough
        ({"place": "US-NJ"}, []),
        ({"law": "the State of New York", "renewal": {"mode": "automatic", "period": "1 month"}}, []),  # § 5-903(3)
        ({"law": "the State of New York", "renewal": {"mode": "option", "period": "12 months"}}, []),
        ({"law": "France", "kind": "individual"}, ["fr-l215-1"]),
        ({"law": "France"}, []),  # a consumer’s law
        ({"place": "FR-IDF", "kind": "individual"}, ["fr-l215-1"]),
        ({"law": "the State of Illinois", "kind": "individual"}, ["us-il-601-10"]),
        ({"law": "the State of Illinois", "kind": "individual", "initial": "6 months"}, []),  # a term of 12 months or more
        ({"law": "the State of Wisconsin"}, []),  # only terms of more than one year, renewed for more than one year
        ({"law": "the State of Wisconsin", "initial": "24 months", "renewal": {"mode": "automatic", "period": "24 months"}}, ["us-wi-134-49"]),
    ],
)
def test_the_law_or_the_customers_place_and_the_terms_decide(facts: dict[str, Any], expected: list[str]) -> None:
    assert laws(**facts) == expected


def test_without_a_term_there_is_nothing_to_remind_of() -> None:
    assert reminder_laws(from_native(Agreement, {"id": "a", "title": "A", "kind": "sla", "template": "sla", "parties": {}})) == ()
