"""Clause text from a stranger: nothing unseen comes in, and no paragraph takes for ever."""

from __future__ import annotations

import pytest

from slagen.core.findings import Source
from slagen.formats.markdown.read import LONGEST_PARAGRAPH, parse

FIRST = Source("clauses/service/x.md", 11)


@pytest.mark.parametrize("sign", ["&#x202e;", "&#x1b;", "&#27;", "&#xE000;", "&#57344;", "&#xF0001;", "&#xd800;", "&#x110000;", "&#9999999;"])
def test_a_numbered_entity_brings_in_no_character_that_a_file_may_not_hold(sign: str) -> None:
    """Markdown would turn &#x202e; into the character that turns the order of the letters around, and &#xE000; into the token of another value."""
    [finding] = parse(f"1. one\n1. two {sign}\n", FIRST, "en").findings
    assert (finding.code, finding.source.line) == ("SLG040", 12)
    assert sign in finding.message


@pytest.mark.parametrize("sign", ["&#65;", "&#x20AC;", "&amp;", "&nbsp;"])
def test_entities_of_visible_characters_are_read(sign: str) -> None:
    assert parse(f"1. {sign}\n", FIRST, "en").findings == ()


@pytest.mark.parametrize("text", ["\"'" * LONGEST_PARAGRAPH, "![" * LONGEST_PARAGRAPH, "a b\n" * LONGEST_PARAGRAPH])
def test_a_paragraph_without_end_is_told_and_not_parsed(text: str) -> None:
    [finding] = parse(f"1. one\n1. {text}", FIRST, "en").findings
    assert finding.code == "SLG040"
    assert "paragraph" in finding.message


def test_a_long_list_of_short_items_is_no_long_paragraph() -> None:
    assert parse("1. one\n" * 4_000, FIRST, "en").findings == ()
