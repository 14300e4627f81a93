"""docs/findings.md has one row for every code that the program can print, and no others."""

from __future__ import annotations

from pathlib import Path
import re

ROOT = Path(__file__).resolve().parents[2]


def test_every_code_is_explained_exactly_once() -> None:
    told = re.findall(r"^\| (SLG\d{3}) \|", (ROOT / "docs" / "findings.md").read_text(encoding="utf-8"), re.MULTILINE)
    used = {code for path in (ROOT / "slagen").rglob("*.py") for code in re.findall(r'"(SLG\d{3})"', path.read_text(encoding="utf-8"))}
    assert sorted(told) == sorted(used)


def test_every_row_names_a_severity_a_meaning_and_a_way_out() -> None:
    rows = [line.strip("| ").split(" | ") for line in (ROOT / "docs" / "findings.md").read_text(encoding="utf-8").splitlines() if line.startswith("| SLG")]
    assert [row for row in rows if len(row) != 4 or not row[1].startswith(("error", "warning", "note")) or not all(row)] == []
