from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
import re

from hypothesis import given

from slagen.assembly.number import number
from slagen.formats.html.write import write
from slagen.model.document import (
    Block,
    Cell,
    Clause,
    CrossReference,
    Definition,
    Document,
    DocumentParty,
    Figure,
    Inline,
    ItemList,
    Link,
    Meta,
    Paragraph,
    Section,
    Table,
    Text,
    Value,
)
from tests.formats.page_text import BREAK, Page, lines_of, page_of, printed
from tests.formats.sample_charts import NASTY, TREND
from tests.formats.sample_contract import HOSTILE, SAMPLE, contents, large, texts


def html(document: Document) -> str:
    return write(document, number(document))


def page(document: Document) -> Page:
    return page_of(html(document))


def around(*blocks: Block) -> Document:
    return Document(Meta("a", "T", "sla", status="execution"), sections=(Section("", (Clause("scope", (Text("S"),), blocks),)),))


def shown(text: str) -> str:
    return BREAK.join(lines_of(text))


@given(contents)
def test_any_paragraph_says_exactly_what_its_inlines_say(content: tuple[Inline, ...]) -> None:
    found = page(around(Paragraph((Text("a"), *content, Text("z")))))
    assert "a" + printed(content, {"scope": "1"}) + "z" in found.blocks
    assert not found.unbalanced


@given(texts, texts)
def test_any_value_prints_exactly_wherever_it_stands(text: str, other: str) -> None:
    table = Table((Cell((Value("k", text),)), Cell((Text("H"),))), ((Cell((Value("k", other),), "right"), Cell(())),), summary="S" + other, kind="credit")
    document = around(ItemList(((Paragraph((Value("k", text),)),),)), table)
    document = replace(document, meta=replace(document.meta, title="T" + text), parties=(DocumentParty("p", "P", other),))
    found = page(document)
    assert {shown(text), shown(other), "T" + shown(text), "S" + shown(other), f"{shown(other)} (“P”)"} <= set(found.blocks)
    assert not found.unbalanced
    assert found.tags.isdisjoint({"script", "img", "b", "sons"})


def test_a_hostile_name_prints_exactly_in_title_heading_parties_and_text() -> None:
    found = page(SAMPLE)
    assert f"Managed Hosting – {HOSTILE}" in found.blocks
    assert f"{HOSTILE} (“the Customer”), of 2 High Street, Leeds" in found.blocks
    assert f"The Provider provides the services below to {HOSTILE}." in found.blocks


def test_every_reference_and_every_entry_of_the_contents_leads_somewhere_and_ids_are_unique() -> None:
    found = page(SAMPLE)
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    targets = [attributes["href"][1:] for attributes in found.all("a") if attributes["href"].startswith("#")]
    assert len(ids) == len(set(ids))
    assert set(targets) <= set(ids)
    assert {"_contract", "scope", "levels", "levels.one", "_signatures", "service-credits.entitlement"} <= set(targets)


def test_references_print_the_labels_of_the_contract() -> None:
    assert "Caps are in clause 4 and in paragraph 1.1 of Schedule 1." in page(SAMPLE).blocks
    assert f"See paragraph 1 and clause 3, line one{BREAK}line two." in page(SAMPLE).blocks


def test_headings_never_skip_a_level() -> None:
    depths = [int(tag[1]) for tag, _ in page(SAMPLE).elements if re.fullmatch(r"h\d", tag)]
    untitled = [int(tag[1]) for tag, _ in page(around()).elements if re.fullmatch(r"h\d", tag)]
    for found in (depths, untitled):
        contract = found[found.index(1) :]
        assert all(after - before <= 1 for before, after in pairwise(contract))
        assert found.count(1) == 1


def test_a_page_names_its_language_and_has_a_title_landmarks_and_a_skip_link() -> None:
    found = page(replace(SAMPLE, meta=replace(SAMPLE.meta, language="de")))
    assert found.all("html") == [{"lang": "de"}]
    assert len(found.all("main")) == len(found.all("nav")) == len(found.all("title")) == 1
    assert found.all("a")[0] == {"class": "skip", "href": "#_contract"}


def test_tables_have_a_caption_and_scopes() -> None:
    found = page(SAMPLE)
    assert "Service credits by result" in found.blocks
    assert [attributes["scope"] for attributes in found.all("th")] == ["col", "col", "col", "row", "row"]
    assert {"role": "region", "tabindex": "0", "aria-label": "Service credits by result", "class": "scroll"} in found.all("div")


def test_a_definition_is_marked_as_one() -> None:
    assert "<dfn>“Service Credit”</dfn> means" in html(SAMPLE)


def test_a_blank_is_seen_and_a_reference_to_nothing_too() -> None:
    found = page(SAMPLE)
    assert found.all("mark") == [{"class": "blank"}]
    assert any("[end date]" in block for block in found.blocks)


def test_the_policy_admits_the_one_style_sheet_and_nothing_else() -> None:
    source = html(SAMPLE)
    style = source.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = next(attributes["content"] for attributes in page_of(source).all("meta") if attributes.get("http-equiv"))
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    source = html(SAMPLE)
    found = page_of(source)
    assert not re.search(r"url\(|@import|<script|<link|<img|\son\w+=|\sstyle=", source)
    assert not any("src" in attributes for _, attributes in found.elements)


def test_a_link_inside_a_link_is_text_only() -> None:
    outer = Link("https://a.example", (Link("https://b.example", (Text("b"),)), CrossReference("scope")))
    assert [attributes["href"] for attributes in page(around(Paragraph((outer,)))).all("a") if "rel" in attributes] == ["https://a.example"]


def test_line_ends_in_a_value_are_breaks_and_nothing_is_lost() -> None:
    assert f"a{BREAK}b{BREAK}{BREAK}c\u2028d{BREAK}" in page(around(Paragraph((Value("k", "a\nb\r\n\rc\u2028d\n"),)))).blocks


def test_a_definition_without_a_bold_term_prints_all_the_same() -> None:
    assert "Fee means x." in page(around(Definition("Fee", (Text("Fee means x."),)))).blocks


def test_a_link_of_a_document_from_elsewhere_can_run_nothing() -> None:
    document = around(Paragraph((Link("javascript:alert(1)", (Text("press"),)), Link('https://a.example/"onclick="x', (Text("here"),)))))
    links = [attributes for attributes in page(document).all("a") if not attributes["href"].startswith("#")]
    assert links == [{"href": 'https://a.example/"onclick="x', "rel": "noopener noreferrer"}]
    assert "presshere" in page(document).blocks


def test_only_a_draft_says_that_it_is_one() -> None:
    assert "Draft – subject to contract" in page(SAMPLE).blocks
    final = page(replace(SAMPLE, meta=replace(SAMPLE.meta, status="execution")))
    assert "Draft – subject to contract" not in final.blocks
    assert final.all("body") == [{"class": "final"}]


def test_what_binds_nobody_or_one_house_only_is_not_called_subject_to_contract() -> None:
    for kind, banner in (("charter", "Draft for comment"), ("ola", "Draft"), ("sla", "Draft – subject to contract")):
        text = html(replace(SAMPLE, meta=replace(SAMPLE.meta, kind=kind)))
        assert banner in page_of(text).blocks
        assert page_of(text).all("body") == [{"class": f"draft {kind}"}]
        page_name = "draft" if kind == "sla" else f"draft-{kind}"
        assert f'@page {page_name} {{ @top-center {{ content: "{banner}";' in text


def test_a_party_without_signatories_gets_empty_lines_to_sign_on() -> None:
    found = page(SAMPLE)
    assert len(found.all("dl")) == 3
    assert f"Executed electronically as a deed by {HOSTILE} (the Customer), in the presence of:" in found.blocks


def test_a_clause_inside_a_text_and_a_heading_inside_a_provision_are_shown() -> None:
    inner = Clause("inner", (Text("Run-in"),), (Paragraph((Text("text"),)),))
    assert {"Run-in", "text"} <= set(page(around(inner)).blocks)


def test_the_same_document_gives_the_same_page() -> None:
    assert html(large()) == html(large())


def test_a_chart_stands_in_the_page_with_its_title_and_description_and_ids_of_its_own() -> None:
    found = html(around(Figure(TREND), Figure(TREND)))
    assert found.count(f"<figcaption>{NASTY.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</figcaption>") == 2
    assert found.count('role="img"') == 2
    ids = re.findall(r'\bid="([^"]+)"', found)
    assert len(ids) == len(set(ids))
    assert found == html(around(Figure(TREND), Figure(TREND)))
