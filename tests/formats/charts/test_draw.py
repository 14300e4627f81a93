"""Charts as drawings: the same chart gives the same bytes, in black and white as in colour, and nothing of the machine shows in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
import re
import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
import pytest

from slagen.formats.charts.draw import drawing, page_svg
from slagen.formats.charts.look import ACCENT, INK, LINE, PALE, PAPER, QUIET, printed
from slagen.model.chart import Chart, ChartKind, Mark, Point
from tests.formats.sample_charts import AMOUNTS, CHARTS, NASTY, SHARES, TREND

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [chart.kind.value for chart in CHARTS]


def tree(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def words(chart: Chart) -> list[str]:
    return ["".join(map(str, text.itertext())) for text in tree(page_svg(chart, "c")).iter(f"{SVG}text")]


@pytest.mark.parametrize("chart", CHARTS, ids=NAMES)
def test_the_same_chart_gives_the_same_bytes(chart: Chart) -> None:
    first, again = drawing(chart), drawing.__wrapped__(chart)
    assert (first.svg, first.png) == (again.svg, again.png)
    assert page_svg(chart, "c") == page_svg.__wrapped__(chart, "c")


@pytest.mark.parametrize("chart", CHARTS, ids=NAMES)
def test_on_a_page_it_has_a_title_and_a_description_and_no_style_sheet(chart: Chart) -> None:
    """WAI-ARIA graphics: an image is named by its title and described by its description; the page’s policy allows no styles but its own."""
    svg = page_svg(chart, "_chart-7")
    root = tree(svg)
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "_chart-7-title _chart-7-description")
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc") == chart.description
    assert "style" not in svg
    assert "http:" not in svg.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "")


@pytest.mark.parametrize("chart", CHARTS, ids=NAMES)
def test_ids_begin_with_the_name_of_the_figure_and_every_reference_has_its_target(chart: Chart) -> None:
    svg = page_svg(chart, "_chart-7")
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids))
    assert all(one.startswith("_chart-7-") for one in ids)
    assert set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', svg)) <= {(one, "") for one in ids} | {("", one) for one in ids}


@pytest.mark.parametrize("chart", CHARTS, ids=NAMES)
def test_on_a_page_every_tone_is_one_of_the_page(chart: Chart) -> None:
    svg = page_svg(chart, "c")
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', svg)) <= {
        "none", *(f"var(--{tone})" for tone in ("ink", "quiet", "line", "accent", "pale", "paper")), *re.findall(r'"(url\(#c-[^"]+)"', svg),
    }  # fmt: skip


def test_what_was_missed_what_is_missing_and_what_still_runs_is_said_in_words() -> None:
    found = words(TREND)
    assert {"99.50%", "missed", "no figures", "so far", "May", "2026", "target", "at least 99.9%", NASTY} <= set(found)
    assert any(text.startswith("the scale begins at 99.") for text in found)
    assert {"Restoring", "no figures", "1,884%: 406 of 21.6 min", "all of it"} <= set(words(SHARES))
    assert {"£3,000", "limited", "£0"} <= set(words(AMOUNTS))


def test_a_scale_that_begins_at_zero_does_not_say_otherwise() -> None:
    low = replace(TREND, unit="min", points=(Point("1", Decimal(3), "3 min", Decimal(30)), Point("2", Decimal(40), "40 min", Decimal(30), Mark.MISSED)))
    assert not any("begins" in text for text in words(low))


def test_no_percentage_of_a_scale_is_above_a_hundred() -> None:
    ticks = [Decimal(text.rstrip("%")) for text in words(TREND) if re.fullmatch(r"\d+(?:\.\d+)?%", text)]
    assert max(ticks) == 100


def test_patterns_mark_what_was_missed_and_what_was_limited() -> None:
    assert all(next(tree(page_svg(chart, "c")).iter(f"{SVG}pattern"), None) is not None for chart in CHARTS)
    kept = replace(TREND, points=tuple(replace(point, mark=Mark.PLAIN) for point in TREND.points if point.value is not None))
    assert next(tree(page_svg(kept, "c")).iter(f"{SVG}pattern"), None) is None


def test_the_tones_stay_apart_in_black_and_white_and_letters_stand_out() -> None:
    """Relative luminance (WCAG 2.2): 4.5 : 1 for letters, 3 : 1 between a bar’s edge and its filling."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        light, dark = sorted((luminance(one), luminance(other)), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    assert all(contrast(letter, ground) >= 4.5 for letter in (INK, QUIET) for ground in (PAPER,))
    assert contrast(INK, PALE) >= 4.5
    assert contrast(ACCENT, PALE) >= 3
    assert contrast(LINE, PAPER) < 2


@pytest.mark.parametrize(("value", "unit", "locale", "shown"), [
    (99.5, "%", "en_GB", "99.5%"), (99.5, "%", "de_DE", "99,5\xa0%"), (1000, "GBP", "en_GB", "£1,000"), (2.5, "hours", "en_GB", "2.5"),
])  # fmt: skip
def test_scales_are_printed_in_the_digits_of_the_locale(value: float, unit: str, locale: str, shown: str) -> None:
    assert printed(value, unit, locale) == shown


@given(
    st.sampled_from(ChartKind),
    st.lists(
        st.builds(
            Point,
            st.text(max_size=8),
            st.none() | st.decimals("-1e6", "1e6", places=3),
            st.text(max_size=8),
            st.none() | st.decimals(0, 100),
            st.sampled_from(Mark),
        ),
        max_size=4,
    ).map(tuple),
    st.sampled_from(["%", "GBP", "", "hours"]),
)
@settings(max_examples=8, deadline=None)
def test_any_chart_can_be_drawn(kind: ChartKind, points: tuple[Point, ...], unit: str) -> None:
    drawn = page_svg.__wrapped__(Chart("t\x00", kind, points, "d\x0b<", "s", unit, "l"), "c")
    assert tree(drawn).tag == f"{SVG}svg"


def test_settings_that_lie_about_change_nothing(tmp_path: Path) -> None:
    """A `matplotlibrc` in the folder where the program runs could call other programs, and would change the bytes."""
    (tmp_path / "matplotlibrc").write_text("text.usetex: True\nfont.size: 30\naxes.facecolor: red\n", encoding="utf-8")
    program = (
        "from hashlib import sha256; from slagen.formats.charts.draw import drawing; from tests.formats.sample_charts import TREND;"
        "print(sha256(drawing(TREND).svg).hexdigest())"
    )
    root = str(Path(__file__).resolve().parents[3])
    found = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {root!r}); {program}"], cwd=tmp_path, check=True, capture_output=True, text=True
    )
    from hashlib import sha256  # noqa: PLC0415 - beside its use

    assert found.stdout.strip() == sha256(drawing(TREND).svg).hexdigest()
