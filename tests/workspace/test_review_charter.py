"""The agenda of a charter's review holds what was measured since the last one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from slagen.formats.files import Folder
from slagen.workspace.load import load
from slagen.workspace.review_pack import Edition, Order, pack
from tests.workspace.charter import COUNTS, VALUES, charter_in_git

MAY = "2026-05-01_2026-05-31-counts-mail-desk.csv"
SURVEY = "2026-01-01_2026-06-30-values-survey.csv"


def agenda(tmp_path: Path, files: dict[str, str]) -> str:
    root = charter_in_git(tmp_path / "ws", files)
    made = pack(root, load(Folder(root)), "acme", Order(Edition.US, date(2026, 7, 1), ("md",)))
    return made.files[0].read_text(encoding="utf-8")


def test_promises_and_surveys_stand_with_their_results(tmp_path: Path) -> None:
    text = agenda(tmp_path, {MAY: f"{COUNTS}mail.acknowledge,2026-05,99,100\nmail.reply,2026-05,90,100\n", SURVEY: f"{VALUES}feedback,2026-H1,88,50\n"})
    row = "| E-mail: we reply within 3 Business Days | 95% | 90.0% (90 of 100) | May 2026 | January to April and June 2026 |"
    assert row in text
    assert "88.0% of 50 who answered were satisfied" in text


def test_without_figures_they_are_to_be_filled_in_and_no_credit_is_spoken_of(tmp_path: Path) -> None:
    text = agenda(tmp_path, {})
    assert "Result since" in text
    assert "no results: bring the reports" in text
