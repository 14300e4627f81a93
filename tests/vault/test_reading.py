from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
import os
from pathlib import Path
import shutil
import subprocess

import pytest

from slagen.core.errors import BadInputError, MissingProgramError, NotFoundError, RefusedError, UsageError
from slagen.core.hashes import blob_id
from slagen.formats.files import Folder
from slagen.vault import git_process, trust
from slagen.vault.git_errors import GitRefusedError
from slagen.vault.history import history, resolve, version_names
from slagen.vault.repository import Repository, init, open_repository
from slagen.vault.save import Signature, save
from slagen.vault.tree import CommittedTree, read_blob

Git = Callable[..., str]
FILES: dict[str, bytes | None] = {"agreements/acme/agreement.yaml": b"id: acme\n", "clauses/common/scope.md": b"x\r\n", "slagen.toml": b""}


def test_both_views_show_the_same_files(repository: Repository, root: Path) -> None:
    for path, data in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data or b"")
    tree = CommittedTree(repository, save(repository, FILES, "first").commit)
    folder = Folder(root)
    assert tree.walk() == folder.walk() == tuple(sorted(FILES))
    assert tree.walk("clauses") == folder.walk("clauses") == ("clauses/common/scope.md",)
    assert tree.walk("missing") == folder.walk("missing") == ()
    for path in FILES:
        assert tree.read(path) == folder.read(path)
        assert tree.blob(path) == folder.blob(path) == blob_id(folder.read(path))
        assert tree.exists(path)
        assert folder.exists(path)


@pytest.mark.parametrize("path", ["missing", "clauses", "clauses/missing/x", "slagen.toml/x", ""])
def test_what_is_no_file_is_not_found(repository: Repository, path: str) -> None:
    tree = CommittedTree(repository, save(repository, FILES, "first").commit)
    assert not tree.exists(path)
    with pytest.raises(NotFoundError):
        tree.blob(path)


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", ".git/config", "a\nb"])
def test_a_path_out_of_the_workspace_is_refused(repository: Repository, path: str) -> None:
    tree = CommittedTree(repository, save(repository, FILES, "first").commit)
    assert not tree.exists(path)
    with pytest.raises(RefusedError):
        tree.read(path)


def test_links_are_not_files(repository: Repository, root: Path, git: Git) -> None:
    (root / "link").symlink_to("/etc/passwd")
    git("add", "link")
    git("commit", "-qm", "link")
    tree = CommittedTree(repository, repository.head())
    assert (tree.exists("link"), tree.walk()) == (False, ())


def test_an_old_version_stays_readable_after_the_files_have_changed(repository: Repository) -> None:
    first = save(repository, {"x": b"1"}, "first").commit
    second = save(repository, {"x": b"2"}, "second").commit
    assert [CommittedTree(repository, commit).read("x") for commit in (first, second)] == [b"1", b"2"]


def test_a_file_above_the_limit_is_not_read(repository: Repository) -> None:
    tree = CommittedTree(repository, save(repository, {"x": b"12345"}, "first").commit, limit=4)
    with pytest.raises(BadInputError, match="larger than"):
        tree.read("x")


def test_a_pinned_text_is_read_by_its_hash(repository: Repository) -> None:
    save(repository, {"x": b"pinned"}, "first")
    assert read_blob(repository, blob_id(b"pinned"), "clauses/x.md") == b"pinned"
    with pytest.raises(NotFoundError, match=r"clauses/x\.md"):
        read_blob(repository, "0" * 40, "clauses/x.md")
    with pytest.raises(NotFoundError):
        read_blob(repository, repository.head(), "clauses/x.md")


def test_history_follows_one_folder_newest_first(repository: Repository) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for count, path in enumerate(("a/x", "b/x", "a/y")):
        save(repository, {path: b"1"}, f"number {count}\n\nwith “more”\nlines", Signature(at=at + timedelta(days=count)))
    versions = history(repository, "a")
    assert [version.subject for version in versions] == ["number 2", "number 0"]
    assert (versions[0].author, versions[0].at) == ("Jo Bloggs", at + timedelta(days=2))
    assert versions[1].message == "number 0\n\nwith “more”\nlines"
    assert [version.subject for version in history(repository, limit=2)] == ["number 2", "number 1"]


def test_a_repository_without_versions_has_no_history(repository: Repository) -> None:
    assert history(repository) == ()


def test_version_names_stand_for_commits(repository: Repository, git: Git) -> None:
    first = save(repository, {"x": b"1"}, "first").commit
    second = save(repository, {"x": b"2"}, "second").commit
    git("tag", "acme/v1.0", first)
    git("tag", "-a", "-m", "m", "acme/v1.1", second)
    assert version_names(repository, "acme") == {"v1.0": first, "v1.1": second}
    assert [resolve(repository, name, "acme") for name in ("draft", "v1.0", "v1.1", first[:8], "main", "HEAD~1")] == [None, first, second, first, second, first]


@pytest.mark.parametrize(("name", "error"), [("v9.9", NotFoundError), ("nothing", NotFoundError), ("0" * 40, NotFoundError), ("-x", UsageError), ("", UsageError), ("a b", UsageError), ("HEAD:x", NotFoundError), ("a..b", NotFoundError)])  # fmt: skip
def test_a_version_that_does_not_exist_is_said(repository: Repository, name: str, error: type[Exception]) -> None:
    save(repository, {"x": b"1"}, "first")
    with pytest.raises(error):
        resolve(repository, name, "acme")


def test_a_misspelt_version_names_the_nearest(repository: Repository, git: Git) -> None:
    save(repository, {"x": b"1"}, "first")
    git("tag", "acme/v1.0")
    with pytest.raises(NotFoundError) as caught:
        resolve(repository, "v1.00", "acme")
    assert "v1.0" in caught.value.hint


def test_a_folder_without_a_repository_says_how_to_start_one(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as caught:
        open_repository(tmp_path)
    assert "git init" in caught.value.hint
    with pytest.raises(RefusedError):
        open_repository(tmp_path / "missing")


def test_a_repository_without_a_work_tree_is_refused(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path / "bare.git")], check=True)
    with pytest.raises(RefusedError, match="work tree"):
        open_repository(tmp_path / "bare.git")


def test_starting_a_repository_twice_opens_it(root: Path) -> None:
    with init(root) as first:
        save(first, {"x": b"1"}, "first")
    with init(root) as again:
        assert again.head()
    (root / "below").mkdir()
    with init(root / "below") as inner:
        assert (inner.top, inner.prefix) == (root, "below")


def test_a_new_repository_brings_no_hooks_and_stands_on_main(repository: Repository, root: Path) -> None:
    assert repository.branch() == "refs/heads/main"
    assert not (root / ".git/hooks").exists()


def test_a_repository_of_somebody_else_is_refused_until_it_is_declared_safe(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    init(root).close()
    monkeypatch.setattr(trust, "_is_ours", lambda _: False)
    with pytest.raises(RefusedError, match="another user") as caught:
        open_repository(root)
    assert "safe.directory" in caught.value.hint
    settings = Path(os.environ["HOME"], ".gitconfig")
    for value in (str(root), f"{root.parent}/*", "*"):
        settings.write_text(f"[safe]\n\tdirectory = {value}\n")
        open_repository(root).close()
    settings.write_text("[safe]\n\tdirectory = *\n\tdirectory =\n")
    with pytest.raises(RefusedError):
        open_repository(root)


def test_a_repository_with_other_object_names_is_refused(root: Path) -> None:
    subprocess.run(["git", "init", "-q", "--object-format=sha256", str(root)], check=True)
    with pytest.raises(RefusedError, match="SHA-1"):
        open_repository(root)


def test_a_refusal_of_git_names_the_reason_and_the_way_out(repository: Repository) -> None:
    with pytest.raises(GitRefusedError) as caught:
        repository.git.run("cat-file", "blob", "nothing")
    assert (caught.value.exit_code, caught.value.command) == (5, "cat-file")
    assert "nothing" in caught.value.message


@pytest.mark.parametrize(
    ("detail", "hint"),
    [("fatal: No space left on device", "disk is full"), ("error: insufficient permission for adding", "right to write"), ("", "Nothing was changed.")],
)
def test_each_refusal_has_its_way_out(detail: str, hint: str) -> None:
    assert hint in GitRefusedError("fast-import", detail).hint


def test_without_git_the_way_to_get_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "git", None)
    with pytest.raises(MissingProgramError) as caught:
        git_process.gitpython()
    assert "Install git" in caught.value.hint


def test_a_folder_that_is_deleted_at_work_is_not_told_as_a_missing_git(tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    with init(tmp_path / "gone") as repository:
        shutil.rmtree(tmp_path / "gone")
        for ask in (repository.head, lambda: repository.git.header("HEAD")):
            with pytest.raises(RefusedError, match="was deleted or moved"):
                ask()


def test_a_current_folder_that_is_gone_is_not_told_as_a_missing_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    monkeypatch.setitem(__import__("sys").modules, "git", None)
    (tmp_path / "gone").rmdir()
    with pytest.raises(RefusedError, match="was deleted or moved"):
        git_process.gitpython()
