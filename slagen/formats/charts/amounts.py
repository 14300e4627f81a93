"""Amounts side by side: a column for each, from zero, with its figure above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slagen.formats.charts.look import ACCENT, HATCH, INK, NORMAL, PALE, PAPER, QUIET, SMALL, Place, bare, printed, stacked
from slagen.model.chart import Chart, Mark, Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 1.95
_THICK = 0.56


def draw(chart: Chart, axes: Axes) -> None:
    """The chart."""
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - heavy

    bare(axes, grid="y")
    most = max((float(one) for one in (*chart.values, *chart.limits)), default=0.0) or 1.0
    axes.set_xlim(-0.6, max(len(chart.points), 3) - 0.4)
    axes.set_ylim(0, most * 1.28)
    ticks = [one for one in MaxNLocator(3, steps=[1, 2, 2.5, 5, 10]).tick_values(0, most) if one <= most * 1.05]
    axes.set_yticks(ticks, [printed(one, chart.unit, chart.locale) for one in ticks])
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(True)
    for place, point in enumerate(chart.points):
        below = Place((place, 0), "below", (0, -5), axes.get_xaxis_transform())
        stacked(axes, (point.label or point.name).split("\n"), below, ha="center", fontsize=NORMAL)
        _column(axes, place, point)


def _column(axes: Axes, place: int, point: Point) -> None:
    value = float(point.value or 0)
    limited = point.mark is Mark.LIMITED
    if value:
        axes.bar(place, value, width=_THICK, facecolor=PAPER if limited else PALE, edgecolor=ACCENT, hatch=HATCH if limited else "", linewidth=0.8, zorder=2)
    words = [point.text if point.value is not None else point.mark.value, *([point.mark.value] if limited else [])]
    stacked(axes, words, Place((place, value), "above", (0, 3)), ha="center", fontsize=SMALL, color=INK if value else QUIET)
