"""Which passages belong together, and where those of one side alone are shown."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from slagen.compare.align import ALIKE, align, similarity
from slagen.compare.passages import Passage
from slagen.compare.sliding import slid

texts = st.lists(st.sampled_from(["a b c d", "a b c x", "a b y z", "p q r s", "q r s t"]), max_size=6)


@given(texts, texts)
def test_every_passage_is_paired_once_in_order_and_only_with_one_that_is_alike(old: list[str], new: list[str]) -> None:
    pairs = list(align(old, new))
    assert [one for one, _ in pairs if one is not None] == list(range(len(old)))
    assert [other for _, other in pairs if other is not None] == list(range(len(new)))
    assert all(similarity(old[one], new[other]) >= ALIKE for one, other in pairs if one is not None and other is not None)


def test_passages_with_nothing_in_common_are_one_that_went_and_one_that_came() -> None:
    assert sorted(align(["a b c"], ["x y z"]), key=str) == [(0, None), (None, 0)]


def passages(*told: str) -> list[Passage]:
    """`scope.1:text` as the passage of a provision, by its id."""
    return [Passage(key, "paragraph", "", text) for key, _, text in (one.partition(":") for one in told)]


def test_what_came_is_shown_from_its_highest_passage_on_whichever_way_it_must_slide() -> None:
    """`1.6 For C` came with its items (a) and (b), which are the same as those of `1.5 For B`."""
    old = passages("s.b:For B", "s.b.1:(a)", "s.b.2:(b)")
    new = passages("s.b:For B", "s.b.1:(a)", "s.b.2:(b)", "s.c:For C", "s.c.1:(a)", "s.c.2:(b)")
    wanted = [(0, 0), (1, 1), (2, 2), (None, 3), (None, 4), (None, 5)]
    too_early = [(0, 0), (None, 1), (None, 2), (None, 3), (1, 4), (2, 5)]
    assert slid(too_early, old, new) == wanted
    assert slid(wanted, old, new) == wanted
    doubled = passages("s.a:For A", "s.a.1:(a)", "s.b:For A", "s.b.1:(z)")
    single = passages("s.b:For A", "s.b.1:(z)")
    assert slid([(0, 0), (None, 1), (None, 2), (1, 3)], single, doubled) == [(None, 0), (None, 1), (0, 2), (1, 3)]
    assert slid([(0, 0), (1, None), (2, None), (3, 1)], doubled, single) == [(0, None), (1, None), (2, 0), (3, 1)]
