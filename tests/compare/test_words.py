from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
import pytest

from slagen.compare.cosmetics import essence, is_cosmetic
from slagen.compare.words import Op, Segment, apply, base, count_words, diff, revised, tokens

WORDS = st.sampled_from(
    ["the", "Provider", "99.9 %", "30 days", " ", "  ", "\n", ",", "£10,000.00", "shall", "“", "a", "4.1(a)", "1 January 2026", "é", "\u00a0", "-"]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=30).map("".join), st.lists(WORDS, max_size=30).map(" ".join))


@given(TEXTS)
def test_tokens_joined_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


@given(TEXTS, TEXTS)
@example("a b", "a  b")
@example("", "x")
@example("x", "")
def test_applying_the_difference_gives_the_new_text(old: str, new: str) -> None:
    changes = diff(old, new)
    assert apply(changes, old) == new
    assert (base(changes), revised(changes)) == (old, new)


@given(TEXTS)
def test_the_same_text_has_no_changes(text: str) -> None:
    assert all(segment.op is Op.EQUAL for segment in diff(text, text))


@given(TEXTS, TEXTS)
def test_a_change_is_one_deletion_and_one_insertion(old: str, new: str) -> None:
    ops = [segment.op for segment in diff(old, new)]
    assert all(one is not other for one, other in pairwise(ops) if one is not Op.EQUAL)
    assert (Op.INSERT, Op.DELETE) not in list(pairwise(ops))
    assert all(segment.text for segment in diff(old, new))


@given(st.lists(WORDS, max_size=20), st.lists(WORDS, max_size=20), st.lists(WORDS, max_size=20))
def test_what_both_texts_start_and_end_with_is_never_marked(head: list[str], old: list[str], new: list[str]) -> None:
    start = "".join(f"{word} x " for word in head)
    changes = diff(start + " ".join(old), start + " ".join(new))
    unmarked = changes[0].text if changes and changes[0].op is Op.EQUAL else ""
    assert len(unmarked) >= len(start.rstrip()) - 1


@pytest.mark.parametrize(
    "figure",
    ["99.9 %", "99,9\u00a0%", "£10,000.00", "10,000.00 GBP", "GBP 10,000.00", "€ 5", "30 days", "2 business days", "1 January 2026", "1. Januar 2026", "2026-01-01", "31.12.2026", "4.1(a)(ii)", "12:30", "09:00-17:30", "v1.0", "P1", "24x7", "customer's", "third-party", "ISO 27001", "1st"],
)  # fmt: skip
def test_a_figure_with_its_unit_is_never_cut(figure: str) -> None:
    assert tokens(f"at {figure} of") == ("at", " ", figure, " ", "of")


def test_a_changed_figure_is_one_change() -> None:
    changes = diff("Availability is at least 99.9 % in a month.", "Availability is at least 99.95 % in a month.")
    assert changes == (
        Segment(Op.EQUAL, "Availability is at least "),
        Segment(Op.DELETE, "99.9 %"),
        Segment(Op.INSERT, "99.95 %"),
        Segment(Op.EQUAL, " in a month."),
    )


def test_neighbouring_changes_are_joined_over_the_space_between_them() -> None:
    assert diff("one red fox ran", "one blue bear ran") == (
        Segment(Op.EQUAL, "one "),
        Segment(Op.DELETE, "red fox"),
        Segment(Op.INSERT, "blue bear"),
        Segment(Op.EQUAL, " ran"),
    )


def test_text_that_repeats_itself_is_aligned_all_the_same() -> None:
    """Python's difflib takes what occurs often for junk in texts of 200 tokens and more, and finds next to nothing in common."""
    old = "the the a of " * 200
    new = old + "end"
    assert [segment.op for segment in diff(old, new)] == [Op.EQUAL, Op.INSERT]
    middle = old.replace("a", "b", 1)
    assert sum(len(segment.text) for segment in diff(old, middle) if segment.op is not Op.EQUAL) == 2


def test_changes_are_not_applied_to_another_text() -> None:
    with pytest.raises(ValueError, match="not about this text"):
        apply(diff("a", "b"), "c")


@pytest.mark.parametrize(("text", "count"), [("", 0), ("the Provider's 99.9 % target", 4), ("10,000.00 GBP — now", 3)])
def test_words_are_counted_as_people_count(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    ("old", "new", "cosmetic"),
    [
        ("“Service  Credit” – means", '"service credit" - means', True),
        ("non\u00adbreaking", "nonbreaking", True),
        ("the Customer’s", "the customer's", True),
        ("10 000", "10000", False),
        ("therapist", "the rapist", False),
        ("99.9 %", "99.95 %", False),
        ("shall", "may", False),
        ("a, b", "a b", False),
        ("same", "same", False),
    ],
)
def test_looks_are_told_from_substance(old: str, new: str, *, cosmetic: bool) -> None:
    assert is_cosmetic(old, new) is cosmetic


@given(TEXTS)
def test_the_essence_of_an_essence_is_itself(text: str) -> None:
    assert essence(essence(text)) == essence(text)


def test_both_ends_of_a_range_that_are_replaced_are_one_change() -> None:
    assert [segment.text for segment in diff("from 09:00–17:30 on", "from 08:00–18:00 on")] == ["from ", "09:00–17:30", "08:00–18:00", " on"]
    assert [segment.text for segment in diff("from 09:00–17:30 on", "from 09:00–18:00 on")] == ["from 09:00–", "17:30", "18:00", " on"]
