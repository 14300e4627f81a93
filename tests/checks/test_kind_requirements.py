"""What an agreement of its kind must hold (product.md, kinds of agreement)."""

from __future__ import annotations

from typing import Any

import pytest

from slagen.checks.kind_requirements import check
from tests.checks.desk import SCHEME, Desk, clause, document

DESK = Desk(check)
SLA = ("scope", "service-levels", "measurement", "service-credits", "escalation", "review")
CHARTER = ("charter-values", "charter-standards", "charter-complaints", "charter-feedback", "review")
CHARTER_FACTS: dict[str, Any] = {"kind": "charter", "level": ""}
OLA_FACTS: dict[str, Any] = {"kind": "ola", "level": "", "supports": ["acme"]}


def contract(*ids: str) -> Any:
    return document(*(clause(name) for name in ids))


def test_a_complete_agreement_of_each_kind_passes() -> None:
    assert DESK.codes(contract(*SLA)) == []
    assert DESK.codes(contract(*CHARTER), **CHARTER_FACTS) == []
    assert DESK.codes(contract("service-levels"), **OLA_FACTS) == []
    assert DESK.codes(contract("precedence"), level="corporate") == []


@pytest.mark.parametrize("missing", SLA)
def test_a_service_level_agreement_misses_each_of_its_parts(missing: str) -> None:
    (finding,) = DESK.found(contract(*(name for name in SLA if name != missing)))
    assert finding.code == "SLG209"
    assert f"“{missing}”" in finding.hint


@pytest.mark.parametrize("missing", CHARTER)
def test_a_charter_misses_each_of_its_parts(missing: str) -> None:
    assert DESK.codes(contract(*(name for name in CHARTER if name != missing)), **CHARTER_FACTS) == ["SLG209"]


def test_an_ola_supports_something_and_corporate_terms_state_precedence() -> None:
    assert DESK.codes(contract("service-levels"), kind="ola", level="") == ["SLG209"]
    assert DESK.codes(contract(), level="corporate") == ["SLG209"]
    assert DESK.codes(contract(), level="corporate", precedence=[{"topic": "liability", "first": "acme"}]) == []


def test_a_planned_review_counts_as_one() -> None:
    assert DESK.codes(contract(*SLA[:-1]), review={"every": "3 months"}) == []


def test_no_credits_in_an_ola_and_no_penalties_credits_or_indemnities_in_a_charter() -> None:
    assert DESK.codes(contract("service-levels", "service-credits"), **OLA_FACTS) == ["SLG210"]
    assert DESK.codes(contract("service-levels"), **OLA_FACTS, service_credits=[SCHEME]) == ["SLG210"]
    assert DESK.codes(contract("service-levels", "indemnity"), **OLA_FACTS) == []
    assert DESK.codes(contract(*CHARTER, "indemnity", "credit-cap"), **CHARTER_FACTS) == ["SLG210", "SLG210"]
