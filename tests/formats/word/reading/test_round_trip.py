"""What we write, we read: a file of ours gives its Document back, from the visible parts alone."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.formats.files import Folder
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.reading import WordText, comparable, read
from slagen.formats.word.shell import Shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.write import write
from slagen.model.document import (
    Block,
    Cell,
    Clause,
    Definition,
    Document,
    ItemList,
    LineBreak,
    Meta,
    Paragraph,
    Schedule,
    Section,
    Signatory,
    SignatureBlock,
    Strong,
    Table,
    Text,
)
from slagen.model.walk import clauses, provisions
from slagen.workspace.drafting import draft
from slagen.workspace.load import load
from slagen.workspace.shells import shell_of
from tests.formats.sample_contract import SAMPLE, large
from tests.formats.word.any_document import IDS, documents
from tests.word_programs import WORD, needs_office, saved_by_office

ROOT = Path(__file__).parents[4]
SHELLS = [open_shell(starter_shell(starter), name) for name, starter in STARTERS.items()]
AGREEMENTS = sorted(path.parent.name for path in (ROOT / "agreements").rglob("agreement.yaml"))


def visible(data: bytes) -> bytes:
    """The file without its custom XML parts."""
    parts = read_package(data, "sample.docx")
    return write_package({name: content for name, content in parts.items() if not name.startswith("customXml/")})


def written_and_read(document: Document, shell: Shell) -> WordText:
    return read(visible(write(document, number(document), shell)), "sample.docx")


@pytest.mark.repeats
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents(), st.integers(0, len(SHELLS) - 1))
def test_any_document_comes_back_equal_in_comparable_form(document: Document, place: int) -> None:
    shell = SHELLS[place]
    once = comparable(document)
    assert comparable(written_and_read(document, shell).document) == once
    assert comparable(once) == once


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


DEFINING = (Strong((Text("“Day”"),)), Text(" means:"))
TABLE = Table((Cell((Text("A"),)),), ((Cell((Text("1"),)),),), "Figures")
LIST = ItemList(((paragraph("one"),), (paragraph("two"), TABLE)))
SIGNS = SignatureBlock("", "Customer", "Acme plc", (Signatory("B. Person", "CFO"),))
BLOCKS: dict[str, tuple[Block, ...]] = {
    "paragraph": (paragraph("x"),),
    "table": (TABLE,),
    "list": (LIST,),
    "signature": (SIGNS,),
    "definition": (Definition("Day", DEFINING),),
    "definition with a list": (Definition("Day", DEFINING, (LIST,)), LIST),
    "definition with a table": (Definition("Day", DEFINING, (paragraph("a"), TABLE)), TABLE),
    "definition in a definition": (Definition("Day", DEFINING, (Definition("Day", DEFINING, (SIGNS,)), paragraph("z"))), paragraph("end")),
}


def deep(blocks: tuple[Block, ...], levels: int, name: str) -> Clause:
    """A provision with the blocks in its body and its closing, on every level."""
    below = (deep(blocks, levels - 1, f"{name}.{levels}"),) if levels else ()
    heading = () if "." in name else (Text("Heading"),)
    return Clause(name, heading, (paragraph("lead"), *blocks), below, None, blocks if below else ())


@pytest.mark.parametrize("blocks", BLOCKS.values(), ids=BLOCKS)
def test_every_block_in_every_place_comes_back_as_it_was(blocks: tuple[Block, ...]) -> None:
    """Equal as it stands, not only in comparable form: in bodies and closings on eight levels, of clauses and of schedules."""
    sections = (Section("First", (deep(blocks, 7, "a"), deep(blocks, 0, "b"))), Section("", (deep(blocks, 1, "c"),)))
    document = Document(Meta("", "Title", ""), (), (), sections, (Schedule("s", "Schedule", (deep(blocks, 7, "d"),)),), blocks)
    found = written_and_read(document, SHELLS[0]).document
    assert (found.sections, found.schedules, found.execution) == (document.sections, document.schedules, document.execution)


def test_a_carriage_return_before_a_line_break_is_one_line_end() -> None:
    document = Document(Meta("", "", ""), recitals=(Paragraph((Text("a\r"), LineBreak(), Text("b"))),))
    assert written_and_read(document, SHELLS[0]).document.recitals == comparable(document).recitals == (Paragraph((Text("a"), LineBreak(), Text("b"))),)


@pytest.mark.parametrize("words", ["(a) x", "1.1 x", "Schedule 1"])
def test_words_that_begin_like_a_provision_stay_where_the_parties_sign(words: str) -> None:
    document = Document(Meta("", "", ""), sections=(Section("", (Clause("a", (Text("A"),)),)),), execution=(paragraph(words), SIGNS))
    found = written_and_read(document, SHELLS[0]).document
    assert (found.sections, found.execution) == (document.sections, document.execution)


def test_ids_come_back_whole_however_long_they_are() -> None:
    many = tuple(Clause(name, (Text("Heading"),)) for name in IDS[1:])
    found = written_and_read(Document(Meta("", "", ""), sections=(Section("", many),), schedules=(Schedule(IDS[0], "S", ()),)), SHELLS[0]).document
    assert [clause.id for clause in clauses(found)] == list(IDS[1:])
    assert [schedule.id for schedule in found.schedules] == [IDS[0]]


@pytest.mark.parametrize("shell", SHELLS, ids=STARTERS)
@pytest.mark.parametrize("document", [SAMPLE, large()], ids=["sample", "large"])
def test_documents_with_every_node_come_back_with_their_labels_on_every_shell(document: Document, shell: Shell) -> None:
    found = written_and_read(document, shell)
    assert comparable(found.document) == comparable(document)
    assert found.labels == number(document)


@pytest.mark.parametrize("agreement", AGREEMENTS)
def test_the_shipped_agreements_come_back_with_their_labels(agreement: str) -> None:
    loaded = load(Folder(ROOT))
    made = draft(loaded, agreement)
    assembled = made.usable
    data = write(assembled.document, assembled.labels, shell_of(loaded, made.agreement.template))
    found = read(visible(data), f"{agreement}.docx")
    wanted = comparable(assembled.document)
    assert comparable(found.document) == wanted
    assert (found.document.sections, found.document.schedules, found.document.recitals) == (wanted.sections, wanted.schedules, wanted.recitals)
    assert found.labels == assembled.labels
    named = [(party.name, party.address) for party in assembled.document.parties]
    assert [(party.name, party.address) for party in found.document.parties] == named


def test_every_provision_has_a_place_that_leads_to_its_paragraph() -> None:
    found = written_and_read(SAMPLE, SHELLS[0])
    for at, section in enumerate(found.document.sections):
        for place in range(len(section.clauses)):
            assert f"sections/{at}/clauses/{place}" in found.places
    texts = {paragraph.at.path: paragraph.text for paragraph in found.stories[0].blocks if hasattr(paragraph, "text")}
    scope = found.places["sections/0/clauses/0"]
    assert (scope.story, texts[scope.path], scope.end) == ("document", "Scope", len("Scope"))


def saved_by_libreoffice(data: bytes, folder: Path) -> bytes:
    (folder / "sample.docx").write_bytes(data)
    return saved_by_office([folder / "sample.docx"], WORD)["sample"]


@pytest.mark.outside
@needs_office
def test_after_libreoffice_has_saved_the_file_ids_and_bodies_of_definitions_are_whole(tmp_path: Path) -> None:
    body = (Definition("Day", DEFINING, (paragraph("a"), ItemList(((paragraph("one"),), (paragraph("two"),))))), paragraph("end"))
    many = tuple(Clause(name, (Text("Heading"),), body) for name in IDS)
    document = Document(Meta("", "Title", ""), sections=(Section("", many),))
    found = read(saved_by_libreoffice(visible(write(document, number(document), SHELLS[0])), tmp_path), "sample.docx").document
    assert [clause.id for clause in clauses(found)] == list(IDS)
    assert [clause.body for clause in clauses(found)] == [clause.body for clause in many]


@pytest.mark.outside
@needs_office
def test_after_libreoffice_has_saved_the_file_every_clause_is_found(document: Document, labels: Labels, shell: Shell, tmp_path: Path) -> None:
    found = read(saved_by_libreoffice(write(document, labels, shell), tmp_path), "sample.docx")
    wanted = {provision.id for clause in clauses(document) for provision in provisions(clause)} | {schedule.id for schedule in document.schedules}
    assert {name: found.labels[name].full for name in wanted if name in found.labels} == {name: labels[name].full for name in wanted}
    assert [[clause.id for clause in section.clauses] for section in found.document.sections] == [
        [clause.id for clause in section.clauses] for section in document.sections
    ]
    assert comparable(found.document).schedules == comparable(document).schedules
