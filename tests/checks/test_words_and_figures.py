"""Numbers in words and in figures."""

from __future__ import annotations

import pytest

from slagen.checks.words_and_figures import check
from tests.checks.desk import Desk, clause, document


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("within sixty 90 days", ["SLG455"]),  # domain.md, Dates: contradictions
        ("within 180 days / 6 months", ["SLG455"]),  # domain.md, Dates: contradictions
        ("within thirty (30) days", []),
        ("within thirty (60) days", ["SLG455"]),
        ("within twenty-five (25) days", []),
        ("within twenty-five [52] days", ["SLG455"]),
        ("one of 3 parts", []),
        ("within 30 days", []),
    ],
)
def test_a_number_said_twice_is_one_number(text: str, codes: list[str]) -> None:
    assert Desk(check).codes(document(clause("notices", text))) == codes
