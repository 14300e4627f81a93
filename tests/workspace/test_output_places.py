"""Where output may lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from slagen.cli.main import run
from slagen.core.errors import RefusedError
from slagen.workspace.locate import keep_sources
from tests.small_workspace import put_in_git
from tests.workspace.deal import CONTENTS


@pytest.mark.parametrize("place", [".git/hooks/report.md", ".git/report.md", "build/../.git/report.md"])
def test_output_never_lies_in_git_s_own_folder(tmp_path: Path, place: str) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(RefusedError, match="git’s own folder"):
        keep_sources(tmp_path, tmp_path / place)
    keep_sources(tmp_path, tmp_path / "build" / "report.md")


def test_contracts_are_not_built_into_git_s_own_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = put_in_git(tmp_path / "ws", CONTENTS)
    assert run(["build", "acme", "--out", str(root / ".git" / "hooks"), "--workspace", str(root)]) == 5
    assert "git’s own folder" in capsys.readouterr().err
    assert not (root / ".git" / "hooks" / "acme.docx").exists()
