"""Every metric from its file to the statement, each worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from slagen.formats.files import Folder
from slagen.workspace.crediting import Statement, statement
from slagen.workspace.events import sign
from slagen.workspace.load import load
from tests.small_workspace import put_in_git
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY, Deal
from tests.workspace.test_performing import HEADER, TERM

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FOLDER = "agreements/acme/measurements/2026-04-01_2026-04-30"
SAMPLES, COUNTS, VALUES = "service_level,at,value\n", "service_level,period,good,total\n", "service_level,period,value,sample\n"


def stated(tmp_path: Path, level: str, rows: str, form: str, text: str) -> Statement:
    """One level, one row of the credit table, one file for April."""
    facts = TERM[: TERM.index("service_levels:")]
    facts += f"service_levels:\n  - {{id: x, service: hosting, role: slo, period: calendar-month, source: {{type: {form}, system: Pages}}, {level}}}\n"
    facts += f"service_credits: [{{id: standard, services: [hosting], base: monthly-charges, bands: {{x: [{rows}]}}}}]\n"
    root = put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + facts, f"{FOLDER}-{form}-pages.csv": text})
    return statement(load(Folder(root)), "acme", "2026-04", now=NOW)


def at_hours(*values: str) -> str:
    return SAMPLES + "".join(f"x,2026-04-10T{hour:02}:00:00Z,{value}\n" for hour, value in enumerate(values))


CASES = [
    # the mean of the intervals: (0 + 1 + 2.6) / 3 = 1.2
    ("metric: error-rate, target: <= 1 %", "{above: 1, credit: 5}", "samples", at_hours("0", "1", "2.6"), "the arithmetic mean of 3", "1.20%", "500.00"),
    # the ratio of totals: 26 of 2,000 failed, 1.3 %
    ("metric: error-rate, target: <= 1 %", "{above: 1, credit: 5}", "counts", f"{COUNTS}x,2026-04,1974,2000\n", "1,974 of 2,000 were good", "1.30%", "500.00"),
    # as the load test reports it
    (
        "metric: throughput, target: '>= 1200 claims'",
        "{below: 1200, credit: 5}",
        "values",
        f"{VALUES}x,2026-04,1150,\n",
        "as the source reports the result",
        "1,150 claims",
        "500.00",
    ),
    # the 75th percentile of 1, 2, 3, 40 is the third
    (
        "metric: latency, percentile: 75, target: <= 2 s",
        "{above: 2, credit: 5}",
        "samples",
        at_hours("40", "1", "3", "2"),
        "at least 75 per cent of the values lie at or below it: value number 3, from the lowest, of 4",
        "3 s",
        "500.00",
    ),
    (
        "metric: first-contact-resolution, target: '>= 70 %'",
        "{below: 70, credit: 5}",
        "counts",
        f"{COUNTS}x,2026-04,138,200\n",
        "138 of 200 were good",
        "69.00%",
        "500.00",
    ),
    (
        "metric: satisfaction, target: '>= 4.2 points', minimum_sample: 30",
        "{below: 4.2, credit: 5}",
        "values",
        f"{VALUES}x,2026-04,4.1,30\n",
        "the result that the source reports, taken from 30",
        "4.10 points",
        "500.00",
    ),
    (
        "metric: satisfaction, target: '>= 4.2 points', minimum_sample: 30",
        "{below: 4.2, credit: 5}",
        "values",
        f"{VALUES}x,2026-04,4.1,29\n",
        "the result that the source reports, taken from 29",
        "4.10 points",
        "0.00",
    ),
    # every single recovery must satisfy the target: the worst of 10 and 16 minutes
    ("metric: recovery-point, target: <= 15 min", "{above: 15, credit: 5}", "samples", at_hours("10", "16"), "the worst of 2", "16 min", "500.00"),
    ("metric: recovery-time, target: <= 4 hours", "{above: 4, credit: 5}", "samples", at_hours("4", "3.5"), "the worst of 2", "4 hours", "0.00"),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{case[0].split(',')[0][8:]} by {case[2]}, {case[5]}, {case[6]}" for case in CASES])
def test_a_metric_from_its_file_to_the_statement(tmp_path: Path, case: tuple[str, ...]) -> None:
    *given, figures, result, credit = case
    found = stated(tmp_path, *given)
    assert found.findings == ()
    lines = {line.what: line for line in found.levels[0].lines}
    assert (lines["Figures"].working, lines["Result"].outcome, f"{found.months[0].credit.amount}") == (figures, result, credit)


def test_too_few_answers_are_told_and_count_as_met(tmp_path: Path) -> None:
    found = stated(tmp_path, *CASES[6][:4])
    assert {line.what: line.working for line in found.levels[0].lines}["Target"] == "at least 4.2 points; with fewer than 30 it counts as met"


QUARTER = TERM.replace("period: calendar-month", "period: calendar-quarter")


def test_a_period_counts_by_the_version_of_its_first_day_also_for_a_level_that_an_amendment_removed(tmp_path: Path) -> None:
    """The quarter began under v1.0, with a level that v1.1 of 20 May no longer has: its miss stays in the statement, with its own lines."""
    deal = Deal(tmp_path / "deal")
    deal.change("accepted:", QUARTER + "accepted:")
    deal.save("terms")
    deal.sign()
    deal.amend()
    deal.change("id: uptime", "id: reachable")
    deal.change("bands: {uptime:", "bands: {reachable:")
    deal.save("another level")
    amended = deal.built(execution=True, version="draft")
    sign(deal.root, deal.loaded, "acme", (amended,), deal.how(at=date(2026, 5, 20)))
    (deal.root / FOLDER).parent.mkdir(exist_ok=True)
    (deal.root / f"{FOLDER}-outages-pages.csv").write_text(f"{HEADER}reachable,2026-04-05T00:00:00Z,2026-04-05T10:00:00Z,\n", encoding="utf-8")
    found = statement(deal.loaded, "acme", "2026-06", now=NOW)
    assert [working.title for working in found.levels] == ["uptime, 2026-Q2"]
    assert [line.outcome for line in found.levels[0].lines if line.what == "Version"] == ["v1.0"]


def test_too_much_downtime_is_stated_for_its_month_though_the_quarter_of_its_level_is_not_over(tmp_path: Path) -> None:
    """34 hours in April; the clause adds them up to the last day of each month."""
    outage = f"{HEADER}uptime,2026-04-05T00:00:00Z,2026-04-06T10:00:00Z,\n"
    root = put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + QUARTER, f"{FOLDER}-outages-pages.csv": outage})
    found = statement(load(Folder(root)), "acme", "2026-04", now=NOW)
    [failure] = [line for line in found.schemes[0].lines if line.what == "Critical Failure"]
    assert (found.levels, failure.working) == ((), "hosting: down 34 hours (34 in 2026-04); more than 24 hours in 3 months")
