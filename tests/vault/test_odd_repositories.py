"""Repositories that are not just a folder with a .git in it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
import hashlib
import os
from pathlib import Path
import subprocess

import pytest

from slagen.core.errors import RefusedError
from slagen.vault import git_process
from slagen.vault.git_errors import GitSilentError
from slagen.vault.history import history, version_names
from slagen.vault.repository import Repository, init, open_repository
from slagen.vault.save import save
from slagen.vault.tree import CommittedTree

Git = Callable[..., str]


def run(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", "-c", "protocol.file.allow=always", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("name", ["HEAD", "config", "packed-refs", "refs/heads/main", "objects/info/alternates", "index"])
def test_a_pipe_in_gits_folder_is_told_and_not_waited_for(repository: Repository, root: Path, name: str) -> None:
    save(repository, {"x": b"1"}, "first")
    repository.close()
    place = root / ".git" / name
    place.unlink(missing_ok=True)
    place.parent.mkdir(exist_ok=True)
    os.mkfifo(place)
    with pytest.raises(RefusedError, match="not an ordinary file"):
        open_repository(root)


def test_what_git_waits_for_elsewhere_ends_in_time(repository: Repository, root: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.close()
    os.mkfifo(root.parent / "pipe")
    git("config", "include.path", str(root.parent / "pipe"))
    monkeypatch.setattr(git_process, "SHORT_SECONDS", 0.3)
    with pytest.raises(GitSilentError) as caught:
        open_repository(root)
    assert caught.value.exit_code == 5
    assert ".git" in caught.value.hint


def test_a_git_file_that_points_to_a_stranger_is_refused(repository: Repository, tmp_path: Path) -> None:
    head = save(repository, {"x": b"1"}, "first").commit
    other = tmp_path / "from a stranger"
    other.mkdir()
    (other / ".git").write_text(f"gitdir: {repository.git_dir}\n")
    with pytest.raises(RefusedError, match="does not belong") as caught:
        open_repository(other)
    assert "core.worktree" in caught.value.hint
    assert repository.head() == head


@pytest.mark.parametrize("text", ["", "gitdir: /nowhere/at/all\n", "x" * 9000])
def test_a_git_file_that_leads_nowhere_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / ".git").write_text(text)
    with pytest.raises(RefusedError, match="does not say where"):
        open_repository(tmp_path)


def test_a_repository_whose_files_are_elsewhere_is_refused(repository: Repository, root: Path, git: Git, tmp_path: Path) -> None:
    repository.close()
    (tmp_path / "elsewhere").mkdir()
    git("config", "core.worktree", str(tmp_path / "elsewhere"))
    with pytest.raises(RefusedError, match="its files are in"):
        open_repository(root)


def test_a_git_folder_kept_apart_on_purpose_works_once_it_says_so(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q", "-b", "main", "--separate-git-dir", str(tmp_path / "kept.git"), str(tmp_path / "work"))
    with pytest.raises(RefusedError):
        open_repository(tmp_path / "work")
    run(tmp_path, "--git-dir", str(tmp_path / "kept.git"), "config", "core.worktree", str(tmp_path / "work"))
    with open_repository(tmp_path / "work") as opened:
        assert save(opened, {"x": b"1"}, "first").changed


def test_a_workspace_in_a_submodule_saves_there(repository: Repository, root: Path, git: Git, tmp_path: Path) -> None:
    source = tmp_path / "library"
    source.mkdir()
    with init(source) as library:
        save(library, {"x": b"1"}, "library")
    save(repository, {"y": b"1"}, "outer")
    run(root, "submodule", "--quiet", "add", str(source), "contracts")
    run(root, "commit", "-qm", "submodule")
    with open_repository(root / "contracts") as inner:
        (root / "contracts/x").write_bytes(b"2")
        save(inner, {"x": b"2"}, "inner")
        assert [version.subject for version in history(inner)] == ["inner", "library"]
    assert git("status", "--porcelain") == " M contracts\n D y\n"


def test_a_submodule_beside_the_workspace_stays_as_it_is(repository: Repository, root: Path, git: Git, tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    with init(tmp_path / "library") as library:
        save(library, {"x": b"1"}, "library")
    (root / "y").write_bytes(b"1")
    save(repository, {"y": b"1"}, "outer")
    run(root, "submodule", "--quiet", "add", str(tmp_path / "library"), "library")
    run(root, "commit", "-qm", "submodule")
    (root / "y").write_bytes(b"2")
    saved = save(repository, {"y": b"2"}, "second").commit
    assert git("status", "--porcelain") == ""
    assert CommittedTree(repository, saved).walk() == (".gitmodules", "y")


def test_a_sparse_work_tree_keeps_what_it_does_not_show(repository: Repository, root: Path, git: Git) -> None:
    for path in ("legal/a", "other/b"):
        (root / path).parent.mkdir()
        (root / path).write_bytes(b"1")
    save(repository, {"legal/a": b"1", "other/b": b"1"}, "first")
    git("status")
    git("sparse-checkout", "set", "legal")
    assert not (root / "other").exists()
    (root / "legal/a").write_bytes(b"2")
    save(repository, {"legal/a": b"2"}, "second")
    assert git("status", "--porcelain") == ""
    assert git("ls-tree", "-r", "--name-only", "HEAD").split() == ["legal/a", "other/b"]


def test_a_shallow_clone_saves_and_shows_what_it_has(repository: Repository, root: Path, tmp_path: Path) -> None:
    for count in range(4):
        save(repository, {"x": str(count).encode()}, f"number {count}")
    run(tmp_path, "clone", "-q", "--depth", "2", f"file://{root}", "short")
    with open_repository(tmp_path / "short") as short:
        save(short, {"x": b"9"}, "mine")
        assert [version.subject for version in history(short)] == ["mine", "number 3", "number 2"]


def test_an_unborn_branch_and_an_empty_repository_take_a_first_version(tmp_path: Path) -> None:
    run(tmp_path, "init", "-q", "-b", "fresh")
    with open_repository(tmp_path) as opened:
        assert history(opened) == ()
        assert save(opened, {"x": b"1"}, "first").changed
        assert opened.branch() == "refs/heads/fresh"


def test_a_file_kept_in_large_file_storage_is_read_where_it_is_here(repository: Repository, root: Path) -> None:
    data = b"PK a large Word file"
    name = hashlib.sha256(data).hexdigest()
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{name}\nsize {len(data)}\n".encode()
    tree = CommittedTree(repository, save(repository, {"files/x.docx": pointer}, "first").commit)
    with pytest.raises(RefusedError, match="large file storage") as caught:
        tree.read("files/x.docx")
    assert "git lfs pull" in caught.value.hint
    kept = root / ".git/lfs/objects" / name[:2] / name[2:4] / name
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"something else of it")
    with pytest.raises(RefusedError):
        tree.read("files/x.docx")
    kept.write_bytes(data)
    assert tree.read("files/x.docx") == data


def loosened(root: Path) -> list[Path]:
    """The repository's objects as single files."""
    for pack in sorted((root / ".git/objects/pack").glob("*.pack")):
        away = root.parent / pack.name
        pack.rename(away)
        subprocess.run(["git", "unpack-objects", "-q"], cwd=root, check=True, input=away.read_bytes())
    return [place for place in (root / ".git/objects").rglob("*") if place.is_file() and len(place.name) == 38]


def read_x(root: Path, commit: str) -> tuple[bytes, dict[str, str]]:
    with open_repository(root) as opened:
        return CommittedTree(opened, commit).read("x"), version_names(opened, "acme")


@pytest.mark.parametrize("what", ["commit", "tree", "blob"])
def test_a_pipe_in_the_place_of_an_object_is_named_and_not_waited_for(
    repository: Repository, root: Path, git: Git, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    commit = save(repository, {"x": b"1"}, "first").commit
    repository.close()
    loosened(root)
    name = git("rev-parse", {"commit": "HEAD", "tree": "HEAD^{tree}", "blob": "HEAD:x"}[what]).strip()
    place = root / ".git/objects" / name[:2] / name[2:]
    place.unlink()
    os.mkfifo(place)
    monkeypatch.setattr(git_process, "PATIENCE_SECONDS", 0.2)
    with pytest.raises(RefusedError, match=name[2:]) as caught:
        read_x(root, commit)
    assert caught.value.exit_code == 5
    assert "not an ordinary file" in caught.value.message


@pytest.mark.parametrize("deep", [False, True])
def test_a_pipe_in_a_repository_from_which_objects_are_borrowed_is_named_and_not_waited_for(
    repository: Repository, root: Path, git: Git, monkeypatch: pytest.MonkeyPatch, deep: bool
) -> None:
    save(repository, {"x": b"1"}, "first")
    repository.close()
    name = git("rev-parse", "HEAD").strip()
    lender, other = root.parent / "lender/objects", root.parent / "other/objects"
    (lender / "info").mkdir(parents=True)
    place = (other if deep else lender) / name[:2] / name[2:]
    place.parent.mkdir(parents=True)
    os.mkfifo(place)
    (lender / "info/alternates").write_text("# of a stranger\n../../other/objects\n../../../lender/objects\n" if deep else "")
    (root / ".git/objects/info").mkdir(exist_ok=True)
    (root / ".git/objects/info/alternates").write_text(f"{lender}\n")
    (root / ".git/objects" / name[:2] / name[2:]).unlink()
    monkeypatch.setattr(git_process, "PATIENCE_SECONDS", 0.2)
    with pytest.raises(RefusedError, match=f"{name[2:]}.*not an ordinary file"):
        read_x(root, name)


@pytest.mark.parametrize("name", [".git/refs/tags/acme/v1.0", ".git/objects/pack/multi-pack-index", ".git/info/grafts"])
def test_pipes_elsewhere_in_gits_folder_are_named_or_passed_by(repository: Repository, root: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    commit = save(repository, {"x": b"1"}, "first").commit
    repository.close()
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(root / name)
    monkeypatch.setattr(git_process, "PATIENCE_SECONDS", 0.2)
    with suppress(RefusedError):
        assert read_x(root, commit) == (b"1", {})


def test_grafts_of_a_stranger_hide_no_version(repository: Repository, root: Path) -> None:
    save(repository, {"x": b"1"}, "first")
    last = save(repository, {"x": b"2"}, "second").commit
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/grafts").write_text(f"{last}\n")
    assert [version.subject for version in history(repository)] == ["second", "first"]
