"""Results over time against their target: a line with a mark for each period, a gap where there are no figures."""

from __future__ import annotations

from itertools import pairwise, takewhile
from math import floor
from typing import TYPE_CHECKING

from slagen.formats.charts.lines import fitted
from slagen.formats.charts.look import ACCENT, HATCH, INK, NORMAL, PALE, PAPER, QUIET, SMALL, Place, bare, printed, stacked
from slagen.model.chart import Chart, Mark, Point

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HEIGHT = 2.15
_ROOM = 0.16
_TICKS = 4
_NEEDED = 0.2
"""The part of the height that a figure and a word need."""
_BESIDE, _MOST_LINES = 58, 3
"""Points of type beside the figures, and lines there, for the name of the target."""
_CROWDED, _FURTHER = 8, 20
"""From how many periods on neighbours touch, and how many points of type further away every second of them stands."""
_BOX = {"boxstyle": "square,pad=0.1", "facecolor": PAPER, "edgecolor": "none"}
"""Behind words, so that no line strikes them through."""


def draw(chart: Chart, axes: Axes) -> None:
    """The chart."""
    bare(axes, grid="y")
    low, high, marks = _scale(chart)
    axes.set_ylim(low, high)
    axes.set_xlim(-0.6, max(len(chart.points), 3) - 0.4)
    _ticks(chart, axes, marks)
    if low > 0:
        _broken(axes, chart, low)
    _limit(chart, axes)
    for place, point in enumerate(chart.points):
        _ground(axes, place, point)
    _line(chart, axes)
    for place, point in enumerate(chart.points):
        _point(axes, place, point)
    for place, point in enumerate(chart.points):
        if point.mark is Mark.MISSED:
            _missed(chart, axes, place)


def _scale(chart: Chart) -> tuple[float, float, list[float]]:
    """From below the worst figure to above the best, and the figures at its side.

    Percentages end just above a hundred, and nothing begins below zero; a scale that does not begin at zero begins with a round figure.
    """
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415 - heavy

    known = [float(one) for one in (*chart.values, *chart.limits)] or [0.0, 1.0]
    least, most = min(known), max(known)
    room = (most - least) * _ROOM or abs(most) * 0.1 or 1.0
    low, high = least - 2 * room, most + (2.4 if any(_is_above(point) for point in chart.points) else 1.4) * room
    if chart.unit == "%" and most <= 100:
        high = min(high, 100 + room * 0.6)
    if low < 0 or (least >= 0 and least < (most - least) / 2):
        low = min(0.0, least)
    steps = MaxNLocator(_TICKS, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    if low > 0:
        half = (steps[1] - steps[0]) / 2
        low = floor(low / half) * half
    return low, high, [one for one in steps if (one > low or not low) and low <= one <= high and not (chart.unit == "%" and most <= 100 < one - 1e-9)]


def _is_above(point: Point) -> bool:
    """Whether a target was missed by too high a figure."""
    return point.mark is Mark.MISSED and point.value is not None and point.limit is not None and point.value > point.limit


def _ticks(chart: Chart, axes: Axes, marks: list[float]) -> None:
    axes.set_yticks(marks, [printed(one, chart.unit, chart.locale) for one in marks])
    axes.set_xticks([])
    for place, point in enumerate(chart.points):
        below = Place((place, 0), "below", (0, -5), axes.get_xaxis_transform())
        so_far = [point.mark.value] if point.mark is Mark.SO_FAR else []
        stacked(axes, [*(point.label or point.name).split("\n"), *so_far], below, ha="center", fontsize=NORMAL)


def _broken(axes: Axes, chart: Chart, low: float) -> None:
    """Says that the scale does not begin at zero, and shows it as a break in its line."""
    axes.plot([-0.004, -0.016, 0.004, -0.008], [0.0, 0.035, 0.075, 0.11], transform=axes.transAxes, color=QUIET, linewidth=0.9, clip_on=False)
    begins = printed(float(f"{low:.10g}"), chart.unit, chart.locale)
    axes.text(1.0, 1.04, f"the scale begins at {begins}, not at zero", transform=axes.transAxes, ha="right", va="bottom", fontsize=SMALL, color=QUIET)


def _limit(chart: Chart, axes: Axes) -> None:
    """The target as a dashed line, a step where it changed; its name at the end."""
    for place, point in enumerate(chart.points):
        if point.limit is not None:
            axes.plot([place - 0.5, place + 0.5], [float(point.limit)] * 2, color=INK, linewidth=1.0, linestyle=(0, (4, 2.5)), solid_capstyle="butt")
    for (place, one), (_, other) in pairwise(enumerate(chart.points)):
        if one.limit is not None and other.limit is not None and one.limit != other.limit:
            axes.plot([place + 0.5] * 2, [float(one.limit), float(other.limit)], color=INK, linewidth=1.0, linestyle=(0, (4, 2.5)))
    if chart.limits and chart.limit:
        end = Place((1.0, float(chart.limits[-1])), "around", (4, 0), ("axes fraction", "data"))
        lines = [line for said in chart.limit.split("\n") for line in fitted(said, _BESIDE, SMALL, _MOST_LINES)]
        stacked(axes, lines, end, ha="left", fontsize=SMALL)


def _ground(axes: Axes, place: int, point: Point) -> None:
    """Behind a period: a pattern where its target was missed, and the words where there are no figures."""
    if point.mark is Mark.MISSED:
        axes.axvspan(place - 0.42, place + 0.42, facecolor=PAPER, edgecolor=PALE, hatch=HATCH, linewidth=0, zorder=0.5)
    elif point.value is None:
        axes.text(
            place, 0.5, point.mark.value, transform=axes.get_xaxis_transform(), rotation=90, ha="center", va="center", fontsize=SMALL, color=QUIET,
            zorder=4, bbox=_BOX,
        )  # fmt: skip


def _line(chart: Chart, axes: Axes) -> None:
    """Neighbours are joined; nothing is drawn across a period without figures."""
    for (place, one), (_, other) in pairwise(enumerate(chart.points)):
        if one.value is not None and other.value is not None:
            axes.plot([place, place + 1], [float(one.value), float(other.value)], color=ACCENT, linewidth=1.3, zorder=2)


def _point(axes: Axes, place: int, point: Point) -> None:
    if point.value is None:
        return
    value = float(point.value)
    missed, runs = point.mark is Mark.MISSED, point.mark is Mark.SO_FAR
    form, size, inside = ("D", 6.2, PAPER) if missed else ("o", 5.4, PAPER) if runs else ("o", 5.0, ACCENT)
    edge = INK if missed else ACCENT
    axes.plot(
        [place],
        [value],
        color=edge,
        linestyle="none",
        clip_on=False,
        zorder=3,
        marker=form,
        markersize=size,
        markerfacecolor=inside,
        markeredgecolor=edge,
        markeredgewidth=1.3,
    )


def _missed(chart: Chart, axes: Axes, place: int) -> None:
    """The figure and the word, on the side of the point where there is room; every second one of a row stands further away, so that neighbours do not touch."""
    point = chart.points[place]
    value, (low, high) = float(point.value or 0), axes.get_ylim()
    under, over = (value - low) / (high - low), (high - value) / (high - low)
    above = (_is_above(point) and over > _NEEDED) or under < _NEEDED
    row = len(list(takewhile(lambda one: one.mark is Mark.MISSED, reversed(chart.points[:place]))))
    further = _FURTHER if row % 2 and len(chart.points) > _CROWDED and (over if above else under) > 2 * _NEEDED else 0
    shift = 7 + further if above else -7 - further
    at = Place((place, value), "above" if above else "below", (0, shift))
    stacked(axes, [point.text, point.mark.value], at, ha="center", fontsize=SMALL, fontweight="bold", zorder=4, bbox=_BOX)
