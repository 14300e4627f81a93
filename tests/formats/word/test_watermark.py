from __future__ import annotations

from dataclasses import replace

from lxml import etree
import pytest

from slagen.assembly.labels import Labels
from slagen.formats.word.invariants import faults
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.reading import read
from slagen.formats.word.returned import open_returned
from slagen.formats.word.shell import Shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.stories import paragraph_text, read_trees
from slagen.formats.word.visible_text import visible_lines
from slagen.formats.word.write import write
from slagen.formats.word.xml_text import NAMESPACE
from slagen.model.document import Document

W = f"{{{NAMESPACE}}}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
GOOD = starter_shell(STARTERS["customer-sla"])


def marks(data: bytes) -> dict[str, int]:
    """How often DRAFT stands across the page, by header."""
    trees = read_trees(data, "x")
    return {part: etree.tostring(tree).count(b'string="DRAFT"') for part, tree in trees.items() if "word/header" in part and part.endswith(".xml")}


def shell_with(old: str, new: str, part: str = "word/document.xml") -> Shell:
    parts = read_package(GOOD, "x")
    text = parts[part].decode()
    assert old in text
    return open_shell(write_package(parts | {part: text.replace(old, new).encode()}), "x")


def test_a_draft_has_the_mark_in_every_header_and_so_on_every_page(document: Document, labels: Labels, shell: Shell) -> None:
    data = write(document, labels, shell)
    assert marks(data) == {"word/header1.xml": 1, "word/headerDraft.xml": 1}
    first = next(read_trees(data, "x")["word/document.xml"].iter(f"{W}sectPr"))
    assert [reference.get(f"{W}type") for reference in first.findall(f"{W}headerReference")] == ["first", "default"]
    assert faults(data) == []


@pytest.mark.parametrize("status", ["execution", "executed", "brief"])
def test_nothing_else_has_it(status: str, document: Document, labels: Labels, shell: Shell) -> None:
    bare = replace(document, meta=replace(document.meta, status=status), sections=document.sections[1:2], schedules=(), recitals=())
    data = write(bare, labels, shell)
    assert set(marks(data).values()) == {0}
    assert b"textpath" not in b"".join(read_package(data, "x").values())


def test_the_words_of_the_header_stay_as_they_are(document: Document, labels: Labels, shell: Shell) -> None:
    header = read_trees(write(document, labels, shell), "x")["word/header1.xml"]
    assert [paragraph_text(item) for item in header.iter(f"{W}p")] == [f"{document.meta.title}\tDraft – subject to contract"]


def test_a_shell_without_headers_gets_one_for_the_mark(document: Document, labels: Labels) -> None:
    shell = shell_with('<w:headerReference w:type="default" r:id="rId5"/>', "")
    data = write(document, labels, shell)
    assert marks(data)["word/headerDraft.xml"] == 1
    assert faults(data) == []
    first = next(read_trees(data, "x")["word/document.xml"].iter(f"{W}sectPr"))
    assert {reference.get(f"{W}type") for reference in first.findall(f"{W}headerReference")} == {"first", "default"}


def test_even_pages_are_marked_where_they_have_headers_of_their_own(document: Document, labels: Labels) -> None:
    shell = shell_with("<w:zoom", "<w:evenAndOddHeaders/><w:zoom", "word/settings.xml")
    first = next(read_trees(write(document, labels, shell), "x")["word/document.xml"].iter(f"{W}sectPr"))
    assert {reference.get(f"{W}type") for reference in first.findall(f"{W}headerReference")} == {"first", "default", "even"}


@pytest.mark.parametrize(("lettering", "added"), [("HOUSE", 1), ("CONFIDENTIAL", 1), ("Draft 2", 0)])
def test_lettering_of_the_house_s_own_stays_and_does_for_the_mark_only_where_it_says_so(lettering: str, added: int, document: Document, labels: Labels) -> None:
    own = f'<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="{lettering}"/></v:shape></w:pict></w:r></w:p></w:hdr>'
    data = write(document, labels, shell_with("</w:p></w:hdr>", own, "word/header1.xml"))
    assert marks(data)["word/header1.xml"] == added
    assert lettering.encode() in read_package(data, "x")["word/header1.xml"]


@pytest.mark.parametrize("name", STARTERS)
def test_every_kind_of_page_of_every_shipped_shell_has_the_mark(name: str, document: Document, labels: Labels) -> None:
    data = write(document, labels, open_shell(starter_shell(STARTERS[name]), name))
    trees = read_trees(data, "x")
    files = {one.get("Id"): one.get("Target", "").removeprefix("/word/") for one in etree.fromstring(read_package(data, "x")["word/_rels/document.xml.rels"])}
    marked = {part.removeprefix("word/") for part, count in marks(data).items() if count == 1}
    shown: dict[str, str] = {}
    for section in trees["word/document.xml"].iter(f"{W}sectPr"):
        shown |= {one.get(f"{W}type", ""): files[one.get(f"{R}id")] for one in section.findall(f"{W}headerReference")}
        needed = {"default", *(("first",) if section.find(f"{W}titlePg") is not None else ())}
        assert {kind: shown[kind] in marked for kind in needed} == dict.fromkeys(needed, True)


def test_the_mark_is_no_text_that_is_read_back(document: Document, labels: Labels, shell: Shell) -> None:
    data = write(document, labels, shell)
    assert "DRAFT" not in repr(read(data, "x").document)
    lines = [line.text for story in visible_lines(open_returned(data, "x").trees, frozenset(), frozenset()) for line in story[1]]
    assert not any("DRAFT" in line.replace("[drawn: DRAFT]", "") for line in lines), "verify sees that something is drawn, and takes it for no text"
