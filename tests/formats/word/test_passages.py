"""Clauses that are written once must come out as if each contract had written them for itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from slagen.assembly.number import number
from slagen.formats.word.imprint import compact, fingerprint
from slagen.formats.word.package import read_package
from slagen.formats.word.passages import Passage, SharedClauses, numbered
from slagen.formats.word.shell import open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.write import write
from slagen.model.document import (
    Blank,
    Block,
    Cell,
    Clause,
    CrossReference,
    Definition,
    Document,
    Inline,
    ItemList,
    Link,
    PageBreak,
    Paragraph,
    Schedule,
    Section,
    Strong,
    Table,
    Text,
)

HERE = Clause("here", (Text("Here"),), children=(Clause("here.a", body=(Paragraph((Text("See "), CrossReference("there"), Text("."))),)),))
PARAGRAPH = Paragraph((Text("and that"),))
THERE = Clause("there", (Text("There"),), (Paragraph((Text("Pay "), Blank("fee", "the fee"), Text("."))),))


def moved(document: Document, *before: Clause) -> Document:
    return replace(document, recitals=(), execution=(), schedules=(), sections=(Section("", (*before, HERE, THERE)),))


def same_as_alone(*documents: Document) -> bool:
    """Whether the last document is the same file on a shell that wrote the others first as on a fresh one."""
    used, fresh = (open_shell(starter_shell(STARTERS["customer-sla"]), "shell.docx") for _ in range(2))
    for document in documents[:-1]:
        write(document, number(document), used)
    last = documents[-1]
    return write(last, number(last), used) == write(last, number(last), fresh)


def one(*content: Inline) -> Clause:
    return Clause("first", (Text("First"),), (Paragraph(content),))


def test_a_clause_that_was_written_before_takes_its_number_and_references_from_the_document_it_stands_in(document: Document) -> None:
    assert same_as_alone(moved(document), moved(document, one(Text("Another."))))


def test_links_of_a_clause_that_was_written_before_get_the_relationships_of_this_document(document: Document) -> None:
    linked = one(Link("https://example.com/b", (Text("b"),)))
    other = Clause("zero", (Text("Zero"),), (Paragraph((Link("https://example.com/a", (Text("a"),)),)),))
    assert same_as_alone(moved(document, linked), moved(document, other, linked))


def test_a_page_break_at_the_end_of_a_clause_breaks_before_the_next_one_each_time(document: Document) -> None:
    breaking = Clause("first", (Text("First"),), (PageBreak(),))
    assert same_as_alone(moved(document, breaking), moved(document), moved(document, breaking))


def test_columns_are_as_wide_as_the_references_in_them_need_here(document: Document) -> None:
    table = Table((), ((Cell((CrossReference("there.far"),)), Cell((Text("a" * 200),))),))
    measured = Clause("first", (Text("First"),), (table,))
    far = Clause("there", (Text("There"),), children=(Clause("there.far"),))
    main = replace(moved(document), sections=(Section("", (measured, far)),))
    schedule = replace(main, sections=(Section("", (measured,)),), schedules=(Schedule("annex", "Annex", (far,)),))
    assert same_as_alone(main, schedule)


def provision(*blocks: Block, name: str = "first.a") -> Clause:
    return Clause(name, body=blocks)


PROVISIONS = {
    "text": provision(Paragraph((Text("See "), CrossReference("there"), Text(" and pay "), Blank("fee", "the fee"), Text(".")))),
    "list": provision(Paragraph((Text("These:"),)), ItemList(((Paragraph((CrossReference("here.a"),)),),))),
    "link": provision(Paragraph((Link("https://example.com/b", (Text("b"),)),))),
    "table": provision(Table((), ((Cell((CrossReference("there"),)), Cell((Text("a" * 200),))),))),
    "break at the end": provision(Paragraph((Text("Before."),)), PageBreak()),
    "break at the start": provision(PageBreak(), Paragraph((Text("After."),))),
    "definition": provision(Definition("Fee", (Strong((Text("Fee"),)), Text(" means this")), (Paragraph((Text("and that"),)),))),
    "closing": Clause("first.a", (), (Paragraph((Text("Before"),)),), (provision(Paragraph((Text("Below"),)), name="first.a.1"),), None, (ItemList(()),)),
}


@pytest.mark.parametrize("kind", PROVISIONS)
def test_a_provision_that_another_clause_held_before_reads_as_if_it_were_written_here(document: Document, kind: str) -> None:
    inside = PROVISIONS[kind]
    body = Definition("Term", (Text("Term"),), (Paragraph((Text("with a body"),)),))
    before = Clause("first", (Text("First"),), (Paragraph((Text("Another lead."),)),), (inside,))
    first = Clause("zero", (Text("Zero"),), (Paragraph((Link("https://example.com/a", (Text("a"),)),)),))
    here = Clause("first", (Text("First"),), (body, Paragraph((Text("Lead."),))), (provision(body, name="first.0"), inside, provision(name="first.z")))
    assert same_as_alone(moved(document, before), moved(document, before), moved(document, first, here))
    scheduled = replace(moved(document), schedules=(Schedule("annex", "Annex", (here,)), Schedule("other", "Other", (replace(THERE, id="far"),))))
    assert same_as_alone(moved(document, before), scheduled)


def test_a_definition_that_another_clause_held_before_reads_as_if_it_were_written_here(document: Document) -> None:
    plain, long = (Definition(name, (Strong((Text(name),)), Text(" means "), CrossReference("there")), body) for name, body in (("A", ()), ("B", (PARAGRAPH,))))
    before = Clause("first", (Text("First"),), (Paragraph((Text("Lead."),)), plain, long), (provision(Paragraph((Text("x"),)), plain),))
    here = Clause(
        "first", (Text("First"),), (Paragraph((Text("Other."),)), long, plain, ItemList(((plain,),))), (provision(Paragraph((Text("y"),)), long, plain),)
    )
    assert same_as_alone(moved(document, before), moved(document, here))


def test_a_clause_in_a_schedule_is_written_for_its_schedule(document: Document) -> None:
    inside = replace(moved(document), sections=(), schedules=(Schedule("annex", "Annex", (THERE,)), Schedule("other", "Other", (HERE,))))
    assert same_as_alone(moved(document), inside)


def test_blanks_of_a_clause_that_was_written_before_are_counted_again(document: Document) -> None:
    assert same_as_alone(moved(document), moved(document))


def test_no_mark_of_ours_is_left_in_the_file_and_none_of_a_text_is_taken_for_one(document: Document) -> None:
    hostile = moved(document, one(Text("a\0b\1c")))
    body = read_package(write(hostile, number(hostile), open_shell(starter_shell(STARTERS["customer-sla"]), "shell.docx")), "x.docx")["word/document.xml"]
    assert not {0, 1} & set(body)
    assert "a\ufffdb\ufffdc".encode() in body


def test_a_text_in_pieces_is_as_compact_as_its_pieces() -> None:
    pieces = ("4.1 ", "\u00a0a\r", "\nb\x0b", "c\0", "\td")
    assert "".join(map(compact, pieces)) == compact("".join(pieces))
    assert len(fingerprint(pieces)) == 24


def test_bookmarks_are_numbered_in_order_two_gaps_to_each() -> None:
    assert numbered(("<a \0/><b \0/>, <a \0/><b \0/>", ", <a \0/><b \0/>"), 7) == ("<a 7/><b 7/>, <a 8/><b 8/>, <a 9/><b 9/>", 10)
    assert numbered(("no bookmark",), 7) == ("no bookmark", 7)


def test_a_clause_is_written_once_for_each_place() -> None:
    shared, passage = SharedClauses(4), Passage(("",), ("",), (), 0, (), bound=False)
    made: list[str] = []

    def written(place: str) -> None:
        shared.of(HERE, place, str, lambda: made.append(place) or passage)  # type: ignore[func-returns-value]

    for place in ("main", "annex", "main"):
        written(place)
    assert made == ["main", "annex"]
