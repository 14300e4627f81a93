from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
import subprocess

import pytest

from slagen.vault.repository import Repository, init
from tests.own_settings import forget_settings

Git = Callable[..., str]


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the settings of the computer that it runs on."""
    home = tmp_path_factory.mktemp("home")
    (home / ".gitconfig").write_text("[user]\n\tname = Jo Bloggs\n\temail = jo@northwind.example\n")
    forget_settings(home, monkeypatch)


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
