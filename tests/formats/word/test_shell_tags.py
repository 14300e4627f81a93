"""Tags as people and Word write them: what is put together again, what is refused, and that every message says where."""

from __future__ import annotations

import pytest

from slagen.assembly.labels import Labels
from slagen.core.findings import Severity
from slagen.formats.word.invariants import faults
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.shell import check_shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.stories import paragraph_text, read_trees
from slagen.formats.word.write import write
from slagen.formats.word.xml_text import NAMESPACE
from slagen.model.document import Document

NAME = "templates/x/shell.docx"
W = f"{{{NAMESPACE}}}"
GOOD = starter_shell(STARTERS["customer-sla"])
PARTS = read_package(GOOD, NAME)
MAIN = "word/document.xml"
TAG = '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:t xml:space="preserve">{{p contract }}</w:t></w:r></w:p>'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REVISED = 'w:id="900" w:author="Lee" w:date="2026-01-01T00:00:00Z"'


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def line(text: str) -> str:
    return p(r(text))


def table(*rows: tuple[str, ...]) -> str:
    """Cells hold whole paragraphs."""
    cells = ("".join(f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for cell in row) for row in rows)
    grid = '<w:gridCol w:w="3000"/>' * len(rows[0])
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(f"<w:tr>{row}</w:tr>" for row in cells)}</w:tbl><w:p/>'
    )


def before(xml: str) -> bytes:
    """The house shell with something before everything else."""
    return write_package(PARTS | {MAIN: PARTS[MAIN].replace(b"<w:body>", f"<w:body>{xml}".encode())})


def instead(xml: str) -> bytes:
    """The house shell with something where the contract is to stand."""
    assert TAG.encode() in PARTS[MAIN]
    return write_package(PARTS | {MAIN: PARTS[MAIN].replace(TAG.encode(), xml.encode())})


def with_story(kind: str, xml: str) -> bytes:
    link = f'<Relationship Id="rId90" Type="{OFFICE}/{kind}" Target="{kind}.xml"/></Relationships>'.encode()
    rels = "word/_rels/document.xml.rels"
    content = f'<w:{kind} xmlns:w="{NAMESPACE}">{xml}</w:{kind}>'.encode()
    return write_package(PARTS | {f"word/{kind}.xml": content, rels: PARTS[rels].replace(b"</Relationships>", link)})


def lines(data: bytes, part: str = MAIN) -> list[str]:
    return [paragraph_text(item) for item in read_trees(data, "x")[part].iter(f"{W}p")]


def told(data: bytes) -> list[tuple[str, str, str]]:
    shell, findings = check_shell(data, NAME)
    assert all(finding.severity is not Severity.ERROR or (NAME in finding.message and finding.hint) for finding in findings)
    assert shell is None or not any(finding.severity is Severity.ERROR for finding in findings)
    return [(finding.code, finding.message, finding.hint) for finding in findings]


MARK = '<w:bookmarkStart w:id="50" w:name="x"/>', '<w:bookmarkEnd w:id="50"/>'
SPLIT = {
    "formatting": p(r("{{ ti"), r("tl", "<w:rPr><w:b/></w:rPr>"), r("e }}", "<w:rPr><w:i/></w:rPr>")),
    "between the braces": p(r("{"), r("{ title }"), r("}")),
    "spelling mark": p(r("{{ ti"), '<w:proofErr w:type="spellStart"/>', r("tle"), '<w:proofErr w:type="spellEnd"/>', r(" }}")),
    "editing session": p(r("{{ ti"), '<w:r w:rsidR="00AB12CD"><w:t>tle }}</w:t></w:r>'),
    "bookmark that begins inside": p(r("{{ ti"), MARK[0], r("tle }}"), MARK[1]),
    "bookmark that ends inside": p(MARK[0], r("{{ ti"), MARK[1], r("tle }}")),
    "insertion inside": p(r("{{ ti"), f"<w:ins {REVISED}>{r('tle }}')}</w:ins>"),
    "deletion inside": p(r("{{ ti"), f"<w:del {REVISED}><w:r><w:delText>x</w:delText></w:r></w:del>", r("tle }}")),
    "comment that begins inside": p(r("{{ ti"), '<w:commentRangeStart w:id="3"/>', r("tle }}")),
    "link": p(r("{{ ti"), f'<w:hyperlink w:anchor="slgt_contract">{r("tle }}")}</w:hyperlink>'),
    "no-break space": line("{{\u00a0title\u00a0}}"),
    "curly quotation marks": line("{{ title | default(“x”) }}"),
}


@pytest.mark.parametrize("how", SPLIT)
def test_a_tag_that_word_took_apart_prints_what_it_names(how: str, document: Document, labels: Labels) -> None:
    data = write(document, labels, open_shell(before(SPLIT[how]), NAME))
    assert faults(data) == []
    assert lines(data)[0] == document.meta.title


BODY_TAGS = {
    "without its p": (line("{{ contract }}"), "writes {{ contract }} where {{p contract }} is needed (body, paragraph"),
    "p after a space": (line("{{ p contract }}"), "where {{p contract }} is needed"),
    "p without a space": (line("{{pcontract}}"), "where {{p contract }} is needed"),
    "capital letters": (line("{{P Contract }}"), "where {{p contract }} is needed"),
    "for a run": (line("{{r contract }}"), "where {{p contract }} is needed"),
    "with a filter": (line("{{p contract|upper }}"), "where {{p contract }} is needed"),
    "one brace": (line("{p contract }"), "has no {{p contract }}"),
    "in a comment": (line("{# {{p contract }} #}"), "has no {{p contract }}"),
    "deleted": (p(f"<w:del {REVISED}><w:r><w:delText>gone</w:delText></w:r></w:del>"), "has no {{p contract }}"),
    "twice": (TAG + TAG, "has {{p contract }} more than once"),
    "in both branches": (f"{line('{%p if draft %}')}{TAG}{line('{%p else %}')}{TAG}{line('{%p endif %}')}", "more than once"),
    "beside text": (line("See {{p contract }}"), "has other text beside {{p contract }}, which would be lost"),
    "beside a picture": (p("<w:r><w:drawing/></w:r>", r("{{p contract }}")), "has a picture beside"),
    "in a table cell": (table((TAG,)), "inside a table, text box or content control (body, paragraph"),
    "in a text box": (p(f"<w:r><w:pict><w:txbxContent>{TAG}</w:txbxContent></w:pict></w:r>"), "inside a table, text box or content control"),
    "in a content control": (f"<w:sdt><w:sdtContent>{TAG}</w:sdtContent></w:sdt>", "inside a table, text box or content control"),
    "in a loop": (f"{line('{%p for party in parties %}')}{TAG}{line('{%p endfor %}')}", "repeats {{p contract }}"),
    "only in drafts": (f"{line('{%p if draft %}')}{TAG}{line('{%p endif %}')}", "leaves {{p contract }} out where the status is “execution”"),
    "only for one kind": (f"{line('{%p if kind == “ola” %}')}{TAG}{line('{%p endif %}')}", "leaves {{p contract }} out"),
}


@pytest.mark.parametrize("how", BODY_TAGS)
def test_the_contract_s_tag_is_needed_once_alone_and_in_the_body(how: str) -> None:
    xml, says = BODY_TAGS[how]
    found = told(instead(xml))
    assert {code for code, _, _ in found} <= {"SLG072", "SLG077"}
    assert any(code == "SLG072" and says in message for code, message, _ in found)


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_the_contract_s_tag_in_a_note_is_refused(kind: str) -> None:
    found = told(with_story(kind, f'<w:{kind[:-1]} w:id="2">{line("{{p contract }}")}</w:{kind[:-1]}>'))
    assert [code for code, _, _ in found] == ["SLG072"]
    assert f"outside the body ({kind}, paragraph 1" in found[0][1]


BROKEN = {
    "never ended": (line("{{ title"), "SLG074", "begins with “{{” and is no tag (body, paragraph 1: “{{ title”)"),
    "never begun": (line("title }}"), "SLG074", "ends with “}}” and is no tag"),
    "over two paragraphs": (line("{{ ti") + line("tle }}"), "SLG074", "begins with “{{” and is no tag (body, paragraph 1: “{{ ti”)"),
    "statement never ended": (line("{% if"), "SLG074", "begins with “{%” and is no tag"),
    "comment never ended": (line("Ref {#123"), "SLG074", "begins with “{#” and is no tag"),
    "if without its end": (line("{%p if draft %}"), "SLG074", "{%p if draft %} is never ended (body, paragraph 1"),
    "end without its if": (line("{%p endif %}"), "SLG074", "{%p endif %} has no beginning (body, paragraph 1"),
    "ends of another": (line("{% for party in parties %}x{% endif %}"), "SLG074", "{% endif %} stands where {% for party in parties %} is to be ended"),
    "ends in another way": (line("{%p if draft %}") + line("x{% endif %}"), "SLG074", "{%p if draft %} goes on as {% endif %}"),
    "if over paragraphs": (line("{% if draft %}a") + line("b{% endif %}"), "SLG074", "stand in different paragraphs (body, paragraph 2: “b{% endif %}”)"),
    "if over cells": (table((line("{%p if draft %}"), line("{%p endif %}"))), "SLG074", "stand in different cells or boxes"),
    "text beside a statement": (line("Note {%p if draft %}") + line("{%p endif %}"), "SLG074", "stands beside other text, which would be lost"),
    "text beside a row's": (table((line("{%tr for party in parties %}"), line("x")), (line("{%tr endfor %}"), "<w:p/>")), "SLG074", "beside other text in its row"),
    "row's outside a table": (line("{%tr if draft %}") + line("{%tr endif %}"), "SLG074", "stands in no row of a table"),
    "run's": (line("{{r title }}"), "SLG074", "writes “r” where it cannot stand"),
    "paragraph's for a value": (line("{{p title }}"), "SLG074", "writes “p” where it cannot stand"),
    "swallows space": (line("{{- title -}}"), "SLG074", "swallows the space around it"),
    "sets": (line("{% set x = 1 %}"), "SLG074", "uses “set”, which shells may not use (body, paragraph 1"),
    "raw": (line("{% raw %}x{% endraw %}"), "SLG074", "uses “raw”, which shells may not use"),
    "merges cells": (table((line("{% colspan 2 %}x"),)), "SLG074", "uses “colspan”"),
    "unknown filter": (line("{{ title|shout }}"), "SLG074", "uses the filter “shout”, which shells may not use (body, paragraph 1: “{{ title|shout }}”)"),
    "unknown test": (line("{% if title is shiny %}x{% endif %}"), "SLG074", "uses the test “shiny”"),
    "two signs": (line("{{ title &amp;&amp; version }}"), "SLG074", "cannot be read (body, paragraph 1"),
    "rows that may all go": (table((line("{%tr if draft %}"),), (line("x"),), (line("{%tr endif %}"),)), "SLG074", "a table that may be left without rows"),
    "cells": (table((line("{%tc if draft %}"), line("x"), line("{%tc endif %}"))), "SLG074", "which the columns of a table do not allow"),
    "alternative text": (p('<w:r><w:drawing descr="{{ title }}"/></w:r>'), "SLG074", "a tag where none is filled in"),
    "field code": (p("<w:r><w:instrText>QUOTE {{ title }}</w:instrText></w:r>"), "SLG074", "a tag where none is filled in"),
    "misspelt": (line("{{ titel }}"), "SLG073", "uses the tag “titel”, which does not exist (body, paragraph 1: “{{ titel }}”)"),
    "misspelt in a cell": (table((line("Acme plc") + line("{{ titel }}"),)), "SLG073", "(body, paragraph 2: “{{ titel }}”, after “Acme plc”)"),
    "misspelt in a text box": (p(f"<w:r><w:pict><w:txbxContent>{line('{{ titel }}')}</w:txbxContent></w:pict></w:r>"), "SLG073", "“titel”"),
    "value that nothing has": (line("{{ parties[0].fax }}"), "SLG073", "asks for a value that does not exist (body, paragraph 1: “{{ parties[0].fax }}”): “fax”"),
    "value in a branch never tried": (line("{% if kind == 'x' %}{{ parties[0].fax }}{% endif %}"), "SLG073", "“fax”"),
    "value that some lack": (line("{{ parties[0].signatories[0].name }}"), "SLG073", "some contracts have no entry 0"),
    "inside of Python": (line("{{ title.__class__ }}"), "SLG073", "“__class__”"),
    "inside of Python in brackets": (line("{{ parties[0]['__class__'] }}"), "SLG073", "“__class__”"),
    "method": (line("{{ title.upper() }}"), "SLG074", "uses “call”"),
    "whole list": (line("{{ parties }}"), "SLG073", "it names a list, or a party as a whole"),
    "whole party": (line("{{ parties[0] }}"), "SLG073", "it names a list, or a party as a whole"),
}  # fmt: skip


@pytest.mark.parametrize("how", BROKEN)
def test_a_tag_that_is_broken_or_unknown_is_refused_with_its_place(how: str) -> None:
    xml, code, says = BROKEN[how]
    found = told(before(xml))
    assert any(found_code == code and says in message for found_code, message, _ in found), found


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('<w:headerReference w:type="default"', '<w:headerReference w:type="default"', "header of section 1, paragraph 1"),
        ('<w:headerReference w:type="default"', '<w:headerReference w:type="first"', "first-page header of section 1, paragraph 1"),
    ],
)
def test_the_place_of_a_tag_in_a_header_is_said_by_its_section(old: str, new: str, place: str) -> None:
    header = PARTS["word/header1.xml"].replace(b"{{ status }}", b"{{ statuss }}")
    data = write_package(PARTS | {MAIN: PARTS[MAIN].replace(old.encode(), new.encode()), "word/header1.xml": header})
    assert [place in message for _, message, _ in told(data)] == [True]


def test_all_that_is_wrong_with_tags_is_told_at_once() -> None:
    found = told(before(line("{{ titel }}") + line("{%p endif %}") + line("{{ custmer }}")))
    assert sorted(code for code, _, _ in found) == ["SLG073", "SLG073", "SLG074"]


GOES = {
    "rows for parties": (
        table((line("{%tr for party in parties %}"), "<w:p/>"), (line("{{ party.name }}"), line("{{ party.label }}")), (line("{%tr endfor %}"), "<w:p/>")),
        ["Northwind Hosting Ltd", "Provider"],
    ),
    "a cell whose paragraphs may all go": (table((line("{%p if not draft %}") + line("x") + line("{%p endif %}"),)), [""]),
    "a bookmark around a loop": (
        p('<w:bookmarkStart w:id="7" w:name="a"/>', r("{%p for party in parties %}")) + line("{{ party.label }}") + p(r("{%p endfor %}"), '<w:bookmarkEnd w:id="7"/>'),
        ["Provider", "Customer"],
    ),
    "a bookmark in a loop": (
        line("{%p for party in parties %}") + p('<w:bookmarkStart w:id="7" w:name="a"/>', r("{{ party.label }}"), '<w:bookmarkEnd w:id="7"/>') + line("{%p endfor %}"),
        ["Provider", "Customer"],
    ),
    "a bookmark that ends in a branch": (
        p('<w:bookmarkStart w:id="7" w:name="a"/>', r("A")) + line("{%p if not draft %}") + p(r("x"), '<w:bookmarkEnd w:id="7"/>') + line("{%p endif %}"),
        ["A"],
    ),
    "comparison signs": (line("{% if parties|length &gt; 1 and parties|length &lt; 3 %}two{% endif %}"), ["two"]),
    "braces as they are": (line("{_{ x }_}"), ["{{ x }}"]),
    "comment in a tag": (line("A{# for those who edit #}B"), ["AB"]),
}  # fmt: skip


@pytest.mark.parametrize("how", GOES)
def test_what_is_allowed_gives_a_sound_file(how: str, document: Document, labels: Labels) -> None:
    xml, wanted = GOES[how]
    data = write(document, labels, open_shell(before(xml), NAME))
    assert faults(data) == []
    assert lines(data)[: len(wanted)] == wanted


ENDS = '<w:pPr><w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr><w:pStyle w:val="Normal"/></w:pPr>'


@pytest.mark.parametrize("text", ["{{p contract }}", "{{p contents }}"])
def test_the_end_of_a_section_in_the_paragraph_of_a_tag_stays_behind_it(text: str, document: Document, labels: Labels) -> None:
    """LibreOffice puts it there when it saves a shell, and at the wrong place among the properties."""
    xml = p(ENDS, r(text)) if "contract" in text else p(ENDS, r(text)) + TAG
    plain = len(list(read_trees(write(document, labels, open_shell(GOOD, NAME)), "x")[MAIN].iter(f"{W}sectPr")))
    contents = '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:t xml:space="preserve">{{p contents }}</w:t></w:r></w:p>'
    main = read_package(instead(xml), NAME)[MAIN].decode()
    data = write(document, labels, open_shell(write_package(PARTS | {MAIN: (main if "contract" in text else main.replace(contents, "")).encode()}), NAME))
    assert faults(data) == []
    sections = list(read_trees(data, "x")[MAIN].iter(f"{W}sectPr"))
    assert len(sections) == plain + 1
    assert all(section.getnext() is None for section in sections)


def test_the_end_of_a_section_in_the_paragraph_of_a_condition_stays_whatever_is_decided(document: Document, labels: Labels) -> None:
    plain = len(list(read_trees(write(document, labels, open_shell(GOOD, NAME)), "x")[MAIN].iter(f"{W}sectPr")))
    for condition in ("draft", "not draft"):
        xml = p(ENDS, r(f"{{%p if {condition} %}}")) + line("x") + p(ENDS, r("{%p endif %}"))
        data = write(document, labels, open_shell(before(xml), NAME))
        assert len(list(read_trees(data, "x")[MAIN].iter(f"{W}sectPr"))) == plain + 2


@pytest.mark.parametrize("runs", [('<w:r><w:br w:type="page"/></w:r>', r("{{p contract }}")), (r("{{p contract }}"), '<w:r><w:br w:type="page"/></w:r>')])
def test_a_page_break_in_the_paragraph_of_a_tag_stays(runs: tuple[str, str], document: Document, labels: Labels) -> None:
    data = write(document, labels, open_shell(instead(p(*runs)), NAME))
    assert faults(data) == []
    written = read_package(data, "x")[MAIN].decode()
    assert written.count('<w:br w:type="page"/>') == 1
    assert (written.index('<w:br w:type="page"/>') < written.index('w:name="slg_interpretation"')) == ("br" in runs[0])


@pytest.mark.parametrize("mark", ["_GoBack", "Cover"])
def test_a_bookmark_around_the_contract_s_tag_stays_whole(mark: str, document: Document, labels: Labels) -> None:
    inside = TAG.replace("</w:pPr>", f'</w:pPr><w:bookmarkStart w:id="7" w:name="{mark}"/>')
    data = write(document, labels, open_shell(instead(f'{inside}<w:p><w:bookmarkEnd w:id="7"/></w:p>'), NAME))
    assert faults(data) == []
    assert f'w:name="{mark}"' in read_package(data, "x")[MAIN].decode()


@pytest.mark.parametrize("mark", ["slg_interpretation", "slge_contract"])
def test_bookmarks_that_an_earlier_contract_left_in_a_shell_do_not_clash(mark: str, document: Document, labels: Labels) -> None:
    data = before(p(f'<w:bookmarkStart w:id="7" w:name="{mark}"/>', r("A"), '<w:bookmarkEnd w:id="7"/>'))
    assert faults(write(document, labels, open_shell(data, NAME))) == []


def test_relationship_ids_of_an_earlier_contract_do_not_clash(document: Document, labels: Labels) -> None:
    rels = PARTS["word/_rels/document.xml.rels"].replace(b'Id="rId5"', b'Id="rIdLink1"').replace(b'Id="rId6"', b'Id="rIdImprint"')
    main = PARTS[MAIN].replace(b'r:id="rId5"', b'r:id="rIdLink1"').replace(b'r:id="rId6"', b'r:id="rIdImprint"')
    data = write(document, labels, open_shell(write_package(PARTS | {MAIN: main, "word/_rels/document.xml.rels": rels}), NAME))
    assert faults(data) == []
    ids = [item.get("Id") for item in read_trees(data, "x")["word/_rels/document.xml.rels"]]
    assert len(ids) == len(set(ids))


def test_a_header_that_begins_with_a_statement_carries_the_draft_s_mark_outside_it(document: Document, labels: Labels) -> None:
    header = f'<w:hdr xmlns:w="{NAMESPACE}">{line("{%p if not draft %}")}{line("x")}{line("{%p endif %}")}</w:hdr>'.encode()
    data = write(document, labels, open_shell(write_package(PARTS | {"word/header1.xml": header}), NAME))
    assert faults(data) == []
    assert b'string="DRAFT"' in read_package(data, "x")["word/header1.xml"]


def test_comments_of_a_shell_and_marks_of_editing_sessions_stay_at_home(document: Document, labels: Labels) -> None:
    comment = f'<w:comment w:id="2" w:author="Lee" w:date="2026-01-01T00:00:00Z">{line("ask the partner {{ titel }}")}</w:comment>'
    parts = read_package(with_story("comments", comment), NAME)
    marks = p(
        '<w:commentRangeStart w:id="2"/>',
        '<w:r w:rsidR="00C0FFEE"><w:t>A</w:t></w:r>',
        '<w:commentRangeEnd w:id="2"/><w:r><w:commentReference w:id="2"/></w:r>',
    )
    data = write_package(parts | {MAIN: parts[MAIN].replace(b"<w:body>", f"<w:body>{marks}".encode())})
    assert told(data) == []
    written = read_package(write(document, labels, open_shell(data, NAME)), "x")
    assert "word/comments.xml" not in written
    assert b"partner" not in b"".join(written.values())
    assert b"00C0FFEE" not in written[MAIN]
    assert b"commentRange" not in written[MAIN]
