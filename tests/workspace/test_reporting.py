"""The performance report: what was promised, what was measured, and what was missing, for any period."""

from __future__ import annotations

from datetime import UTC, date, datetime
import json
from pathlib import Path
from typing import Any

import docx
import pytest

from slagen.cli.main import run
from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.formats.files import Folder
from slagen.workspace.document_files import Order
from slagen.workspace.load import load
from slagen.workspace.report_data import report_data
from slagen.workspace.report_files import report_written
from slagen.workspace.reporting import Report, report
from tests.formats.printed_text import as_read
from tests.small_workspace import put_in_git
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY
from tests.workspace.test_crediting import FACTS_OF, OUTAGES
from tests.workspace.test_performing import APRIL, FOLDER, HEADER, MAY

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ANSWERS = '  - {id: answers, service: hosting, metric: response-time, role: slo, target: "95 % <= 30 min", period: calendar-quarter, source: {type: tickets, system: Desk}}\n'
HAPPY = (
    '  - {id: happy, service: hosting, metric: satisfaction, role: kpi, target: ">= 80 %", period: calendar-month, source: {type: counts, system: Survey}}\n'
)
LEVELS = FACTS_OF.replace("service_credits:", f"{ANSWERS}{HAPPY}service_credits:")
TICKETS = """\
service_level,severity,opened,responded,workaround,resolved
answers,,2026-04-08T09:00:00Z,2026-04-08T09:20:00Z,,
answers,,2026-05-08T09:00:00Z,2026-05-08T10:15:00Z,,
"""
FILES = {
    APRIL: HEADER + OUTAGES,
    MAY: HEADER,
    f"{FOLDER}/2026-04-01_2026-06-30-tickets-desk.csv": TICKETS,
    f"{FOLDER}/2026-04-01_2026-04-30-counts-survey.csv": "service_level,period,good,total\nhappy,2026-04,9,10\n",
}
NAMES = {"uptime", "answers", "happy"}


def root_of(tmp_path: Path, facts: str = LEVELS, files: dict[str, str] = FILES) -> Path:
    return put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + facts} | files)


def reported(root: Path, period: str, now: datetime = NOW) -> Report:
    return report(load(Folder(root)), "acme", period, now=now)


def levels(data: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(one["id"], one["period"], one["result"], one["met"], one["missing"]) for one in data["levels"]]


def test_a_month_has_the_periods_that_end_in_it(tmp_path: Path) -> None:
    """75 minutes count of 43,080; the quarter of the answers ends in June."""
    data: dict[str, Any] = report_data(reported(root_of(tmp_path), "2026-04"))
    assert levels(data) == [("uptime", "2026-04", "99.825905292", False, False), ("happy", "2026-04", "90", True, False)]
    assert (data["levels"][0]["minutes_total"], data["levels"][0]["minutes_down"], data["levels"][0]["minutes_left_out"]) == ("43080", "75", "120")
    assert data["levels"][0]["budget"] == {"allowed": "43.08", "used": "75", "unit": "min"}
    assert data["not_ended"] == ["answers"]
    assert [(one["level"], one["percent"], one["amount"]) for one in data["credits"]] == [("uptime", "10", "1000.00")]
    assert data["credit_total"] == [{"amount": "800.00", "currency": "GBP"}]
    assert data["caps_applied"][0]["after"] == "800.00"
    assert data["claim_by"] == [{"scheme": "standard", "month": "2026-04", "day": "2026-05-30"}]


def test_a_quarter_shows_each_month_and_what_is_missing_is_never_met(tmp_path: Path) -> None:
    data: dict[str, Any] = report_data(reported(root_of(tmp_path), "2026-Q2"))
    assert levels(data) == [
        ("uptime", "2026-04", "99.825905292", False, False),
        ("uptime", "2026-05", "100", True, False),
        ("uptime", "2026-06", None, None, True),
        ("answers", "2026-Q2", "50", False, False),
        ("happy", "2026-04", "90", True, False),
        ("happy", "2026-05", None, None, True),
        ("happy", "2026-06", None, None, True),
    ]


def test_missing_figures_that_count_as_a_miss_are_both(tmp_path: Path) -> None:
    facts = LEVELS.replace("minimum_outage: 60 s", "minimum_outage: 60 s, missing: misses")
    data: dict[str, Any] = report_data(reported(root_of(tmp_path, facts), "2026-Q2"))
    assert levels(data)[2] == ("uptime", "2026-06", None, False, True)


def test_a_period_under_way_is_reported_up_to_yesterday_and_gives_no_credits_yet(tmp_path: Path) -> None:
    """Half past nine on 20 April in London: 19 whole days of 1,440 minutes, less the hour and a quarter, less the two hours left out."""
    now = datetime(2026, 4, 20, 8, 30, tzinfo=UTC)
    outages = OUTAGES[: OUTAGES.index("uptime,2026-04-20")]
    found = reported(root_of(tmp_path, files={f"{FOLDER}/2026-04-01_2026-04-20-outages-pages.csv": HEADER + outages}), "2026-04", now)
    data: dict[str, Any] = report_data(found)
    assert (data["so_far"], data["levels"][0]["so_far"], data["levels"][0]["minutes_total"]) == ("2026-04-19", True, str(19 * 1440 - 120))
    assert (data["credits"], data["credit_total"]) == ([], [])
    assert found.months == ()
    text = report_written(tmp_path, found, Order(("md",), tmp_path / "out"))[0].read_text(encoding="utf-8")
    assert "up to 19 April 2026" in text
    assert "missed so far" in text


def test_a_short_report_shows_the_periods_before_it(tmp_path: Path) -> None:
    found = reported(root_of(tmp_path), "2026-05")
    uptime = next(one for one in found.levels if one.level.id == "uptime")
    assert [one.window.name for one in uptime.results] == ["2026-05"]
    assert [one.window.name for one in uptime.trend] == ["2026-04", "2026-05"]


def test_a_period_to_come_or_one_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    root = root_of(tmp_path)
    with pytest.raises(RefusedError, match="has not begun"):
        reported(root, "2026-12")
    with pytest.raises(RefusedError, match="begins only today"):
        reported(root, "2026-11-22/2026-11-30")
    with pytest.raises(UsageError, match="is not a period"):
        reported(root, "2026-Q5")
    with pytest.raises(RefusedError, match="No measurement period") as refused:
        reported(root, "2026-04-02/2026-04-10")
    assert refused.value.hint == "Name a longer period, such as its quarter or its year."


def test_of_a_period_before_the_agreement_it_is_told_from_when_on_there_are_reports(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="No measurement period") as refused:
        reported(root_of(tmp_path), "2025-11")
    assert refused.value.hint == "It runs from 2026-04-01 on."


def test_where_nothing_was_measured_or_promised_there_is_no_report(tmp_path: Path) -> None:
    root = root_of(tmp_path / "a")
    with pytest.raises(NotFoundError, match="measurements in 2026-09"):
        reported(root, "2026-09")
    bare = root_of(tmp_path / "b", LEVELS[: LEVELS.index("service_levels:")])
    with pytest.raises(NotFoundError, match="service levels"):
        reported(bare, "2026-04")


def test_the_report_says_the_same_in_word_html_and_markdown(tmp_path: Path) -> None:
    files = report_written(tmp_path, reported(root_of(tmp_path), "2026-Q2"), Order(("docx", "html", "md"), tmp_path / "out"))
    word = docx.Document(str(files[0]))
    cells = [as_read(cell.text) for table in word.tables for row in table.rows for cell in row.cells]
    texts = [as_read(path.read_text(encoding="utf-8")) for path in files[1:]]
    for told in ("99.83% (2026-04)", "planned maintenance", "too short to count", "£800.00", "lapsed: not claimed by 30 May 2026", "2026-05, 2026-06"):
        assert told in cells
        assert all(told in text for text in texts)


def test_causes_say_what_counted(tmp_path: Path) -> None:
    text = report_written(tmp_path, reported(root_of(tmp_path), "2026-Q2"), Order(("md",), tmp_path / "out"))[0].read_text(encoding="utf-8")
    assert "75 min down of 43,080 min, 31.9 min more than allowed" in text
    assert "| 12 April 2026, 02:00 | 12 April 2026, 04:00 | planned maintenance | 2 h | 120 min left out |" in text
    assert "| 8 May 2026, 10:00 | – | 75 minutes | 30 minutes |" in text
    assert "Reported only: key performance indicators" in text
    assert "uptime: no figures for 2026-06." in text


def test_the_command_writes_files_or_prints_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = root_of(tmp_path)
    place = ("--workspace", str(root))
    assert run(["report", "acme", "--period", "2026-Q2", "--to", "md,json", *place]) == 0
    printed = capsys.readouterr()
    assert "£800.00" in printed.out
    assert "Figures are missing for: uptime (2026-06)" in printed.err
    kept = json.loads((root / "build/acme-report-2026-Q2.json").read_text(encoding="utf-8"))
    assert run(["report", "acme", "--period", "2026-Q2", "--to", "json", *place]) == 0
    assert json.loads(capsys.readouterr().out) == kept | {"files": [], "findings": []}
    assert run(["report", "acme", "--period", "2026-Q2", "--to", "pages", *place]) == 2
    assert run(["report", "acme", "--period", "2099-01", *place]) == 5


def test_nothing_internal_is_in_it(tmp_path: Path) -> None:
    found = reported(root_of(tmp_path), "2026-Q2")
    texts = [path.read_bytes() for path in report_written(tmp_path, found, Order(("html", "md", "json"), tmp_path / "out"))]
    assert not any(word in text for word in (b"lee@northwind", b"a small agreement", b"agreements/", str(tmp_path).encode()) for text in texts)


def test_the_days_of_a_version_are_those_in_the_period(tmp_path: Path) -> None:
    [version] = reported(root_of(tmp_path), "2026-Q2").versions
    assert (version.version, version.first_day, version.last_day) == ("", date(2026, 4, 1), date(2026, 6, 30))


def test_credits_on_charges_by_use_that_nobody_has_delivered_are_open_and_not_nothing(tmp_path: Path) -> None:
    facts = LEVELS.replace("amount: 10000.00, currency: GBP, per: month", "amount: 29.00, currency: GBP, per: user and month")
    found = reported(root_of(tmp_path, facts), "2026-04")
    data: dict[str, Any] = report_data(found)
    assert (data["credit_total"], data["open"]) == ([], [{"scheme": "standard", "month": "2026-04"}])
    text = report_written(tmp_path, found, Order(("md",), tmp_path / "out"))[0].read_text(encoding="utf-8")
    assert "| Service Credits | some that are open |" in text
    assert "open, not nothing" in text
