"""Clauses in use that are not approved."""

from __future__ import annotations

import pytest

from slagen.checks.clause_status import check
from slagen.model.library import ClauseStatus
from tests.checks.desk import Desk, library_clause


@pytest.mark.parametrize(("status", "codes"), [(ClauseStatus.APPROVED, []), (ClauseStatus.DRAFT, ["SLG211"]), (ClauseStatus.RETIRED, ["SLG211"])])
def test_only_approved_clauses_belong_into_a_contract(status: ClauseStatus, codes: list[str]) -> None:
    assert Desk(check, {"clauses": {"scope": library_clause("scope", status=status)}}).codes() == codes
