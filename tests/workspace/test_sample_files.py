"""The Word files of all sample agreements, before the judges: the Open XML validator, our own invariants, LibreOffice, and `verify`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from slagen.formats.files import Folder
from slagen.formats.word.invariants import faults
from slagen.workspace.building import Order, build
from slagen.workspace.load import load
from slagen.workspace.verifying import Verdict, verify
from tests.word_programs import PDF, needs_office, needs_validator, saved_by_office, validated

pytestmark = pytest.mark.repeats
ROOT = Path(__file__).parents[2]


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
@needs_validator
def test_the_open_xml_validator_reports_nothing_on_any_sample(files: tuple[Path, ...]) -> None:
    assert validated(files) == []


@pytest.mark.slow
@pytest.mark.outside
@needs_office
def test_libreoffice_converts_every_sample(files: tuple[Path, ...]) -> None:
    assert saved_by_office(files, PDF).keys() == {file.stem for file in files}
