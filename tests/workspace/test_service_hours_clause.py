"""What is reported outside the service hours, from the file of tickets to the statement: by the clause on service hours that the contract has."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from slagen.formats.files import Folder
from slagen.workspace.crediting import statement
from slagen.workspace.due_list import Wanted, due
from slagen.workspace.load import load
from tests.small_workspace import put_in_git, template
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY
from tests.workspace.test_performing import TERM

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CLAUSE = "clauses/service/service-hours.md"
TEXT = (Path(__file__).parents[2] / CLAUSE).read_text(encoding="utf-8")
LEVELS = """\
service_hours: {office: {weekly: {mon-fri: ["09:00-17:30"]}}}
severities: {P1: {title: Critical, means: The service is down, hours: office}, P2: {title: High, means: A function is down, hours: office}}
service_levels:
  - {id: response, name: Response, service: hosting, metric: response-time, role: slo, severity: P2, target: 95 % <= 30 min, period: calendar-month, source: {type: tickets, system: Desk}}
service_credits: [{id: standard, services: [hosting], base: monthly-charges, bands: {response: [{below: 95, credit: 5}]}}]
"""
FRIDAY_EVENING = "response,P2,2026-05-29T19:00:00+01:00,2026-06-01T10:00:00+01:00,,\n"
"""Answered on Monday at ten, an hour after the hours began."""


def lines(tmp_path: Path, month: str, *clauses: str, extra: str = "", severity: str = "P2") -> dict[str, tuple[str, str]]:
    """The steps of the level in a month: working and outcome."""
    header = "service_level,severity,opened,responded,workaround,resolved\n"
    files = {
        "templates/plain/template.yaml": template("scope", *clauses, "execution"),
        CLAUSE: TEXT,
        FACTS: SIGNED_BY + TERM[: TERM.index("service_levels:")] + LEVELS.replace("severity: P2", f"severity: {severity}") + extra,
        "agreements/acme/measurements/2026-05-01_2026-05-31-tickets-desk.csv": header + FRIDAY_EVENING.replace("P2", severity),
        "agreements/acme/measurements/2026-06-01_2026-06-30-tickets-desk.csv": header,
    }
    found = statement(load(Folder(put_in_git(tmp_path / "ws", CONTENTS | files))), "acme", month, now=NOW)
    return {line.what: (line.working, line.outcome) for line in found.levels[0].lines}


def test_the_month_in_which_it_was_opened_says_that_it_is_counted_later(tmp_path: Path) -> None:
    found = lines(tmp_path, "2026-05", "service-hours")
    assert found["Target"][1] == "nothing to measure"
    assert found["Received after the period"] == ("1 event was opened in the period, outside the hours, and is treated as received after it", "counted there")


def test_the_next_month_counts_it_and_says_when_it_was_received(tmp_path: Path) -> None:
    found = lines(tmp_path, "2026-06", "service-hours")
    assert found["Target"][1] == "missed"
    assert found["Event too late"] == ("opened 29 May 2026, 19:00, treated as received 1 June 2026, 09:00, answered 10:00", "60 min")
    assert found["Event received in the period"][0] == "opened before the period, 29 May 2026, 19:00, outside the hours: treated as received 1 June 2026, 09:00"


def test_a_contract_without_the_clause_counts_it_where_it_was_opened(tmp_path: Path) -> None:
    found = lines(tmp_path, "2026-05")
    assert found["Target"][1] == "missed"
    assert found["Event too late"][0] == "opened 29 May 2026, 19:00, answered 1 June 2026, 10:00"


def test_on_call_means_the_gravest_class_alone(tmp_path: Path) -> None:
    on_call = "clauses: {set: {service-hours: {values: {outside: on-call}, reason: asked for, approved_by: lee@northwind.example, approved_on: 2026-01-01}}}\n"
    assert lines(tmp_path / "1", "2026-05", "service-hours", extra=on_call)["Target"][1] == "nothing to measure"
    assert lines(tmp_path / "2", "2026-05", "service-hours", extra=on_call, severity="P1")["Target"][1] == "missed"


def test_warnings_count_it_in_the_month_in_which_it_is_received(tmp_path: Path) -> None:
    lines(tmp_path, "2026-05", "service-hours")
    loaded = load(Folder(tmp_path / "ws"))
    days = (date(2026, 5, 31), date(2026, 6, 2))
    found = [due(loaded, Wanted(kinds=("early-warning",)), today=day, agreements=["acme"]).items for day in days]
    assert [[one.period for one in items if not one.period.endswith("-04")] for items in found] == [[], ["response-2026-06"]]
