"""How charts look: five tones that stay apart in black and white, one font that comes with the program, letters of the documents’ own size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
import logging
from typing import TYPE_CHECKING, Any
import warnings

from slagen.core.locales import Formats
from slagen.core.money import Money, Percentage

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, QUIET, LINE, ACCENT, PALE, PAPER = "#1c2430", "#5b6675", "#d9d4c9", "#1f3a5f", "#c9d3df", "#ffffff"
WIDTH = 6.3
"""Inches: a line of text on A4 with ordinary margins."""
SMALL, NORMAL = 7.5, 8.0
HATCH = "////"
_OWN = {
    "font.family": ["DejaVu Sans"], "font.size": NORMAL, "text.parse_math": False, "svg.hashsalt": "slagen", "axes.unicode_minus": True,
    "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": QUIET, "xtick.color": QUIET, "ytick.color": QUIET, "xtick.labelcolor": INK,
    "ytick.labelcolor": INK, "hatch.linewidth": 0.6, "axes.linewidth": 0.6, "xtick.major.width": 0.6, "ytick.major.width": 0.6,
    "xtick.major.size": 0, "ytick.major.size": 0, "xtick.labelsize": NORMAL, "ytick.labelsize": NORMAL, "path.simplify": False,
}  # fmt: skip
_NOT_OURS = frozenset({"backend", "backend_fallback", "interactive", "toolbar", "webagg.port", "webagg.address", "webagg.open_in_browser"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: at a point, moved by points of type, `above`, `below` or `around` it."""

    xy: tuple[float, float]
    side: str = "around"
    shift: tuple[float, float] = (0.0, 0.0)
    coordinates: Any = "data"


@contextmanager
def look(**more: object) -> Iterator[None]:
    """Matplotlib with our own settings and none of a `matplotlibrc` that happens to lie about."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib as mpl  # noqa: PLC0415 - heavy

    settings: dict[Any, Any] = {key: value for key, value in mpl.rcParamsDefault.items() if key not in _NOT_OURS}
    with mpl.rc_context(settings | _OWN | more), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph", UserWarning)  # on a page, letters that no font here has are for the reader’s machine
        yield


def printed(value: float, unit: str, locale: str) -> str:
    """A figure of a scale, in the digits of the locale."""
    exact = Decimal(f"{value:.10g}")
    formats = Formats("en", locale)
    if unit == "%":
        return formats.percentage(Percentage(exact))
    if len(unit) == 3 and unit.isupper():
        return formats.money(Money(exact, unit), short=True)
    return formats.number(exact)


def stacked(axes: Axes, lines: Sequence[str], at: Place, **looks: Any) -> None:
    """Lines below each other, each a text of its own, so that a page with other letters can still place each by itself.

    `at.shift` moves the block by points from its place; it stands above, below or around it.
    """
    step = float(looks.get("fontsize", NORMAL)) * 1.22
    for position, line in enumerate(lines):
        match at.side:
            case "above":
                down = -(len(lines) - 1 - position) * step
            case "below":
                down = position * step
            case _:
                down = (position - (len(lines) - 1) / 2) * step
        aligned = {"above": "bottom", "below": "top"}.get(at.side, "center")
        shift = (at.shift[0], at.shift[1] - down)
        axes.annotate(line, at.xy, xycoords=at.coordinates, xytext=shift, textcoords="offset points", va=aligned, annotation_clip=False, **looks)


def bare(axes: Axes, *, grid: str) -> None:
    """No box around the figures: only the line that they stand on, and thin lines to read them off."""
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.grid(visible=True, axis="y" if grid == "y" else "x", color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
