"""Samples in columns answer what a result asks as plain ones do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from slagen.formats.columns import ColumnSamples, joined
from slagen.model.samples import NO_SAMPLES, PlainSamples, Samples
from slagen.model.target import Comparison, Target

LARGEST = 10**24 - 1
figures = st.integers(0, 50).map(lambda units: units * 10**9) | st.integers(0, 10**11) | st.integers(0, LARGEST)
rows = st.lists(st.tuples(st.integers(-(10**15), 10**15), figures.map(lambda number: Decimal(number).scaleb(-9))), max_size=40)


def columns(told: list[tuple[int, Decimal]]) -> Samples:
    """In columns, though there are few."""
    half = len(told) // 2
    return joined([PlainSamples.of(told[:half]), PlainSamples.of(told[half:])])


@settings(deadline=None)
@given(rows, st.sampled_from(Comparison), figures, st.tuples(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15)))
@example([(1, Decimal(2**62).scaleb(-9)), (2, Decimal(2**62 - 1).scaleb(-9))], Comparison.ABOVE, 2**62 - 1, (0, 3))
@example([(1, Decimal(5)), (1, Decimal(5)), (2, Decimal(5))], Comparison.AT_LEAST, LARGEST, (1, 2))
def test_every_question_has_the_same_answer(told: list[tuple[int, Decimal]], comparison: Comparison, bound: int, span: tuple[int, int]) -> None:
    target = Target(comparison, Decimal(bound).scaleb(-9))
    low, high = sorted(span)
    apart = ((-(10**15), low), (high, 10**15))
    one, other = PlainSamples.of(told), columns(told)
    parts = ((one, other), (one.within(span), other.within(span)), (one.during(apart), other.during(apart)), (one.during(()), other.during(())))
    for plain, found in parts:
        assert (len(found), found.ends, found.satisfying(target)) == (len(plain), plain.ends, plain.satisfying(target))
        if len(plain):
            assert found.total() == plain.total()
            assert [found.ranked(rank) for rank in range(1, len(plain) + 1)] == [plain.ranked(rank) for rank in range(1, len(plain) + 1)]


def test_a_figure_with_more_digits_than_a_value_is_compared_exactly() -> None:
    found = columns([(1, Decimal("0.333333333")), (2, Decimal("0.333333334"))])
    assert isinstance(found, ColumnSamples)
    third = Decimal("0.33333333333333333333")
    assert [found.satisfying(Target(sign, third)) for sign in Comparison] == [
        PlainSamples.of([(1, Decimal("0.333333333")), (2, Decimal("0.333333334"))]).satisfying(Target(sign, third)) for sign in Comparison
    ]
    assert found.satisfying(Target(Comparison.AT_LEAST, third)) == 1


def test_nothing_joined_with_nothing_is_nothing() -> None:
    assert joined([NO_SAMPLES, NO_SAMPLES]) is NO_SAMPLES
    assert joined([]).ends is None
    assert joined([PlainSamples.of([(1, Decimal(2))])]).total() == Fraction(2)
