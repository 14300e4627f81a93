"""Placeholders."""

from __future__ import annotations

import pytest

from slagen.checks.placeholder_left import check
from slagen.core.findings import Severity
from slagen.model.document import Blank
from tests.checks.desk import Desk, clause, document, paragraph, value

DESK = Desk(check)


@pytest.mark.parametrize(
    "text", ["[TBD]", "XXX", "[●]", "TODO: ask Jo", "Lorem ipsum dolor", "[insert name]", "_____", "????", "<<name>>", "[ … ]".replace(" ", "")]
)
def test_a_placeholder_in_wording_or_in_a_value_is_an_error(text: str) -> None:
    assert DESK.codes(document(clause("scope", f"The fee is {text}."))) == ["SLG200"]
    assert DESK.codes(document(clause("scope", paragraph("The fee is ", value(text), ".")))) == ["SLG200"]


def test_a_placeholder_in_a_fact_is_found_where_the_fact_is_written() -> None:
    (finding,) = DESK.found(document(clause("scope", paragraph("The fee is ", value("[TBD]"), "."))))
    assert finding.source.file == "key"


@pytest.mark.parametrize("text", ["Windows XX and XXL", "The to-do list", "a [1] footnote", "Part (a)"])
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert DESK.codes(document(clause("scope", text))) == []


def test_a_blank_is_noted_in_a_draft_and_refused_afterwards() -> None:
    blank = clause("scope", paragraph("Signed on ", Blank("signature_date", "the day of signature")))
    (noted,) = DESK.found(document(blank))
    assert (noted.code, noted.severity, noted.hint) == ("SLG201", Severity.NOTE, "Give “signature_date” in agreement.yaml.")
    assert DESK.severities(document(blank, status="execution")) == [Severity.ERROR]
