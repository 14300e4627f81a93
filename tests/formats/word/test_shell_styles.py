"""Styles are found by their names, whoever wrote the file and in whatever language; what is missing is added and told."""

from __future__ import annotations

import re
import shutil

import pytest

from slagen.assembly.labels import Labels
from slagen.core.findings import Severity
from slagen.formats.word.invariants import faults
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.shell import check_shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.stories import labelled_paragraphs, paragraph_text, read_trees
from slagen.formats.word.write import write
from slagen.formats.word.xml_text import NAMESPACE
from slagen.model.document import Document
from tests.word_programs import WORD, saved_by_office

NAME = "templates/x/shell.docx"
W = f"{{{NAMESPACE}}}"
GOOD = starter_shell(STARTERS["customer-sla"])
PARTS = read_package(GOOD, NAME)
STYLES, MAIN = "word/styles.xml", "word/document.xml"


def restyled(change: dict[str, str], everywhere: dict[str, str] | None = None) -> bytes:
    """The house shell with other words in its styles, and other ids everywhere."""
    parts = {name: content.decode() for name, content in PARTS.items()}
    for old, new in change.items():
        assert old in parts[STYLES]
        parts[STYLES] = parts[STYLES].replace(old, new)
    for old, new in (everywhere or {}).items():
        parts = {name: text.replace(old, new) for name, text in parts.items()}
    return write_package({name: text.encode() for name, text in parts.items()})


def added(data: bytes) -> str:
    shell, findings = check_shell(data, NAME)
    assert shell is not None
    assert all(finding.severity is Severity.NOTE and finding.code == "SLG075" for finding in findings)
    return "".join(finding.message for finding in findings)


@pytest.mark.parametrize("name", ["clause level 1", "Clause  Level 1", "CLAUSE LEVEL 1"])
def test_capital_letters_and_spaces_in_a_style_s_name_do_not_matter(name: str) -> None:
    assert added(restyled({'w:val="Clause Level 1"': f'w:val="{name}"'})) == ""


def test_a_style_may_be_called_by_an_alias() -> None:
    assert added(restyled({'<w:name w:val="Recital"/>': '<w:name w:val="Whereas"/><w:aliases w:val="WH,Recital"/>'})) == ""


def test_a_style_that_was_renamed_is_added_and_named(document: Document, labels: Labels) -> None:
    data = restyled({'<w:name w:val="Recital"/>': '<w:name w:val="Whereas"/>'})
    assert added(data).endswith("lacks styles that contracts use; they are added: “Recital”")
    assert faults(write(document, labels, open_shell(data, NAME))) == []


def test_styles_that_were_deleted_are_added_and_named(document: Document, labels: Labels) -> None:
    styles = re.sub(r'<w:style [^>]*w:styleId="(?:ClauseLevel|TableText|TOC|Toc)\d?".*?</w:style>', "", PARTS[STYLES].decode())
    data = write_package(PARTS | {STYLES: styles.encode()})
    assert all(f"“{name}”" in added(data) for name in ("Clause Level 1", "Clause Level 5", "Table Text"))
    assert faults(write(document, labels, open_shell(data, NAME))) == []


def test_word_in_german_writes_other_ids_for_the_styles_of_word(document: Document, labels: Labels) -> None:
    """Ids are translated, names are not: “heading 1” is berschrift1, “Normal” is Standard."""
    ids = {"Heading1": "berschrift1", "Heading2": "berschrift2", "Normal": "Standard", "TableNormal": "NormaleTabelle", "Toc1": "Verzeichnis1"}
    everywhere = {f'w:styleId="{old}"': f'w:styleId="{new}"' for old, new in ids.items()}
    everywhere |= {f'<w:{use} w:val="{old}"/>': f'<w:{use} w:val="{new}"/>' for old, new in ids.items() for use in ("basedOn", "next", "pStyle")}
    data = restyled({}, everywhere)
    assert added(data) == ""
    assert faults(write(document, labels, open_shell(data, NAME))) == []


@pytest.mark.parametrize("default", [' w:default="1"', ""])
def test_a_shell_whose_standard_style_has_another_name_is_written_on(default: str, document: Document, labels: Labels) -> None:
    data = restyled(
        {
            'w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>': f'w:type="paragraph"{default} w:styleId="Normal"><w:name w:val="Standard"/>'
        }
    )
    assert added(data) == ""
    assert faults(write(document, labels, open_shell(data, NAME))) == []


def test_a_style_of_the_wrong_type_is_refused_by_its_name() -> None:
    data = restyled({'<w:style w:type="paragraph" w:customStyle="1" w:styleId="Definition">': '<w:style w:type="character" w:styleId="Definition">'})
    shell, findings = check_shell(data, NAME)
    assert shell is None
    assert [finding.code for finding in findings] == ["SLG082"]
    assert "“Definition” as a character style, where contracts need a paragraph style" in findings[0].message


def test_two_styles_with_one_id_are_refused() -> None:
    _, findings = check_shell(restyled({'w:styleId="CoverDate"': 'w:styleId="Title"'}), NAME)
    assert any(finding.code == "SLG082" and "two styles with the id “Title”" in finding.message for finding in findings)


def lines(data: bytes) -> list[tuple[str, str]]:
    trees = read_trees(data, "x")
    return [
        (number.label if number else "", text)
        for item, number in labelled_paragraphs(trees[MAIN], trees[STYLES], trees["word/numbering.xml"])
        if (text := paragraph_text(item))
    ]


@pytest.fixture(scope="module")
def resaved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every shipped shell as LibreOffice saves it."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("shells")
    for name, starter in STARTERS.items():
        (folder / f"{name}.docx").write_bytes(starter_shell(starter))
    return saved_by_office(sorted(folder.glob("*.docx")), WORD)


@pytest.mark.parametrize("name", STARTERS)
def test_a_shell_saved_by_libreoffice_makes_the_same_contract(name: str, resaved: dict[str, bytes], document: Document, labels: Labels) -> None:
    shell, findings = check_shell(resaved[name], NAME)
    assert shell is not None
    assert findings == ()
    data = write(document, labels, shell)
    assert faults(data) == []
    assert lines(data) == lines(write(document, labels, open_shell(starter_shell(STARTERS[name]), NAME)))


@pytest.mark.parametrize("name", ["customer-sla", "client-charter"])
def test_header_and_footer_survive_a_save_by_libreoffice(name: str, resaved: dict[str, bytes], document: Document, labels: Labels) -> None:
    trees = read_trees(write(document, labels, open_shell(resaved[name], NAME)), "x")
    running = "\n".join(paragraph_text(item) for part, tree in trees.items() if re.search(r"/(?:header|footer)\d", part) for item in tree.iter(f"{W}p"))
    assert f"{document.meta.title}\tDraft – subject to contract" in running
    assert "acme-hosting · draft" in running


def google() -> bytes:
    """As Google Docs writes: no theme, few settings, “normal” and “heading” styles only, numbering of its own, runs with rtl off."""
    runs = '<w:r><w:rPr><w:rtl w:val="0"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    body = "".join(f'<w:p w:rsidR="00000000" w:rsidDel="00000000" w:rsidP="00000000" w:rsidRDefault="00000000" w14:paraId="0000000{at}">'
                   f'<w:pPr><w:pageBreakBefore w:val="0"/><w:rPr/></w:pPr>{runs.format(text)}</w:p>' for at, text in enumerate(("{{ title }}", "{{p contents }}", "{{p contract }}")))  # fmt: skip
    space = f'xmlns:w="{NAMESPACE}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    end = '<w:sectPr><w:pgSz w:h="15840" w:w="12240" w:orient="portrait"/><w:pgMar w:bottom="1440" w:top="1440" w:left="1440" w:right="1440" w:header="720" w:footer="720"/></w:sectPr>'
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial"/><w:sz w:val="22"/><w:lang w:val="en"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="Normal" w:default="1"><w:name w:val="normal"/></w:style>'
        '<w:style w:type="table" w:styleId="TableNormal" w:default="1"><w:name w:val="Table Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/></w:style>'
    )
    kept = {name: content for name, content in PARTS.items() if not re.search(r"header|footer|numbering", name)}
    kept["word/_rels/document.xml.rels"] = re.sub(
        rb'<Relationship [^>]*Target="(?:header1|footer1|numbering)\.xml"/>', b"", PARTS["word/_rels/document.xml.rels"]
    )
    kept["[Content_Types].xml"] = re.sub(rb'<Override PartName="/word/(?:header1|footer1|numbering)\.xml"[^>]*/>', b"", PARTS["[Content_Types].xml"])
    document_part, styles_part = f"<w:document {space}><w:body>{body}{end}</w:body></w:document>", f'<w:styles xmlns:w="{NAMESPACE}">{styles}</w:styles>'
    return write_package(kept | {MAIN: document_part.encode(), STYLES: styles_part.encode()})


def test_a_shell_as_google_docs_writes_it_gets_what_it_lacks(document: Document, labels: Labels) -> None:
    assert "“Clause Level 1”" in added(google())
    shell = open_shell(google(), NAME)
    assert shell.surface.text_width == 12240 - 2880
    assert faults(write(document, labels, shell)) == []
