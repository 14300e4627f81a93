"""Figures in wording against the facts."""

from __future__ import annotations

import pytest

from slagen.checks.prose_figures import check
from tests.checks.desk import LEVEL, RESOLUTION, RESPONSE, SCHEME, TERM, Desk, clause, document, paragraph, value

DESK = Desk(check)
FACTS = {
    "service_levels": [LEVEL, RESPONSE, RESOLUTION],
    "service_credits": [
        {**SCHEME, "bands": {"availability": [{"below": "99.9", "credit": "10"}]}, "caps": [{"percent": "30", "of": "monthly-charges", "per": "month"}]}
    ],
    "contract_term": {**TERM, "notice_by": {"customer": {"period": "60 days", "not_before": "180 days"}}},
    "maintenance": {"notice": "5 business days", "allowance": "4 hours"},
}


@pytest.mark.parametrize(
    "text",
    [
        "The availability is 99.5 % in a month.",
        "Availability of at least 99.95% is promised.",
        "The response time is 45 minutes.",
        "The provider resolves each incident within 6 hours.",
        "Service Credits never exceed 25 % of the charges.",
        "The initial term is 24 months.",
        "The agreement renews for 6 months.",
        "Planned maintenance is announced 3 business days before.",
    ],
)
def test_a_figure_that_disagrees_with_the_facts_is_found(text: str) -> None:
    assert DESK.codes(document(clause("scope", text)), **FACTS) == ["SLG214"]


@pytest.mark.parametrize(
    "text",
    [
        "The availability is 99.90 per cent in a month.",
        "In 95 % of cases the response time is 1800 seconds at most.",
        "Service Credits of 10 % are capped at 30 %.",
        "The initial term is 3 years.",
        "The agreement renews for 12 months.",
        "Planned maintenance takes 4 hours at most.",
        "A majority is 50 % of the votes.",
        "Availability matters. The fee rises by 3 % a year.",
    ],
)
def test_a_figure_that_agrees_or_speaks_of_something_else_passes(text: str) -> None:
    assert DESK.codes(document(clause("scope", text)), **FACTS) == []


def test_values_are_facts_and_are_not_compared() -> None:
    assert DESK.codes(document(clause("scope", paragraph("The availability is ", value("99.5 %"), " in a month."))), **FACTS) == []


def test_without_facts_nothing_can_disagree() -> None:
    assert DESK.codes(document(clause("scope", "The availability is 99.5 %. The agreement renews for 6 months. The initial term is 2 years."))) == []


def test_targets_that_are_no_length_of_time_are_left_out() -> None:
    points = {**LEVEL, "target": {"comparison": ">=", "value": "4", "unit": "points"}}
    assert DESK.codes(document(clause("scope", "The availability is 99.5 %.")), service_levels=[points]) == []
