"""When the page that a charter promises is due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from slagen.formats.files import Folder
from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import DueItem
from slagen.workspace.dates import setting_of
from slagen.workspace.load import Loaded, load, load_agreement

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shipped() -> Loaded:
    return load(Folder(ROOT))


def pages(shipped: Loaded, today: date) -> list[DueItem]:
    facts = load_agreement(shipped, "acme-charter").agreement
    assert facts is not None
    return [one for one in due_items(setting_of(shipped, (), facts, today, "en_GB")) if "how-we-did" in one.period]


@pytest.mark.parametrize(
    ("today", "due", "period"),
    [
        (date(2026, 2, 1), date(2027, 3, 31), "how-we-did-1"),
        (date(2027, 1, 5), date(2027, 3, 31), "how-we-did-1"),
        (date(2027, 3, 31), date(2027, 3, 31), "how-we-did-1"),
        (date(2027, 4, 1), date(2028, 3, 31), "how-we-did-2"),
    ],
)
def test_a_year_from_the_effective_date_is_published_within_the_time_that_the_clause_prints(shipped: Loaded, today: date, due: date, period: str) -> None:
    """The charter of 1 January 2026 publishes every 12 months, within 3 months."""
    [item] = pages(shipped, today)
    assert (item.due, item.period, item.legal, item.who_acts) == (due, period, False, "we")
    assert "3 months after its end: 31 March" in " ".join(item.why)


def test_after_the_last_year_nothing_more_is_due(shipped: Loaded) -> None:
    assert [one.period for one in pages(shipped, date(2029, 1, 15))] == ["how-we-did-3"]
    assert pages(shipped, date(2029, 5, 1)) == []
