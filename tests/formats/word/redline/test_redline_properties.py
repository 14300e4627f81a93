"""Whatever two files look like: accept all and it is the new one, reject all and it is the old one."""

from __future__ import annotations

from hypothesis import given, note
from hypothesis import strategies as st
from lxml import etree
import pytest

from slagen.formats.word.invariants import _open_cells, _text_in_deletions, _twins, _unbalanced_fields
from slagen.formats.word.redline.compare import Manner, redline
from tests.formats.word.reading.files import docx
from tests.formats.word.redline.surface import parts, surface
from tests.formats.word.redline.test_redline import resolved

pytestmark = pytest.mark.repeats
_WORDS = st.sampled_from(["the", "Provider", "shall", "pay", "(30)", "99.9 %", "thirty", "days", "&amp;", "“Service”", "ﷺ", "服务", "🙂", "–", "a.b"])
_LOOKS = st.sampled_from(["", "", "", "<w:b/>", "<w:i/>", '<w:color w:val="FF0000"/>'])
_PARAGRAPH_LOOKS = st.sampled_from(["", "", "", '<w:jc w:val="center"/>', "<w:keepNext/>"])


@st.composite
def runs(draw: st.DrawFn) -> str:
    text = " ".join(draw(st.lists(_WORDS, max_size=6)))
    kind = draw(st.integers(0, 12))
    if kind == 0:
        return "<w:r><w:tab/></w:r>"
    if kind == 1:
        return f'<w:hyperlink w:anchor="there"><w:r><w:t xml:space="preserve">{text} </w:t></w:r></w:hyperlink>' if text else ""
    if kind == 2:
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF there \\w \\h </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{draw(st.integers(1, 3))}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
    return f'<w:r><w:rPr>{draw(_LOOKS)}</w:rPr><w:t xml:space="preserve">{text} </w:t></w:r>' if text else ""


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    return f"<w:p><w:pPr>{draw(_PARAGRAPH_LOOKS)}</w:pPr>{''.join(draw(st.lists(runs(), max_size=4)))}</w:p>"


@st.composite
def tables(draw: st.DrawFn) -> str:
    columns = draw(st.integers(1, 3))
    rows = draw(st.lists(st.lists(st.lists(paragraphs(), min_size=1, max_size=2), min_size=columns, max_size=columns), min_size=1, max_size=3))
    cells = ("".join(f"<w:tc><w:tcPr/>{''.join(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * columns}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


_BLOCKS = st.one_of(paragraphs(), paragraphs(), paragraphs(), tables())


@st.composite
def pairs(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Two files that have much in common: blocks of the one are dropped, moved, edited and joined by others."""
    old = draw(st.lists(_BLOCKS, max_size=7))
    new = [block for block in old if draw(st.integers(0, 4))]
    for block in draw(st.lists(_BLOCKS, max_size=3)):
        new.insert(draw(st.integers(0, len(new))), block)
    if len(new) > 1 and draw(st.booleans()):
        new.insert(draw(st.integers(0, len(new) - 1)), new.pop(draw(st.integers(0, len(new) - 1))))
    new = [block.replace(draw(_WORDS), draw(_WORDS), 1) if not draw(st.integers(0, 2)) else block for block in new]
    last = draw(paragraphs()), draw(paragraphs())
    return docx("".join(old) + last[0]), docx("".join(new) + last[1])


@given(pairs())
def test_accept_all_is_the_new_file_and_reject_all_the_old_one(pair: tuple[bytes, bytes]) -> None:
    old, new = pair
    note("\n".join(etree.tostring(parts(file)["word/document.xml"]).decode()[700:] for file in pair))
    found = redline(old, new, Manner("A", "2026-10-01T09:00:00Z"))
    assert surface(resolved(found.data, accept=True)) == surface(new)
    assert surface(resolved(found.data, accept=False)) == surface(old)
    tree = parts(found.data)["word/document.xml"]
    assert not [fault for rule in (_text_in_deletions, _unbalanced_fields, _open_cells, _twins) for fault in rule(tree)]


@given(pairs())
def test_a_file_compared_with_itself_is_untouched(pair: tuple[bytes, bytes]) -> None:
    for file in pair:
        found = redline(file, file, Manner("A", "2026-10-01T09:00:00Z"))
        assert not found.changed
        assert found.data == file
