from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt
import pytest

from slagen.assembly.labels import cite
from slagen.assembly.number import number
from slagen.compare.difference import Difference
from slagen.compare.directions import Direction
from slagen.compare.documents import compare_documents
from slagen.compare.terms import TermChange
from slagen.formats.comparison import html, markdown, text
from slagen.model.document import Clause, Document, Meta, Origin, Paragraph, Section, Text

NASTY = "R*D* & <Sons> [x](y) {{z}} # 1. | `q` \x1b[31m\u202e"
LONG = "The Provider measures every minute of every day in which the Service Hours of the Services run, and keeps the record, "
TERM = TermChange("service_levels.availability.target", "Availability: target", "99.9 %", "99.95 %", Direction.BETTER)


def clause(name: str, *texts: str, version: str = "1.0.0") -> Clause:
    children = tuple(Clause(f"{name}.{place}", body=(Paragraph((Text(words),)),)) for place, words in enumerate(texts, 1))
    return Clause(name, (Text(name.capitalize()),), children=children, origin=Origin(name, version))


def difference(old: tuple[Clause, ...], new: tuple[Clause, ...], *terms: TermChange) -> Difference:
    before, after = (Document(Meta("acme", "SLA", "sla"), sections=(Section("", clauses),)) for clauses in (old, new))
    return Difference("v1.0", "draft", terms, compare_documents(before, number(before), after, number(after), cite))


FIGURE = difference((clause("levels", f"{LONG}99.9 % in a month."),), (clause("levels", f"{LONG}99.95 % in a month."),), TERM)
MOVED = "This sentence goes from one clause to the other clause as it is, word for word."
MANY = difference(
    (clause("one", "A b c d e f.", MOVED), clause("gone", "Old words."), clause("two", "Same.")),
    (clause("one", "A b c d e x.", version="1.1.0"), clause("two", "Same.", MOVED), clause("fresh", NASTY)),
)


def test_the_terminal_shows_terms_then_clauses_then_words() -> None:
    assert text.render(FIGURE).splitlines() == [
        "v1.0 → draft: 1 term and 1 clause changed.",
        "",
        "Terms",
        "  Availability: target: [-99.9 %-] → {+99.95 %+}  (better for the customer)",
        "",
        "1 Levels  modified; 1 word inserted, 1 word deleted",
        "    1.1  …Service Hours of the Services run, and keeps the record, [-99.9 %-]{+99.95 %+} in a month.",
    ]


def test_the_terminal_shows_what_moved_came_and_went() -> None:
    lines = text.render(MANY).splitlines()
    assert "1 One  modified, upgraded; 1 word inserted, 1 word deleted; library version 1.0.0 → 1.1.0" in lines
    assert "    1.2  moved away: This sentence goes from one clause to the other clause as…" in lines
    assert "3 → 2 Two  moved" in lines
    assert "2 Gone  deleted; 3 words deleted" in lines


def test_nothing_that_a_text_holds_commands_the_terminal() -> None:
    assert not {"\x1b", "\u202e"} & set(text.render(MANY))
    evil = TermChange("k", "l\x1b[2J", None, "x\ny", Direction.WORSE)
    assert "l\ufffd[2J: — → {+x, y+}  (worse for the customer)" in text.render(difference((), (), evil))


def test_a_style_colours_every_part() -> None:
    shown = text.render(FIGURE, lambda kind, words: f"<{kind}>{words}</>")
    assert "<delete>99.9 %</><insert>99.95 %</>" in shown
    assert "<better>(better for the customer)</>" in shown


@pytest.mark.parametrize(
    ("new", "sentence"),
    [("Same  words.", "Only looks differ"), ("Same words.", "Nothing differs.")],
)
def test_what_is_no_substance_is_said_in_one_sentence(new: str, sentence: str) -> None:
    same = difference((clause("one", "Same words."),), (clause("one", new),))
    assert sentence in text.render(same)
    assert sentence in markdown.render(same)
    assert sentence in html.render(same)


def test_long_text_between_two_changes_is_left_out() -> None:
    old, new = f"30 days {LONG * 2}before it", f"60 days {LONG * 2}after it"
    line = text.render(difference((clause("one", old),), (clause("one", new),))).splitlines()[-1]
    assert "[-30 days-]{+60 days+} The Provider" in line
    assert " … " in line
    assert len(line) < 220


def test_markdown_marks_words_and_escapes_the_rest() -> None:
    shown = markdown.render(FIGURE)
    assert "| Availability: target | 99.9 % | 99.95 % | better |" in shown
    assert "<del>99.9 %</del><ins>99.95 %</ins> in a month." in shown
    page = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown.render(MANY))
    assert "<s>f</s><strong>x</strong>" in page
    assert "R*D* &amp; &lt;Sons&gt; [x](y) {{z}} # 1. | `q`" in page


def test_markdown_spaces_and_line_ends_at_the_edge_of_a_change_stay_outside() -> None:
    shown = markdown.render(difference((clause("one", "a b."),), (clause("one", "a very b."),)))
    assert "a **very** b." in shown
    spaces = markdown.render(difference((clause("one", "a b."),), (clause("one", "a  b."),)))
    assert "<del>&nbsp;</del><ins>&nbsp;&nbsp;</ins>" in spaces


def test_markdown_lists_what_was_only_renumbered() -> None:
    shown = markdown.render(difference((clause("one", "X y."),), (clause("zero", "Zero."), clause("one", "X y."))))
    assert shown.endswith("### Renumbered\n\n- 1 → 2 One\n")


class Outline(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not {name for name, _ in attrs} & {"src", "href", "onload"}
        if tag not in {"meta", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.open[-1] if self.open else "", []).append(data)


@pytest.mark.parametrize("annotate", [False, True])
def test_the_page_is_well_formed_and_holds_every_change(*, annotate: bool) -> None:
    outline = Outline(html.render(MANY, annotate=annotate))
    assert outline.open == []
    assert {"f", "Old words.", MOVED} <= set(outline.texts["del"])
    assert {"x", NASTY, MOVED} <= set(outline.texts["ins"])


def test_the_page_shows_terms_in_a_table_with_headings() -> None:
    page = html.render(FIGURE)
    assert '<th scope="row">Availability: target</th><td><del>99.9 %</del></td><td><ins>99.95 %</ins></td><td class="better">better</td>' in page
    assert '<html lang="en">' in page


def test_the_page_lists_what_was_only_renumbered() -> None:
    page = html.render(difference((clause("one", "X y."),), (clause("zero", "Zero."), clause("one", "X y."))))
    assert "<li>1 → 2 One</li>" in page


def test_clauses_that_were_pushed_on_together_are_one_line() -> None:
    names = ("one", "two", "three", "four")
    old = tuple(clause(name, f"{name} says so.") for name in names)
    pushed = difference(old, (clause("zero", "Zero."), *old))
    assert text.render(pushed).endswith("Renumbered\n  1–4 → 2–5 (4 clauses)\n")
    apart = difference((*old, clause("last", "Last.")), (clause("zero", "Zero."), *old[:2], clause("mid", "Mid."), *old[2:], clause("last", "Last.")))
    assert text.render(apart).endswith("Renumbered\n  1–2 → 2–3 (2 clauses)\n  3–5 → 5–7 (3 clauses)\n")


def test_a_clause_of_another_library_version_that_says_the_same_is_upgraded_and_no_substance() -> None:
    same = difference((clause("one", "Same words."),), (clause("one", "Same words.", version="1.1.0"),))
    assert same.exit_code == 0
    shown = text.render(same)
    assert "Nothing differs. 1 clause comes from another version of the library." in shown
    assert "1 One  upgraded; library version 1.0.0 → 1.1.0" in shown


@pytest.mark.parametrize("render", [text.render, markdown.render, html.render])
def test_changed_words_say_which_term_they_come_from_where_that_is_asked_for(render: Any) -> None:
    sentence = "Availability: target 99.9 % → 99.95 %: better for the customer"
    assert sentence in render(FIGURE, annotate=True)
    assert sentence not in render(FIGURE)


def test_the_page_shows_both_views_and_hides_one_of_them() -> None:
    page = html.render(FIGURE)
    assert page.count("99.95 %</ins>") == 3
    assert 'id="in-line" checked' in page


def test_a_value_that_was_not_there_is_a_dash_and_no_deleted_word() -> None:
    came = difference((), (), TermChange("cap", "Liability: cap", None, "£5", Direction.NEUTRAL))
    assert "<td>—</td><td><ins>£5</ins></td>" in html.render(came)
    assert "| Liability: cap | — | £5 | neutral |" in markdown.render(came)
    assert "Liability: cap: — → {+£5+}" in text.render(came)


def test_a_page_says_which_agreement_it_is_about() -> None:
    named = replace(FIGURE, title="Hosting & more")
    assert "<title>Hosting &amp; more: v1.0 → draft</title>" in html.render(named)
    assert markdown.render(named).startswith("# Hosting & more: v1.0 → draft\n")
