"""Capitals without a definition."""

from __future__ import annotations

import pytest

from slagen.checks.undefined_terms import check
from slagen.model.document import Emphasis, Text
from tests.checks.desk import Desk, clause, definition, document, paragraph, use, value

DESK = Desk(check)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("It must deliver the Service Report on time.", "Service Report"),
        ("The Service Report is due.", "Service Report"),
        ("It pays. Every Exit Plan is tested.", "Exit Plan"),
        ("the rules of Good Industry Practice apply", "Good Industry Practice"),
        ("the Third-Party Claim is passed on", "Third-Party Claim"),
    ],
)
def test_a_phrase_in_capitals_needs_a_definition(text: str, term: str) -> None:
    (finding,) = DESK.found(document(clause("scope", text)))
    assert finding.code == "SLG202"
    assert f"“{term}”" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "The provider answers. It does so at once.",
        "On Monday 1 January the courts of England and Wales decide.",
        "It follows the Data Protection Act 2018 and ISO 27001.",
        "a public holiday in North Rhine-Westphalia or in Norway",
        "It prints “Service Report” on the cover.",
        "These apply: The first. The second.",
        "see Schedule 1",
    ],
)
def test_sentences_names_places_and_statutes_are_no_terms(text: str) -> None:
    assert DESK.codes(document(clause("scope", text))) == []


def test_values_uses_and_italics_are_not_looked_at() -> None:
    text = paragraph("pay ", value("Acme Holdings"), " for the ", use("Exit Plan"), " under ", Emphasis((Text("Smith v Jones"),)))
    assert DESK.codes(document(clause("scope", text))) == []


def test_a_defined_term_its_plural_and_its_singular_are_known() -> None:
    defined = clause("interpretation", definition("Charges", "money"), definition("Party", "either"))
    assert DESK.codes(document(defined, clause("scope", "each Charge of the Parties and the Party"))) == []


def test_the_same_phrase_is_told_once() -> None:
    assert DESK.codes(document(clause("scope", "the Exit Plan", "an Exit Plan"))) == ["SLG202"]


def test_other_languages_and_charters_are_left_alone() -> None:
    odd = clause("scope", "der Anbieter liefert das Konzept")
    assert DESK.codes(document(odd, language="de")) == []
    assert DESK.codes(document(clause("scope", "our Service Promise"), kind="charter")) == []
