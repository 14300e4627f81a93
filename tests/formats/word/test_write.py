from __future__ import annotations

from dataclasses import replace
import re
import subprocess
import sys

from lxml import etree
import pytest

from slagen.assembly.labels import Labels, cite
from slagen.assembly.number import number
from slagen.core.errors import BadInputError
from slagen.formats.word.bookmarks import bookmark_name, heading_bookmark
from slagen.formats.word.inlines import plain
from slagen.formats.word.invariants import faults
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.shell import Shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.stories import NumberedParagraph, numbered_paragraphs, paragraph_text, read_trees
from slagen.formats.word.write import language_tag, write
from slagen.formats.word.xml_text import NAMESPACE
from slagen.model.document import Cell, Clause, CrossReference, Document, Link, Origin, PageBreak, Paragraph, Schedule, Section, SignatureBlock, Table, Text
from slagen.model.native import text_hash

W = f"{{{NAMESPACE}}}"


@pytest.fixture(scope="module")
def data(document: Document, labels: Labels, shell: Shell) -> bytes:
    return write(document, labels, shell)


@pytest.fixture(scope="module")
def trees(data: bytes) -> dict[str, etree._Element]:
    return read_trees(data, "sample.docx")


def paragraphs(tree: etree._Element) -> list[str]:
    return [paragraph_text(paragraph) for paragraph in tree.iter(f"{W}p")]


def numbered(trees: dict[str, etree._Element]) -> list[NumberedParagraph]:
    return list(numbered_paragraphs(trees["word/document.xml"], trees["word/styles.xml"], trees["word/numbering.xml"]))


def filled(document: Document) -> tuple[Section, ...]:
    """The sections without the clause that has a blank."""
    kept = (replace(section, clauses=tuple(clause for clause in section.clauses if clause.id != "scope")) for section in document.sections)
    return (*kept, Section("", (Clause("scope", children=(Clause("scope.services"),)),)))


def one_clause(*blocks: Paragraph | Table | PageBreak, document: Document) -> Document:
    return replace(document, recitals=(), sections=(Section("", (Clause("one", (Text("One"),), blocks),)),), schedules=(), execution=())


def text_of(document: Document, shell: Shell) -> list[str]:
    return paragraphs(read_trees(write(document, number(document), shell), "x.docx")["word/document.xml"])


def test_nothing_is_wrong_with_the_sample_in_any_house_shell(document: Document, labels: Labels) -> None:
    for name, starter in STARTERS.items():
        assert faults(write(document, labels, open_shell(starter_shell(starter), name))) == []


def test_every_label_that_word_counts_out_is_the_one_that_assembly_gave(document: Document, labels: Labels, trees: dict[str, etree._Element]) -> None:
    by_bookmark = {mark: item for item in numbered(trees) for mark in item.bookmarks}
    assert {identifier: by_bookmark[bookmark_name(identifier)].label for identifier in labels} == {
        identifier: label.text for identifier, label in labels.items()
    }
    assert {identifier: by_bookmark[bookmark_name(identifier)].full for identifier in labels} == {
        identifier: label.full for identifier, label in labels.items()
    }
    assert document.recitals


def test_recitals_are_lettered(trees: dict[str, etree._Element]) -> None:
    assert [item.label for item in numbered(trees) if item.text.startswith("The Provider hosts") or item.text.startswith("The Customer wants")] == [
        "(A)",
        "(B)",
    ]


def test_references_print_what_cite_says(labels: Labels, trees: dict[str, etree._Element]) -> None:
    lines = paragraphs(trees["word/document.xml"])
    assert cite("service-levels.excluded", labels) == "3.2(b)(i)(B)"
    assert "Nothing in this clause limits clause 3.2(b)(i)(B) or paragraph 1.2 of Schedule 1." in lines
    assert "what the Customer caused (see paragraph 1.1)." in lines
    assert "The Customer pays £10,000.00 a month; see clause 2.1 and Schedule 1." in lines


def test_a_reference_out_of_a_schedule_is_two_fields(trees: dict[str, etree._Element]) -> None:
    codes = [(code.text or "").strip() for code in trees["word/document.xml"].iter(f"{W}instrText")]
    at = codes.index(r"REF slg_levels__excluded \w \h")
    assert codes[at + 1] == r"REF slg_levels \w \h"


def test_values_print_exactly_so_on_the_cover_in_the_body_and_in_the_properties(document: Document, trees: dict[str, etree._Element]) -> None:
    name = document.parties[1].name
    lines = paragraphs(trees["word/document.xml"])
    assert name == "R*D* & <Sons> [x](y) {{z}} # 1."
    assert name in lines
    assert any(line.startswith(f"Names print as they are: {name}, 株式会社ノース, شركة الشمال and 🚀.") for line in lines)
    assert document.meta.title in paragraphs(trees["word/header1.xml"])[0]
    assert trees["docProps/core.xml"].findtext("{http://purl.org/dc/elements/1.1/}title") == document.meta.title


def test_line_ends_in_a_value_are_line_breaks_on_the_cover(trees: dict[str, etree._Element]) -> None:
    assert "1 High Street\nLondon EC1A 1AA" in paragraphs(trees["word/document.xml"])


def test_the_text_hash_stands_in_the_footer_and_on_the_execution_page(document: Document, trees: dict[str, etree._Element]) -> None:
    full = text_hash(document)
    assert f"Text hash (SHA-256) {full}" in paragraphs(trees["word/document.xml"])
    assert f"text {full[:4]} {full[4:8]} {full[8:12]}" in paragraphs(trees["word/footer1.xml"])[0]


def test_a_draft_says_so_and_an_executed_document_does_not(document: Document, labels: Labels, shell: Shell) -> None:
    draft = paragraphs(read_trees(write(document, labels, shell), "x")["word/header1.xml"])[0]
    done = replace(document, meta=replace(document.meta, status="executed"), sections=filled(document))
    executed = paragraphs(read_trees(write(done, labels, shell), "x")["word/header1.xml"])[0]
    assert draft.endswith("\tDraft – subject to contract")
    assert executed.endswith("\tExecuted")


def test_the_contents_list_every_heading_with_its_number_and_no_page(trees: dict[str, etree._Element]) -> None:
    entries = [
        paragraph_text(item)
        for item in trees["word/document.xml"].iter(f"{W}p")
        if (style := item.find(f"{W}pPr/{W}pStyle")) is not None and (style.get(f"{W}val") or "").startswith("Toc")
    ]
    assert entries == [
        "Background", "The agreement", "1\tInterpretation", "2\tScope", "Service", "3\tService levels", "4\tMeasurement", "Term", "5\tContract term",
        "Schedule 1\tService levels in detail", "1\tAvailability", "2\tTickets", "Schedule 2\tCharges", "1\tMonthly charges",
    ]  # fmt: skip


def test_nothing_asks_word_to_update_fields(trees: dict[str, etree._Element]) -> None:
    xml = b"".join(etree.tostring(tree) for tree in trees.values())
    assert b"updateFields" not in xml
    assert b"dirty" not in xml


def test_tables_repeat_their_header_keep_rows_whole_and_are_described(trees: dict[str, etree._Element]) -> None:
    table = next(item for item in trees["word/document.xml"].iter(f"{W}tbl") if item.find(f"{W}tblPr/{W}tblDescription") is not None)
    rows = table.findall(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    description = table.find(f"{W}tblPr/{W}tblDescription")
    assert description is not None
    assert description.get(f"{W}val") == "Service levels with their targets"
    assert [jc.get(f"{W}val") for jc in rows[1].iter(f"{W}jc")] == ["right"] * 3


def test_blanks_are_highlighted(trees: dict[str, etree._Element]) -> None:
    highlighted = [run.findtext(f"{W}t") for run in trees["word/document.xml"].iter(f"{W}r") if run.find(f"{W}rPr/{W}highlight") is not None]
    assert highlighted == ["[name of the contact]"]


def test_a_deed_with_one_signatory_has_a_witness_and_with_two_has_none(document: Document, shell: Shell) -> None:
    two = next(block for block in document.execution if isinstance(block, SignatureBlock) and block.form == "deed")
    one = replace(two, signatories=two.signatories[:1])
    assert "Witness" not in text_of(replace(document, execution=(two,)), shell)
    assert "Witness" in text_of(replace(document, execution=(one,)), shell)


def test_signature_blocks_do_not_split_and_stay_with_what_says_where_they_belong(document: Document, shell: Shell) -> None:
    """The sentence before them stays with the first, the last with the line that names the document; each is one row that does not split."""
    signed = replace(document, execution=(Paragraph((Text("The Parties have signed."),)), *document.execution))
    body = read_trees(write(signed, number(signed), shell), "x")["word/document.xml"][0]
    children = list(body)
    at = [place for place, one in enumerate(children) if any("Signature of" in found.get(f"{W}val", "") for found in one.iter(f"{W}tblCaption"))]
    assert [len(children[place].findall(f"{W}tr/{W}trPr/{W}cantSplit")) for place in at] == [1, 1]
    kept = [children[place].find(f"{W}pPr/{W}keepNext") is not None for place in (at[0] - 1, at[0] + 1, at[1] + 1)]
    assert kept == [True, False, True]


def test_a_party_without_signatories_gets_lines_to_fill_in(document: Document, shell: Shell) -> None:
    block = SignatureBlock("x", "", "Acme", ())
    lines = text_of(replace(document, execution=(block,)), shell)
    assert "Signed for and on behalf of Acme" in lines
    assert [line for line in lines if line.endswith("\t\t")] == ["Signature\t\t", "Name\t\t", "Title\t\t", "Date\t\t"]


def test_an_electronic_signature_names_the_address_that_signs(document: Document, shell: Shell) -> None:
    block = next(block for block in document.execution if isinstance(block, SignatureBlock))
    lines = text_of(replace(document, execution=(replace(block, method="e-signature"),)), shell)
    assert "Email\ta@northwind.example" in lines
    assert any(line.startswith("Signed electronically by A. Person, Director, for and on behalf of") for line in lines)


def test_a_link_that_is_not_web_or_mail_is_printed_as_text(document: Document, shell: Shell) -> None:
    bad = one_clause(Paragraph((Link("javascript:alert(1)", (Text("here"),)), Link("https://a.example/b c?d=é", (Text("there"),)))), document=document)
    parts = read_package(write(bad, number(bad), shell), "x.docx")
    assert b"javascript" not in b"".join(parts.values())
    assert b'Target="https://a.example/b%20c?d=%C3%A9"' in parts["word/_rels/document.xml.rels"]


def test_a_page_break_lets_the_next_block_start_a_page(document: Document, shell: Shell) -> None:
    table = Table((Cell((Text("A"),)),), ((Cell((Text("b"),)),),))
    broken = one_clause(Paragraph((Text("first"),)), PageBreak(), Paragraph((Text("second"),)), PageBreak(), table, document=document)
    xml = read_package(write(broken, number(broken), shell), "x.docx")["word/document.xml"]
    assert xml.count(b"<w:pageBreakBefore/>") == 2
    assert re.search(rb"<w:pageBreakBefore/></w:pPr><w:r><w:t xml:space=\"preserve\">second", xml)


def test_each_schedule_counts_from_one_with_a_list_of_its_own(document: Document, shell: Shell) -> None:
    schedules = tuple(
        Schedule(
            f"s{at}",
            f"Part {at}",
            (Clause(f"s{at}.x", (Text("First"),)), Clause(f"s{at}.y", (Text("Second"),), children=(Clause(f"s{at}.z", body=(Paragraph((Text("text"),)),)),))),
        )
        for at in range(4)
    )
    many = replace(document, sections=(), recitals=(), execution=(), schedules=schedules)
    found = [item.label for item in numbered(read_trees(write(many, number(many), shell), "x.docx"))]
    parties = [f"({at})" for at in range(1, len(document.parties) + 1)]
    assert found == [*parties, *(label for at in range(1, 5) for label in (f"Schedule {at}", "1", "2", "2.1"))]


def test_counters_go_on_past_the_alphabet_as_word_counts(document: Document, shell: Shell) -> None:
    items = tuple(Clause(f"one.i{at}", body=(Paragraph((Text(f"item {at}"),)),)) for at in range(30))
    long = replace(
        document,
        recitals=(),
        schedules=(),
        execution=(),
        sections=(Section("", (Clause("one", (Text("One"),), children=(Clause("one.1", body=(Paragraph((CrossReference("one.i27"),)),), children=items),)),)),),
    )
    data = write(long, number(long), shell)
    assert faults(data) == []
    assert [item.label for item in numbered(read_trees(data, "x"))][-4:] == ["(aa)", "(bb)", "(cc)", "(dd)"]


def test_a_reference_to_nothing_is_an_error_that_names_it(document: Document, shell: Shell) -> None:
    lost = one_clause(Paragraph((CrossReference("nowhere"),)), document=document)
    with pytest.raises(BadInputError, match="“nowhere”"):
        write(lost, number(lost), shell)


def test_a_shell_that_asks_for_what_this_document_lacks_is_an_error_that_names_both(document: Document, labels: Labels) -> None:
    parts = read_package(starter_shell(STARTERS["ola"]), "x")
    parts["word/header1.xml"] = parts["word/header1.xml"].replace(b"{{ title }}", b"{{ parties[1].name }}")
    shell = open_shell(write_package(parts), "templates/ola/shell.docx")
    with pytest.raises(BadInputError, match=r"templates/ola/shell\.docx cannot be filled \(word/header1\.xml\)"):
        write(replace(document, parties=()), labels, shell)


def test_nothing_internal_leaves_the_house(document: Document, labels: Labels) -> None:
    parts = read_package(starter_shell(STARTERS["ola"]), "x")
    settings = parts["word/settings.xml"].replace(
        b"<w:zoom", b'<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/><w:zoom'
    )
    template = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="file:///C:/Users/lee/secret.dotx" TargetMode="External"/></Relationships>'
    custom = b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
    root = parts["_rels/.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/></Relationships>',
    )
    leaky = parts | {
        "word/settings.xml": settings,
        "word/_rels/settings.xml.rels": template,
        "docProps/custom.xml": custom,
        "_rels/.rels": root,
        "docProps/core.xml": b"<x>Lee</x>",
    }
    internal = replace(document, pins=(Origin("scope", "1.0.0", "secret-layer"),))
    written = read_package(write(internal, labels, open_shell(write_package(leaky), "x")), "x")
    assert "docProps/custom.xml" not in written
    assert not [part for part, content in written.items() if b"secret" in content or b"attachedTemplate" in content or b"Lee<" in content]


def test_the_same_document_gives_the_same_bytes_in_another_process_and_with_another_hash_seed() -> None:
    program = (
        "import hashlib\n"
        "from slagen.formats.word.tags import sample_document\nfrom slagen.formats.word.shell import open_shell\n"
        "from slagen.formats.word.starter import STARTERS, starter_shell\nfrom slagen.formats.word.write import write\n"
        "print(hashlib.sha256(write(sample_document(), {}, open_shell(starter_shell(STARTERS['ola']), 'x'))).hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True, env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        ).stdout
        for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC"))
    }
    assert len(digests) == 1


def test_a_shell_is_written_onto_again_and_again_with_the_same_result(document: Document, labels: Labels, shell: Shell) -> None:
    assert write(document, labels, shell) == write(document, labels, shell)


@pytest.mark.parametrize(
    ("language", "locale", "tag"),
    [
        ("en", "en_GB", "en-GB"),
        ("en", "en_US", "en-US"),
        ("en", "de_DE", "en-GB"),
        ("de", "de_AT", "de-AT"),
        ("cy", "en_GB", "cy"),
        ("en-US", "en_GB", "en-US"),
    ],
)
def test_the_language_of_the_words_follows_the_locale_only_where_they_agree(language: str, locale: str, tag: str) -> None:
    assert language_tag(language, locale) == tag


def test_bookmarks_are_short_distinct_and_readable_where_they_can_be() -> None:
    ids = ["credit-cap", "credit-cap.limit", "credit--cap", "a" * 63, "a" * 62 + "b", "a.b", "a--b", "a-b"]
    names = [bookmark_name(identifier) for identifier in ids]
    assert names[0] == "slg_credit_cap"
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,39}", name) for name in (*names, heading_bookmark("recitals")))


def test_plain_text_of_inlines_is_what_they_print(document: Document, labels: Labels) -> None:
    clause = document.sections[0].clauses[1].children[2]
    assert isinstance(clause.body[0], Paragraph)
    assert plain(clause.body[0].content, labels, "") == "Nothing in this clause limits clause 3.2(b)(i)(B) or paragraph 1.2 of Schedule 1."


def test_a_document_that_nobody_signs_has_no_execution_page(document: Document, shell: Shell) -> None:
    assert "Execution page" in text_of(document, shell)
    assert "Execution page" not in text_of(replace(document, execution=()), shell)


@pytest.mark.parametrize("status", ["execution", "executed"])
def test_what_is_to_be_signed_has_no_blanks(status: str, document: Document, labels: Labels, shell: Shell) -> None:
    with pytest.raises(BadInputError, match="has a blank, so it cannot be signed"):
        write(replace(document, meta=replace(document.meta, status=status)), labels, shell)
