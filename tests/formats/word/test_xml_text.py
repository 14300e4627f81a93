from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
import pytest

from slagen.formats.word.stories import paragraph_text
from slagen.formats.word.xml_text import NAMESPACE, STRONG, attribute, escape, runs

ANY_TEXT = st.text(st.characters(codec=None))
W = f"{{{NAMESPACE}}}"


def parsed(inside: str) -> etree._Element:
    return etree.fromstring(f'<w:p xmlns:w="{NAMESPACE}">{inside}</w:p>')


@given(ANY_TEXT)
def test_any_text_is_legal_xml_and_prints_as_it_is(text: str) -> None:
    printed = paragraph_text(parsed(runs(text)))
    for line_end in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        text = text.replace(line_end, "\n")
    legal = "".join("\n" if sign in "\x0b\x0c" else sign if _is_legal(sign) else "\ufffd" for sign in text)
    assert printed == legal


def _is_legal(sign: str) -> bool:
    code = ord(sign)
    return code in {9, 10, 13} or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF


@given(ANY_TEXT)
def test_any_text_can_stand_in_an_attribute(text: str) -> None:
    tree = etree.fromstring(f'<a b="{attribute(text)}"/>')
    assert "\n" not in tree.get("b", "")


@pytest.mark.parametrize(
    ("text", "xml"), [("A & B", "A &amp; B"), ("<a>", "&lt;a&gt;"), ('"', "&quot;"), ("\x00\x1f\ufffe", "\ufffd\ufffd\ufffd"), ("{{ x }}", "{{ x }}")]
)
def test_signs_that_mean_something_in_xml_are_escaped(text: str, xml: str) -> None:
    assert escape(text) == xml


def test_right_to_left_words_get_runs_of_their_own_and_keep_their_formatting() -> None:
    xml = runs("from شركة الشمال to חברה.", STRONG)
    assert xml.count("<w:r>") == 5
    assert '<w:rPr><w:b/><w:bCs/><w:rtl/><w:lang w:bidi="ar-SA"/></w:rPr><w:t xml:space="preserve">شركة الشمال</w:t>' in xml
    assert '<w:lang w:bidi="he-IL"/></w:rPr><w:t xml:space="preserve">חברה</w:t>' in xml


def test_line_ends_and_tabs_become_elements() -> None:
    xml = runs("a\nb\tc")
    assert "<w:br/>" in xml
    assert "<w:tab/>" in xml


@pytest.mark.parametrize(
    ("text", "attribute", "language"),
    [
        ("株式会社ノース", "eastAsia", "ja-JP"), ("北方有限公司", "eastAsia", "zh-CN"), ("주식회사 노스", "eastAsia", "ko-KR"),
        ("شركة الشمال", "bidi", "ar-SA"), ("חברת צפון", "bidi", "he-IL"),
    ],
)  # fmt: skip
def test_words_in_another_script_carry_their_language(text: str, attribute: str, language: str) -> None:
    paragraph = parsed(runs(f"The Customer, {text}, pays."))
    tagged = [run for run in paragraph if run.find(f"{W}rPr/{W}lang") is not None]
    assert [run.findtext(f"{W}t") for run in tagged] == [text]
    found = tagged[0].find(f"{W}rPr/{W}lang")
    assert found is not None
    assert [(str(name), value) for name, value in found.attrib.items()] == [(f"{W}{attribute}", language)]
    assert paragraph_text(paragraph) == f"The Customer, {text}, pays."
