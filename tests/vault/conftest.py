from __future__ import annotations

from collections.abc import Callable, Iterator
import os
from pathlib import Path
import subprocess

import pytest

from slagen.vault.repository import Repository, init

Git = Callable[..., str]


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the settings of the computer that it runs on."""
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    (home / ".gitconfig").write_text("[user]\n\tname = Jo Bloggs\n\temail = jo@northwind.example\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "work space"
    folder.mkdir()
    return folder


@pytest.fixture
def repository(root: Path) -> Iterator[Repository]:
    with init(root) as opened:
        yield opened


@pytest.fixture
def git(root: Path) -> Git:
    def run(*arguments: str) -> str:
        return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout

    return run
