from __future__ import annotations

from pathlib import Path

import pytest

from slagen.formats.word.starter import STARTERS, main, starter_shell

TEMPLATES = Path(__file__).parents[3] / "templates"


@pytest.mark.parametrize("name", STARTERS)
def test_a_shipped_shell_is_what_the_script_makes(name: str) -> None:
    assert (TEMPLATES / name / "shell.docx").read_bytes() == starter_shell(STARTERS[name]), "run make shells"


def test_the_script_writes_every_shell_into_its_template_s_folder(tmp_path: Path) -> None:
    main(tmp_path)
    assert sorted(path.parent.name for path in tmp_path.glob("*/shell.docx")) == sorted(STARTERS)


def test_a_shell_is_lean() -> None:
    assert all(len(starter_shell(starter)) < 12_000 for starter in STARTERS.values())
