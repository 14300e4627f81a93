"""A document as passages."""

from __future__ import annotations

from dataclasses import replace

from slagen.checks.passages import LONGEST, passages
from slagen.checks.prose_figures import check as prose
from slagen.model.document import Cell, Clause, CrossReference, Emphasis, LineBreak, Origin, Strong, Table, Text
from tests.checks.desk import LEVEL, Desk, clause, definition, document, paragraph, use, value


def test_passages_come_in_the_order_of_the_contract_and_know_what_they_are() -> None:
    table = Table((Cell((Text("Level"),)),), ((Cell((value("99.9 %"),)),),))
    contract = document(clause("scope", "It works.", definition("Charges", "money"), table))
    recital = replace(paragraph("We met."), origin=Origin("background", "1.0.0"))
    found = list(passages(replace(contract, recitals=(recital, paragraph("We agreed.")))))
    assert [(passage.clause, passage.kind, passage.text) for passage in found] == [
        ("background", "paragraph", "We met."),
        ("recitals", "paragraph", "We agreed."),
        ("scope", "heading", "Scope"),
        ("scope", "paragraph", "It works."),
        ("scope", "definition", "“Charges” means money"),
        ("scope", "cell", "Level"),
        ("scope", "cell", "99.9 %"),
    ]


def test_a_clause_without_a_heading_has_none() -> None:
    assert [passage.kind for passage in passages(document(Clause("scope", (), (paragraph("Text."),))))] == ["paragraph"]


def test_only_plain_wording_is_fixed() -> None:
    text = paragraph("a", Strong((Text("b"),)), Emphasis((Text("c"),)), value("d"), use("E"), CrossReference("x"), LineBreak())
    (passage,) = passages(document(Clause("scope", (), (text,))))
    assert [(piece.text, piece.fixed, piece.key) for piece in passage.pieces] == [
        ("a", True, ""),
        ("b", True, ""),
        ("c", False, ""),
        ("d", False, "key"),
        ("E", False, ""),
        ("§", False, ""),
        ("\n", True, ""),
    ]


def test_sentences_end_at_a_stop_before_a_capital_and_at_a_line_break() -> None:
    (passage,) = passages(document(Clause("scope", (), (paragraph("One of 99.9 %. Two, e.g. this. (Three)", LineBreak(), "four"),))))
    assert passage.sentences == ("One of 99.9 %.", "Two, e.g. this.", "(Three)", "four")


def test_figures_in_tables_are_facts() -> None:
    table = Table((Cell((Text("Availability of 99.5 %"),)),), ())
    assert Desk(prose).codes(document(clause("scope", table)), service_levels=[LEVEL]) == []


def test_a_paragraph_without_end_comes_in_passages_that_a_rule_can_go_through() -> None:
    """A rule may look at all that stands before each word; 190,000 characters in one piece took minutes."""
    text = "a Bb c. " * 25_000
    found = passages(document(Clause("scope", (), (paragraph(text),))))
    assert "".join(passage.text for passage in found) == text
    assert max(len(passage.text) for passage in found) <= LONGEST
