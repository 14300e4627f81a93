"""What `slagen measure` says it understood."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from slagen.formats.files import Folder
from slagen.formats.measurements import read_rows
from slagen.model.measurement_file import MeasurementFile
from slagen.model.service_level import ServiceLevel
from slagen.schema.measurement_rows import Knowledge
from slagen.schema.measurements import read_measurements
from slagen.workspace.load import load, load_agreement
from slagen.workspace.understanding import ended_periods, understood
from tests.performance.conditions import ZONE, at, level
from tests.small_workspace import put_in_git
from tests.workspace.deal import CONTENTS, FACTS, SIGNED_BY
from tests.workspace.test_performing import TERM

OUTAGE = "service_level,start,end,cause\n"
UPTIME = level(exclusions=("planned-maintenance",), id="uptime")
P1 = level("response-time", "95 % <= 30 min", "tickets", id="p1")


def said(text: str, *levels: ServiceLevel) -> list[tuple[object, ...]]:
    rows, _ = read_rows(text.encode(), "a.csv")
    assert rows is not None
    intake, _ = read_measurements(rows, Knowledge({one.id: one for one in levels}, frozenset({"P1", "P2"}), ZONE, at("2026-11-01 00:00")))
    assert intake is not None
    return [(one.level, one.rows, one.first, one.last, one.says) for one in understood(intake, levels, ZONE)]


def test_outages_are_told_by_what_counts_and_what_is_left_out() -> None:
    rows = (
        "uptime,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,\n"
        "uptime,2026-10-06T09:00:00Z,2026-10-06T10:00:00Z,planned-maintenance\n"
        "uptime,2026-10-07T09:00:00Z,,power\n"
    )
    says = "2 count (no cause stated, power); 1 left out (planned-maintenance); 1 still lasts"
    assert said(OUTAGE + rows, UPTIME) == [("uptime", 3, "2026-10-05 10:00", "2026-10-07 10:00", says)]


def test_a_long_cause_of_several_lines_is_told_in_short_on_one_line() -> None:
    cause = "first\n# second " + "c" * 280
    [told] = said(f'{OUTAGE}uptime,2026-10-05T09:00:00Z,2026-10-05T10:00:00Z,"{cause}"\n', UPTIME)
    assert told[-1] == f"1 count (first # second {'c' * 64}…)"


def test_a_level_that_the_file_leaves_out_is_told_too() -> None:
    assert said(OUTAGE, UPTIME) == [("uptime", 0, "", "", "nothing happened")]


@pytest.mark.parametrize(
    ("text", "measured", "expected"),
    [
        (
            "service_level,at,value\nx,2026-10-05T09:00:00Z,1.50\nx,2026-10-05T10:00:00Z,0.9\n",
            level("latency", "<= 2 s", "samples", id="x"),
            "from 0.9 to 1.50",
        ),
        ("service_level,period,good,total\nx,2026-10,98,100\n", level("error-rate", "<= 1 %", "counts", id="x"), "98 of 100 good"),
        ("service_level,period,value,sample\nx,2026-10,4.2,31\n", level("satisfaction", ">= 4", "values", id="x"), "4.2 (taken from 31)"),
        (
            "service_level,severity,opened,responded,workaround,resolved\nx,P1,2026-10-05T09:00:00Z,,,\nx,P2,2026-10-05T09:00:00Z,2026-10-05T09:01:00Z,,\n",
            level("response-time", "<= 5 min", "tickets", id="x"),
            "P1, P2; 1 not answered; 2 not resolved",
        ),
    ],
)
def test_every_form_is_told_by_its_figures(text: str, measured: ServiceLevel, expected: str) -> None:
    [found] = said(text, measured)
    assert found[-1] == expected


@pytest.mark.parametrize(("months", "last"), [(5, "5 of 9 good"), (6, "and 1 more"), (9, "and 4 more")])
def test_of_many_periods_it_is_told_how_many_more_there_are(months: int, last: str) -> None:
    rows = "".join(f"x,2026-{month:02},{month},9\n" for month in range(1, months + 1))
    [found] = said(f"service_level,period,good,total\n{rows}", level("error-rate", "<= 1 %", "counts", id="x"))
    told = str(found[-1]).split("; ")
    assert (told[0], told[-1]) == ("1 of 9 good", last)


def test_the_periods_that_end_in_the_days_of_a_file_are_named(tmp_path: Path) -> None:
    root = put_in_git(tmp_path / "ws", CONTENTS | {FACTS: SIGNED_BY + TERM})
    agreement = load_agreement(load(Folder(root)), "acme").agreement
    assert agreement is not None
    file = MeasurementFile(date(2026, 6, 1), date(2026, 7, 31), "outages", "pages")
    levels = (level(id="a"), level(id="b", period="calendar-quarter"), level(id="c", period="rolling-30-days"))
    assert ended_periods(agreement, levels, file) == ("2026-06", "2026-07", "2026-Q2", "2026-06-01/2026-06-30", "2026-07-02/2026-07-31")
