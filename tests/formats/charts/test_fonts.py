"""Letters of every script: drawn by a font that has them, and never as a box that says nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from slagen.formats.charts import fonts
from slagen.formats.charts.draw import drawing, words
from slagen.formats.charts.fonts import OWN, families, lacking
from slagen.model.chart import Point
from tests.formats.sample_charts import CHARTS, SHARES

NOWHERE = "\U0010fffd"
"""A place for private use: no font of any system has it."""


@pytest.mark.parametrize("text", ["Availability", "Verfügbarkeit", "Доступность", "Διαθεσιμότητα", "99.9\xa0% ≥ “x” – ½"])
def test_latin_greek_and_cyrillic_are_drawn_by_our_own_font_alone(text: str) -> None:
    """So the same report gives the same bytes on every machine."""
    assert families([text]) == [OWN]
    assert lacking([text]) == frozenset()


def test_another_font_is_taken_only_for_letters_that_ours_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"Alpha": frozenset("服务"), "Beta": frozenset("务可"), "Gamma": frozenset("可")}
    monkeypatch.setattr(fonts, "_installed", lambda: tuple(known))
    monkeypatch.setattr(fonts, "_letters", known.__getitem__)
    fonts._chosen.cache_clear()
    try:
        assert families(["服务 SLA"]) == [OWN, "Alpha"]
        assert families(["可"]) == [OWN, "Beta"]
        assert (families(["服可用"]), lacking(["服可用"])) == ([OWN, "Alpha", "Beta"], frozenset("用"))
    finally:
        fonts._chosen.cache_clear()


@pytest.mark.parametrize("unseen", ["\u200d", "\ufe0f", "\u00a0", "\u202e", "\x00"])
def test_characters_that_leave_no_mark_need_no_font(unseen: str) -> None:
    assert families([unseen]) == [OWN]
    assert lacking([unseen]) == frozenset()


def test_a_name_that_cannot_be_drawn_is_its_number_in_the_table() -> None:
    strange = replace(SHARES, points=(SHARES.points[0], Point(f"{NOWHERE}x", Decimal(50), "50%")))
    numbered = replace(SHARES, points=(SHARES.points[0], Point("no. 2", Decimal(50), "50%")))
    assert lacking(words(strange)) == {NOWHERE}
    assert drawing(strange).svg == drawing(numbered).svg


def test_of_other_words_only_the_letter_is_left_out() -> None:
    strange, shown = (replace(SHARES, scale=f"Part{one} used", points=(Point("a", Decimal(5), f"5%: 1{one} of 20"),)) for one in (NOWHERE * 2, "…"))
    assert drawing(strange).png == drawing(shown).png


def test_charts_of_samples_need_nothing_but_our_own_font() -> None:
    assert lacking(word for chart in CHARTS for word in words(chart)) == frozenset()
