from __future__ import annotations

import pytest

from slagen.compare.annotations import explaining, explanation, tells
from slagen.compare.directions import Direction
from slagen.compare.terms import TermChange

TARGET = TermChange("a", "Availability of hosting: target", "at least 99.9%", "at least 99.95%", Direction.BETTER)
BAND = TermChange("b", "Service credits, band 1: below", "99.9", "99.95", Direction.NEUTRAL)
PLACE = TermChange("c", "Governing law", "Scotland", "England", Direction.NEUTRAL)
GONE = TermChange("d", "Claims: within", "30 days", None, Direction.WORSE)


def test_an_explanation_names_the_term_both_values_and_who_is_better_off() -> None:
    assert explanation(TARGET) == "Availability of hosting: target at least 99.9% → at least 99.95%: better for the customer"
    assert explanation(GONE) == "Claims: within 30 days → —: worse for the customer"


@pytest.mark.parametrize(
    ("gone", "came", "around", "meant"),
    [
        ("99.9%", "99.95%", "Hosting | at least", [TARGET]),
        ("99.9%", "99.95%", "Service credits below", [BAND]),
        ("Scotland", "England", "", [PLACE]),
        ("within 30 days", "", "", [GONE]),
        ("99.9%", "99.5%", "", []),
        ("", "99.95%", "", []),
        ("text 30f9 a1", "text 4bc1 a1", "", []),
        ("shall", "must", "", []),
    ],
)
def test_the_term_is_the_one_whose_figures_went_and_came_and_whose_words_stand_around(gone: str, came: str, around: str, meant: list[TermChange]) -> None:
    assert list(explaining((TARGET, BAND, PLACE, GONE), gone, came, around)) == meant


def test_a_check_sum_explains_no_figure_and_a_value_that_came_says_itself() -> None:
    level = TermChange("e", "Escalation 4: level", None, "4", Direction.NEUTRAL)
    assert not explaining((level,), "2997 72c2 dcee", "96c4 a6bf a53a", "")
    assert explaining((level,), "", "4", "") == (level,)
    assert not tells(level)
    assert tells(TARGET)
    assert tells(GONE)
