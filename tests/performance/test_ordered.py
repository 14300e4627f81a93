"""What is left out because it lies in another time changes no result."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from slagen.model.measurement import Measurements, Outage, Ticket
from slagen.performance.availability import availability
from slagen.performance.ordered import Ordered

outages = st.lists(
    st.builds(
        lambda start, length, cause, row: Outage("x", start, None if length is None else start + length, cause, row),
        st.integers(0, 60), st.none() | st.integers(0, 12), st.sampled_from(("", "planned")), st.integers(1, 9),
    ),
    max_size=10,
)  # fmt: skip
spans = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(outages, spans, st.integers(0, 6), st.booleans())
def test_outages_of_other_times_change_nothing(told: list[Outage], span: tuple[int, int], shortest: int, net: bool) -> None:
    data = Measurements(outages=tuple(told))
    every, some = (
        availability(span, ones, excluded=lambda one: bool(one.cause), staffed=(span,), shortest=shortest, net=net)
        for ones in (tuple(one for one in sorted(told, key=lambda one: one.start) if one.start < span[1]), Ordered.of(data).outages_of(span))
    )
    assert some == every


@given(outages, spans)
def test_a_window_is_touched_where_any_outage_reaches_into_it(told: list[Outage], span: tuple[int, int]) -> None:
    touched = any(one.start < span[1] and (one.end is None or one.end > span[0]) for one in told)
    assert bool(Ordered.of(Measurements(outages=tuple(told))).outages_of(span)) == touched


@given(st.lists(st.integers(0, 60), max_size=20), spans)
def test_tickets_are_those_that_were_opened_in_the_window(opened: list[int], span: tuple[int, int]) -> None:
    data = Measurements(tickets=tuple(Ticket("x", "P1", at, row=row) for row, at in enumerate(opened)))
    expected = sorted((one for one in data.tickets if span[0] <= one.opened < span[1]), key=lambda one: one.opened)
    assert list(Ordered.of(data).tickets_of(span)) == expected
