"""What a Word file says beside its contract."""

from __future__ import annotations

import pytest

from slagen.formats.word.reading import read
from slagen.formats.word.reading.beside import beside
from tests.formats.word.reading.files import docx, level, lists, numbered, p, r

NUMBERING = lists(level(0, "%1."))
BODY = (
    p(r("Between A and B")) + numbered("The Provider serves.", 1) + "<w:tbl><w:tr><w:tc>" + p(r("a")) + "</w:tc><w:tc>" + p(r("b")) + "</w:tc></w:tr></w:tbl>"
)


def test_notes_are_told_with_their_marks() -> None:
    note = f'<w:footnote w:id="1">{p(r("Subject to board approval."))}</w:footnote>'
    body = BODY.replace("serves.</w:t></w:r>", 'serves.</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>')
    assert beside(read(docx(body, {"numbering": NUMBERING, "footnotes": note}), "x.docx")) == {"Footnotes": ("[1] Subject to board approval.",)}


def test_what_the_document_holds_is_not_told_twice() -> None:
    assert beside(read(docx(BODY, {"numbering": NUMBERING}), "x.docx")) == {}


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("acme · v1.0 · 9ddd6f874f · text 63a3 bbd9 c68c", ()),
        ("acme · draft · Draft – subject to contract", ()),
        ("acme · v1.0 · text 63a3 bbd9 c68c. Charges are halved", ("acme · v1.0 · text 63a3 bbd9 c68c. Charges are halved",)),
        ("Draft – subject to contract", ()),
        ("Draft – not subject to contract", ("Draft – not subject to contract",)),
    ],
)
def test_only_what_slagen_prints_of_its_own_accord_is_left_out_and_that_to_the_letter(line: str, left: tuple[str, ...]) -> None:
    assert beside(read(docx(BODY, {"numbering": NUMBERING, "header": p(r(line))}), "x.docx")).get("Headers", ()) == left
