from __future__ import annotations

from slagen.core.counts import counted, first_of


def test_only_one_is_singular() -> None:
    assert [counted(number, "tracked change") for number in (0, 1, 2)] == ["0 tracked changes", "1 tracked change", "2 tracked changes"]


def test_of_many_names_the_first_are_told_and_how_many_there_are_besides() -> None:
    assert [first_of(names, 2) for names in ((), ("a",), ("a", "b"), ("a", "b", "c", "d"))] == ["", "a", "a, b", "a, b and 2 more"]
