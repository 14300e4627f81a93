"""What users of docxtpl run into, by the number of the issue in its tracker. Here each of these holds."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree
import pytest

from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.core.errors import FindingsError
from slagen.formats.word.invariants import faults
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.shell import Shell, check_shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.stories import numbered_paragraphs, paragraph_text, read_trees
from slagen.formats.word.write import write
from slagen.formats.word.xml_text import NAMESPACE
from slagen.model.document import Clause, CrossReference, Document, Inline, Meta, Paragraph, Section, Text

W = f"{{{NAMESPACE}}}"
META = Meta("a", "T", "sla")
GOOD = starter_shell(STARTERS["customer-sla"])


def shell_with(text: str, part: str = "word/document.xml", at: str = "<w:body>") -> bytes:
    parts = read_package(GOOD, "x")
    return write_package(parts | {part: parts[part].decode().replace(at, f"{at}<w:p><w:r><w:t>{text}</w:t></w:r></w:p>").encode()})


def lines(data: bytes, part: str = "word/document.xml") -> list[str]:
    return [paragraph_text(item) for item in read_trees(data, "x")[part].iter(f"{W}p")]


def clauses(*names: str) -> Document:
    def one(name: str) -> Clause:
        content: tuple[Inline, ...] = (Text("See clause "), CrossReference(names[-1]), Text("."))
        return Clause(name, (Text(name),), (), (Clause(f"{name}.1", body=(Paragraph(content),)), Clause(f"{name}.2", body=(Paragraph((Text("Then."),)),))))

    sections = tuple(Section(f"Part {at}", (one(name),)) for at, name in enumerate(names))
    return Document(META, sections=sections)


def counted(document: Document, shell: Shell) -> list[str]:
    trees = read_trees(write(document, number(document), shell), "x")
    return [item.label for item in numbered_paragraphs(trees["word/document.xml"], trees["word/styles.xml"], trees["word/numbering.xml"])]


@pytest.mark.parametrize("issue", [425, 500, 580, 624])
def test_numbering_goes_on_through_parts_that_were_put_together(issue: int, shell: Shell) -> None:
    """#425, #500, #580, #624: lists in merged parts restart, lose their style, or are numbered as one."""
    names = [f"part-{issue}-{at}" for at in range(4)]
    assert counted(clauses(*names), shell) == [label for at in range(1, 5) for label in (f"{at}", f"{at}.1", f"{at}.2")]


def test_565_a_tag_for_paragraphs_without_its_p_is_an_error_and_not_a_broken_file() -> None:
    """#565: `{{ x }}` where `{{p x }}` is needed makes invalid XML."""
    parts = read_package(GOOD, "x")
    data = write_package(parts | {"word/document.xml": parts["word/document.xml"].replace(b"{{p contract }}", b"{{ contract }}")})
    with pytest.raises(FindingsError) as caught:
        open_shell(data, "templates/x/shell.docx")
    finding = caught.value.findings[0]
    assert (finding.code, finding.source.file) == ("SLG072", "templates/x/shell.docx")
    assert "paragraph" in finding.message
    assert finding.hint == "write {{p contract }}"


@pytest.mark.parametrize("issue", [40, 341, 503])
def test_headers_and_footers_stay_with_the_contract_in_its_place(issue: int, document: Document, labels: Labels, shell: Shell) -> None:
    """#40, #341, #503: headers and footers are lost with sub-documents."""
    titled = replace(document, meta=replace(document.meta, title=f"Agreement {issue}"))
    data = write(titled, labels, shell)
    assert lines(data, "word/header1.xml") == [f"Agreement {issue}\tDraft – subject to contract"]
    assert "acme-hosting · draft · text" in lines(data, "word/footer1.xml")[0]
    sections = list(read_trees(data, "x")["word/document.xml"].iter(f"{W}sectPr"))
    kinds = {(item.tag, item.get(f"{W}type")) for item in sections[0].iter(f"{W}headerReference", f"{W}footerReference")}
    assert {(f"{W}headerReference", "default"), (f"{W}footerReference", "default")} <= kinds
    assert all(section.find(f"{W}headerReference") is None for section in sections[1:])


def test_578_a_reference_in_conditional_text_has_its_target(document: Document, labels: Labels) -> None:
    """#578: references inside conditional text say “Error! Reference source not found”."""
    parts = read_package(GOOD, "x")
    around = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    text = parts["word/document.xml"].decode()
    start = text.rindex("<w:p>", 0, text.index("{{p contract }}"))
    end = text.index("</w:p>", start) + len("</w:p>")
    wrapped = f"{text[:start]}{around.format('{%p if title %}')}{text[start:end]}{around.format('{%p endif %}')}{text[end:]}"
    data = write(document, labels, open_shell(write_package(parts | {"word/document.xml": wrapped.encode()}), "x"))
    assert faults(data) == []
    assert "Nothing in this clause limits clause 3.2(b)(i)(B) or paragraph 1.2 of Schedule 1." in lines(data)
    assert not any("Error!" in line for line in lines(data))


@pytest.mark.parametrize("name", ["X & Y <z>", "{{ title }}", "{% if %}", "]]>", "\"'", "<w:p/>"])
def test_names_with_signs_of_markup_print_exactly_so_everywhere(name: str, document: Document, labels: Labels) -> None:
    """By default `X & Y <z>` becomes `X  Y `, and core properties are escaped twice."""
    shell = open_shell(shell_with("Called {{ title }}"), "x")
    data = write(replace(document, meta=replace(document.meta, title=name)), labels, shell)
    assert lines(data)[0] == f"Called {name}"
    assert read_trees(data, "x")["docProps/core.xml"].findtext("{http://purl.org/dc/elements/1.1/}title") == name


@pytest.mark.parametrize("tag", ["{{ titel }}", "{{ parties[0].nmae }}", "{% if drft %}x{% endif %}", "{%p for one in partys %}"])
def test_a_misspelt_name_is_an_error_with_its_place_and_never_nothing(tag: str) -> None:
    shell, findings = check_shell(shell_with(tag), "templates/x/shell.docx")
    assert shell is None
    assert all("templates/x/shell.docx" in finding.message and "body" in finding.message and finding.hint for finding in findings)


def test_nothing_asks_to_update_fields_and_no_page_number_stands_in_the_contents(document: Document, labels: Labels, shell: Shell) -> None:
    data = write(document, labels, shell)
    settings = etree.tostring(read_trees(data, "x")["word/settings.xml"])
    assert b"updateFields" not in settings
    code = next(node.text or "" for node in read_trees(data, "x")["word/document.xml"].iter(f"{W}instrText") if "TOC" in (node.text or ""))
    assert r"\n" in code
