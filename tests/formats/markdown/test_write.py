from __future__ import annotations

from dataclasses import replace
import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
import pytest

from slagen.assembly.number import number
from slagen.formats.markdown.write import write
from slagen.model.document import (
    Blank,
    Block,
    Cell,
    Clause,
    CrossReference,
    Document,
    DocumentParty,
    Emphasis,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Meta,
    PageBreak,
    Paragraph,
    Section,
    Strong,
    Table,
    Text,
    Value,
)
from tests.formats.page_text import BREAK, Page, lines_of, page_of, printed
from tests.formats.sample_contract import HOSTILE, SAMPLE, contents, large, texts, values

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
LABELS = {"scope": "1"}


def markdown(document: Document) -> str:
    return write(document, number(document))


def rendered(document: Document) -> Page:
    return page_of(READER.render(markdown(document)))


def around(*blocks: Block) -> Document:
    return Document(Meta("a", "T", "sla", status="execution"), sections=(Section("", (Clause("scope", (Text("S"),), blocks),)),))


def paragraph_texts(page: Page) -> list[str]:
    """Texts as a reader sees them: a line end in the source is a space, one after a break is nothing."""
    return [block.replace(f"{BREAK}\n", BREAK).replace("\n", " ") for block in page.blocks if block.strip(" \n")]


def only_text(*content: Inline) -> str:
    *_, last = paragraph_texts(rendered(around(Paragraph(content))))
    return last


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE, "1. One", "12) Twelve", "- dash", "+ plus", "* star", "=", "===", "---", "# head", "> quote", "a | b", "| a |", "|---|", ":--", "www.example.com", "https://example.com/a_b_c",
        "&amp;", "&#42;", "R&D;", "~~gone~~", "$x$", "$5 and $6", "@name #12", "`code`", "``", "\\", "\\*", "<br>", "<!-- x -->", "[x]: y", "![x](y)", "!", "a_b_c", "__b__", "**b**", "    code",
        "\ttab", " spaced ", "two  spaces", ":emoji:", "“quoted”", "a*", "*a", "\u00a0", "A. B. C! D", "***", "~~~", "a@b.example",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("before", "after"), [("", ""), ("a ", " b"), ("a", "b"), ("Done. ", ". Next"), ("!", "(x)"), ("&", ";")])
def test_a_value_prints_exactly_as_it_is(text: str, before: str, after: str) -> None:
    assert only_text(Text(before), Value("k", text), Text(after)) == before + text + after


@given(texts)
def test_any_value_prints_exactly_and_makes_no_element(text: str) -> None:
    page = rendered(around(Paragraph((Text("a "), Value("k", text), Text(" b")))))
    assert _settled(paragraph_texts(page)[-1]) == _settled(f"a {BREAK.join(lines_of(text))} b")
    assert page.tags <= {"h1", "h2", "a", "p", "br"}


@given(contents)
def test_any_paragraph_says_what_its_inlines_say(content: tuple[Inline, ...]) -> None:
    page = rendered(around(Paragraph((Text("a"), *content, Text("z")))))
    assert _settled(paragraph_texts(page)[-1]) == _settled("a" + printed(content, LABELS) + "z")
    assert not page.unbalanced


def _settled(text: str) -> str:
    """Space next to a line break is not seen, nor is a second space."""
    return re.sub(rf"[ \t]*{BREAK}[ \t]*", BREAK, re.sub(" +", " ", text))


@given(texts, texts)
def test_any_value_prints_exactly_in_tables_lists_headings_and_names(text: str, other: str) -> None:
    table = Table((Cell((Value("k", text),)), Cell((Text("H"),))), ((Cell((Value("k", other),), "right"), Cell(())),))
    document = replace(
        around(ItemList(((Paragraph((Value("k", text),)),), (Paragraph((Value("k", other),)),))), table), parties=(DocumentParty("p", "P", "Name " + other),)
    )
    found = [block for block in paragraph_texts(rendered(document)) if block.strip()]
    for one in (text, other):
        assert BREAK.join(lines_of(one)).strip(BREAK) in [block.strip(BREAK) for block in found] or not one.strip()
    assert any("Name " + re.sub(r"\r\n?|\n", ", ", other) in block for block in found)


@given(st.lists(st.one_of(values, st.builds(Strong, st.tuples(values)), st.builds(Emphasis, st.tuples(values))), min_size=1, max_size=4).map(tuple))
def test_emphasis_around_any_value_is_emphasis_and_never_stars(content: tuple[Inline, ...]) -> None:
    page = rendered(around(Paragraph((Text("a"), *content, Text("z")))))
    assert len(page.all("strong")) == sum(isinstance(inline, Strong) for inline in content)
    assert len(page.all("em")) == sum(isinstance(inline, Emphasis) for inline in content)


def test_every_sentence_stands_on_a_line_of_its_own() -> None:
    document = around(Paragraph((Text("One. Two (see 1.1)! “Three” costs "), Value("k", "1. A. B"), Text(". Four"))))
    assert markdown(document).endswith("One.\nTwo (see 1.1)!\n“Three” costs 1. A. B.\nFour\n")


def test_a_changed_sentence_changes_one_line() -> None:
    old, new = (markdown(around(Paragraph((Text(f"One. Two {word}. Three."),)))).splitlines() for word in ("a", "b"))
    assert [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]] == [("Two a.", "Two b.")]


def test_the_sample_prints_as_the_golden_text() -> None:
    assert markdown(SAMPLE) == GOLDEN


def test_every_reference_leads_to_an_anchor_and_no_anchor_stands_twice() -> None:
    page = rendered(SAMPLE)
    anchors = [attributes["id"] for attributes in page.all("a") if "id" in attributes]
    targets = [attributes["href"][1:] for attributes in page.all("a") if attributes.get("href", "").startswith("#")]
    assert targets
    assert set(targets) <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_provisions_without_a_name_have_no_anchor_that_every_edit_would_move() -> None:
    assert 'id="service-credits.1.1"' not in markdown(SAMPLE)


def test_a_reference_to_nothing_and_a_blank_are_seen() -> None:
    assert only_text(Text("see "), CrossReference("gone"), Text(" by "), Blank("end", "")) == "see [gone] by [end]"


def test_a_link_inside_a_link_is_text_only() -> None:
    page = rendered(around(Paragraph((Link("https://a.example/?x=1&copy=2", (CrossReference("scope"), Text("b"))),))))
    assert [attributes["href"] for attributes in page.all("a") if "href" in attributes] == ["https://a.example/?x=1&copy=2"]


def test_breaks_at_the_end_of_a_paragraph_leave_nothing_behind() -> None:
    assert only_text(Text("a\\"), LineBreak(), LineBreak()) == "a\\"


def test_a_table_with_rows_of_different_length_keeps_every_cell() -> None:
    table = Table((Cell((Text("H"),)),), ((Cell((Text("a"),)), Cell((Text("b"),), "center")), ()))
    assert markdown(around(table)).endswith("| H |  |\n| --- | --- |\n| a | b |\n|  |  |\n")


def test_a_clause_inside_a_text_and_a_heading_inside_a_provision_are_shown() -> None:
    inner = Clause("inner", (Text("Run-in"),), (ItemList(((Paragraph((Text("item"),)),),)), PageBreak()))
    assert markdown(around(inner)).endswith('<a id="inner"></a>**Run-in**\n\n- item\n\n---\n')


def test_a_clause_of_the_library_without_a_heading_is_a_provision() -> None:
    document = Document(Meta("a", "T", "sla"), sections=(Section("", (Clause("scope", (), (Paragraph((Text("All."),)),)),)),))
    assert markdown(document).endswith('<a id="scope"></a>1 All.\n')


def test_line_ends_in_the_text_of_a_clause_are_breaks() -> None:
    assert only_text(Text("a. B\nc")) == f"a. B{BREAK}c"


def test_an_execution_version_bears_no_draft_banner() -> None:
    assert "Draft" not in markdown(replace(SAMPLE, meta=replace(SAMPLE.meta, status="execution")))


def test_what_binds_nobody_or_one_house_only_is_not_called_subject_to_contract() -> None:
    for kind, banner in (("charter", "**Draft for comment**"), ("ola", "**Draft**"), ("sla", "**Draft – subject to contract**")):
        assert banner in markdown(replace(SAMPLE, meta=replace(SAMPLE.meta, kind=kind))).split("\n")


def test_the_same_document_gives_the_same_text() -> None:
    document = large()
    assert markdown(document) == markdown(document)


GOLDEN = r"""# Managed Hosting – R\*D\* & \<Sons> \[x\](y) {{z}} \# 1.

**Draft – subject to contract**

## Parties

(1) **Northwind Hosting Ltd** (“the Provider”), number 01234567, of 1 High Street, London

(2) **R\*D\* & \<Sons> \[x\](y) {{z}} \# 1.** (“the Customer”), of 2 High Street, Leeds

## Background

(A) The Customer needs hosting.

(B) The Provider offers it.

## The agreement

### <a id="scope"></a>1. Scope

The Provider provides the services below to R\*D\* & \<Sons> \[x\](y) {{z}} \# 1..

1.1 It starts on 1 January 2026.
It ends on **\[end date\]**.
*Both* days belong to it.

<a id="scope.services"></a>1.2 The services are:

- hosting
- help desk

  - in office hours

### <a id="interpretation"></a>2. Interpretation

**“Service Credit”** means the percentage of the Charges in clause [3.1](#service-credits.entitlement).

- before tax

## Service

### <a id="service-credits"></a>3. Service credits

If the Provider misses a Service Level, the following applies.

<a id="service-credits.entitlement"></a>3.1 The Customer is entitled to the Service Credit shown in this table.

| Result | Service Credit | Rank |
| --- | --: | :-: |
| below 99.9% | 10% | 1 |
| below 99.0% | 25% | 2 |

&emsp;(a) Caps are in clause [4](#credit-cap) and in paragraph [1.1 of Schedule 1](#levels.one.a).

&emsp;&emsp;(i) third level;

&emsp;&emsp;&emsp;(A) fourth level; and

&emsp;&emsp;(ii) see [the status page](<https://status.northwind.example/?a=1&amp;b=2>).

<a id="service-credits.due"></a>&emsp;(b) The Provider pays within 30 days.

Service Credits are not a penalty.

### <a id="credit-cap"></a>4. Cap on credits

Service Credits are capped.

4.1 The cap is £10,000.00.

That is all.

## <a id="levels"></a>Schedule 1: Service levels

### <a id="levels.one"></a>1. Availability

<a id="levels.one.a"></a>1.1 See paragraph [1](#levels.one) and clause [3](#service-credits), line one\
line two.

## Signatures

The parties have signed this agreement on the dates below.

**Signed** by A. Person, Director, for and on behalf of **Northwind Hosting Ltd** (the Provider)

| Signature | Name | Title | Date |
| --- | --- | --- | --- |
|  | A. Person | Director |  |

---

**Executed electronically as a deed** by **R\*D\* & \<Sons> \[x\](y) {{z}} \# 1.** (the Customer), in the presence of:

| Signature | Name | Title | Date |
| --- | --- | --- | --- |
|  |  |  |  |

|  | Signature | Name | Address | Occupation |
| --- | --- | --- | --- | --- |
| Witness |  |  |  |  |
"""
