"""Files that nobody makes in good faith: each is compared, or refused with a reason; what comes out can be opened."""

from __future__ import annotations

import io
import os
from pathlib import Path
import zipfile

from lxml import etree
import pytest

from slagen.core.errors import RefusedError, UsageError
from slagen.formats.files import write_file
from slagen.formats.word.package import PackageError, read_package, write_package
from slagen.formats.word.redline import limits
from slagen.formats.word.redline.compare import Manner, redline
from slagen.formats.word.redline.word_file import open_file
from slagen.formats.word.revisions.resolve import resolve_file
from slagen.workspace.redlining import keep_apart, numbers_of
from tests.formats.word.reading.files import R, docx, level, numbered, p, r
from tests.formats.word.redline.surface import parts, surface

MANNER = Manner("Jo Bloggs", "2026-10-01T09:00:00Z")
OLD = docx(p(r("The Provider shall pay.")))
PICTURE = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x"/><wp:blip r:embed="rIdx"/></wp:inline></w:drawing></w:r>'


def compared(old: bytes, new: bytes) -> bytes:
    """The redline, which must open and must lead back to what both files say."""
    found = redline(old, new, MANNER).data
    assert parts(found)
    for accept, wanted in ((True, new), (False, old)):
        file = open_file(found, "redline")
        resolve_file(file, accept=accept)
        assert surface(file.save())["document"] == surface(wanted)["document"]
    return found


def picture_at(target: str) -> bytes:
    return docx(p(r("A picture") + PICTURE), links=f'<Relationship Id="rIdx" Type="{R}/image" Target="{target}"/>')


@pytest.mark.parametrize("identity", ["abc", "", "-1", "1.5", "²", "９", "99999999999999999999"])
def test_numbers_of_bookmarks_drawings_and_notes_need_be_none(identity: str) -> None:
    def file(text: str) -> bytes:
        mark = f'<w:bookmarkStart w:id="{identity}" w:name="{text}"/>{r(text)}<w:bookmarkEnd w:id="{identity}"/>'
        drawing = f'<w:r><w:drawing><wp:docPr id="{identity}"/></w:drawing></w:r>'
        note = f'<w:r><w:footnoteReference w:id="{identity}"/></w:r>'
        return docx(p(mark + drawing) + p(r(text) + note), {"footnotes": f'<w:footnote w:id="{identity}">{p(r(text))}</w:footnote>'})

    found = parts(redline(file("here"), file("there"), MANNER).data)["word/document.xml"]
    ids = [item.get(f"{{{found.nsmap['w']}}}id") for item in found.iter(f"{{{found.nsmap['w']}}}bookmarkStart")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("target", ["../../../../etc/passwd", "/", "", "media/none.png", "_rels/document.xml.rels"])
def test_a_picture_that_is_not_there_names_no_part_of_the_redline(target: str) -> None:
    found = compared(OLD, picture_at(target))
    names = zipfile.ZipFile(io.BytesIO(found)).namelist()
    assert not [name for name in names if ".." in name or name.startswith("/") or "passwd" in name or "none" in name]


def test_a_part_may_be_named_in_any_script() -> None:
    named = dict(read_package(picture_at("média/ü.png"), "new"))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in {**named, "word/média/ü.png": b"picture"}.items():
            archive.writestr(name, content)
    assert read_package(compared(OLD, file.getvalue()), "redline")["word/média/ü.png"] == b"picture"


def test_a_part_name_of_absurd_length_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("x" * 5_000, b"")
    with pytest.raises(PackageError, match="1,000 characters"):
        read_package(file.getvalue(), "long.docx")


def test_parts_that_all_lead_to_each_other_are_followed_once() -> None:
    count = 60
    relations = "".join(f'<Relationship Id="r{at}" Type="x" Target="f{at}.xml"/>' for at in range(count))
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'.encode()
    file = dict(read_package(picture_at("media/f0.xml"), "new"))
    for at in range(count):
        file |= {f"word/media/f{at}.xml": b"<a/>", f"word/media/_rels/f{at}.xml.rels": rels}
    assert len(read_package(compared(OLD, write_package(file)), "redline")) > count  # followed way by way, they are 60 to the power of 4


def test_a_chain_of_parts_longer_than_any_stack_is_brought_over() -> None:
    file = dict(read_package(picture_at("media/f0.xml"), "new"))
    for at in range(400):
        rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="x" Target="f{at + 1}.xml"/>'
        file |= {f"word/media/f{at}.xml": b"<a/>", f"word/media/_rels/f{at}.xml.rels": f"{rels}</Relationships>".encode()}
    assert "word/media/f399.xml" in read_package(compared(OLD, write_package(file)), "redline")


def test_a_chain_of_styles_longer_than_any_stack_is_brought_over() -> None:
    def style(at: int) -> str:
        return f'<w:style w:type="paragraph" w:styleId="S{at}"><w:name w:val="S{at}"/><w:basedOn w:val="S{at + 1}"/></w:style>'

    new = docx(p(r("Hello"), '<w:pStyle w:val="S0"/>'), {"styles": "".join(style(at) for at in range(1_500))})
    old = docx(p(r("World")), {"styles": ""})
    assert len(parts(redline(old, new, MANNER).data)["word/styles.xml"]) == 1_500


def test_an_added_style_builds_on_the_style_of_that_name_whatever_its_id() -> None:
    def normal(identity: str) -> str:
        return f'<w:style w:type="paragraph" w:styleId="{identity}"><w:name w:val="Normal"/></w:style>'

    added = '<w:style w:type="paragraph" w:styleId="Neu"><w:name w:val="New"/><w:basedOn w:val="Standard"/></w:style>'
    new = docx(p(r("Hello"), '<w:pStyle w:val="Neu"/>'), {"styles": normal("Standard") + added})
    styles = parts(redline(docx(p(r("World")), {"styles": normal("Normal")}), new, MANNER).data)["word/styles.xml"]
    assert b'basedOn w:val="Normal"' in etree.tostring(styles)


def test_a_note_that_holds_itself_is_brought_over_once() -> None:
    reference = '<w:r><w:footnoteReference w:id="5"/></w:r>'
    new = docx(p(r("See") + reference), {"footnotes": f'<w:footnote w:id="5">{p(r("again") + reference)}</w:footnote>'})
    found = parts(redline(OLD, new, MANNER).data)
    assert len(found["word/footnotes.xml"]) == 1


def test_text_boxes_within_text_boxes_may_differ_in_number() -> None:
    def box(inside: str) -> str:
        return f"<w:r><w:pict><v:textbox><w:txbxContent>{p(inside)}</w:txbxContent></v:textbox></w:pict></w:r>"

    compared(docx(p(box(box(r("one"))))), docx(p(box(box(r("one")) + box(r("two"))))))


def test_lists_by_the_thousand_keep_their_numbers_apart() -> None:
    def file(sign: str) -> bytes:
        abstracts = "".join(f'<w:abstractNum w:abstractNumId="{at}">{level(0, f"{sign}{at}")}</w:abstractNum>' for at in range(1_000))
        nums = "".join(f'<w:num w:numId="{at + 1}"><w:abstractNumId w:val="{at}"/></w:num>' for at in range(1_000))
        return docx("".join(numbered(f"{sign}{at}", at + 1) for at in range(1_000)), {"numbering": abstracts + nums})

    numbering = parts(redline(file("a"), file("b"), MANNER).data)["word/numbering.xml"]
    w = f"{{{numbering.nsmap['w']}}}"
    numbers = [item.get(f"{w}numId") for item in numbering.iter(f"{w}num")]
    assert len(numbers) == len(set(numbers)) > 1_900


def test_a_paragraph_of_far_more_words_than_a_contract_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_WORDS", 100)
    for inside in (r("word, " * 51), "<w:r>" + "<w:br/>" * 101 + "</w:r>"):
        with pytest.raises(PackageError, match="more than 100 words and signs"):
            redline(OLD, docx(p(inside)), MANNER)


@pytest.mark.parametrize("name", ["x\x1b[31m", "a\nb", "\udcff", "\uffff", "x" * 256])
def test_an_author_that_word_cannot_show_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="author"):
        redline(OLD, OLD, Manner(name, "2026-10-01T09:00:00Z"))


def test_an_author_may_have_signs_that_xml_uses_itself() -> None:
    found = redline(OLD, docx(p(r("Nothing else."))), Manner("<&\"'> Ltd", "2026-10-01T09:00:00Z")).data
    assert b"&lt;&amp;" in read_package(found, "redline")["word/document.xml"]


def test_a_range_that_ends_before_it_begins_does_not_mean_all_of_them() -> None:
    with pytest.raises(UsageError, match="ends before it begins"):
        numbers_of("3-1")


def test_a_pipe_or_device_is_never_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(RefusedError, match="not a file"):
        write_file(pipe, b"")
    assert pipe.is_fifo()


def test_a_redline_never_takes_the_place_of_a_file_that_it_compares(tmp_path: Path) -> None:
    old, link = tmp_path / "old.docx", tmp_path / "link.docx"
    old.write_bytes(OLD)
    link.symlink_to(old)
    for place in (old, link, tmp_path / "." / "old.docx"):
        with pytest.raises(RefusedError, match="take the place"):
            keep_apart(place, old, tmp_path / "new.docx")
    keep_apart(tmp_path / "redline.docx", old)


def test_paragraphs_whose_marks_all_go_run_into_the_next_one_in_order() -> None:
    gone = '<w:rPr><w:del w:id="1" w:author="A"/></w:rPr>'
    file = open_file(docx("".join(p(r(f"{at} "), gone) for at in range(300)) + p(r("end"))), "x")
    resolve_file(file, accept=True)
    said = [item.text for item in parts(file.save())["word/document.xml"].iter("{*}t")]
    assert said == [*(f"{at} " for at in range(300)), "end"]
