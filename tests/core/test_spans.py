"""Spans of time behave as sets of instants."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st
import pytest

from slagen.core.spans import Span, clipped, common, instant, merged, moment, total, without

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (min(pair), max(pair))), max_size=8)


def held(spans: tuple[Span, ...] | list[Span]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


@given(SPANS, SPANS)
def test_spans_hold_what_the_sets_of_their_instants_hold(ones: list[Span], others: list[Span]) -> None:
    left, right = merged(ones), merged(others)
    assert held(left) == held(ones)
    assert held(common(left, right)) == held(ones) & held(others)
    assert held(without(left, right)) == held(ones) - held(others)
    assert total(left) == len(held(ones))


@given(SPANS, SPANS)
def test_results_are_sorted_and_do_not_touch(ones: list[Span], others: list[Span]) -> None:
    for found in (merged(ones), common(merged(ones), merged(others)), without(merged(ones), merged(others))):
        assert all(start < end for start, end in found)
        assert all(before[1] <= after[0] for before, after in pairwise(found))


def test_an_instant_is_the_same_in_every_zone_and_needs_one() -> None:
    noon = datetime(2026, 10, 25, 12, tzinfo=UTC)
    assert instant(noon) == instant(noon.astimezone(timezone(timedelta(hours=5, minutes=30))))
    assert moment(instant(noon)) == noon
    with pytest.raises(ValueError, match="does not say its time zone"):
        instant(datetime(2026, 10, 25, 12))  # noqa: DTZ001 - that is what is refused


@given(SPANS, st.tuples(st.integers(0, 40), st.integers(0, 20)))
@example([(0, 2)], (1, 0))
def test_what_one_span_has_in_common_with_others_is_found_in_place(ones: list[Span], other: tuple[int, int]) -> None:
    span = other[0], other[0] + other[1]
    assert clipped(merged(ones), span) == common(merged(ones), (span,))
