"""`slagen measure`: figures are checked, kept as they were delivered, and saved; or nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
import json
from pathlib import Path
import subprocess

import pytest

from slagen.cli.main import run
from slagen.core.spans import midnight
from slagen.formats.files import Folder
from slagen.model.measurement_file import MeasurementFile, system_slug
from slagen.vault.turn import turn as vault_turn
from slagen.workspace import measuring
from slagen.workspace.kept_figures import measurements_of, use_of
from slagen.workspace.load import load
from tests.clock import stop_clock
from tests.small_workspace import git, put_in_git
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY

LEVELS = """\
services: [{id: hosting, name: Hosting}]
service_levels:
  - {id: uptime, service: hosting, metric: availability, role: slo, target: ">= 99.9 %", period: calendar-month, source: {type: outages, system: Status page}}
  - {id: mail, service: hosting, metric: availability, role: slo, target: ">= 99 %", period: calendar-month, source: {type: outages, system: Probes}}
  - {id: happy, service: hosting, metric: satisfaction, role: kpi, period: calendar-month, source: {type: values, system: Survey}}
"""
OUTAGES = "service_level,start,end,cause\n"
HOUR = "uptime,2026-04-05T09:00:00Z,2026-04-05T10:00:00Z,\n"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    found = put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + LEVELS})
    subprocess.run(["git", "config", "user.name", "Jo"], cwd=found, check=True)
    subprocess.run(["git", "config", "user.email", "jo@northwind.example"], cwd=found, check=True)
    return found


def measure(root: Path, text: str, *arguments: str) -> int:
    (root.parent / "figures.csv").write_text(text, encoding="utf-8")
    return run(["measure", "acme", str(root.parent / "figures.csv"), *arguments, "--workspace", str(root)])


def kept(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "agreements/acme/measurements").glob("*")) if (root / "agreements/acme/measurements").exists() else []


def told(capsys: pytest.CaptureFixture[str]) -> str:
    printed = capsys.readouterr()
    return printed.out + printed.err


def test_what_was_delivered_is_kept_byte_for_byte_and_saved(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(root, OUTAGES + HOUR, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["first_day"], found["last_day"], found["system"], found["rows"]) == ("2026-04-01", "2026-04-30", "status-page", {"uptime": 1})
    assert kept(root) == ["2026-04-01_2026-04-30-outages-status-page.csv"]
    shown = subprocess.run(["git", "show", f"HEAD:{found['file']}"], cwd=root, check=True, capture_output=True, text=True).stdout
    assert shown == OUTAGES + HOUR
    assert (
        subprocess.run(["git", "status", "--porcelain", "--", "agreements/acme/measurements"], cwd=root, check=True, capture_output=True, text=True).stdout
        == ""
    )


def test_figures_that_somebody_else_delivers_at_the_same_moment_are_not_overwritten(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = [True]

    @contextmanager
    def turn(git_dir: Path, what: str) -> Iterator[None]:
        if first.pop():
            first.append(False)
            assert measure(root, OUTAGES, "--period", "2026-Q2", "--system", "status page") == 0
        with vault_turn(git_dir, what):
            yield

    monkeypatch.setattr(measuring, "turn", turn)
    assert measure(root, OUTAGES + HOUR) == 5
    assert "--replace" in told(capsys)
    assert kept(root) == ["2026-04-01_2026-06-30-outages-status-page.csv"]


def test_days_on_the_edge_of_all_days_in_the_name_of_a_file_are_told_and_no_fault(root: Path) -> None:
    folder = root / "agreements/acme/measurements"
    folder.mkdir()
    for days in ("9999-12-31_9999-12-31", "0001-01-01_0001-01-31", "2026-05-31_2026-05-01"):
        (folder / f"{days}-outages-status-page.csv").write_text(OUTAGES, encoding="utf-8")
    found, findings = measurements_of(load(Folder(root)), "acme", now=NOW)
    assert found["uptime"].covered == ()
    assert [one.code for one in findings] == ["SLG615"] * 3


def test_where_a_row_is_wrong_nothing_is_kept(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(root, f"{OUTAGES}{HOUR}uptime,2026-04-06T09:00:00,,\n") == 3
    assert "figures.csv:3" in told(capsys)
    assert kept(root) == []


def test_the_same_file_again_is_no_second_one_and_another_for_the_same_days_needs_a_word(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(root, OUTAGES + HOUR) == 0
    assert measure(root, OUTAGES + HOUR) == 0
    assert measure(root, OUTAGES, "--period", "2026-Q2", "--system", "status page") == 5
    assert "--replace" in told(capsys)
    assert measure(root, OUTAGES, "--period", "2026-Q2", "--system", "status page", "--replace") == 0
    assert kept(root) == ["2026-04-01_2026-06-30-outages-status-page.csv"]


def test_new_figures_of_a_month_do_not_take_those_of_other_months_away(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(root, OUTAGES + HOUR, "--period", "2026-Q2") == 0
    assert measure(root, OUTAGES, "--period", "2026-04", "--system", "status page", "--replace") == 5
    assert "--period 2026-04-01/2026-06-30 --replace" in told(capsys)
    assert kept(root) == [QUARTER]


QUARTER, APRIL = "2026-04-01_2026-06-30-outages-status-page.csv", "2026-04-01_2026-04-30-outages-status-page.csv"


def counted(root: Path) -> tuple[int, list[str]]:
    found, findings = measurements_of(load(Folder(root)), "acme", now=NOW)
    return len(found["uptime"].covered), [f"{one.code} {one.severity} {one.source.file.rpartition('/')[2]}" for one in findings]


def test_who_is_killed_before_the_old_figures_are_gone_leaves_none_that_count_twice(root: Path) -> None:
    assert measure(root, OUTAGES + HOUR, "--period", "2026-Q2") == 0
    folder = root / "agreements/acme/measurements"
    (folder / APRIL).write_text(OUTAGES, encoding="utf-8")  # written, and not saved
    assert counted(root) == (1, [f"SLG617 warning {APRIL}"])
    git(root, "rm", "--cached", f"agreements/acme/measurements/{QUARTER}")
    git(root, "add", f"agreements/acme/measurements/{APRIL}")
    git(root, "commit", "-qm", "saved, and the old file not deleted")
    assert counted(root) == (1, [f"SLG617 warning {QUARTER}"])
    assert measure(root, OUTAGES, "--period", "2026-04", "--system", "status page", "--replace") == 0
    assert kept(root) == [APRIL]


def test_two_files_of_the_same_days_that_were_both_saved_are_an_error(root: Path) -> None:
    assert measure(root, OUTAGES + HOUR, "--period", "2026-Q2") == 0
    (root / "agreements/acme/measurements" / APRIL).write_text(OUTAGES, encoding="utf-8")
    git(root, "add", "agreements")
    git(root, "commit", "-qm", "two")
    assert counted(root)[1] == [f"SLG617 error {APRIL}", f"SLG617 error {QUARTER}"]


def test_a_file_without_rows_needs_its_period_and_its_system(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(root, OUTAGES) == 2
    assert "--period 2026-10" in told(capsys)
    assert measure(root, OUTAGES, "--period", "2026-04") == 2
    assert "Probes, Status page" in told(capsys)
    assert measure(root, OUTAGES, "--period", "2026-04", "--system", "Pager") == 2
    assert measure(root, OUTAGES, "--period", "2026-13") == 2
    assert measure(root, OUTAGES, "--period", "2999-01", "--system", "probes") == 2


def test_rows_of_another_period_are_refused_but_an_outage_may_reach_into_it(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(root, OUTAGES + HOUR, "--period", "2026-05") == 3
    assert "another period" in told(capsys)
    assert measure(root, f"{OUTAGES}uptime,2026-04-30T22:00:00Z,2026-05-01T04:00:00Z,\n", "--period", "2026-05") == 0


def test_only_checked_means_nothing_is_kept(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(root, OUTAGES + HOUR, "--dry-run") == 0
    assert "nothing was kept" in told(capsys)
    assert kept(root) == []


def test_what_is_kept_is_read_back_level_by_level_with_the_time_that_it_covers(root: Path) -> None:
    assert measure(root, OUTAGES + HOUR) == 0
    assert measure(root, "service_level,period,value,sample\nhappy,2026-04,4.2,30\n") == 0
    (root / "agreements/acme/measurements/notes.csv").write_text("?", encoding="utf-8")
    found, findings = measurements_of(load(Folder(root)), "acme", now=NOW)
    zone = "Europe/London"
    assert found["uptime"].covered == ((midnight(date(2026, 4, 1), zone), midnight(date(2026, 5, 1), zone)),)
    assert (len(found["uptime"].outages), found["mail"].covered, len(found["happy"].figures)) == (1, (), 1)
    assert [one.code for one in findings] == ["SLG615"]


def test_names_of_systems_and_of_files() -> None:
    assert system_slug("Status Page (EU) – Ünit 1") == "status-page-eu-unit-1"
    assert system_slug("…") == "system"
    file = MeasurementFile(date(2026, 4, 1), date(2026, 4, 30), "outages", "status-page")
    assert MeasurementFile.parse(file.name) == file
    assert MeasurementFile.parse("2026-02-30_2026-04-30-outages-x.csv") is None


def test_use_is_kept_like_any_other_figure_and_read_month_by_month(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = root / FACTS
    charges = "charges: [{service: hosting, amount: 29.00, currency: GBP, per: user and month}]\n"
    facts.write_text(facts.read_text(encoding="utf-8") + charges, encoding="utf-8")
    assert measure(root, "service,period,quantity\nhosting,2026-03,40\nhosting,2026-04,42\n", "--period", "2026-Q2") == 3
    assert measure(root, "service,period,quantity\nhosting,2026-04,42\n", "--period", "2026-Q2") == 0
    assert kept(root) == ["2026-04-01_2026-06-30-use-invoicing.csv"]
    assert " Service level " not in capsys.readouterr().out
    found = use_of(load(Folder(root)), "acme", now=NOW)
    assert [(month, int(found["hosting", "user and month", date(2026, month, 1)])) for month in (4, 5, 6)] == [(4, 42), (5, 0), (6, 0)]


def test_the_figure_of_a_month_that_is_under_way_is_taken_and_of_one_to_come_is_not(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)
    assert measure(root, "service_level,period,value\nhappy,2026-11,90\n", "--period", "2026-11") == 0
    assert measure(root, "service_level,period,value\nhappy,2026-12,90\n", "--period", "2026-12") != 0


def test_check_tells_of_a_level_that_has_never_been_measured_once_others_are(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = root / FACTS
    facts.write_text(facts.read_text(encoding="utf-8") + "contract_term: {effective_date: 2026-01-01, initial: 24 months}\n", encoding="utf-8")
    run(["check", "acme", "--workspace", str(root)])
    assert "SLG303" not in told(capsys)
    assert measure(root, OUTAGES + HOUR, "--system", "Status page") == 0
    run(["check", "acme", "--workspace", str(root)])
    said = told(capsys)
    assert "“mail” has never been measured" in said
    assert "“uptime” has never been measured" not in said


def test_check_tells_of_files_in_the_folder_of_measurements_that_nobody_can_count(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert measure(root, OUTAGES + HOUR, "--system", "Status page") == 0
    (root / "agreements/acme/measurements/october.csv").write_text(OUTAGES, encoding="utf-8")
    run(["check", "acme", "--workspace", str(root)])
    assert "SLG615" in told(capsys)


def test_tickets_that_are_told_of_one_of_two_levels_are_asked_about(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = root / FACTS
    level = "{{id: {0}-p1, service: hosting, metric: {0}-time, role: slo, severity: P1, target: 95 % <= 4 hours, period: calendar-month, source: {{type: tickets, system: Desk}}}}"
    text = facts.read_text(encoding="utf-8").replace(
        "service_levels:\n", "".join(["service_levels:\n", *(f"  - {level.format(one)}\n" for one in ("response", "resolution"))])
    )
    facts.write_text(text + "severities: {P1: {title: One, means: all}, P2: {title: Two, means: some}}\n", encoding="utf-8")
    header, times = "service_level,severity,opened,responded,resolved\n", "P1,2026-04-02T09:00:00Z,2026-04-02T09:10:00Z,2026-04-02T10:00:00Z\n"
    assert measure(root, f"{header}response-p1,{times}", "--dry-run") == 0
    assert "no row is of “resolution-p1”" in told(capsys)
    assert measure(root, f"{header}response-p1,{times}resolution-p1,{times}", "--dry-run") == 0
    assert "SLG681" not in told(capsys)
