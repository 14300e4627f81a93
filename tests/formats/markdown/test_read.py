from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.findings import Source
from slagen.formats.markdown.read import parse
from slagen.model.document import Cell, CrossReference, Emphasis, ItemList, LineBreak, Link, Paragraph, Strong, Table, Text

if TYPE_CHECKING:
    from slagen.assembly.source_text import SourceText
    from slagen.model.document import Block, Inline

FIRST = Source("clauses/service/x.md", 11, "corporate")
TOKEN, OTHER = "\ue000", "\uf8ff"


def read(text: str, language: str = "en") -> SourceText:
    parsed = parse(text, FIRST, language)
    assert parsed.findings == ()
    return parsed


def content(text: str, language: str = "en") -> tuple[Inline, ...]:
    (block,) = read(text, language).body
    assert isinstance(block, Paragraph)
    return block.content


def faults(text: str) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.source.line) for finding in parse(text, FIRST, "en").findings]


def p(*parts: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in parts))


def test_a_clause_is_a_lead_in_and_nested_provisions() -> None:
    text = read("Lead-in.\n\n1. One. {#first}\n   1. Deeper.\n      1. Third.\n         1. Fourth.\n\n   Closing of one.\n1. Two.\n\nClosing of all.")
    first, second = text.provisions
    assert text.body == (p("Lead-in."),)
    assert text.closing == (p("Closing of all."),)
    assert (first.line, first.label, first.body, first.closing) == (3, "first", (p("One."),), (p("Closing of one."),))
    assert first.children[0].children[0].children[0].body == (p("Fourth."),)
    assert (second.line, second.label, second.body) == (9, "", (p("Two."),))


def test_a_provision_holds_paragraphs_lists_and_tables() -> None:
    (item,) = read(f"1. One. {{#one}}\n\n   {TOKEN}\n\n   - a\n   - b\n     - c\n\n   | L | C | R |\n   |---|:-:|--:|\n   | x | *y* | {OTHER} |").provisions
    bullets = ItemList(((p("a"),), (p("b"), ItemList(((p("c"),),)))))
    cells = (Cell((Text("x"),)), Cell((Emphasis((Text("y"),)),), "center"), Cell((Text(OTHER),), "right"))
    table = Table((Cell((Text("L"),)), Cell((Text("C"),), "center"), Cell((Text("R"),), "right")), (cells,))
    assert item.body == (p("One."), p(TOKEN), bullets, table)


def test_inlines_are_emphasis_links_references_and_breaks() -> None:
    assert content("a *b* **c *d***\\\ne [f](https://g.example/?a=1) [](#h) [](#i.j)") == (
        Text("a "), Emphasis((Text("b"),)), Text(" "), Strong((Text("c "), Emphasis((Text("d"),)))), LineBreak(),
        Text("e "), Link("https://g.example/?a=1", (Text("f"),)), Text(" "), CrossReference("h"), Text(" "), CrossReference("i.j"),
    )  # fmt: skip


def test_a_soft_break_is_a_space_and_two_spaces_break_the_line() -> None:
    assert content("a\nb  \nc") == (Text("a b"), LineBreak(), Text("c"))


def test_escaped_signs_and_entities_print_as_they_are() -> None:
    assert content("\\*a\\* &amp; \\<b> 5 \\| 6") == (Text("*a* & <b> 5 | 6"),)


@pytest.mark.parametrize(
    ("language", "written", "printed"),
    [
        ("en", "\"a\" 'b' c's d' \"e 'f'\"", "“a” ‘b’ c’s d’ “e ‘f’”"),
        ("en-GB", '("a")', "(“a”)"),
        ("de", "\"a\" 'b' c's", "„a“ ‚b‘ c’s"),
        ("xx", '"a"', "“a”"),
        ("en", f'"{TOKEN}", {TOKEN}\'s', f"“{TOKEN}”, {TOKEN}’s"),
        ("en", "a -- b ... (c)", "a -- b ... (c)"),
    ],
)
def test_quotes_are_curled_by_language_and_nothing_else_is_replaced(language: str, written: str, printed: str) -> None:
    assert content(written, language) == (Text(printed),)


def test_the_quotes_of_a_definition_stay_inside_the_bold_term() -> None:
    assert content(f'**"{TOKEN} Credit"** means x.') == (Strong((Text(f"“{TOKEN} Credit”"),)), Text(" means x."))


def test_placeholders_pass_through_links_and_references_untouched() -> None:
    assert content(f"[{TOKEN}](mailto:{TOKEN}) [](#{OTHER})") == (Link(f"mailto:{TOKEN}", (Text(TOKEN),)), Text(" "), CrossReference(OTHER))


@given(st.text(st.characters(min_codepoint=0xE000, max_codepoint=0xF8FF), min_size=1, max_size=3))
def test_any_placeholder_comes_through_wherever_text_can_stand(token: str) -> None:
    assert content(f'{token} **{token}** *{token}* "{token}" x{token}y') == (
        Text(f"{token} "), Strong((Text(token),)), Text(" "), Emphasis((Text(token),)), Text(f" “{token}” x{token}y"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n# H", [("SLG040", 13)]),
        ("a\n---", [("SLG040", 11)]),
        ("a\n\n***", [("SLG040", 13)]),
        ("a\n\n> b\n>\n> c", [("SLG040", 13)]),
        ("a\n\n```\nb\n```", [("SLG040", 13)]),
        ("a\n\n     b", [("SLG040", 13)]),
        ("<div>\nb\n</div>", [("SLG040", 11)]),
        ("a\nb `c`", [("SLG040", 12)]),
        ("a  \nb <i>c</i>", [("SLG040", 12), ("SLG040", 12)]),
        ("a\\\nb ![c](https://d.example)", [("SLG040", 12)]),
        ("a\n\n[b]: https://c.example", [("SLG040", 13)]),
        ("[a](javascript:b)", [("SLG041", 11)]),
        ("[a](file.md)", [("SLG041", 11)]),
        ("[the credits](#service-credits)", [("SLG042", 11)]),
        ("[](#Service)", [("SLG042", 11)]),
        ("[](#)", [("SLG042", 11)]),
        ("[](#a.b.c)", [("SLG042", 11)]),
        ("[](#a.2)", [("SLG042", 11)]),
        ("1. a {#Bad}", [("SLG043", 11)]),
        ("1. a {#2}", [("SLG043", 11)]),
        ("1. a {#b}\n1. c {#b}", [("SLG043", 12)]),
        ("a {#b}", [("SLG043", 11)]),
        ("1. a {#b} c", [("SLG043", 11)]),
        ("1. a\n\n   b {#c}", [("SLG043", 13)]),
        ("- a {#b}", [("SLG043", 11)]),
        ("| a |\n|---|\n| b {#c} |", [("SLG043", 13)]),
        ("2. a", [("SLG044", 11)]),
        ("1. a\n2. b", [("SLG044", 12)]),
        ("1) a", [("SLG044", 11)]),
        ("1. a\n   1. b\n      1. c\n         1. d\n            1. e\n               1. f", [("SLG045", 15)]),
        ("- a\n  - b\n    - c\n      - d\n        - e", [("SLG045", 15)]),
        ("1. a\n\nb\n\nc\n\n1. d", [("SLG046", 13)]),
        ("1. a\n   1. b\n\n   c\n\n   1. d", [("SLG046", 14)]),
        ("1. a\n1.\n1. b", [("SLG047", 12)]),
        ("1. 1. a", [("SLG047", 11)]),
        ("-", [("SLG047", 11)]),
        ("- a\n  1. b", [("SLG048", 12)]),
        ("1. a\n  1. b", [("SLG049", 12)]),
        ("1. a\n    1. b", [("SLG049", 12)]),
    ],
)
def test_what_a_clause_may_not_hold_is_found_at_its_line(text: str, expected: list[tuple[str, int]]) -> None:
    assert faults(text) == expected


def test_a_finding_names_file_layer_and_way_out() -> None:
    (finding,) = parse("1. a\n2. b", FIRST, "en").findings
    assert finding.source == Source("clauses/service/x.md", 12, "corporate")
    assert finding.message == "an item is numbered by hand: “2.”"
    assert finding.hint == "Write 1. for every numbered item; its number is worked out."


def test_the_same_text_elsewhere_is_found_elsewhere() -> None:
    lines = [parse("# H", Source("y.md", start), "en").findings[0].source.line for start in (1, 30)]
    assert lines == [1, 30]


def test_every_finding_of_a_text_is_told_in_the_order_of_lines() -> None:
    assert faults("`a`\n\n# H\n\n1. b {#?}\n\nc\n\n2. d") == [("SLG040", 11), ("SLG040", 13), ("SLG043", 15), ("SLG046", 17), ("SLG044", 19)]


def test_windows_line_ends_read_like_any_other() -> None:
    assert read("a\r\nb\r\n\r\n1. c\r\n   1. d\r\n") == read("a\nb\n\n1. c\n   1. d\n")


def test_text_that_is_left_out_for_its_depth_is_never_left_out_silently() -> None:
    assert faults("- " * 30 + "a")
    assert faults("1. " * 30 + "a")


@given(st.text(st.sampled_from("1.- \n#>*_`[]()!|:{}a\\<&\"'"), max_size=60))
def test_no_text_at_all_makes_the_reader_fail(text: str) -> None:
    parsed = parse(text, FIRST, "en")
    assert all(finding.source.line is not None and finding.source.line >= 11 for finding in parsed.findings)


def blocks_of(parsed: SourceText) -> tuple[Block, ...]:
    return parsed.body + parsed.closing


def test_a_paragraph_of_one_placeholder_stays_a_paragraph_of_its_own() -> None:
    assert blocks_of(read(f"a\n\n{TOKEN}\n\nb")) == (p("a"), p(TOKEN), p("b"))
