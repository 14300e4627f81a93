from __future__ import annotations

import pytest

from slagen.assembly.definitions import TermMarker, forms, marker_of
from slagen.model.document import (
    Blank,
    Block,
    Cell,
    Clause,
    CrossReference,
    Definition,
    Emphasis,
    Inline,
    ItemList,
    LineBreak,
    Link,
    PageBreak,
    Paragraph,
    SignatureBlock,
    Strong,
    Table,
    TermUse,
    Text,
    Value,
)
from slagen.model.walk import definitions
from tests.small_workspace import assembled, clause, codes, drafted, template

TERMS = "1. {{ definitions() }}"


def marked(text: str, *terms: str) -> list[tuple[str, str]]:
    """The uses in a text: (term, as printed)."""
    [paragraph] = TermMarker(terms).blocks((Paragraph((Text(text),)),))
    assert isinstance(paragraph, Paragraph)
    assert "".join(one.text for one in paragraph.content if isinstance(one, (Text, TermUse))) == text
    return [(one.term, one.text) for one in paragraph.content if isinstance(one, TermUse)]


def contract(clauses: dict[str, str], *, how: str = "gathered") -> dict[str, str | bytes | None]:
    files: dict[str, str | bytes | None] = {f"clauses/common/{name}.md": clause(name, text) for name, text in clauses.items()}
    return files | {"templates/plain/template.yaml": template(*clauses, definitions=how)}


@pytest.mark.parametrize(
    ("term", "plural"),
    [
        ("Service Level", "Service Levels"),
        ("Party", "Parties"),
        ("Business Day", "Business Days"),
        ("Breach", "Breaches"),
        ("Tax", "Taxes"),
        ("Loss", "Losses"),
    ],
)
def test_the_regular_plural_of_a_term_is_a_use_of_it(term: str, plural: str) -> None:
    assert forms(term) == (term, plural)
    assert marked(f"Some {plural} and one {term}.", term) == [(term, plural), (term, term)]


def test_the_longest_of_overlapping_terms_is_the_one_that_is_used() -> None:
    terms = ("Service", "Service Level", "Service Level Report")
    assert marked("The Service Level Report names each Service Level of the Service.", *terms) == [
        ("Service Level Report", "Service Level Report"),
        ("Service Level", "Service Level"),
        ("Service", "Service"),
    ]


def test_a_term_that_is_the_plural_of_another_is_a_use_of_itself() -> None:
    assert marked("Services and a Service", "Service", "Services") == [("Services", "Services"), ("Service", "Service")]


def test_a_term_at_the_start_of_a_sentence_is_a_use() -> None:
    assert marked("Charges are paid. Charges do not fall.", "Charge") == [("Charge", "Charges")] * 2


@pytest.mark.parametrize("text", ["the fee", "a Feeder", "non-Fee", "FEE", "Fees2", "subFee"])
def test_other_capitals_and_parts_of_words_are_no_use(text: str) -> None:
    assert marked(text, "Fee") == []


@pytest.mark.parametrize("text", ["(Fee)", "“Fee”", "Fee.", "Fee’s", "Fee-based"])
def test_punctuation_around_a_term_does_not_hide_it(text: str) -> None:
    assert marked(text, "Fee") == [("Fee", "Fee")]


def test_terms_may_hold_signs_that_patterns_use() -> None:
    assert marked("the C++ (Core) Team.", "C++ (Core) Team") == [("C++ (Core) Team", "C++ (Core) Team")]


def test_without_terms_nothing_changes() -> None:
    assert marked("Fee", *()) == []


def test_uses_are_marked_wherever_wording_stands_and_nowhere_else() -> None:
    fee = Text("Fee")
    use = TermUse("Fee", "Fee")
    plain: tuple[Inline, ...] = (Emphasis((fee,)), Link("https://x", (fee,)), CrossReference("Fee"), use, Value("k", "Fee"), LineBreak(), Blank("k", "Fee"))
    content = (fee, Strong((fee,)), *plain)
    expected = (use, Strong((use,)), *plain)
    signature = SignatureBlock("p", "Fee", "Fee", ())
    blocks: tuple[Block, ...] = (
        Paragraph(content),
        Definition("Fee", (Strong((fee,)), *content), (Paragraph(content),)),
        ItemList(((Paragraph(content),),)),
        Table((Cell((fee,)),), ((Cell(content),),)),
        Clause("c", (fee,), (Paragraph(content),), (Clause("d", body=(Paragraph(content),)),), None, (Paragraph(content),)),
        signature,
        PageBreak(),
    )
    assert TermMarker(["Fee"]).blocks(blocks) == (
        Paragraph(expected),
        Definition("Fee", (Strong((fee,)), *expected), (Paragraph(expected),)),
        ItemList(((Paragraph(expected),),)),
        Table((Cell((fee,)),), ((Cell(expected),),)),
        Clause("c", (fee,), (Paragraph(expected),), (Clause("d", body=(Paragraph(expected),)),), None, (Paragraph(expected),)),
        signature,
        PageBreak(),
    )


def test_contracts_with_the_same_terms_share_one_marker_and_the_clauses_that_it_marked() -> None:
    clause = Clause("c", (Text("Fees"),), (Paragraph((Text("the Fee"),)),))
    assert marker_of(["Fee", "Day"]).clause(clause) is marker_of(["Day", "Fee", "Fee"]).clause(clause)
    assert marker_of(["Day"]).clause(clause) == clause


def test_gathered_definitions_stand_sorted_where_the_text_asks_for_them_and_leave_their_clauses() -> None:
    made = assembled(contract({"one": '1. **"zebra"** means z.\n1. Stays.\n1. **"Apple"** means a.', "terms": TERMS}))
    assert [(provision.id, one.term) for provision, one in definitions(made.document)] == [("terms.1", "Apple"), ("terms.1", "zebra")]
    one, terms = made.document.sections[0].clauses
    assert [child.id for child in one.children] == ["one.2"]
    assert made.labels["one.2"].text == "1.1"
    assert [block.origin and block.origin.clause for block in terms.children[0].body if isinstance(block, Definition)] == ["one", "one"]


def test_definitions_that_stay_in_place_keep_their_number() -> None:
    made = assembled(contract({"one": '1. **"Fee"** means f.\n1. The Fee is due.'}, how="in-place"))
    assert [(provision.id, one.term) for provision, one in definitions(made.document)] == [("one.1", "Fee")]
    assert made.labels["one.2"].text == "1.2"


def test_what_stands_below_a_gathered_definition_goes_with_it() -> None:
    made = assembled(contract({"one": '1. **"Fee"** means:\n   1. one; or\n   1. two:\n      1. deep;\n\n   and no more.\n1. Stays.', "terms": TERMS}))
    [(_, definition)] = definitions(made.document)
    items, closing = definition.body
    assert isinstance(items, ItemList)
    assert len(items.items) == 2
    assert isinstance(items.items[1][1], ItemList)
    assert isinstance(closing, Paragraph)


def test_definitions_below_the_first_level_are_gathered_too() -> None:
    made = assembled(contract({"one": '1. In this clause:\n   1. **"Fee"** means f.\n   1. x.', "terms": TERMS}))
    assert [provision.id for provision, _ in definitions(made.document)] == ["terms.1"]
    assert [child.id for child in made.document.sections[0].clauses[0].children[0].children] == ["one.1.2"]


def test_gathered_definitions_without_a_place_are_a_finding_and_stay() -> None:
    made = drafted(contract({"one": '1. **"Fee"** means f.'}))
    assert codes(made.findings) == ["SLG053"]
    assert made.findings[0].source.file == "templates/plain/template.yaml"
    assert made.assembled
    assert [provision.id for provision, _ in definitions(made.assembled.document)] == ["one.1"]


@pytest.mark.parametrize("where", ["1. {#here}\n\n   {{ definitions() }}", "Lead-in.\n\n{{ definitions() }}", "1. One.\n\n{{ definitions() }}"])
def test_the_place_for_definitions_may_stand_before_in_or_after_the_provisions(where: str) -> None:
    where = where.replace("1. {#here}", "1. These: {#here}")
    assert [one.term for _, one in definitions(assembled(contract({"one": '1. **"Fee"** means f.', "terms": where})).document)] == ["Fee"]


def test_the_place_for_definitions_leaves_nothing_behind_where_they_stay_in_place() -> None:
    made = assembled(contract({"terms": "1. These: {#here}\n\n   {{ definitions() }}"}, how="in-place"))
    assert len(made.document.sections[0].clauses[0].children[0].body) == 1


@pytest.mark.parametrize("target", ["one.fee", "one.low"])
def test_a_reference_to_a_definition_that_has_moved_is_a_finding(target: str) -> None:
    made = drafted(contract({"one": f'1. **"Fee"** means: {{#fee}}\n   1. low. {{#low}}\n1. See [](#{target}).', "terms": TERMS}))
    assert codes(made.findings) == ["SLG113"]
    assert str(made.findings[0].source) == "clauses/common/one.md:12"
