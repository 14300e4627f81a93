from __future__ import annotations

from slagen.core.counts import counted


def test_only_one_is_singular() -> None:
    assert [counted(number, "tracked change") for number in (0, 1, 2)] == ["0 tracked changes", "1 tracked change", "2 tracked changes"]
