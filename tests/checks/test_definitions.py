"""Definitions."""

from __future__ import annotations

from slagen.checks.definitions import check
from slagen.core.findings import Severity
from slagen.model.document import Paragraph
from tests.checks.desk import Desk, clause, definition, document, paragraph, use

DESK = Desk(check)


def test_a_term_that_is_used_elsewhere_is_fine() -> None:
    defined = clause("interpretation", definition("Charges", "money"))
    assert DESK.codes(document(defined, clause("scope", paragraph("pay the ", use("Charges"))))) == []


def test_a_term_used_only_in_its_own_definition_is_noted() -> None:
    (finding,) = DESK.found(document(clause("interpretation", definition("Charges", "all ", use("Charges")))))
    assert (finding.code, finding.severity) == ("SLG204", Severity.NOTE)


def test_a_use_in_a_recital_counts() -> None:
    contract = document(clause("interpretation", definition("Charges", "money")))
    recital: Paragraph = paragraph("about the ", use("Charges"))
    assert DESK.codes(type(contract)(contract.meta, recitals=(recital,), sections=contract.sections)) == []


def test_two_definitions_of_one_term_are_an_error() -> None:
    twice = clause("interpretation", definition("Charges", "money", clause="charges"), definition("charges", "fees", clause="orders"))
    (finding,) = DESK.found(document(twice, clause("scope", paragraph(use("Charges")))))
    assert (finding.code, finding.severity) == ("SLG203", Severity.ERROR)
    assert "in “charges” and in “orders”" in finding.message
