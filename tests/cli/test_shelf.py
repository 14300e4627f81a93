"""`slagen diff` with what is kept in the user's own folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

from slagen.cli.shelf import own_shelf
from slagen.core.errors import RefusedError
from slagen.workspace import sides
from tests.running import Slagen
from tests.small_workspace import AGREEMENT, git, put_in_git

FORMS = (("--to", "text"), ("--to", "md"), ("--to", "html"), ("--to", "json"), ("--json",), ("--annotate",), ("--to", "html", "--annotate"), ("--exit-code",))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with two versions, which differ in a fact and in what is printed of it."""
    folder = put_in_git(tmp_path / "space")
    for name in ("Acme plc", "Acme Ltd"):
        (folder / "agreements/acme/agreement.yaml").write_text(AGREEMENT.replace("Acme plc", name))
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "-m", name)
    return folder


def test_in_every_form_the_second_answer_is_the_first_without_a_version_being_read(root: Path, slagen: Slagen, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Path(os.environ["XDG_CACHE_HOME"], "slagen")
    asked = ("diff", "acme", "HEAD~1", "HEAD", "--workspace", str(root))
    first = []
    for form in FORMS:
        first.append(slagen(*asked, *form))
        for item in shelf.iterdir():
            item.unlink()
    slagen(*asked)
    monkeypatch.delattr(sides, "load")
    assert [slagen(*asked, *form) for form in FORMS] == first
    assert [code for code, _, _ in first] == [0] * 7 + [1]
    assert all("Acme Ltd" in told for _, told, _ in first)


def test_the_folder_is_the_one_for_what_can_be_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert own_shelf() is not None
    assert str(own_shelf()) == f"Shelf(folder={tmp_path / 'slagen'!r})"
    monkeypatch.delenv("XDG_CACHE_HOME")
    home = own_shelf()
    assert home is not None
    assert home.folder.is_relative_to(os.environ["HOME"])


def test_a_folder_that_is_not_absolute_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    assert own_shelf() is None


def test_who_has_no_home_has_no_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", refuse)
    assert own_shelf() is None


def test_a_shelf_that_cannot_be_written_changes_nothing(root: Path, slagen: Slagen, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("diff", "acme", "HEAD~1", "HEAD", "--workspace", str(root))
    first = slagen(*asked)
    (root.parent / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(root.parent / "file"))
    assert slagen(*asked) == first


def test_what_was_saved_is_compared_for_the_first_time_without_a_version_being_read(slagen: Slagen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = put_in_git(tmp_path / "space")
    for name in ("Acme plc", "Acme Ltd"):
        (root / "agreements/acme/agreement.yaml").write_text(AGREEMENT.replace("Acme plc", name))
        assert slagen("save", "acme", "-m", name, "--workspace", str(root))[0] == 0
    asked = ("diff", "acme", "HEAD~1", "HEAD", "--workspace", str(root))
    with monkeypatch.context() as without:
        without.setenv("XDG_CACHE_HOME", str(tmp_path / "nothing kept"))
        worked_out = slagen(*asked)
    monkeypatch.delattr(sides, "load")
    assert slagen(*asked) == worked_out
    assert "Acme Ltd" in worked_out[1]


@pytest.mark.parametrize("error", [RefusedError("no"), OSError("no"), KeyboardInterrupt()])
def test_a_version_is_saved_whatever_becomes_of_the_shelf(root: Path, slagen: Slagen, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def refuse(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(sides, "extract", refuse)
    code, told, complaint = slagen("save", "acme", "-m", "third", "--workspace", str(root))
    assert (code, told.startswith("Saved acme as"), complaint) == (0, True, "")
    assert git(root, "log", "-1", "--format=%s").strip() == "third"
