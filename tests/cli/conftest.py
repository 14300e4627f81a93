from __future__ import annotations

from pathlib import Path

import pytest

from slagen.workspace.starting import first_files
from tests.own_settings import forget_settings
from tests.running import Slagen, running


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the settings of the computer that it runs on; nobody is known to git."""
    forget_settings(tmp_path_factory.mktemp("home"), monkeypatch)
    monkeypatch.setenv("NO_COLOR", "1")


@pytest.fixture
def slagen(capsys: pytest.CaptureFixture[str]) -> Slagen:
    """Run a command in this process: exit code, standard output, standard error."""
    return running(capsys)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with the reference library and no agreement, not yet in git; the test stands in it."""
    root = tmp_path / "workspace"
    for path, data in first_files("Workspace", samples=False).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    monkeypatch.chdir(root)
    return root
