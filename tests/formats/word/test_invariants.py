from __future__ import annotations

import pytest

from slagen.assembly.labels import Labels
from slagen.formats.word.invariants import faults
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.shell import Shell
from slagen.formats.word.write import write
from slagen.model.document import Document

PARAGRAPH = "<w:p><w:r><w:t>x</w:t></w:r></w:p>"
DRAWING = '<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:docPr id="7" name="a"/></wp:inline></w:drawing>'
OUTSIDE = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


@pytest.mark.parametrize(
    ("planted", "says"),
    [
        ("<w:p><w:del><w:r><w:t>x</w:t></w:r></w:del></w:p>", "w:t inside w:del"),
        ("<w:p><w:r><w:delText>x</w:delText></w:r></w:p>", "w:delText outside w:del"),
        ('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>', "1 fields begin and do not end"),
        ('<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', "a field ends that did not begin"),
        ("<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>", "a cell does not end with a paragraph"),
        (f"<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl>", "a row has more or fewer cells"),
        ('<w:bookmarkStart w:id="9001" w:name="slg_scope"/><w:bookmarkEnd w:id="9001"/>', "the bookmark name “slg_scope” stands 2 times"),
        ('<w:bookmarkStart w:id="9001" w:name="x"/>', "bookmarks that begin and bookmarks that end are not the same"),
        (f"<w:p><w:r>{DRAWING}{DRAWING}</w:r></w:p>", "the drawing id “7” stands 2 times"),
        ('<w:p><w:pPr><w:pStyle w:val="Ghost"/></w:pPr></w:p>', "the style “Ghost” does not exist"),
        ('<w:p><w:pPr><w:numPr><w:numId w:val="99"/></w:numPr></w:pPr></w:p>', "the list “99” does not exist"),
        ('<w:p><w:hyperlink w:anchor="nowhere"/></w:p>', "the bookmark “nowhere” does not exist"),
        (f'<w:p><w:hyperlink {OUTSIDE} r:id="rId999"/></w:p>', "the relationship “rId999” does not exist"),
    ],
)
def test_a_planted_fault_is_found(planted: str, says: str, document: Document, labels: Labels, shell: Shell) -> None:
    parts = read_package(write(document, labels, shell), "x")
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:body>", planted.encode() + b"</w:body>")
    assert any(says in fault for fault in faults(write_package(parts)))


def test_a_reference_with_a_wrong_number_is_found(document: Document, labels: Labels, shell: Shell) -> None:
    parts = read_package(write(document, labels, shell), "x")
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"3.2(b)(i)(B)", b"3.2(b)(i)(C)")
    assert [fault for fault in faults(write_package(parts)) if "prints “3.2(b)(i)(C)”, the list counts “3.2(b)(i)(B)”" in fault]


def test_a_part_that_is_related_and_absent_is_found(document: Document, labels: Labels, shell: Shell) -> None:
    parts = read_package(write(document, labels, shell), "x")
    del parts["word/fontTable.xml"]
    assert any("“word/fontTable.xml” does not exist" in fault for fault in faults(write_package(parts)))
