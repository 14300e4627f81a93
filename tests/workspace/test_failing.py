"""A termination for a critical failure rests on what was measured, and is declared in time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from slagen.core.errors import RefusedError
from slagen.model.record import Ground
from slagen.workspace.answering import acknowledge
from slagen.workspace.term_events import Ending, terminate
from tests.workspace.deal import Deal
from tests.workspace.test_performing import HEADER, TERM

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FACTS = TERM.replace("right: terminate}", "right: terminate, exercise_within: 30 days}") + "reporting: {cadence: monthly, due: 10 business days}\n"
FOLDER = "agreements/acme/measurements"
OUTAGES = {
    "05": "uptime,2026-05-10T00:00:00+01:00,2026-05-10T13:00:00+01:00,\n",
    "06": "uptime,2026-06-10T00:00:00+01:00,2026-06-10T12:00:00+01:00,\n",
}


def signed(tmp_path: Path, *months: str, facts: str = FACTS) -> Deal:
    """Signed on 3 May; 13 hours down in May and 12 in June, so that with June more than 24 in three months are reached."""
    deal = Deal(tmp_path / "deal")
    deal.change("accepted:", facts + "accepted:")
    deal.save("terms")
    deal.sign()
    (deal.root / FOLDER).mkdir()
    for month, last in (("05", 31), ("06", 30)):
        if month in months:
            place = deal.root / FOLDER / f"2026-{month}-01_2026-{month}-{last}-outages-pages.csv"
            place.write_text(HEADER + OUTAGES[month], encoding="utf-8")
    return deal


def declared(deal: Deal, day: date, *, outside: bool = False) -> str:
    how = deal.how(note="clause 9", at=day)
    return terminate(deal.root, deal.loaded, "acme", Ending(date(2026, 12, 31), Ground.CRITICAL_FAILURE, outside, NOW), how).records[0].ground


def test_downtime_that_was_measured_gives_the_right_from_the_day_after_the_month(tmp_path: Path) -> None:
    deal = signed(tmp_path, "05", "06")
    with pytest.raises(RefusedError, match="shows no critical failure"):
        declared(deal, date(2026, 6, 30))
    assert declared(deal, date(2026, 7, 1)) == "critical-failure"


def test_without_the_figures_nothing_shows_it_and_what_is_missing_is_named(tmp_path: Path) -> None:
    deal = signed(tmp_path, "06")
    with pytest.raises(
        RefusedError, match=r"shows no critical failure that gives the right to terminate; figures are missing for uptime 2026-04, uptime 2026-05"
    ) as told:
        declared(deal, date(2026, 7, 1))
    assert "slagen measure acme FILE" in told.value.hint
    assert "--as-is" in told.value.hint
    assert declared(deal, date(2026, 7, 1), outside=True) == "critical-failure"


def test_the_right_lapses_thirty_days_after_the_report_was_due_or_received(tmp_path: Path) -> None:
    """The report on June is due ten business days after it, on 14 July: the time ends on 13 August. Received on 6 July, it ends on 5 August."""
    deal = signed(tmp_path, "05", "06")
    with pytest.raises(RefusedError, match=r"hosting: down 25 hours \(13 in 2026-05 \+ 12 in 2026-06\); .* was to be exercised by 13 August 2026"):
        declared(deal, date(2026, 8, 14))
    acknowledge(deal.root, deal.loaded, "acme:report-due:2026-06", deal.how(at=date(2026, 7, 6)), done=True)
    with pytest.raises(RefusedError, match="by 5 August 2026"):
        declared(deal, date(2026, 8, 6))
    assert declared(deal, date(2026, 8, 5)) == "critical-failure"


def test_the_right_does_not_depend_on_how_the_service_is_charged(tmp_path: Path) -> None:
    deal = signed(tmp_path, "05", "06", facts=FACTS.replace("per: month}", "per: user and month}"))
    assert declared(deal, date(2026, 7, 1)) == "critical-failure"
