"""Where output may lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from slagen.core.errors import RefusedError
from slagen.workspace.locate import keep_sources


@pytest.mark.parametrize("place", [".git/hooks/report.md", ".git/report.md", "build/../.git/report.md"])
def test_output_never_lies_in_git_s_own_folder(tmp_path: Path, place: str) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(RefusedError, match="git’s own folder"):
        keep_sources(tmp_path, tmp_path / place)
    keep_sources(tmp_path, tmp_path / "build" / "report.md")
