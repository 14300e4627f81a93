from __future__ import annotations

from pathlib import Path

import pytest

from slagen.workspace.starting import first_files
from tests.own_settings import forget_settings


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the settings of the computer that it runs on; nobody is known to git."""
    forget_settings(tmp_path_factory.mktemp("home"), monkeypatch)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A workspace with the reference library and no agreement, not yet in git."""
    root = tmp_path / "workspace"
    for path, data in first_files("Workspace", samples=False).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root
