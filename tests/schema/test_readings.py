from __future__ import annotations

import pytest

from slagen.schema.readings import days, is_blank, lengths_of_time


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("sixty 90 days", ("60 days", "90 days")),
        ("180 days / 6 months", ("180 days", "6 months")),
        ("ninety (60) calendar days", ("90 days", "60 days")),
        ("thirty (30) days", ("30 days",)),
        ("twenty-one days", ("21 days",)),
        ("30-60 days", ("30 days", "60 days")),
        ("2 business days or 48 hours", ("2 business days", "48 hours")),
        ("soon", ()),
        ("30", ()),
        ("", ()),
    ],
)
def test_every_length_that_a_text_may_mean_is_shown(text: str, readings: tuple[str, ...]) -> None:
    assert lengths_of_time(text) == readings


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("01/02/2026", ("2026-02-01", "2026-01-02")),
        ("31.01.2026", ("2026-01-31",)),
        ("12/31/2026", ("2026-12-31",)),
        ("05-05-2026", ("2026-05-05",)),
        ("31/31/2026", ()),
        ("January", ()),
    ],
)
def test_every_day_that_a_date_may_mean_is_shown(text: str, readings: tuple[str, ...]) -> None:
    assert days(text) == readings


@pytest.mark.parametrize("text", ["", "____", "[date]", "[●]", "TBD", "<tbc>", "…", "__.__.____", "to be agreed", "XX"])
def test_a_gap_to_be_filled_in_is_known(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["2026-01-01", "30 days", "update", "_" * 500])
def test_what_says_something_is_no_gap(text: str) -> None:
    assert not is_blank(text)
