"""Who signs: named, and the right one for a deed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from slagen.checks.who_signs import check
from slagen.core.findings import Severity
from slagen.model.document import Document, Meta, Signatory, SignatureBlock
from tests.checks.desk import Desk

ENGLISH = {"law": "England and Wales", "courts": "England and Wales"}
PARTIES = {"provider": {"name": "Northwind Ltd"}, "customer": {"name": "Acme plc", "number": "01234567"}}


def found(*people: Signatory, form: str = "simple", status: str = "draft", manner: str = "representative", **facts: Any) -> list[tuple[str, Severity]]:
    block = SignatureBlock("customer", "Customer", "Acme plc", people, form, manner=manner)
    document = Document(Meta("acme", "T", "sla", status=status), execution=(block,))
    findings = Desk(check).found(document, parties=PARTIES, **({"governing_law": ENGLISH} | facts))
    return [(finding.code, finding.severity) for finding in findings]


def test_a_party_for_whom_nobody_signs_is_noted_in_a_draft() -> None:
    assert found() == [("SLG062", Severity.NOTE)]
    assert found(Signatory("Anna")) == []
    assert found(status="execution") == []  # the build itself refuses


def test_a_line_that_is_left_for_a_name_is_noted_until_the_end() -> None:
    for status in ("draft", "execution"):
        assert found(Signatory("", "Director"), Signatory("Ben"), status=status) == [("SLG063", Severity.NOTE)]


@pytest.mark.parametrize(
    ("titles", "warned"),
    [
        (["Director"], 0),
        (["Managing Director"], 0),
        (["Director", "Company Secretary"], 0),
        (["CFO"], 1),
        (["Director", "CFO"], 1),
        (["Company Secretary"], 1),
        ([""], 0),
    ],
)
def test_a_deed_of_a_company_is_signed_by_those_whom_the_law_names(titles: list[str], warned: int) -> None:
    people = [Signatory(f"P{at}", title) for at, title in enumerate(titles)]
    assert found(*people, form="deed") == [("SLG064", Severity.WARNING)] * warned
    assert found(*people) == []


def test_other_laws_attorneys_and_companies_from_abroad_have_other_rules() -> None:
    officer = Signatory("A", "CFO")
    assert found(officer, form="deed", governing_law={"law": "Germany", "courts": "Cologne"}) == []
    assert found(replace(officer, power="5 January 2026"), form="deed") == []
    assert found(officer, form="deed", manner="overseas") == []
