"""Files that nobody should trust: told by name with a way out, in bounded time, never with a crash."""

from __future__ import annotations

import contextlib
import io
import time
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from slagen.core.errors import BadInputError
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.reading import View, read
from tests.formats.word.reading.files import NAMES, docx, p, r

GOOD = docx(p(r("Hello")))


def changed(**parts: bytes) -> bytes:
    names = {"document": "word/document.xml", "types": "[Content_Types].xml", "rels": "_rels/.rels"}
    return write_package(read_package(GOOD, "x") | {names[name]: content for name, content in parts.items()})


def without(name: str) -> bytes:
    return write_package({part: content for part, content in read_package(GOOD, "x").items() if part != name})


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 60_000_000)
    return out.getvalue()


DTD = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&x;</w:document>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><d>&b;</d>'
DEEP = (f"<w:document {NAMES}><w:body>" + "<w:sdt><w:sdtContent>" * 10_000 + "</w:sdtContent></w:sdt>" * 10_000 + "</w:body></w:document>").encode()
FILES = {
    "not a zip": b"%PDF-1.7 not a Word file",
    "empty": b"",
    "an old .doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500,
    "cut off": GOOD[: len(GOOD) // 2],
    "zip bomb": bomb(),
    "another zip": without("_rels/.rels"),
    "without main text": without("word/document.xml"),
    "external entity": changed(document=DTD),
    "entities in entities": changed(document=LAUGHS),
    "not XML": changed(document=b"<w:document"),
    "another root": changed(document=b"<workbook/>"),
    "nested 10,000 deep": changed(document=DEEP),
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_a_file_that_cannot_be_used_is_refused_by_name_with_a_way_out(data: bytes) -> None:
    started = time.process_time()
    with pytest.raises(BadInputError) as refused:
        read(data, "returned.docx")
    assert "returned.docx" in refused.value.message
    assert refused.value.hint
    assert time.process_time() - started < 10


def test_tables_nested_as_deep_as_xml_allows_are_read_or_named() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 75 + p(r("x")) + "</w:tc></w:tr></w:tbl>" * 75
    assert [note.kind for note in read(docx(p(r("before")) + deep), "x").notes] == ["table"]


@pytest.mark.parametrize("view", View)
def test_tens_of_thousands_of_changes_and_comments_take_seconds(view: View) -> None:
    attributes = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'
    one = f"<w:ins {attributes}>{r('in')}</w:ins><w:del {attributes}><w:r><w:delText>out</w:delText></w:r></w:del>"
    ranges = "".join(f'<w:commentRangeStart w:id="{at}"/>' for at in range(5000))
    started = time.process_time()
    found = read(docx(p(ranges + one * 15_000) + p(one) * 5000), "x", view=view)
    assert len(found.changes) == 40_000
    assert time.process_time() - started < 30


def test_many_headings_of_one_name_get_ids_of_their_own() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    started = time.process_time()
    found = read(docx(p(r("Same"), '<w:pStyle w:val="H"/>') * 5000, {"styles": styles}), "x")
    assert len(found.labels) == 5000
    assert time.process_time() - started < 30


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_damaged_file_is_read_or_refused(places: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for at, byte in places:
        data[at] = byte
    with contextlib.suppress(BadInputError):
        assert read(bytes(data), "x.docx").name == "x.docx"


def test_tables_in_tables_without_end_are_called_that() -> None:
    nested = f"{'<w:tbl><w:tr><w:tc>' * 300}{p(r('deep'))}{'</w:tc></w:tr></w:tbl>' * 300}"
    with pytest.raises(BadInputError, match="nested far too deeply in word"):
        read(docx(nested), "x.docx")
