from __future__ import annotations

import io
import re
import zipfile

import pytest

from slagen.assembly.labels import Labels
from slagen.core.errors import FindingsError
from slagen.core.findings import Finding, Severity
from slagen.formats.word.invariants import faults
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.shell import check_shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.starter_text import document_part
from slagen.formats.word.stories import paragraph_text, read_trees
from slagen.formats.word.write import write
from slagen.formats.word.xml_text import NAMESPACE
from slagen.model.document import Document

NAME = "templates/x/shell.docx"
ACROSS = "{{% if {} %}}</w:t></w:r></w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>{{% endif %}}</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>"
GOOD = starter_shell(STARTERS["customer-sla"])


def with_part(part: str, old: str, new: str, data: bytes = GOOD) -> bytes:
    parts = read_package(data, NAME)
    text = parts[part].decode()
    assert old in text
    return write_package(parts | {part: text.replace(old, new).encode()})


def with_text(text: str) -> bytes:
    """The house shell with a paragraph of its own before the contract."""
    return with_part("word/document.xml", "<w:body>", f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p>")


def findings_of(data: bytes) -> tuple[Finding, ...]:
    return check_shell(data, NAME)[1]


def test_a_house_shell_opens_without_findings() -> None:
    for starter in STARTERS.values():
        shell, findings = check_shell(starter_shell(starter), NAME)
        assert shell is not None
        assert findings == ()


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"hello", "SLG070", "is not a Word file"),
        (with_part("word/document.xml", "<w:body>", "<w:body><w:p>"), "SLG070", "not well-formed"),
        (with_part("word/document.xml", "<w:document", '<!DOCTYPE x [<!ENTITY e "boom">]><w:document'), "SLG071", "document type"),
        (with_part("[Content_Types].xml", "document.main+xml", "document.macroEnabled.main+xml"), "SLG071", "has macros"),
        (write_package(read_package(GOOD, NAME) | {"word/vbaProject.bin": b"macro"}), "SLG071", "has macros"),
        (with_part("_rels/.rels", "relationships/officeDocument", "relationships/other"), "SLG070", "is not a Word document"),
        (with_part("[Content_Types].xml", "wordprocessingml.document.main+xml", "spreadsheetml.sheet.main+xml"), "SLG070", "is not a Word document"),
        (with_part("word/_rels/document.xml.rels", "fontTable.xml", "fonts.xml"), "SLG070", "word/fonts.xml, which is not there"),
        (with_part("word/_rels/document.xml.rels", "relationships/styles", "relationships/stiles"), "SLG070", "has no styles"),
        (with_part("word/document.xml", NAMESPACE, "http://purl.oclc.org/ooxml/wordprocessingml/main"), "SLG070", "not written as Word"),
        (with_text("{%p if draft %}"), "SLG074", "{%p if draft %} is never ended (body, paragraph 1"),
        (with_text(ACROSS.format("draft")), "SLG074", "do not fit together: {% if draft %} and {% endif %} stand in different paragraphs"),
        (with_text(ACROSS.format("not draft")), "SLG074", "do not fit together"),
        (with_part("word/document.xml", "{{p contract }}", "The contract"), "SLG072", "has no {{p contract }}"),
        (with_text("{{p contract }}"), "SLG072", "more than once"),
        (with_part("word/document.xml", "{{p contract }}", "{{ contract }}"), "SLG072", "{{p contract }} is needed (body, paragraph"),
        (with_part("word/document.xml", "{{p contract }}", "See {{p contract }}"), "SLG072", "other text beside"),
        (with_part("word/header1.xml", "{{ status }}", "{{p contents }}"), "SLG072", "outside the body (header of section 1, paragraph 1"),
        (with_text("{{ custmer }}"), "SLG073", "“custmer”, which does not exist (body, paragraph 1: “{{ custmer }}”)"),
        (with_part("word/footer1.xml", "{{ hash }}", "{{ hasch }}"), "SLG073", "footer of section 1"),
        (with_text("{{ parties[0].nmae }}"), "SLG073", "asks for a value that does not exist (body, paragraph 1: “{{ parties[0].nmae }}”)"),
        (with_text("{{ parties[9].name }}"), "SLG073", "asks for a value"),
        (with_text("{{ title"), "SLG074", "begins with “{{” and is no tag (body, paragraph 1: “{{ title”)"),
        (with_text("{% if draft %}no end"), "SLG074", "is never ended"),
        (with_text("{{ title + 1 }}"), "SLG074", "uses “add”, which shells may not use"),
        (with_text("{{ ''.__class__.__mro__ }}"), "SLG073", "“__mro__”"),
    ],
)
def test_a_shell_that_cannot_be_used_is_an_error_with_name_place_and_way_out(data: bytes, code: str, says: str) -> None:
    with pytest.raises(FindingsError) as caught:
        open_shell(data, NAME)
    finding = next(finding for finding in caught.value.findings if finding.code == code)
    assert finding.severity is Severity.ERROR
    assert NAME in finding.message
    assert says in finding.message
    assert finding.source.file == NAME
    assert finding.hint


def test_every_fault_is_reported_at_once() -> None:
    data = with_part("word/footer1.xml", "{{ hash }}", "{{ hasch }}", with_text("{{ custmer }}"))
    assert [finding.code for finding in findings_of(data)] == ["SLG073", "SLG073"]


def test_a_misspelt_tag_gets_the_nearest_known_one() -> None:
    assert findings_of(with_text("{{ effectiv_date }}"))[0].hint == "Did you mean “effective_date”?"


def test_a_tag_that_word_split_over_runs_is_read_as_one() -> None:
    split = "{{ ti</w:t></w:r><w:proofErr w:type='spellStart'/><w:r><w:rPr><w:b/></w:rPr><w:t>tle }}"
    assert findings_of(with_text(split)) == ()


def test_a_contract_tag_in_a_table_is_refused() -> None:
    cell = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>{{p contract }}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    data = with_part(
        "word/document.xml", '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:t xml:space="preserve">{{p contract }}</w:t></w:r></w:p>', cell
    )
    assert any("inside a table" in finding.message for finding in findings_of(data))


def test_a_shell_without_our_styles_gets_them_and_is_told() -> None:
    parts = read_package(GOOD, NAME)
    plain = f'<w:styles xmlns:w="{NAMESPACE}"><w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style></w:styles>'
    body = re.sub(r"<w:pStyle [^>]*>", "", document_part(STARTERS["ola"].wording, header="rId5", footer="rId6").decode())
    for running in ("word/header1.xml", "word/footer1.xml"):
        parts[running] = re.sub(rb"<w:pStyle [^>]*>", b"", parts[running])
    del parts["word/numbering.xml"]
    parts["word/styles.xml"] = plain.encode()
    parts["word/document.xml"] = body.encode()
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b'<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/>', b""
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b'<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>', b""
    )
    shell, findings = check_shell(write_package(parts), NAME)
    assert shell is not None
    assert [finding.code for finding in findings] == ["SLG075"]
    assert "“Clause Level 1”" in findings[0].message
    assert 'w:basedOn w:val="Standard"' in shell.completed.styles_xml


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('<w:lvlText w:val="%1.%2"/>', '<w:lvlText w:val="%1.0"/>', "does not print the counter of its own level"),
        ('<w:lvlText w:val="%1.%2"/>', '<w:lvlText w:val="%1.%2.%3"/>', "does not print the counter of its own level"),
        ('<w:numFmt w:val="lowerRoman"/>', '<w:numFmt w:val="chicago"/>', "in the format “chicago”"),
        ('<w:start w:val="1"/>', '<w:start w:val="4"/>', "from 4 instead of 1"),
        ('<w:lvlText w:val="%1.%2"/>', '<w:lvlRestart w:val="0"/><w:lvlText w:val="%1.%2"/>', "with the setting lvlRestart"),
    ],
)
def test_a_shell_that_counts_in_a_way_that_references_cannot_follow_is_refused(old: str, new: str, says: str) -> None:
    found = findings_of(with_part("word/numbering.xml", old, new))
    assert {finding.code for finding in found} == {"SLG076"}
    assert all(says in finding.message for finding in found)


def test_the_contract_counts_as_the_shell_s_lists_do(document: Document, labels: Labels) -> None:
    """1. / 1.1 / (i) / (A), and Annex A: labels, references and contents follow the shell."""
    numbering = read_package(GOOD, NAME)["word/numbering.xml"].decode()
    for old, new in (
        ('<w:lvlText w:val="%1"/>', '<w:lvlText w:val="%1."/>'),
        ('<w:numFmt w:val="lowerRoman"/>', '<w:numFmt w:val="upperLetter"/>'),
        ('<w:numFmt w:val="lowerLetter"/>', '<w:numFmt w:val="lowerRoman"/>'),
        ('<w:numFmt w:val="decimal"/><w:pStyle w:val="ScheduleHeading"/><w:suff w:val="tab"/><w:lvlText w:val="Schedule %1"/>', '<w:numFmt w:val="upperLetter"/><w:pStyle w:val="ScheduleHeading"/><w:suff w:val="tab"/><w:lvlText w:val="Annex %1"/>'),
    ):  # fmt: skip
        assert old in numbering
        numbering = numbering.replace(old, new)
    shell = open_shell(write_package(read_package(GOOD, NAME) | {"word/numbering.xml": numbering.encode()}), NAME)
    data = write(document, labels, shell)
    assert faults(data) == []
    lines = [paragraph_text(item) for item in read_trees(data, NAME)["word/document.xml"].iter(f"{{{NAMESPACE}}}p")]
    assert "Nothing in this clause limits clause 3.2(ii)(A)(B) or paragraph 1.2 of Annex A." in lines
    assert "3.\tService levels" in lines
    assert "Annex B\tCharges" in lines


def test_comments_and_tracked_changes_in_a_shell_are_reported() -> None:
    data = with_part(
        "word/document.xml", "<w:body>", '<w:body><w:p><w:ins w:id="900" w:author="Lee" w:date="2026-01-01T00:00:00Z"><w:r><w:t>new</w:t></w:r></w:ins></w:p>'
    )
    assert [(finding.code, finding.severity) for finding in findings_of(data)] == [("SLG077", Severity.WARNING)]


def test_a_table_of_contents_of_the_shell_s_own_is_reported() -> None:
    data = with_part("word/document.xml", "<w:body>", '<w:body><w:p><w:fldSimple w:instr="TOC \\o"><w:r><w:t>old</w:t></w:r></w:fldSimple></w:p>')
    assert [finding.code for finding in findings_of(data)] == ["SLG078"]


def test_something_loaded_from_outside_is_refused() -> None:
    link = '<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="https://tracker.example/x.png" TargetMode="External"/></Relationships>'
    data = with_part("word/_rels/document.xml.rels", "</Relationships>", link)
    assert [finding.code for finding in findings_of(data)] == ["SLG079"]


def test_a_shell_written_by_another_zip_program_opens_alike() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for part, content in reversed(read_package(GOOD, NAME).items()):
            archive.writestr(part, content)
    assert findings_of(stream.getvalue()) == ()


def test_the_width_of_a_line_is_that_of_the_contract_s_own_section() -> None:
    data = with_part("word/document.xml", 'w:left="1418"', 'w:left="2000"')
    assert open_shell(data, NAME).surface.text_width == 11906 - 2000 - 1418
