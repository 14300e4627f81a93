from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
import subprocess

import pytest

from slagen.core.errors import RefusedError
from slagen.formats.files import Folder
from slagen.vault.save import Saved
from slagen.workspace import starting
from slagen.workspace.first_files import settings_text
from slagen.workspace.load import load
from slagen.workspace.starting import first_files, start


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


def everything_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"" for path in sorted(folder.rglob("*"))}


def test_a_new_workspace_is_whole_saved_and_clean(tmp_path: Path) -> None:
    started = start(tmp_path / "deep" / "contracts")
    loaded = load(Folder(started.folder))
    assert (loaded.findings, loaded.settings.name, dict(loaded.agreements)) == ((), "contracts", {})
    assert (len(loaded.library.clauses), len(loaded.library.templates)) == (started.clauses, started.templates)
    assert git(started.folder, "status", "--porcelain") == ""
    assert git(started.folder, "ls-files").split() == sorted(first_files("contracts", samples=False))


def test_without_a_git_identity_a_named_one_saves(tmp_path: Path) -> None:
    assert git(start(tmp_path / "w").folder, "log", "--format=%an <%ae>") == "slagen <slagen@localhost>\n"


def test_git_s_own_identity_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Jo Bloggs")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "jo@northwind.example")
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Jo Bloggs")
    monkeypatch.setenv("GIT_COMMITTER_EMAIL", "jo@northwind.example")
    assert git(start(tmp_path / "w").folder, "log", "--format=%an") == "Jo Bloggs\n"


def test_build_is_ignored_and_nothing_else(tmp_path: Path) -> None:
    folder = start(tmp_path / "w").folder
    for path in ("build/a.docx", "agreements/build/agreement.yaml", "a.docx"):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text("x")
    assert git(folder, "status", "--porcelain", "-uall").split() == ["??", "a.docx", "??", "agreements/build/agreement.yaml"]


def test_stray_files_of_the_reference_are_not_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reference = tmp_path / "reference"
    for path in (
        "clauses/a/b.md",
        "clauses/a/b.md~",
        "clauses/a/.b.md.swp",
        "clauses/a/c/d.md",
        "templates/t/notes.txt",
        "templates/t/template.yaml",
        "agreements/x/contract.md",
    ):
        (reference / path).parent.mkdir(parents=True, exist_ok=True)
        (reference / path).write_text("x")
    (reference / "slagen.toml").write_text("")
    monkeypatch.setattr(starting, "reference_folder", lambda: reference)
    found = set(first_files("w", samples=True))
    assert found == {"slagen.toml", ".gitignore", ".gitattributes", "agreements/README.md", "clauses/a/b.md", "templates/t/template.yaml"}


@pytest.mark.parametrize("name", ["w", 'a "quoted" \\ name', "Müller & Söhne", "\x1b[2J", "x\ny"])
def test_any_folder_name_makes_settings_that_can_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "slagen.toml").write_text(settings_text(name), encoding="utf-8")
    assert load(Folder(tmp_path)).settings.name == "".join(sign for sign in name if sign.isprintable())


def test_an_empty_folder_may_exist(tmp_path: Path) -> None:
    assert start(tmp_path).folder == tmp_path


def test_files_of_other_kinds_may_lie_there(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    start(tmp_path)
    assert git(tmp_path, "status", "--porcelain") == "?? README.md\n"


def test_a_workspace_is_refused(tmp_path: Path) -> None:
    start(tmp_path)
    before = everything_in(tmp_path)
    with pytest.raises(RefusedError, match="already holds a workspace"):
        start(tmp_path)
    assert everything_in(tmp_path) == before


def test_files_that_would_be_overwritten_are_named_and_stay(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("mine")
    (tmp_path / "agreements").mkdir()
    (tmp_path / "agreements/README.md").write_text("mine")
    before = everything_in(tmp_path)
    with pytest.raises(RefusedError, match=r"“\.gitignore”, “agreements/README\.md”"):
        start(tmp_path)
    assert everything_in(tmp_path) == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "w").write_text("x")
    with pytest.raises(RefusedError, match="is a file"):
        start(tmp_path / "w")
    with pytest.raises(RefusedError):
        start(tmp_path / "w" / "below")


def test_a_folder_of_a_repository_is_saved_there_and_only_it(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "other.txt").write_text("x")
    git(tmp_path, "add", "other.txt")
    started = start(tmp_path / "legal")
    assert started.repository == tmp_path
    assert not (started.folder / ".git").exists()
    assert {path.split("/")[0] for path in git(tmp_path, "ls-tree", "-r", "--name-only", "HEAD").split()} == {"legal"}
    assert git(tmp_path, "status", "--porcelain") == "A  other.txt\n"


def test_in_a_folder_that_the_repository_ignores_it_has_its_own(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / ".gitignore").write_text("build/\n")
    started = start(tmp_path / "build" / "demo")
    assert started.repository == started.folder
    assert git(tmp_path, "rev-list", "--all") == ""


@pytest.mark.parametrize("error", [RefusedError("the disk is full"), KeyboardInterrupt()])
@pytest.mark.parametrize("there", [True, False])
def test_what_fails_while_saving_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, *, there: bool) -> None:
    def fail(*_: object) -> Saved:
        raise error

    folder = tmp_path / "a" / "b"
    if there:
        (folder / "clauses").mkdir(parents=True)
        (folder / "mine.txt").write_text("x")
    monkeypatch.setattr(starting, "save", fail)
    before = everything_in(tmp_path)
    with pytest.raises(type(error)):
        start(folder)
    after = everything_in(tmp_path)
    assert {path for path in after if "clauses" not in path} == {path for path in before if "clauses" not in path}
    assert not [path for path in after if path.endswith(".md")]


def test_what_fails_while_writing_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(changes: Mapping[Path, bytes], *, durable: bool) -> None:
        assert not durable
        first = next(iter(changes))
        first.parent.mkdir()
        first.write_bytes(b"half")
        raise RefusedError("the disk is full")

    monkeypatch.setattr(starting, "write_files", fail)
    with pytest.raises(RefusedError):
        start(tmp_path / "w")
    assert everything_in(tmp_path) == {}
