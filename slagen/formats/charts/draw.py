"""A chart as a drawing: vectors with letters that the page sets, vectors with letters of their own, and dots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from io import BytesIO, StringIO
import re
from typing import TYPE_CHECKING, assert_never

from slagen.formats.charts import amounts, shares, trend
from slagen.formats.charts.fonts import families, lacking
from slagen.formats.charts.look import INK, SMALL, WIDTH, look
from slagen.formats.charts.vectors import inline, portable
from slagen.formats.word.xml_text import legal
from slagen.model.chart import Chart, ChartKind, Point

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DOTS_PER_INCH = 300
_KEPT = 64
_ABOVE, _BELOW = 0.24, 0.40
"""Inches for what is shown, and for the names of the periods."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart in two forms, vectors and dots, and its size in inches."""

    svg: bytes
    png: bytes
    width: float
    height: float


@lru_cache(maxsize=_KEPT)
def drawing(chart: Chart) -> Drawing:
    """The chart for a file that travels: its letters are shapes, so that they look the same everywhere. The same chart gives the same bytes."""
    chart = _without_boxes(_legal(chart))
    with look(**{"svg.fonttype": "path", "font.family": families(words(chart))}):
        figure = _figure(chart)
        vectors, dots = StringIO(), BytesIO()
        figure.savefig(vectors, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
        figure.savefig(dots, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None})
        return Drawing(portable(vectors.getvalue()), dots.getvalue(), WIDTH, _height(chart))


@lru_cache(maxsize=_KEPT)
def page_svg(chart: Chart, name: str) -> str:
    """The chart for a page: its letters are the page’s own, its tones follow the page; `name` begins each of its ids."""
    shown = _legal(chart)
    with look(**{"svg.fonttype": "none", "font.family": families(words(shown))}):
        vectors = StringIO()
        _figure(shown).savefig(vectors, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return inline(vectors.getvalue(), chart, name)


def _height(chart: Chart) -> float:
    match chart.kind:
        case ChartKind.TREND:
            return trend.HEIGHT
        case ChartKind.SHARES:
            return shares.height(chart)
        case ChartKind.AMOUNTS:
            return amounts.HEIGHT
        case _:
            assert_never(chart.kind)


def words(chart: Chart) -> tuple[str, ...]:
    """Every text that is drawn in a chart."""
    return (chart.scale, chart.limit, *(text for point in chart.points for text in (point.name, point.label, point.text)))


def _legal(chart: Chart) -> Chart:
    """Without characters that no file can hold."""
    points = tuple(replace(point, name=legal(point.name), label=legal(point.label), text=legal(point.text)) for point in chart.points)
    return replace(chart, points=points, scale=legal(chart.scale), limit=legal(chart.limit))


def _without_boxes(chart: Chart) -> Chart:
    """A name with a letter that cannot be drawn is its number in the row; of other words that letter is left out. The table below has them whole."""
    gone = lacking(words(chart))
    if not gone:
        return chart
    points = tuple(_readable(point, place, gone) for place, point in enumerate(chart.points, start=1))
    return replace(chart, points=points, scale=_left(chart.scale, gone), limit=_left(chart.limit, gone))


def _readable(point: Point, place: int, gone: frozenset[str]) -> Point:
    name = f"no. {place}" if gone & set(point.name) else point.name
    return replace(point, name=name, label=_left(point.label, gone), text=_left(point.text, gone))


def _left(text: str, gone: frozenset[str]) -> str:
    return re.sub(f"[{re.escape(''.join(sorted(gone)))}]+", "…", text)


@lru_cache(maxsize=_KEPT)
def _figure(chart: Chart) -> Figure:
    """The chart as matplotlib holds it: laid out once, written in each form."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy

    height = _height(chart)
    figure = Figure(figsize=(WIDTH, height), facecolor="none")
    left, right = (shares.LEFT, shares.RIGHT) if chart.kind is ChartKind.SHARES else (0.085, 0.86 if chart.limit else 0.99)
    above = shares.ABOVE if chart.kind is ChartKind.SHARES else _ABOVE
    axes = figure.add_axes((left, _BELOW / height, right - left, (height - _BELOW - above) / height))
    axes.set_facecolor("none")
    match chart.kind:
        case ChartKind.TREND:
            trend.draw(chart, axes)
        case ChartKind.SHARES:
            shares.draw(chart, axes)
        case ChartKind.AMOUNTS:
            amounts.draw(chart, axes)
        case _:
            assert_never(chart.kind)
    figure.text(0.004, 1 - 0.02 / height, chart.scale, ha="left", va="top", fontsize=SMALL, color=INK)
    return figure
