from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.compare.merging import merge

WORDS = st.lists(st.sampled_from(["the", "Provider", "pays", "within", "30 days", "of", "notice.", "\n\n1.", "and"]), min_size=1, max_size=14)
TEXTS = WORDS.map(" ".join)
BASE = "The Provider pays Service Credits within 30 days of the report."


@given(TEXTS, TEXTS)
def test_where_one_side_changed_nothing_the_other_side_holds(base: str, side: str) -> None:
    assert merge(base, base, side).text == merge(base, side, base).text == side
    assert merge(base, side, side) == merge(side, side, side)


@given(TEXTS, TEXTS, TEXTS)
def test_both_sides_are_treated_alike(base: str, ours: str, theirs: str) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert [(found.base, found.ours, found.theirs) for found in one.conflicts] == [(found.base, found.theirs, found.ours) for found in other.conflicts]
    assert one.conflicts or one.text == other.text


@given(st.integers(0, 11), st.integers(0, 11))
def test_edits_with_a_word_between_them_are_both_kept(mine: int, other: int) -> None:
    base = [f"word{number}" for number in range(12)]
    ours, theirs = ([("new" + side if place == number else word) for number, word in enumerate(base)] for side, place in (("mine", mine), ("theirs", other)))
    found = merge(" ".join(base), " ".join(ours), " ".join(theirs))
    both = [("newmine" if number == mine else "newtheirs" if number == other else word) for number, word in enumerate(base)]
    if abs(mine - other) > 1:
        assert (found.text, found.conflicts) == (" ".join(both), ())
    else:
        assert len(found.conflicts) == 1


@pytest.mark.parametrize(
    ("ours", "theirs", "text"),
    [
        (BASE.replace("30 days", "14 days"), BASE.replace("the report", "the monthly report"), BASE.replace("30 days", "14 days").replace("the r", "the monthly r")),
        (BASE.replace(" of the report", ""), BASE.replace("The Provider", "The Supplier"), "The Supplier pays Service Credits within 30 days."),
        (BASE + " It may set off.", "It is agreed: " + BASE, "It is agreed: " + BASE + " It may set off."),
        (BASE.replace("30 days", "14 days"), BASE.replace("30 days", "14 days").replace("pays", "gives"), BASE.replace("30 days", "14 days").replace("pays", "gives")),
    ],
)  # fmt: skip
def test_changes_of_different_words_are_brought_together(ours: str, theirs: str, text: str) -> None:
    found = merge(BASE, ours, theirs)
    assert (found.text, found.conflicts) == (text, ())


def test_where_both_changed_the_same_words_all_three_wordings_are_told() -> None:
    [conflict] = merge(BASE, BASE.replace("30 days", "14 days"), BASE.replace("30 days", "20 days")).conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("30 days", "14 days", "20 days")
    assert conflict.before.endswith("within ")
    assert conflict.after.startswith(" of the report")


def test_one_side_deletes_what_the_other_rewords() -> None:
    [conflict] = merge("a. b. c. d.", "a. d.", "a. b. x. d.").conflicts
    assert "c" in conflict.base
    assert "x" in conflict.theirs


def test_insertions_at_one_place_are_a_conflict_unless_they_are_the_same() -> None:
    assert merge("a b", "a x b", "a y b").conflicts
    assert merge("a b", "a x b", "a x b").text == "a x b"


@given(TEXTS, TEXTS, TEXTS)
def test_without_conflicts_no_word_of_either_side_is_lost(base: str, ours: str, theirs: str) -> None:
    found = merge(base, ours, theirs)
    if not found.conflicts:
        assert set(ours.split()) - set(base.split()) <= set(found.text.split())
        assert set(theirs.split()) - set(base.split()) <= set(found.text.split())
