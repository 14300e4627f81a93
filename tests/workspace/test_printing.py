from __future__ import annotations

from datetime import date
from pathlib import Path
import shutil

import pytest

from slagen.core.errors import MissingProgramError
from slagen.formats.pdf import NoPdfError
from slagen.formats.word.printing import for_printing
from slagen.workspace import printing
from slagen.workspace.batch import build_all, named
from slagen.workspace.building import Order
from tests.small_workspace import AGREEMENT, clause, put, template

TODAY = date(2026, 1, 1)


def workspace(folder: Path) -> Path:
    put(
        folder,
        {
            "clauses/common/scope.md": clause("scope", "1. Words."),
            "templates/plain/template.yaml": template("scope"),
            "agreements/acme/agreement.yaml": AGREEMENT,
        },
    )
    return folder


def test_without_libreoffice_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(MissingProgramError) as caught:
        build_all(tmp_path, ("acme",), Order(("docx", "pdf"), tmp_path / "out", TODAY))
    assert caught.value.exit_code == 8
    assert "apt install" in caught.value.hint
    assert not (tmp_path / "out").exists()


def test_the_pdf_is_made_of_the_word_file_that_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "office", lambda: Path("soffice"))
    monkeypatch.setattr(printing, "convert", lambda _program, documents: {name: b"%PDF-" + data for name, data in documents.items()})
    root = workspace(tmp_path)
    outcome = build_all(root, named(root, (), "draft"), Order(("docx", "pdf"), tmp_path / "out", TODAY))
    assert [file.name for file in outcome.built[0].files] == ["acme.docx", "acme.pdf"]
    assert (tmp_path / "out/acme.pdf").read_bytes() == b"%PDF-" + for_printing((tmp_path / "out/acme.docx").read_bytes(), "acme")


def test_a_file_that_libreoffice_cannot_print_is_told_and_the_word_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "office", lambda: Path("soffice"))
    monkeypatch.setattr(printing, "convert", lambda _program, documents: {name: NoPdfError(name, "it crashed") for name in documents})
    root = workspace(tmp_path)
    outcome = build_all(root, named(root, (), "draft"), Order(("docx", "pdf"), tmp_path / "out", TODAY))
    assert outcome.exit_code == 3
    assert [file.name for file in outcome.built[0].files] == ["acme.docx"]
    assert "it crashed" in outcome.failed[0][1].message
