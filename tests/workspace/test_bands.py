from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.workspace.bands import bands_for, edges_below

DATA = {
    "service_credits": [
        {
            "id": "standard",
            "bands": {"availability": [{"below": "99.9", "credit": "10"}, {"below": "99", "credit": "25"}], "errors": [{"above": "1", "credit": "5"}]},
        }
    ]
}


@pytest.mark.parametrize(
    ("target", "edges"),
    [
        (">= 99.9 %", ("99.9", "99")),
        (">= 99.5 %", ("99.5", "95")),
        (">= 99.95 %", ("99.95", "99.5")),
        (">= 100 %", ("100",)),
        (">= 85 %", ("85",)),
        ("95 % <= 30 min", ("95", "50")),
        ("<= 200 ms", ()),
        ("<= 1 %", ()),
    ],
)
def test_the_second_band_begins_where_ten_times_the_allowed_time_was_lost(target: str, edges: tuple[str, ...]) -> None:
    assert edges_below(target) == tuple(map(Decimal, edges))


@given(st.decimals(min_value=Decimal("0.01"), max_value=100, places=3))
def test_bands_begin_at_the_target_and_never_rise(figure: Decimal) -> None:
    edges = edges_below(f">= {figure} %")
    assert edges[0] == figure
    assert list(edges) == sorted(set(edges), reverse=True)


def test_the_credits_stay_and_only_the_edges_move() -> None:
    moved = bands_for(DATA, {"service_levels.availability.target": ">= 99.5 %"})
    assert moved == {"service_credits.standard.bands.availability": [{"below": "99.5", "credit": "10"}, {"below": "95", "credit": "25"}]}


def test_bands_that_count_upwards_are_left_alone() -> None:
    assert bands_for(DATA, {"service_levels.errors.target": ">= 99.5 %", "title": "x"}) == {}
