from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.assembly.labels import cite
from slagen.assembly.number import STANDARD, Level, Scheme, letters, number, printed, roman
from slagen.model.document import Clause, Document, Meta, Schedule, Section

META = Meta("a", "T", "sla")


def nested(name: str, depth: int) -> Clause:
    return Clause(name, children=(nested(f"{name}.x", depth - 1),) if depth else ())


DOCUMENT = Document(
    META,
    sections=(Section("A", (nested("one", 0),)), Section("B", (nested("two", 5),))),
    schedules=(Schedule("first", "F", (nested("three", 2),)), Schedule("second", "S", (nested("four", 0),))),
)


def test_clauses_are_numbered_through_all_sections_and_four_levels_down() -> None:
    labels = number(DOCUMENT)
    assert [(label.text, label.full, label.level) for name, label in labels.items() if name.startswith(("one", "two"))] == [
        ("1", "1", 0),
        ("2", "2", 0),
        ("2.1", "2.1", 1),
        ("(a)", "2.1(a)", 2),
        ("(i)", "2.1(a)(i)", 3),
        ("(A)", "2.1(a)(i)(A)", 4),
        ("(A)", "2.1(a)(i)(A)(A)", 5),
    ]


def test_each_schedule_starts_again_at_one() -> None:
    labels = number(DOCUMENT)
    assert (labels["first"].full, labels["three"].full, labels["second"].full, labels["four"].full) == ("Schedule 1", "1", "Schedule 2", "1")


@pytest.mark.parametrize(
    ("target", "standing_in", "expected"),
    [
        ("two.x.x", "", "2.1(a)"),
        ("two.x.x", "first", "2.1(a)"),
        ("three.x", "first", "1.1"),
        ("three.x", "", "1.1 of Schedule 1"),
        ("three.x", "second", "1.1 of Schedule 1"),
        ("first", "", "Schedule 1"),
    ],
)
def test_a_reference_from_outside_its_schedule_names_the_schedule(target: str, standing_in: str, expected: str) -> None:
    assert cite(target, number(DOCUMENT), standing_in) == expected


def test_letters_go_on_as_in_word_after_z() -> None:
    assert [letters(position) for position in (1, 26, 27, 28, 53)] == ["a", "z", "aa", "bb", "aaa"]


@pytest.mark.parametrize(("position", "expected"), [(1, "i"), (4, "iv"), (9, "ix"), (14, "xiv"), (40, "xl"), (99, "xcix"), (1994, "mcmxciv")])
def test_roman_numbers(position: int, expected: str) -> None:
    assert roman(position) == expected


@given(st.integers(1, 500), st.integers(0, 8), st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_no_two_places_of_one_level_have_the_same_label(position: int, level: int, above: list[int]) -> None:
    first, second = (printed(STANDARD.clauses, (*above[:level], at)) for at in (position, position + 1))
    assert first != second


def test_a_scheme_decides_labels_and_how_they_are_cited() -> None:
    """A level that prints only its own counter is cited with those above it, full stops left out."""
    levels = (Level("decimal", "%1."), Level("decimal", "(%2)"), Level("lowerLetter", "%3)"), Level("upperRoman", "%1-%4"))
    labels = number(DOCUMENT, Scheme(levels, (Level("upperLetter", "%1."),), Level("upperRoman", "Annex %1"), Level("decimal", "%1")))
    deep = [(label.text, label.full) for label in labels.values() if not label.schedule]
    assert deep[:5] == [("1.", "1"), ("2.", "2"), ("(1)", "2(1)"), ("a)", "2(1)a)"), ("2-I", "2-I")]
    schedules = [label for label in labels.values() if label.level < 0]
    assert schedules[0].full == "Annex I"
    assert {label.text for label in labels.values() if label.schedule == "first" and label.level == 0} >= {"A."}
