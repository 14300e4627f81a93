"""Documents taken “as amended”."""

from __future__ import annotations

from slagen.checks.floating_layers import check
from slagen.core.findings import Severity
from tests.checks.desk import Desk, agreement, clause, document

DESK = Desk(check, {"related": {"corporate": agreement(id="corporate", title="Corporate Terms")}})
MASTER = {"ref": "MSA-2025-17"}
FLOATING = clause("precedence", "The Corporate Terms apply as amended from time to time.")


def test_a_layer_as_amended_is_an_error_once_signed_and_a_note_before() -> None:
    assert DESK.severities(document(FLOATING, status="executed"), builds_on=["corporate"]) == [Severity.ERROR]
    assert DESK.severities(document(FLOATING), builds_on=["corporate"]) == [Severity.NOTE]


def test_the_master_agreement_counts_too() -> None:
    text = clause("agreement-type", "Agreement MSA-2025-17 applies as varied.", "The master agreement applies as updated.")
    assert DESK.codes(document(text), master=MASTER) == ["SLG216", "SLG216"]


def test_a_fixed_version_a_statute_and_a_stand_alone_agreement_pass() -> None:
    fixed = clause("precedence", "The Corporate Terms apply in their version 2.0.", "A law applies as amended.")
    assert DESK.codes(document(fixed, status="executed"), builds_on=["corporate"]) == []
    assert DESK.codes(document(FLOATING, status="executed")) == []
    assert DESK.codes(document(clause("precedence", "Layer other as amended.")), builds_on=["other"]) == ["SLG216"]
