from __future__ import annotations

from slagen.core.findings import Source
from slagen.core.raw import Raw

RAW = Raw("a.yaml", {"a": {"b": ["x"]}}, {(): Source("a.yaml", 1), ("a",): Source("a.yaml", 2), ("a", "b", 0): Source("layer.yaml", 9, "layer")})


def test_a_value_has_its_own_place() -> None:
    assert RAW.source(("a", "b", 0)) == Source("layer.yaml", 9, "layer")


def test_what_has_no_place_of_its_own_has_that_of_the_nearest_thing_around_it() -> None:
    assert RAW.source(("a", "b", 0, "deep")).line == 9
    assert RAW.source(("a", "b")).line == 2
    assert RAW.source(("z",)).line == 1


def test_without_any_places_everything_stands_on_the_first_line() -> None:
    assert Raw("a.yaml", None).source(("a",)) == Source("a.yaml", 1)
