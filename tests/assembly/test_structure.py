from __future__ import annotations

import pytest

from slagen.assembly.placeholders import Tokens
from slagen.assembly.source_text import Provision, SourceText
from slagen.assembly.structure import Structured, defined_term, structure
from slagen.core.errors import BadInputError
from slagen.model.document import (
    Blank,
    Cell,
    Clause,
    CrossReference,
    Definition,
    Emphasis,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Origin,
    Paragraph,
    Strong,
    Table,
    TermUse,
    Text,
    Value,
)

ORIGIN = Origin("c", "1.0.0", "acme")


def made(text: SourceText, tokens: Tokens | None = None, heading: str = "Heading") -> Structured:
    return structure("c", heading, text, tokens or Tokens(), ORIGIN)


def test_a_provision_is_named_by_its_label_or_by_its_place() -> None:
    inner = (Provision(4), Provision(5, "deep", children=(Provision(6),)))
    result = made(SourceText(provisions=(Provision(2, "one"), Provision(3, children=inner))))
    assert result.lines == {"c": 1, "c.one": 2, "c.2": 3, "c.2.1": 4, "c.deep": 5, "c.2.2.1": 6}


def test_every_block_says_which_clause_version_and_layer_it_is_from() -> None:
    text = Paragraph((Text("x"),))
    clause = made(SourceText((text, ItemList(((text,),)), Table((Cell((Text("h"),)),), ())), (Provision(2, body=(text,), closing=(text,)),), (text,))).clause
    child = clause.children[0]
    items = clause.body[1]
    assert isinstance(items, ItemList)
    blocks = (clause, *clause.body, *items.items[0], *clause.closing, child, *child.body, *child.closing)
    assert {getattr(block, "origin", None) for block in blocks} == {ORIGIN}


def test_tokens_turn_into_values_wherever_text_stands() -> None:
    tokens = Tokens()
    sign, value = tokens.put(Value("k", "v")), Value("k", "v")
    content: tuple[Inline, ...] = (
        Text(f"a{sign}"),
        Strong((Text(sign),)),
        Emphasis((Text(sign),)),
        Link(f"https://x/{sign}", (Text(sign),)),
        CrossReference(f"c.{sign}"),
        LineBreak(),
        TermUse("T", "T"),
        Blank("b", "?"),
    )
    paragraph = made(SourceText((Paragraph(content),)), tokens).clause.body[0]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content == (
        Text("a"), value, Strong((value,)), Emphasis((value,)), Link("https://x/v", (value,)), CrossReference("c.v"), LineBreak(), TermUse("T", "T"), Blank("b", "?"),
    )  # fmt: skip


def test_a_heading_may_print_values() -> None:
    tokens = Tokens()
    assert made(SourceText(), tokens, f"Fees of {tokens.put(Value('k', 'v'))}").clause.heading == (Text("Fees of "), Value("k", "v"))


def test_a_cell_may_print_values() -> None:
    tokens = Tokens()
    table = Table((Cell((Text("h"),)),), ((Cell((Text(tokens.put(Value("k", "v"))),), "right"),),))
    result = made(SourceText((table,)), tokens).clause.body[0]
    assert isinstance(result, Table)
    assert result.rows[0][0] == Cell((Value("k", "v"),), "right")


def test_a_table_function_in_a_paragraph_of_its_own_becomes_the_table() -> None:
    tokens = Tokens()
    table = Table((Cell((Text("h"),)),), (), "s", "credits")
    body = made(SourceText((Paragraph((Text(tokens.put(table)),)),)), tokens).clause.body
    assert body == (Table(table.header, (), "s", "credits", ORIGIN),)


def test_a_value_of_several_lines_cannot_be_part_of_a_link() -> None:
    tokens = Tokens()
    link = Link(f"https://x/{tokens.put(Value('k', 'a' + chr(10) + 'b'))}", ())
    with pytest.raises(BadInputError, match="several lines"):
        made(SourceText((Paragraph((link,)),)), tokens)


@pytest.mark.parametrize("quoted", ["“Fee”", '"Fee"', "„Fee“", "«Fee»"])
@pytest.mark.parametrize("verb", [" means x", " has the meaning given in", " is x", " are x", " bedeutet x", " bezeichnet x"])
def test_a_bold_quoted_term_and_a_verb_of_meaning_define(quoted: str, verb: str) -> None:
    assert defined_term((Strong((Text(quoted),)), Text(verb))) == "Fee"


@pytest.mark.parametrize(
    "content",
    [
        (),
        (Strong((Text("“Fee”"),)),),
        (Text("“Fee”"), Text(" means x")),
        (Strong((Text("Fee"),)), Text(" means x")),
        (Strong((Text("“Fee”"),)), Text(" meanwhile")),
        (Strong((Text("“Fee”"),)), Text("means")),
        (Strong((Text("“Fee”"),)), LineBreak()),
        (Strong((Text("“Fee”"), Text("x"))), Text(" means x")),
        (Strong((Emphasis((Text("“Fee”"),)),)), Text(" means x")),
        (Emphasis((Text("“Fee”"),)), Text(" means x")),
    ],
)
def test_anything_else_defines_nothing(content: tuple[Inline, ...]) -> None:
    assert defined_term(content) == ""


def test_a_defining_paragraph_becomes_a_definition() -> None:
    content = (Strong((Text("“Fee”"),)), Text(" means x"))
    assert made(SourceText((Paragraph(content),))).clause.body == (Definition("Fee", content, (), ORIGIN),)


def test_blocks_that_are_made_already_stay() -> None:
    definition, clause = Definition("T", ()), Clause("d")
    assert made(SourceText((definition, clause))).clause.body == (definition, clause)


def test_contracts_share_the_provisions_that_read_the_same_in_both() -> None:
    def filled(fee: str) -> Clause:
        tokens = Tokens()
        token = tokens.put(Value("fee", fee))
        pays = Provision(1, body=(Paragraph((Text(f"Pay {token}."),)),))
        return made(SourceText(provisions=(pays, Provision(2, body=(Paragraph((Text("And no more."),)),)))), tokens).clause

    one, other = filled("5"), filled("6")
    assert one.children[0] != other.children[0]
    assert one.children[1] is other.children[1]
