"""What those who cannot see the page go by: headings, languages, tables, titles. For every shell, and for all that the samples make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from lxml import etree
import pytest

from slagen.assembly.number import number
from slagen.formats.files import Folder
from slagen.formats.word.agenda_shell import agenda_shell
from slagen.formats.word.brief_shell import brief_shell
from slagen.formats.word.shell import open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.stories import read_trees
from slagen.formats.word.write import write
from slagen.formats.word.xml_text import NAMESPACE
from slagen.workspace.drafting import draft
from slagen.workspace.load import load
from slagen.workspace.report_document import document_of
from slagen.workspace.reporting import report
from slagen.workspace.shells import shell_of
from tests.formats.sample_contract import SAMPLE

W = f"{{{NAMESPACE}}}"
DC = "{http://purl.org/dc/elements/1.1/}"
ROOT = Path(__file__).parents[3]
AGREEMENTS = sorted(path.parent.name for path in (ROOT / "agreements").rglob("agreement.yaml"))
Trees = Mapping[str, etree._Element]
Make = Callable[..., Trees]


@cache
def sample(agreement: str) -> Trees:
    loaded = load(Folder(ROOT))
    made = draft(loaded, agreement)
    assembled = made.usable
    return read_trees(write(assembled.document, assembled.labels, shell_of(loaded, made.agreement.template)), agreement)


@cache
def on_shell(name: str) -> Trees:
    return read_trees(write(SAMPLE, number(SAMPLE), open_shell(starter_shell(STARTERS[name]), name)), name)


@cache
def brief() -> Trees:
    return read_trees(write(SAMPLE, number(SAMPLE), brief_shell()), "brief")


@cache
def reported(agreement: str) -> Trees:
    document, labels = document_of(report(load(Folder(ROOT)), agreement, "2026-Q3", now=datetime(2026, 11, 22, 12, tzinfo=UTC)))
    return read_trees(write(document, labels, agenda_shell()), agreement)


FILES = [
    *(pytest.param(on_shell, name, id=f"shell-{name}") for name in STARTERS),
    *(pytest.param(sample, name, id=name) for name in AGREEMENTS),
    pytest.param(reported, "strathmuir-casework", id="report"),
]
"""The last one, a report, has its title as its first heading, as agendas have."""


def value(element: etree._Element | None, name: str = "val") -> str:
    return "" if element is None else element.get(f"{W}{name}") or ""


def said(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def styles_of(trees: Trees) -> dict[str, etree._Element]:
    return {style.get(f"{W}styleId", ""): style for style in trees["word/styles.xml"].iter(f"{W}style")}


def inherited(styles: Mapping[str, etree._Element], identifier: str, path: str) -> str:
    """The value of a property of a style, or of the style it is based on."""
    while identifier:
        found = styles[identifier].find(path)
        if found is not None:
            return value(found)
        identifier = value(styles[identifier].find(f"{W}basedOn"))
    return ""


def outline(trees: Trees) -> Iterator[tuple[int, str]]:
    """Depth, from 0, and text of each heading."""
    styles = styles_of(trees)
    for paragraph in trees["word/document.xml"].iter(f"{W}p"):
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        depth = value(own) or inherited(styles, value(paragraph.find(f"{W}pPr/{W}pStyle")), f"{W}pPr/{W}outlineLvl")
        if depth and depth != "9":
            yield int(depth), said(paragraph)


@pytest.mark.parametrize(("make", "name"), FILES[:-1])
def test_a_file_has_one_title_and_it_is_that_of_its_properties(make: Make, name: str) -> None:
    trees = make(name)
    titles = [paragraph for paragraph in trees["word/document.xml"].iter(f"{W}p") if value(paragraph.find(f"{W}pPr/{W}pStyle")) == "Title"]
    assert [said(title) for title in titles] == [trees["docProps/core.xml"].findtext(f"{DC}title")]


@pytest.mark.parametrize(("make", "name"), FILES)
def test_headings_have_words_and_skip_no_level(make: Make, name: str) -> None:
    found = list(outline(make(name)))
    assert found
    assert all(text.strip() for _, text in found)
    before = -1
    for depth, text in found:
        assert depth <= before + 1, f"“{text}” stands too deep"
        before = depth


@pytest.mark.parametrize(("make", "name"), FILES)
def test_no_heading_can_stand_alone_at_the_foot_of_a_page(make: Make, name: str) -> None:
    trees = make(name)
    styles = styles_of(trees)
    headings = {one for one in styles if inherited(styles, one, f"{W}pPr/{W}outlineLvl")}
    assert {one for one in headings if styles[one].get(f"{W}type") == "paragraph"} == headings
    for heading in headings:
        assert any(styles[one].find(f"{W}pPr/{W}keepNext") is not None for one in lineage(styles, heading)), heading


def lineage(styles: Mapping[str, etree._Element], identifier: str) -> Iterator[str]:
    while identifier:
        yield identifier
        identifier = value(styles[identifier].find(f"{W}basedOn"))


@pytest.mark.parametrize(("make", "name"), FILES)
def test_tables_have_header_rows_descriptions_and_whole_rows(make: Make, name: str) -> None:
    tables = list(make(name)["word/document.xml"].iter(f"{W}tbl"))
    data = [table for table in tables if value(table.find(f"{W}tblPr/{W}tblStyle")) == "ContractTable"]
    assert tables
    for table in tables:
        assert value(table.find(f"{W}tblPr/{W}tblCaption")) or value(table.find(f"{W}tblPr/{W}tblDescription"))
    for table in data:
        rows = table.findall(f"{W}tr")
        assert rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert value(table.find(f"{W}tblPr/{W}tblLook"), "firstRow") == "1"


@pytest.mark.parametrize(("make", "name"), FILES)
def test_the_language_is_that_of_the_words(make: Make, name: str) -> None:
    trees = make(name)
    language = trees["word/styles.xml"].find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert value(language) == trees["docProps/core.xml"].findtext(f"{DC}language")
    assert value(language).startswith("en")


@pytest.mark.parametrize("make", [*(pytest.param(lambda name=name: on_shell(name), id=name) for name in STARTERS), pytest.param(brief, id="brief")])
def test_every_colour_of_letters_stands_out_from_every_ground(make: Make) -> None:
    """At least 4.5 : 1 (WCAG 2.2, 1.4.3): on paper and on shaded cells."""
    trees = make()
    parts = [tree for part, tree in trees.items() if part.startswith("word/")]
    letters = {value(one) for tree in parts for one in tree.iter(f"{W}color")} | {"000000"}
    grounds = {value(one, "fill") for tree in parts for one in tree.iter(f"{W}shd")} | {"FFFFFF"}
    pairs = {(letter, ground): contrast(letter, ground) for letter in letters for ground in grounds - {"auto", ""}}
    assert {pair: ratio for pair, ratio in pairs.items() if ratio < 4.5} == {}


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_black_on_white_has_the_greatest_contrast_there_is() -> None:
    """WCAG 2.2: from 1 : 1 to 21 : 1."""
    assert contrast("FFFFFF", "000000") == pytest.approx(21)


@pytest.mark.parametrize(("make", "name"), FILES)
def test_pictures_have_words(make: Make, name: str) -> None:
    trees = make(name)
    pictures = [one for tree in trees.values() for one in tree.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")]
    shapes = [one for tree in trees.values() for one in tree.iter("{urn:schemas-microsoft-com:vml}shape")]
    assert all(one.get("descr") for one in pictures)
    assert all(one.get("alt") for one in shapes)


def test_a_report_has_a_chart_for_each_level_and_its_words_hold_the_figures() -> None:
    main = reported("strathmuir-casework")["word/document.xml"]
    words = [one.get("descr") or "" for one in main.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr")]
    assert len(words) > 3
    assert any("2026-08 97.80% (missed)" in one for one in words)


@pytest.mark.parametrize(("make", "name"), FILES)
def test_the_contents_are_what_an_update_in_word_would_gather(make: Make, name: str) -> None:
    """Outline levels 1 and 2 inside the bookmark that the field names; the headings of the shell stand outside it."""
    trees = make(name)
    main = trees["word/document.xml"]
    codes = [one.text for one in main.iter(f"{W}instrText") if " TOC " in (one.text or "")]
    if not codes:
        assert make is reported or name in {"client-charter", "acme-charter"}
        return
    assert codes == [' TOC \\o "1-2" \\n \\h \\z \\u \\b slgt_contract ']
    inside, gathered, listed = False, [], []
    styles = styles_of(trees)
    for element in main.iterfind(f"{W}body/*"):
        if element.tag == f"{W}bookmarkStart" and element.get(f"{W}name") == "slgt_contract":
            inside = True
        elif element.tag == f"{W}bookmarkEnd":
            inside = False
        style = value(element.find(f"{W}pPr/{W}pStyle"))
        if style in {"Toc1", "Toc2"}:
            listed.append((int(style[-1]), said(element)))
        elif inside and style and inherited(styles, style, f"{W}pPr/{W}outlineLvl"):
            gathered.append((int(inherited(styles, style, f"{W}pPr/{W}outlineLvl")) + 1, said(element)))
    assert len(listed) == len(gathered)
    assert all(depth == deep and shown.endswith(text) for (depth, shown), (deep, text) in zip(listed, gathered, strict=True))
