"""How much of each limit was used: a bar for each, the limit as a line, what goes beyond it with a pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slagen.formats.charts.lines import fitted
from slagen.formats.charts.look import ACCENT, HATCH, INK, NORMAL, PALE, PAPER, QUIET, SMALL, WIDTH, Place, bare, printed, stacked
from slagen.model.chart import Chart, Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_LONGEST = 200.0
"""Per cent at which bars are cut, so that one very bad level does not make all the others unreadable."""
LEFT, RIGHT = 0.31, 0.745
"""Where the bars begin and end, as parts of the width: names stand before them, words behind."""
_POINTS, _GAP = 72 * WIDTH, 6
_MOST_LINES_OF_NAME, _MOST_LINES_OF_WORDS = 2, 3
_THICK = 0.5
ROW, FRAME = 0.34, 0.76
ABOVE = 0.36
"""Inches above the bars: what is shown, and the name of the limit."""


def height(chart: Chart) -> float:
    """In inches: so much for each bar."""
    return FRAME + ROW * max(len(chart.points), 1)


def draw(chart: Chart, axes: Axes) -> None:
    """The chart, the first bar on top."""
    bare(axes, grid="x")
    most = min(_LONGEST, max((float(one) for one in chart.values), default=0.0))
    end = max(115.0, most * 1.04)
    axes.set_xlim(0, end)
    axes.set_ylim(len(chart.points) - 0.45, -0.55)
    axes.set_yticks([])
    ticks = [one for one in (0, 50, 100, 150, 200) if one <= end]
    axes.set_xticks(ticks, [printed(one, "%", chart.locale) for one in ticks])
    for place, point in enumerate(chart.points):
        name = fitted(point.name, LEFT * _POINTS - 2 * _GAP, NORMAL, _MOST_LINES_OF_NAME)
        stacked(axes, name, Place((0, place), "around", (-5, 0)), ha="right", fontsize=NORMAL)
        _bar(axes, place, point, end)
    axes.axvline(100, color=INK, linewidth=1.0, linestyle=(0, (4, 2.5)), zorder=4)
    if chart.limit:
        axes.annotate(chart.limit, (100, 1.0), xycoords=("data", "axes fraction"), xytext=(0, 2), textcoords="offset points", ha="center", fontsize=SMALL)


def _bar(axes: Axes, place: int, point: Point, end: float) -> None:
    if point.value is None:
        _words(axes, place, point.mark.value or point.text, QUIET)
        return
    value = float(point.value)
    within, beyond = min(value, 100.0), min(value, end) - 100.0
    axes.barh(place, within, height=_THICK, color=PALE, edgecolor=ACCENT, linewidth=0.8, zorder=2)
    if beyond > 0:
        axes.barh(place, beyond, left=100.0, height=_THICK, facecolor=PAPER, edgecolor=ACCENT, hatch=HATCH, linewidth=0.8, zorder=2)
    if value > end:
        _cut(axes, place)
    _words(axes, place, point.text, INK)


def _words(axes: Axes, place: int, text: str, tone: str) -> None:
    """Beside the bars, all in one column: they stay readable however long a bar is."""
    lines = fitted(text, (1 - RIGHT) * _POINTS - 2 * _GAP, SMALL, _MOST_LINES_OF_WORDS)
    stacked(axes, lines, Place((1.0, place), "around", (_GAP, 0), axes.get_yaxis_transform()), ha="left", fontsize=SMALL, color=tone)


def _cut(axes: Axes, place: int) -> None:
    """Two strokes through the end of a bar that is longer than the scale."""
    for shift in (0.972, 0.984):
        axes.plot(
            [shift, shift + 0.012], [place + 0.36, place - 0.36], transform=axes.get_yaxis_transform(), color=PAPER, linewidth=2.2, zorder=3, clip_on=False,
        )  # fmt: skip
