"""The golden contracts once more, saved in git, after the library and the layers below them have been lost."""

from __future__ import annotations

import json
from pathlib import Path
import shutil

import pytest

from slagen.formats.markdown.write import write as write_markdown
from slagen.model.native import to_native
from slagen.workspace.drafting import draft
from slagen.workspace.load import load_agreement
from slagen.workspace.moving import Wanted
from slagen.workspace.upgrading import plan_upgrade
from tests.golden.test_golden import CASES
from tests.small_workspace import git, shell
from tests.workspace.moved_on import now, saved, write

GOLDEN = Path(__file__).parent


def start(root: Path, case: str) -> Path:
    """The case in a repository, committed and saved."""
    shutil.copytree(GOLDEN / case, root, ignore=shutil.ignore_patterns("expected"))
    for template in (root / "templates").iterdir():
        if not (template / "shell.docx").exists():
            write(root, f"templates/{template.name}/shell.docx", shell())
    git(root, "init", "--quiet", "-b", "main")
    git(root, "add", "-A")
    git(root, "-c", "user.name=Jo", "-c", "user.email=jo@northwind.example", "commit", "--quiet", "-m", "layers need no contract of their own")
    saved(root, "golden")
    return root


@pytest.mark.parametrize("case", CASES)
def test_a_contract_outlives_its_library_word_for_word(case: str, tmp_path: Path) -> None:
    root = start(tmp_path / "space", case)
    for name in ("clauses", "templates"):
        shutil.rmtree(root / name)
    for layer in load_agreement(now(root), "golden").layers[:-1]:
        shutil.rmtree((root / now(root).path_of(layer.id)).parent)
    made = draft(now(root), "golden").usable
    expected = GOLDEN / case / "expected"
    assert write_markdown(made.document, made.labels) == (expected / "contract.md").read_text(encoding="utf-8")
    assert json.loads(json.dumps(to_native(made.document))) == json.loads((expected / "contract.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES)
def test_what_the_library_says_by_now_is_one_upgrade_away(case: str, tmp_path: Path) -> None:
    root = start(tmp_path / "space", case)
    for clause in (root / "clauses").rglob("*.md"):
        write(root, str(clause.relative_to(root)), clause.read_text(encoding="utf-8").replace("shall", "must").rstrip("\n") + "\n\nAnd so it ends.\n")
    found = plan_upgrade(root, now(root), "golden", Wanted())
    assert found.moves
    assert found.difference is not None
    assert {change.id for change in found.difference.document.changes} <= {move.id for move in found.moves} | {"document:recitals"}
