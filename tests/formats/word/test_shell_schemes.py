"""A shell counts as its house counts: labels, references and contents follow, in every format."""

from __future__ import annotations

from pathlib import Path
import re

import pytest

from slagen.assembly.labels import Labels
from slagen.assembly.number import STANDARD, number
from slagen.formats.html.write import write as write_html
from slagen.formats.markdown.write import write as write_markdown
from slagen.formats.word.invariants import faults
from slagen.formats.word.numbering import WORD_LEVELS
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.scheme import scheme_of
from slagen.formats.word.shell import Shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.stories import numbered_paragraphs, paragraph_text, read_trees
from slagen.formats.word.write import write
from slagen.formats.word.xml_text import NAMESPACE
from slagen.model.document import Document
from tests.word_programs import TEXT, needs_office, saved_by_office

NAME = "templates/x/shell.docx"
W = f"{{{NAMESPACE}}}"
PARTS = read_package(starter_shell(STARTERS["customer-sla"]), NAME)
NUMBERING, STYLES, MAIN = "word/numbering.xml", "word/styles.xml", "word/document.xml"
Levels = tuple[tuple[str, str], ...]
PLAIN: Levels = (("decimal", "%1."), ("decimal", "%1.%2."), ("decimal", "%1.%2.%3."), ("lowerLetter", "(%4)"), ("lowerRoman", "(%5)"))
ARTICLES: Levels = (("upperRoman", "Article %1."), ("decimalZero legal", "Section %1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)"), ("decimal", "(%5)"))
PARAGRAPHS: Levels = (("decimal", "§ %1"), ("decimal", "(%2)"), ("lowerLetter", "%3)"), ("lowerRoman", "%4)"), ("decimal", "%5."))
LETTERS: Levels = (("upperLetter", "%1"), ("decimal", "%2"), ("lowerLetter", "%3"), ("lowerRoman", "%4"), ("decimal", "%4.%5"))
SCHEMES: dict[str, tuple[Levels, list[str], str]] = {
    # the levels; the labels of service-levels down to a provision on the fifth; how the reference to it prints in full context, without final full stops
    "Article I, Section 1.01, (a)": (ARTICLES, ["Article III.", "Section 3.02", "(b)", "(i)", "(2)"], "Section 3.02(b)(i)(2)"),
    "1., 1.1., 1.1.1.": (PLAIN, ["3.", "3.2.", "3.2.2.", "(a)", "(ii)"], "3.2.2(a)(ii)"),
    "§ 1, (1), a)": (PARAGRAPHS, ["§ 3", "(2)", "b)", "i)", "2."], "§ 3(2)b)i)2"),
    "A, 1, a": (LETTERS, ["C", "2", "b", "i", "i.2"], "C2bi.2"),
}
CHAIN = ("service-levels", "service-levels.missed", "service-levels.explain", "service-levels.what", "service-levels.excluded")


def level(at: int, number_format: str, text: str) -> str:
    kind, _, legal = number_format.partition(" ")
    style = f'<w:pStyle w:val="ClauseLevel{at + 1}"/>' if at < 5 else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{style}{"<w:isLgl/>" if legal else ""}<w:suff w:val="tab"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{720 + 300 * at}" w:hanging="720"/></w:pPr></w:lvl>'
    )


def with_levels(levels: Levels) -> bytes:
    """The house shell whose clauses count on these levels."""
    every = "".join(level(at, *(levels[at] if at < len(levels) else ("decimal", f"%{at + 1}."))) for at in range(WORD_LEVELS))
    text = PARTS[NUMBERING].decode()
    start = text.index("<w:lvl ")
    return write_package(PARTS | {NUMBERING: (text[:start] + every + text[text.index("</w:abstractNum>") :]).encode()})


def counted(data: bytes) -> dict[str, tuple[str, str]]:
    """Label and place in full context of each bookmarked paragraph, counted from numbering.xml alone."""
    trees = read_trees(data, "x")
    return {mark: (item.label, item.full) for item in numbered_paragraphs(trees[MAIN], trees[STYLES], trees[NUMBERING]) for mark in item.bookmarks}


def lines(data: bytes) -> list[str]:
    return [paragraph_text(item) for item in read_trees(data, "x")[MAIN].iter(f"{W}p")]


@pytest.mark.parametrize("name", SCHEMES)
def test_labels_and_references_follow_the_shell_s_lists(name: str, document: Document, labels: Labels) -> None:
    levels, wanted, full = SCHEMES[name]
    shell = open_shell(with_levels(levels), NAME)
    data = write(document, labels, shell)
    assert faults(data) == []
    own = number(document, shell.surface.scheme)
    assert [own[one].text for one in CHAIN] == wanted
    marks = counted(data)
    numbered = {one: label for one, label in own.items() if f"slg_{one.replace('.', '__').replace('-', '_')}" in marks}
    assert len(numbered) > 15
    assert all(marks[f"slg_{one.replace('.', '__').replace('-', '_')}"] == (label.text, label.full) for one, label in numbered.items())
    assert f"Nothing in this clause limits clause {full} or paragraph 1.2 of Schedule 1." in lines(data)


@pytest.mark.parametrize("name", SCHEMES)
def test_markdown_and_web_pages_print_the_same_labels(name: str, document: Document) -> None:
    levels, wanted, full = SCHEMES[name]
    labels = number(document, scheme_of(with_levels(levels), NAME))
    sentence = f"limits clause {full} or paragraph 1.2 of Schedule 1."
    page, text = re.sub(r"<[^>]+>", "", write_html(document, labels)), re.sub(r"[\\\[\]]|\(#[^)]*\)", "", write_markdown(document, labels))
    assert sentence in page
    assert sentence.replace("(", "").replace(")", "") in text.replace("(", "").replace(")", "")
    assert f'<span class="n">{wanted[0]}</span> <span>Service levels</span>' in write_html(document, labels)


def test_a_shipped_shell_counts_in_the_standard_way() -> None:
    assert scheme_of(write_package(PARTS), NAME) == STANDARD


def test_levels_that_a_list_style_holds_are_found(document: Document, labels: Labels) -> None:
    """Word keeps them in another abstract list than the one that paragraphs count in (ECMA-376 Part 1, 17.9.21 and 17.9.27)."""
    parts = read_package(with_levels(ARTICLES), NAME)
    text = parts[NUMBERING].decode()
    own = text[text.index("<w:abstractNum ") : text.index("</w:abstractNum>") + len("</w:abstractNum>")]
    source = own.replace('w:abstractNumId="1"', 'w:abstractNumId="77"').replace('<w:lvl w:ilvl="0">', '<w:styleLink w:val="House"/><w:lvl w:ilvl="0">', 1)
    linked = f'{own[: own.index("<w:lvl ")]}<w:numStyleLink w:val="House"/></w:abstractNum>'
    numbering = text.replace(own, source + linked).replace("</w:numbering>", '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num></w:numbering>')
    style = '<w:style w:type="numbering" w:styleId="House"><w:name w:val="House"/><w:pPr><w:numPr><w:numId w:val="77"/></w:numPr></w:pPr></w:style></w:styles>'
    styles = parts[STYLES].decode().replace("</w:styles>", style)
    data = write(document, labels, open_shell(write_package(parts | {NUMBERING: numbering.encode(), STYLES: styles.encode()}), NAME))
    assert faults(data) == []
    assert counted(data)["slg_service_levels__missed"][0] == "Section 3.02"


def test_levels_that_a_list_changes_for_itself_are_followed(document: Document, labels: Labels) -> None:
    override = f'<w:lvlOverride w:ilvl="1">{level(1, "lowerRoman", "%1-%2")}</w:lvlOverride>'
    numbering = PARTS[NUMBERING].decode().replace('<w:abstractNumId w:val="1"/>', f'<w:abstractNumId w:val="1"/>{override}', 1)
    data = write(document, labels, open_shell(write_package(PARTS | {NUMBERING: numbering.encode()}), NAME))
    assert faults(data) == []
    assert counted(data)["slg_service_levels__missed"] == ("3-ii", "3-ii")


def test_each_schedule_counts_from_one_again(document: Document, labels: Labels, shell: Shell) -> None:
    marks = counted(write(document, labels, shell))
    assert [marks[f"slg_{one}"] for one in ("levels__availability", "levels__formula", "charges__monthly", "charges__1")] == [
        ("1", "1"), ("1.1", "1.1"), ("1", "1"), ("1.1", "1.1"),
    ]  # fmt: skip


def inserted(data: bytes, style: str, text: str) -> bytes:
    """The file as after somebody put in a clause before the second one and gave it the style."""
    parts = read_package(data, "x")
    main = parts[MAIN].decode()
    at = main.rindex("<w:p>", 0, main.index('w:name="slg_scope"'))
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
    return write_package(parts | {MAIN: (main[:at] + paragraph + main[at:]).encode()})


def test_a_clause_that_is_put_in_by_hand_renumbers_everything_after_it(document: Document, labels: Labels, shell: Shell) -> None:
    before = counted(write(document, labels, shell))
    after = counted(inserted(write(document, labels, shell), "ClauseLevel1", "New clause"))
    assert (before["slg_scope"][0], after["slg_scope"][0]) == ("2", "3")
    assert (before["slg_service_levels__excluded"][1], after["slg_service_levels__excluded"][1]) == ("3.2(b)(i)(B)", "4.2(b)(i)(B)")
    assert before["slg_levels__formula"] == after["slg_levels__formula"]


@needs_office
def test_libreoffice_counts_alike_also_after_a_clause_was_put_in(document: Document, labels: Labels, shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(write(document, labels, shell))
    (tmp_path / "b.docx").write_bytes(inserted(write(document, labels, shell), "ClauseLevel1", "New clause"))
    saved = saved_by_office([tmp_path / "a.docx", tmp_path / "b.docx"], TEXT)
    old, new = (saved[name].decode("utf-8-sig") for name in "ab")
    assert re.search(r"^\s*2\s+Scope$", old, re.MULTILINE)
    assert re.search(r"^\s*2\s+New clause$", new, re.MULTILINE)
    assert re.search(r"^\s*3\s+Scope$", new, re.MULTILINE)
    assert re.search(r"^\s*3\.1\s+The Provider provides", new, re.MULTILINE)
