"""Shells that nobody should build on: each is refused with its name, the place and a way out, and never with a traceback."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

import pytest

from slagen.core.errors import FindingsError
from slagen.core.findings import Finding, Severity
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.shell import check_shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.xml_text import NAMESPACE

NAME = "templates/x/shell.docx"
GOOD = starter_shell(STARTERS["customer-sla"])
PARTS = read_package(GOOD, NAME)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN, STYLES, LINKS, TYPES = "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PLAIN = f'<w:document xmlns:w="{NAMESPACE}">'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def zipped(parts: list[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a name that stands twice is what is wanted
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def changed(part: str, old: str, new: str) -> bytes:
    text = PARTS[part].decode()
    assert old in text
    return write_package(PARTS | {part: text.replace(old, new, 1).encode()})


def with_part(part: str, content: bytes) -> bytes:
    return write_package(PARTS | {part: content})


def without(part: str) -> bytes:
    return write_package({name: content for name, content in PARTS.items() if name != part})


def with_type(part: str, kind: str) -> bytes:
    override = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'.encode()
    return write_package(PARTS | {part: b"x", TYPES: PARTS[TYPES].replace(b"</Types>", override)})


def linked(kind: str, target: str, *, outside: str = ' TargetMode="External"', part: str = "document") -> bytes:
    """The shell with one relationship more; a part inside is there."""
    rels = f"word/_rels/{part}.xml.rels"
    link = f'<Relationship Id="rId90" Type="{OFFICE}/{kind}" Target="{target}"{outside}/></Relationships>'.encode()
    empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    own = {} if outside else {f"word/{target}": b"<html/>"}
    return zipped(list((PARTS | own | {rels: PARTS.get(rels, empty).replace(b"</Relationships>", link)}).items()))


def with_body(xml: str) -> bytes:
    return changed(MAIN, "<w:body>", f"<w:body>{xml}")


def with_field(code: str) -> bytes:
    pieces = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (code[:3], code[3:]))
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    return with_body(f"<w:p>{marks['begin']}{pieces}{marks['separate']}<w:r><w:t>x</w:t></w:r>{marks['end']}</w:p>")


def with_doctype(part: str, encoding: str = "utf-8") -> bytes:
    text = PARTS[part].decode()
    at = text.index("?>") + 2
    evil = f'{text[:at]}<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>{text[at:]}'
    return with_part(part, evil.replace("UTF-8", encoding.upper()).encode(encoding))


def lying_about_size() -> bytes:
    data = bytearray(zipped(list(PARTS.items())))
    struct.pack_into("<I", data, data.find(b"PK\x01\x02") + 24, 10)
    return bytes(data)


def bomb_in_small_pieces() -> bytes:
    """Two hundred parts, each below what one part may unpack to."""
    return zipped([*PARTS.items(), *((f"word/media/{at}.png", b"0" * 999_999) for at in range(200))])


CASES: dict[str, tuple[bytes, str, str]] = {
    "empty file": (b"", "SLG070", "is not a Word file"),
    "PDF": (b"%PDF-1.7 ...", "SLG070", "is a PDF file"),
    "RTF": (b"{\\rtf1 hello}", "SLG070", "is an RTF file"),
    "web page": (b"<html><body>Hello</body></html>", "SLG070", "is a web page"),
    "file that Git LFS has not fetched": (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\n", "SLG070", "Git LFS pointer"),
    "OpenDocument": (zipped([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<a/>")]), "SLG070", "is an OpenDocument file"),
    "old .doc": (OLE + "WordDocument".encode("utf-16-le"), "SLG070", "is an old .doc file"),
    "protected by a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "SLG070", "is protected by a password"),
    "cut off": (GOOD[:-40], "SLG070", "damaged"),
    "cut in half": (GOOD[: len(GOOD) // 2], "SLG070", "damaged"),
    "size in the directory is a lie": (lying_about_size(), "SLG070", "damaged"),
    "zip bomb in one part": (with_part("word/media/a.png", b"0" * 30_000_000), "SLG071", "unpacks to far too much"),
    "zip bomb in many small parts": (bomb_in_small_pieces(), "SLG071", "unpacks to far too much"),
    "zip bomb by number of parts": (zipped([*PARTS.items(), *((f"word/{at}.xml", b"") for at in range(2001))]), "SLG071", "more than 2,000 parts"),
    "part that stands twice": (zipped([*PARTS.items(), (MAIN, b"<x/>")]), "SLG071", "twice"),
    "part outside": (zipped([*PARTS.items(), ("../../evil.xml", b"")]), "SLG071", "outside itself"),
    "path with backslashes": (zipped([*PARTS.items(), ("word\\evil.xml", b"")]), "SLG071", "outside itself"),
    "relationship that climbs out": (changed(LINKS, "fontTable.xml", "../../../etc/passwd"), "SLG070", "is not there"),
    "part name beyond ASCII": (linked("image", "media/\u00fcber.png", outside=""), "SLG070", "a name that Word does not write"),
    "macros": (with_part("word/vbaProject.bin", b"x"), "SLG071", "has macros"),
    "macros under another name": (with_type("word/data.bin", "application/vnd.ms-office.vbaProject"), "SLG071", "has macros"),
    "macro template": (changed(TYPES, MAIN_TYPE, "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"), "SLG071", "has macros"),
    "workbook": (changed(TYPES, "wordprocessingml.document.main", "spreadsheetml.sheet.main"), "SLG070", "is not a Word document"),
    "no type for the main text": (changed(TYPES, f'ContentType="{MAIN_TYPE}"', 'ContentType=""'), "SLG070", "is not a Word document"),
    "no main text": (without(MAIN), "SLG070", "is not a Word document"),
    "no body": (with_part(MAIN, f"{PLAIN}</w:document>".encode()), "SLG070", "has no body"),
    "main text that is none": (with_part(MAIN, f'<w:styles xmlns:w="{NAMESPACE}"/>'.encode()), "SLG070", "is not what it is said to be"),
    "styles that are none": (with_part(STYLES, b"<html/>"), "SLG070", "word/styles.xml is not what"),
    "numbering that is none": (with_part("word/numbering.xml", b"<html/>"), "SLG070", "word/numbering.xml is not what"),
    "settings that are none": (with_part("word/settings.xml", b"<html/>"), "SLG070", "is not what it is said to be"),
    "list with a number that is none": (changed("word/numbering.xml", 'w:numId="1"', 'w:numId="one"'), "SLG070", "“one”, which is no number"),
    "empty part": (with_part(STYLES, b""), "SLG070", "not well-formed"),
    "unknown encoding": (with_part(MAIN, PARTS[MAIN].replace(b"UTF-8", b"x-none")), "SLG070", "not well-formed"),
    "header that is not there": (changed(MAIN, 'r:id="rId5"', 'r:id="rId404"'), "SLG070", "needs the relationship “rId404”"),
    "document type in the main text": (with_doctype(MAIN), "SLG071", f"declares a document type in {MAIN}"),
    "document type in UTF-16": (with_doctype(MAIN, "utf-16"), "SLG071", f"declares a document type in {MAIN}"),
    "document type in the styles": (with_doctype(STYLES), "SLG071", "declares a document type"),
    "document type in the settings": (with_doctype("word/settings.xml"), "SLG071", "declares a document type"),
    "document type in a header": (with_doctype("word/header1.xml"), "SLG071", "declares a document type"),
    "document type in relationships": (with_doctype(LINKS), "SLG071", "declares a document type"),
    "document type in the list of types": (with_doctype(TYPES), "SLG071", "declares a document type"),
    "embedded object": (linked("oleObject", "embeddings/o.bin", outside=""), "SLG071", "embedded object"),
    "control": (linked("control", "activeX/a.xml", outside=""), "SLG071", "embedded object"),
    "web page as a part of the text": (linked("aFChunk", "chunk.html", outside=""), "SLG071", "embedded object or document"),
    "remote picture": (linked("image", "https://x.example/a.png"), "SLG079", "from outside the file"),
    "remote picture in a header": (linked("image", "https://x.example/a.png", part="header1"), "SLG079", "word/header1.xml"),
    "remote picture in small letters": (linked("image", "https://x.example/a.png", outside=' TargetMode="external"'), "SLG079", "from outside the file"),
    "remote object": (linked("oleObject", "https://x.example/a"), "SLG079", "from outside the file"),
    "remote text": (linked("subDocument", "file:///C:/a.docx"), "SLG079", "from outside the file"),
    "link to a file": (linked("hyperlink", "file:///C:/Users/lee/plan.docx"), "SLG079", "no web or mail address"),
    "link that runs": (linked("hyperlink", "javascript:alert(1)"), "SLG079", "no web or mail address"),
    "field INCLUDETEXT": (with_field('INCLUDETEXT "C:\\x.docx"'), "SLG079", "the field INCLUDETEXT"),
    "field INCLUDEPICTURE": (with_field('INCLUDEPICTURE "https://x.example/a.png" \\d'), "SLG079", "the field INCLUDEPICTURE"),
    "field DDEAUTO, split": (with_field('DDEAUTO c:\\cmd.exe "/k calc"'), "SLG079", "the field DDEAUTO"),
    "field LINK": (with_field('LINK Excel.Sheet.8 "C:\\x.xls"'), "SLG079", "the field LINK"),
    "simple field DDE": (with_body('<w:p><w:fldSimple w:instr=" dde a b "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'), "SLG079", "the field DDE"),
    "far too many levels of markup": (with_body(f"{'<w:sdt><w:sdtContent>' * 300}<w:p/>{'</w:sdtContent></w:sdt>' * 300}"), "SLG070", "Excessive depth"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_shell_is_refused_with_its_name_what_is_wrong_and_a_way_out(case: str) -> None:
    data, code, says = CASES[case]
    with pytest.raises(FindingsError) as caught:
        open_shell(data, NAME)
    finding = next(one for one in caught.value.findings if one.code == code)
    assert finding.severity is Severity.ERROR
    assert NAME in finding.message
    assert says in finding.message
    assert finding.source.file == NAME
    assert finding.hint


def codes(data: bytes) -> list[tuple[str, Severity]]:
    shell, findings = check_shell(data, NAME)
    assert shell is not None
    return [(finding.code, finding.severity) for finding in findings]


@pytest.mark.parametrize("field", ["FILENAME \\p", "AUTHOR", "USERNAME", "DOCPROPERTY Company", "DATE", "SAVEDATE"])
def test_a_field_that_prints_what_only_its_author_s_computer_knows_is_a_warning(field: str) -> None:
    assert codes(with_field(field)) == [("SLG081", Severity.WARNING)]


@pytest.mark.parametrize("field", ["PAGE", "NUMPAGES", 'HYPERLINK "https://northwind.example"', 'HYPERLINK \\l "top"', 'STYLEREF "Title"'])
def test_fields_that_stay_within_the_document_are_nobody_s_concern(field: str) -> None:
    assert codes(with_field(field)) == []


@pytest.mark.parametrize("part", [MAIN, STYLES, "word/numbering.xml", "word/settings.xml", "word/header1.xml", "word/fontTable.xml", LINKS, TYPES])
def test_a_part_in_utf_16_reads_like_one_in_utf_8(part: str) -> None:
    assert codes(with_part(part, PARTS[part].decode().replace("UTF-8", "UTF-16").encode("utf-16"))) == []


def test_a_template_file_of_word_does_as_well() -> None:
    assert codes(changed(TYPES, "document.main", "template.main")) == []


def test_what_stands_in_parts_that_the_text_does_not_reach_does_not_go_out() -> None:
    data = with_part("word/embeddings/nested.zip", zipped([("a", b"0" * 50_000_000)]))
    shell = open_shell(data, NAME)
    assert not any("nested" in part for part in shell.fixed)


@pytest.mark.parametrize("wrong", ["footer+xml", "styles+xml"])
def test_a_part_with_the_type_of_another_gets_its_own(wrong: str) -> None:
    assert codes(changed(TYPES, "header+xml", wrong)) == []


def messages(findings: tuple[Finding, ...]) -> str:
    return "\n".join(finding.message for finding in findings)


def test_a_style_that_is_not_there_is_named_with_its_place() -> None:
    _, findings = check_shell(with_body('<w:p><w:pPr><w:pStyle w:val="HouseTitel"/></w:pPr><w:r><w:t>Acme plc</w:t></w:r></w:p>'), NAME)
    assert [finding.code for finding in findings] == ["SLG082"]
    assert f"The shell {NAME} uses the style “HouseTitel”, which it does not have (body, near “Acme plc”)" in messages(findings)


def test_a_list_that_is_not_there_is_named_with_its_place() -> None:
    _, findings = check_shell(with_body('<w:p><w:pPr><w:numPr><w:numId w:val="99"/></w:numPr></w:pPr><w:r><w:t>One</w:t></w:r></w:p>'), NAME)
    assert "uses the list “99”, which it does not have (body, near “One”)" in messages(findings)


def test_a_list_that_counts_by_a_definition_that_is_not_there_is_no_fault_of_slagen() -> None:
    definitions = PARTS["word/numbering.xml"].decode().split("<w:abstractNum ")
    for at in range(1, len(definitions)):
        number = definitions[at].split('w:abstractNumId="', 1)[1].split('"', 1)[0]
        shell = changed("word/numbering.xml", f'<w:abstractNum w:abstractNumId="{number}"', '<w:abstractNum w:abstractNumId="9876"')
        assert all(finding.message for finding in check_shell(shell, NAME)[1])
