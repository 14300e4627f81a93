"""Figures of many files are put together; large files of samples in columns, with the same results."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from slagen.core.errors import FindingsError
from slagen.formats.columns import ColumnSamples
from slagen.formats.files import Folder
from slagen.formats.measurements import LARGE
from slagen.model.samples import PlainSamples
from slagen.performance.result import Result
from slagen.workspace import gathering
from slagen.workspace.identifying import Document
from slagen.workspace.kept_figures import measurements_of
from slagen.workspace.load import load
from slagen.workspace.measuring import Delivery, measure
from slagen.workspace.performing import performance
from tests.small_workspace import put_in_git
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY

LEVELS = """\
contract_term: {effective_date: 2026-04-01, initial: 12 months}
services: [{id: hosting, name: Hosting}]
service_levels:
  - {id: pages, service: hosting, metric: latency, role: slo, target: "<= 200 ms", period: calendar-month, source: {type: samples, system: Probes}}
  - {id: slow-pages, service: hosting, metric: latency, percentile: 95, role: kpi, period: calendar-month, source: {type: samples, system: Probes}}
"""
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEADER = "service_level,at,value\n"


def month(number: int) -> str:
    rows = (
        f"{level},2026-{number:02}-{day:02}T{hour:02}:00:00Z,{day + hour}.{number}\n"
        for level in ("pages", "slow-pages")
        for day in range(1, 29)
        for hour in (1, 9, 17)
    )
    return HEADER + "".join(rows)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = f"{FACTS.rpartition('/')[0]}/measurements"
    figures = {f"{folder}/2026-0{number}-01_2026-0{number}-{last}-samples-probes.csv": month(number) for number, last in ((4, 30), (5, 31), (6, 30))}
    return put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + LEVELS} | figures)


def results(root: Path) -> dict[str, tuple[Result, ...]]:
    return dict(performance(load(Folder(root)), "acme", until=date(2026, 6, 30), now=NOW).results)


def test_months_in_columns_give_the_results_that_they_give_row_by_row(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = results(root)
    assert any(result.value is not None for every in plain.values() for result in every)
    assert isinstance(measurements_of(load(Folder(root)), "acme", now=NOW)[0]["pages"].samples, PlainSamples)
    monkeypatch.setattr(gathering, "LARGE", 0)
    assert isinstance(measurements_of(load(Folder(root)), "acme", now=NOW)[0]["pages"].samples, ColumnSamples)
    assert results(root) == plain


@pytest.mark.parametrize("large", [0, LARGE])
def test_rows_of_another_period_are_told_by_their_lines_and_what_is_understood_is_counted(root: Path, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(gathering, "LARGE", large)
    loaded, document = load(Folder(root)), Document("july.csv", month(7).encode())
    found = measure(root, loaded, "acme", document, Delivery(dry=True), now=NOW)
    assert (found.file.name, found.rows) == ("2026-07-01_2026-07-31-samples-probes.csv", {"pages": 84, "slow-pages": 84})
    with pytest.raises(FindingsError) as caught:
        measure(root, loaded, "acme", document, Delivery("2026-07-02/2026-07-31", dry=True), now=NOW)
    assert [(one.code, one.source.line) for one in caught.value.findings] == [("SLG616", line) for line in (2, 3, 4, 86, 87, 88)]


def test_an_hour_beyond_the_month_by_the_agreements_clock_is_told_before_a_whole_month_counts_as_delivered(root: Path) -> None:
    loaded, rows = load(Folder(root)), month(7) + "pages,2026-08-31T23:30:00Z,80\n"
    late = measure(root, loaded, "acme", Document("july.csv", rows.encode()), Delivery(dry=True), now=NOW)
    assert [(one.code, one.message) for one in late.findings if one.code == "SLG619"] == [
        ("SLG619", "there are rows of 2026-07 and of 2026-09: all days from 2026-07-01 to 2026-09-30 count as delivered")
    ]
    meant = measure(root, loaded, "acme", Document("july.csv", rows.encode()), Delivery("2026-07-01/2026-09-30", dry=True), now=NOW)
    assert not any(one.code == "SLG619" for one in meant.findings)
    inside = measure(root, loaded, "acme", Document("july.csv", month(7).encode()), Delivery(dry=True), now=NOW)
    assert not any(one.code == "SLG619" for one in inside.findings)
