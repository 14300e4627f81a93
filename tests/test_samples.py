"""The measurements of the sample agreements are those that `make samples` writes, and they can be used as they are."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from slagen.formats.files import Folder
from slagen.workspace.kept_figures import measurements_of
from slagen.workspace.load import load
from tools.sample_charters import FOLDER, charter_texts
from tools.sample_measurements import YEARS, Year, texts_of

ROOT = Path(__file__).resolve().parents[1]
NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("year", YEARS, ids=lambda year: Path(year.folder).name)
def test_the_kept_measurements_are_those_that_the_tool_writes(year: Year) -> None:
    kept = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / year.folder / "measurements").iterdir()}
    assert kept == dict(texts_of(year))


@pytest.mark.parametrize("year", YEARS, ids=lambda year: Path(year.folder).name)
def test_the_kept_measurements_have_no_faults(year: Year) -> None:
    found, findings = measurements_of(load(Folder(ROOT)), Path(year.folder).name, now=NOW)
    assert not findings
    assert all(one.covered for one in found.values())


def test_the_figures_of_the_charter_are_those_that_the_tool_writes_and_have_no_faults() -> None:
    kept = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / FOLDER / "measurements").iterdir()}
    assert kept == dict(charter_texts())
    found, findings = measurements_of(load(Folder(ROOT)), Path(FOLDER).name, now=NOW)
    assert not findings
    assert all(one.covered for one in found.values())
