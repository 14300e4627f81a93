from __future__ import annotations

import os
from pathlib import Path

import pytest

from slagen.workspace.starting import first_files


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the settings of the computer that it runs on; nobody is known to git."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A workspace with the reference library and no agreement, not yet in git."""
    root = tmp_path / "workspace"
    for path, data in first_files("Workspace", samples=False).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root
