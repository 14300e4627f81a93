"""Nobody indemnifies itself."""

from __future__ import annotations

from slagen.checks.indemnity_sides import check
from tests.checks.desk import Desk, clause, document, paragraph, use


def test_the_indemnifier_is_not_the_indemnified() -> None:
    assert Desk(check, {"parameters": {"indemnity": {"indemnifier": "provider", "indemnified": "customer"}}}).codes() == []
    (finding,) = Desk(check, {"parameters": {"indemnity": {"indemnifier": "provider", "indemnified": "provider"}}}).found()
    assert (finding.code, finding.source.file) == ("SLG350", "clauses.set.indemnity.values.indemnified")


def test_wording_is_read_as_well() -> None:
    wrong = paragraph("The ", use("Provider"), " must indemnify the ", use("Provider"), " against loss.")
    right = paragraph("The ", use("Provider"), " must indemnify the ", use("Customer"), " against loss.")
    assert Desk(check).codes(document(clause("indemnity", wrong))) == ["SLG350"]
    assert Desk(check).codes(document(clause("indemnity", right))) == []
