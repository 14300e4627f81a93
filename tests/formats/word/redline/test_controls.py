"""Content controls within a paragraph that come or go as a whole."""

from __future__ import annotations

import pytest

from tests.formats.word.reading.files import docx, p, r
from tests.formats.word.redline.surface import W, parts
from tests.formats.word.redline.test_moves import CLAUSES
from tests.formats.word.redline.test_redline import compared


def control(inside: str, tag: str = "price") -> str:
    return f'<w:sdt><w:sdtPr><w:tag w:val="{tag}"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'


def ranges(data: bytes) -> list[str]:
    return [str(item.tag).rpartition("}")[2] for item in parts(data)["word/document.xml"].iter() if "customXml" in str(item.tag)]


def around(way: str) -> list[str]:
    return [f"customXml{way}Range{end}" for end in ("Start", "End", "Start", "End")]


PLAIN = p(r("Pay ") + r("on time."))


@pytest.mark.parametrize("inside", [control(r("£5 ")), control(r("£5 ") + control(r("net "), "kind"))], ids=["one", "one in another"])
def test_a_control_that_comes_or_goes_leaves_no_empty_control_behind(inside: str) -> None:
    held = p(r("Pay ") + inside + r("on time."))
    count = held.count("<w:sdt>")
    assert ranges(compared(docx(PLAIN), docx(held)).data).count("customXmlInsRangeStart") == 2 * count
    assert ranges(compared(docx(held), docx(PLAIN)).data).count("customXmlDelRangeStart") == 2 * count


def test_a_control_that_takes_the_place_of_words_goes_again_when_rejected() -> None:
    found = compared(docx(p(r("Pay £5 on time."))), docx(p(r("Pay ") + control(r("£5")) + r(" on time."))))
    assert ranges(found.data) == around("Ins")


def test_a_control_of_which_the_words_changed_stays() -> None:
    found = compared(docx(p(r("Pay ") + control(r("£5")) + r("."))), docx(p(r("Pay ") + control(r("£6")) + r("."))))
    assert not ranges(found.data)
    assert len(list(parts(found.data)["word/document.xml"].iter(f"{W}sdt"))) == 1


def test_a_control_moves_with_its_paragraph() -> None:
    clause, rest = p(r("The price of the services in question is ") + control(r("£5")) + r(" a month.")), "".join(CLAUSES)
    found = compared(docx(clause + rest + p(r("End."))), docx(rest + clause + p(r("End."))))
    assert sorted(ranges(found.data)) == sorted([*around("MoveFrom"), *around("MoveTo")])
    assert found.moves == 1
