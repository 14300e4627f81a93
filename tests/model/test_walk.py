"""Walking through a document."""

from __future__ import annotations

from slagen.model.document import (
    Blank,
    Cell,
    Clause,
    CrossReference,
    Definition,
    Document,
    Emphasis,
    ItemList,
    LineBreak,
    Link,
    Meta,
    PageBreak,
    Paragraph,
    Schedule,
    Section,
    Strong,
    Table,
    TermUse,
    Text,
    Value,
)
from slagen.model.walk import clauses, contents, definitions, flat, opened, own_blocks, plain, provisions

WORDS = (
    Text("a"),
    Strong((Text("b"), Emphasis((Text("c"),)))),
    Link("https://x.example", (Text("d"),)),
    LineBreak(),
    Value("k", "e"),
    TermUse("F", "f"),
    Blank("k", "g"),
    CrossReference("x"),
)
MEANING = Definition("F", (Strong((Text("“F”"),)), Text(" means …")), (Paragraph((Text("more"),)),))
INNER = Clause("scope.1", (), (ItemList(((Paragraph(WORDS),), (PageBreak(),))),), (Clause("scope.1.1", (), (MEANING,)),), None, (Paragraph((Text("end"),)),))
TABLE = Table((Cell((Text("h"),)),), ((Cell((Text("r"),)),),))
CONTRACT = Document(
    Meta("a", "A", "sla"),
    sections=(Section("", (Clause("scope", (Text("Scope"),), (TABLE,), (INNER,)),)),),
    schedules=(Schedule("levels", "Levels", (Clause("details", (Text("Details"),)),)),),
)


def test_clauses_of_the_body_come_before_those_of_schedules() -> None:
    assert [clause.id for clause in clauses(CONTRACT)] == ["scope", "details"]


def test_provisions_come_in_order_with_their_own_blocks_only() -> None:
    scope = next(clauses(CONTRACT))
    assert [provision.id for provision in provisions(scope)] == ["scope", "scope.1", "scope.1.1"]
    assert [type(block).__name__ for block in own_blocks(INNER)] == ["ItemList", "Paragraph", "PageBreak", "Paragraph"]
    assert [type(block).__name__ for block in opened((MEANING,))] == ["Definition", "Paragraph"]


def test_definitions_are_found_where_they_stand() -> None:
    assert [(provision.id, found.term) for provision, found in definitions(CONTRACT)] == [("scope.1.1", "F")]


def test_a_table_has_the_contents_of_each_cell_and_a_page_break_none() -> None:
    assert [plain(content) for content in contents(TABLE)] == ["h", "r"]
    assert list(contents(PageBreak())) == []


def test_plain_text_opens_everything_but_references() -> None:
    assert plain(WORDS) == "abcd\nef[g]"
    assert [type(inline).__name__ for inline in flat(WORDS)].count("Text") == 4
