"""Charts in Word files: vectors with dots to fall back on, words for those who see neither, and a file that nothing is wrong with."""

from __future__ import annotations

from collections import Counter
import struct

from lxml import etree
import pytest

from slagen.assembly.number import number
from slagen.formats.charts.draw import Drawing
from slagen.formats.word.agenda_shell import agenda_shell
from slagen.formats.word.invariants import faults
from slagen.formats.word.package import read_package
from slagen.formats.word.pictures import Pictures
from slagen.formats.word.write import write
from slagen.model.chart import Chart
from slagen.model.document import Block, Clause, Document, Figure, ItemList, Meta, Paragraph, Section, Text
from tests.formats.sample_charts import AMOUNTS, CHARTS, TREND

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
SVG = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}"


def around(*blocks: Block) -> Document:
    return Document(Meta("a", "Report", "report", status="report"), sections=(Section("", (Clause("part-0", (Text("Part"),), blocks),)),))


def parts_of(document: Document) -> dict[str, bytes]:
    data = write(document, number(document), agenda_shell())
    assert faults(data) == []
    return dict(read_package(data, "x.docx"))


def body(parts: dict[str, bytes]) -> etree._Element:
    return etree.fromstring(parts["word/document.xml"])


def test_each_chart_stands_as_vectors_with_dots_to_fall_back_on() -> None:
    parts = parts_of(around(*map(Figure, CHARTS)))
    links = {row.get("Id"): row.get("Target") for row in etree.fromstring(parts["word/_rels/document.xml.rels"])}
    found = body(parts)
    dots = [links[blip.get(f"{R}embed")] for blip in found.iter(f"{A}blip")]
    vectors = [links[blip.get(f"{R}embed")] for blip in found.iter(f"{SVG}svgBlip")]
    assert dots == [f"/word/media/slagen-chart-{at}.png" for at in (1, 2, 3)]
    assert vectors == [f"/word/media/slagen-chart-{at}.svg" for at in (1, 2, 3)]
    types = {row.get("PartName"): row.get("ContentType") for row in etree.fromstring(parts["[Content_Types].xml"])}
    assert {types[name] for name in dots} == {"image/png"}
    assert {types[name] for name in vectors} == {"image/svg+xml"}


def test_a_chart_is_drawn_once_however_many_a_document_has(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = Counter[str]()

    def drawing(chart: Chart) -> Drawing:
        drawn[chart.title] += 1
        return Drawing(b"<svg/>", b"", 6.3, 2.0)

    monkeypatch.setattr("slagen.formats.charts.draw.drawing", drawing)
    pictures = Pictures("r", 9000)
    for chart in CHARTS:
        pictures.add(chart, 0)
    assert len(list(pictures.parts("word/document.xml"))) == 2 * len(CHARTS)
    assert drawn == Counter(chart.title for chart in CHARTS)


def test_dots_are_fine_enough_to_print() -> None:
    """A PNG says how wide it is in its first chunk, in big-endian order (PNG, 11.2.1): 300 dots to the inch across 6.3 inches."""
    parts = parts_of(around(Figure(TREND)))
    across, _ = struct.unpack(">II", parts["word/media/slagen-chart-1.png"][16:24])
    [extent] = body(parts).iter(f"{WP}extent")
    assert across >= 300 * int(extent.get("cx", "0")) / 914_400 - 1


def test_a_chart_has_its_description_and_keeps_to_the_line() -> None:
    parts = parts_of(around(Paragraph((Text("x"),)), ItemList(((Figure(TREND),),)), Figure(AMOUNTS)))
    found = body(parts)
    described = [one.get("descr") for one in found.iter(f"{WP}docPr")]
    assert described == [TREND.description, AMOUNTS.description]
    ids = [one.get("id") for one in found.iter(f"{WP}docPr")]
    assert len(set(ids)) == 2
    assert all(int(one.get("cx", "0")) <= agenda_shell().surface.text_width * 635 for one in found.iter(f"{WP}extent"))


def test_the_same_document_gives_the_same_bytes_and_one_without_charts_has_no_part_for_them() -> None:
    made = around(Figure(TREND))
    assert write(made, number(made), agenda_shell()) == write(made, number(made), agenda_shell())
    assert not any("media" in name for name in parts_of(around(Paragraph((Text("x"),)))))
