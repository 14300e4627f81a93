"""Tracked changes that nobody makes in good faith, or makes by the ten thousand: resolved and listed in one pass, within bounds."""

from __future__ import annotations

import pytest

from slagen.formats.word import untrusted_xml
from slagen.formats.word.package import PackageError
from slagen.formats.word.redline import limits
from slagen.formats.word.redline.names import Element
from slagen.formats.word.redline.word_file import WordFile, open_file
from slagen.formats.word.revisions.listing import list_revisions
from slagen.formats.word.revisions.resolve import resolve_file
from tests.formats.word.reading.files import docx, p, r

BY = 'w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"'
MARK_GOES = f"<w:rPr><w:del {BY}/></w:rPr>"
BOOKMARK = '<w:bookmarkStart w:id="1" w:name="a"/>'
TABLE = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
MANY = 20_000


def resolved(body: str, *, accept: bool = True) -> Element:
    file = open_file(docx(body), "x")
    resolve_file(file, accept=accept)
    return file.tree(file.main)


def said(tree: Element) -> list[str]:
    return ["".join(str(item.text) for item in paragraph.iter("{*}t")) for paragraph in tree.iter("{*}p")]


def test_tens_of_thousands_of_deleted_paragraph_marks_join_in_order() -> None:
    tree = resolved("".join(p(r(f"{at} ") + r("and "), MARK_GOES) for at in range(MANY)) + p(r("end")))
    assert said(tree) == ["".join(f"{at} and " for at in range(MANY)) + "end"]


def test_marks_between_joined_paragraphs_are_stepped_over_once() -> None:
    tree = resolved(p(r("x"), MARK_GOES) * MANY + BOOKMARK * MANY + p(r("end")))
    assert said(tree) == ["x" * MANY + "end"]
    assert sum(1 for _ in tree.iter("{*}bookmarkStart")) == MANY


def test_paragraphs_whose_marks_all_go_before_a_table_end_as_one_before_it() -> None:
    assert said(resolved(p(r("a"), MARK_GOES) + p(r("b"), MARK_GOES) + TABLE + p(r("c")))) == ["ab", "", "c"]


def test_of_paragraphs_that_would_all_go_one_stays() -> None:
    assert said(resolved((p("", MARK_GOES) + "<w:sdt><w:sdtContent/></w:sdt>") * 5)) == [""]


def test_a_text_box_in_a_paragraph_that_runs_on_comes_along() -> None:
    box = f"<w:r><w:pict><w:txbxContent>{p(r('in'), MARK_GOES)}{p(r('side'))}</w:txbxContent></w:pict></w:r>"
    tree = resolved(p(r("a") + box, MARK_GOES) + p(r("b")))
    assert said(tree) == ["ainsideb", "inside"]
    assert "slagen" not in "".join(str(item.attrib) for item in tree.iter())


def test_a_link_of_tens_of_thousands_of_deletions_goes_with_the_last() -> None:
    deletion = f"<w:del {BY}><w:r><w:delText>x</w:delText></w:r></w:del>"
    tree = resolved(p(r("before") + f"<w:hyperlink>{deletion * MANY}</w:hyperlink>"))
    assert next(tree.iter("{*}hyperlink"), None) is None


def test_a_row_of_range_marks_is_walked_once() -> None:
    control = f"<w:sdt><w:sdtContent>{r('kept')}</w:sdtContent></w:sdt>"
    tree = resolved(p(f"<w:customXmlDelRangeStart {BY}/>" * MANY + control + f"<w:ins {BY}>{r(' too')}</w:ins>"))
    assert said(tree) == ["kept too"]
    assert next(tree.iter("{*}sdt"), None) is None


def listed(body: str) -> tuple[WordFile, list[str]]:
    file = open_file(docx(body), "x")
    return file, [one.text for one in list_revisions(file)]


def test_words_in_marks_within_marks_are_not_told_once_for_each() -> None:
    depth, words = 150, "z" * 10_000
    _, texts = listed(p(f"<w:ins {BY}>" * depth + r(words) + "</w:ins>" * depth))
    assert sum(map(len, texts)) < 5 * len(words)


def test_a_deletion_within_an_insertion_is_told_with_its_words() -> None:
    other = BY.replace('"A"', '"B"')
    _, texts = listed(p(f"<w:ins {BY}><w:del {other}><w:r><w:delText>gone</w:delText></w:r></w:del></w:ins>"))
    assert texts == ["gone", "gone"]


def test_looks_of_one_paragraph_share_its_words() -> None:
    looks = f"<w:rPrChange {BY}><w:rPr/></w:rPrChange>" * 2_000
    file, texts = listed(f"<w:p><w:pPr><w:rPr>{looks}</w:rPr></w:pPr>{r('z' * 10_000)}</w:p>")
    assert texts == ["z" * 10_000]
    assert len(list_revisions(file)[0].elements) == 2_000


def test_more_paragraphs_than_any_contract_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PARAGRAPHS", 3)
    with pytest.raises(PackageError, match="more than 3 paragraphs") as refused:
        listed(p("") * 4)
    assert refused.value.hint


def test_more_tags_than_memory_is_for_are_refused_before_they_are_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untrusted_xml, "MAX_TAGS", 100)
    with pytest.raises(PackageError, match="more than 100 tags") as refused:
        listed("<w:p/>" * 200)
    assert refused.value.unsafe
