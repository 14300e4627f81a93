from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
import errno
import os
from pathlib import Path
import subprocess
import sys

import pytest

from slagen.core.errors import RefusedError, UsageError
from slagen.vault import git_process
from slagen.vault.identity import Identity, UnknownPersonError
from slagen.vault.repository import Repository, init, open_repository
from slagen.vault.save import Signature, save
from slagen.vault.tree import CommittedTree

Git = Callable[..., str]


def write(root: Path, files: dict[str, bytes]) -> dict[str, bytes | None]:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return dict(files)


def test_the_first_save_makes_the_first_version_and_leaves_the_status_clean(repository: Repository, root: Path, git: Git) -> None:
    saved = save(repository, write(root, {"agreements/acme/agreement.yaml": b"id: acme\n", "a b.md": b"\xff\r\n"}), "first")
    assert saved.changed
    assert not saved.index_behind
    assert git("rev-parse", "HEAD").strip() == saved.commit
    assert git("status", "--porcelain") == ""
    assert git("log", "--format=%an <%ae> %s") == "Jo Bloggs <jo@northwind.example> first\n"
    git("fsck", "--strict")


def test_nothing_else_that_is_staged_or_changed_is_touched(repository: Repository, root: Path, git: Git) -> None:
    save(repository, write(root, {"mine": b"1", "theirs": b"1", "dirty": b"1"}), "first")
    write(root, {"theirs": b"2", "dirty": b"2", "fresh": b"1", "untracked": b"1", "mine": b"2"})
    git("add", "theirs", "fresh")
    save(repository, {"mine": b"2"}, "second")
    assert git("status", "--porcelain").splitlines() == [" M dirty", "A  fresh", "M  theirs", "?? untracked"]
    assert git("show", "--name-only", "--format=", "HEAD") == "mine\n"


def test_what_was_staged_for_a_saved_path_gives_way_to_what_is_saved(repository: Repository, root: Path, git: Git) -> None:
    write(root, {"mine": b"half"})
    git("add", "mine")
    save(repository, write(root, {"mine": b"whole"}), "first")
    assert git("status", "--porcelain") == ""


def test_removing_a_file_is_saved(repository: Repository, root: Path, git: Git) -> None:
    save(repository, write(root, {"keep": b"1", "folder/gone": b"1"}), "first")
    (root / "folder/gone").unlink()
    save(repository, {"folder/gone": None}, "second")
    assert git("status", "--porcelain") == ""
    assert git("ls-tree", "-r", "--name-only", "HEAD") == "keep\n"
    save(repository, {"keep": None}, "empty")
    assert git("ls-tree", "-r", "HEAD") == ""


def test_a_file_may_become_a_folder_and_a_folder_a_file(repository: Repository, root: Path, git: Git) -> None:
    save(repository, write(root, {"a": b"1", "b/c": b"1"}), "first")
    (root / "a").unlink()
    (root / "b/c").unlink()
    (root / "b").rmdir()
    save(repository, {"b/c": None} | write(root, {"a/x": b"1", "b": b"1"}), "second")
    assert git("status", "--porcelain") == ""
    assert git("ls-tree", "-r", "--name-only", "HEAD").split() == ["a/x", "b"]


def test_saving_what_is_saved_already_makes_no_version(repository: Repository, root: Path, git: Git) -> None:
    first = save(repository, write(root, {"mine": b"1"}), "first")
    again = save(repository, {"mine": b"1"}, "again")
    assert (again.changed, again.commit) == (False, first.commit)
    assert git("rev-list", "--count", "HEAD") == "1\n"


def test_saving_nothing_in_an_empty_repository_makes_no_version(repository: Repository) -> None:
    assert not save(repository, {}, "nothing").changed


def test_odd_names_and_executable_files_are_kept(repository: Repository, root: Path, git: Git) -> None:
    names = {'q"uote': b"1", "back tick`$(x)": b"2", "ümläut/日本": b"3", " lead": b"4", "*?[x]": b"5"}
    write(root, {"run": b"#!"})
    (root / "run").chmod(0o755)
    save(repository, {**write(root, names), "run": b"#!"}, "odd")
    assert git("status", "--porcelain") == ""
    tree = CommittedTree(repository, repository.head())
    assert {path: tree.read(path) for path in tree.walk()} == {**names, "run": b"#!"}


def test_a_workspace_in_a_larger_repository_saves_below_its_own_folder(root: Path, git: Git) -> None:
    with init(root) as outer:
        save(outer, write(root, {"other/x": b"1"}), "outer")
    (root / "legal").mkdir()
    with open_repository(root / "legal") as inner:
        saved = save(inner, write(root / "legal", {"clauses/a.md": b"1"}), "inner").commit
        assert git("show", "--name-only", "--format=", "HEAD") == "legal/clauses/a.md\n"
        assert CommittedTree(inner, saved).walk() == ("clauses/a.md",)
        assert not CommittedTree(inner, saved).exists("other/x")
        with pytest.raises(RefusedError):
            save(inner, {"../other/x": b"2"}, "escape")
    assert git("status", "--porcelain") == ""


def test_author_and_moment_are_the_callers(repository: Repository, git: Git) -> None:
    at = datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=-3, minutes=-30)))
    save(repository, {"x": b""}, "m", Signature(author=Identity("Sam Ö", "sam@x.example"), at=at))
    assert git("log", "--format=%an|%ae|%aI|%cn|%cI") == "Sam Ö|sam@x.example|2026-03-29T01:30:00-03:30|Jo Bloggs|2026-03-29T01:30:00-03:30\n"


def test_a_moment_without_a_zone_is_a_programming_error(repository: Repository) -> None:
    with pytest.raises(ValueError, match="zone"):
        save(repository, {"x": b""}, "m", Signature(at=datetime.fromtimestamp(0, UTC).replace(tzinfo=None)))


def test_without_an_identity_the_settings_help_out_or_the_error_says_how(repository: Repository, git: Git) -> None:
    Path(os.environ["HOME"], ".gitconfig").unlink()
    with pytest.raises(UnknownPersonError) as caught:
        save(repository, {"x": b""}, "m")
    assert "--author" in caught.value.hint
    save(repository, {"x": b""}, "m", Signature(fallback=Identity.parse("Pat <pat@x.example>")))
    save(repository, {"x": b"2"}, "m", Signature(author=Identity.parse("Lee <lee@x.example>")))
    assert git("log", "--format=%an %cn") == "Lee Lee\nPat Pat\n"


@pytest.mark.parametrize("text", ["", "Jo", "<jo@x>", "Jo <a b>", "Jo <a\n>", "Jo\nX <a>"])
def test_half_an_identity_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        Identity.parse(text)


def test_an_empty_message_is_refused(repository: Repository) -> None:
    with pytest.raises(UsageError):
        save(repository, {"x": b""}, " \n")


def test_a_merge_under_way_is_refused(repository: Repository, root: Path, git: Git) -> None:
    save(repository, write(root, {"x": b"1"}), "first")
    git("checkout", "-q", "-b", "side")
    save(repository, write(root, {"x": b"side"}), "side")
    git("checkout", "-q", "main")
    save(repository, write(root, {"x": b"main"}), "main")
    with pytest.raises(subprocess.CalledProcessError):
        git("merge", "side")
    with pytest.raises(RefusedError, match="middle of a merge"):
        save(repository, {"x": b"2"}, "second")


def test_an_old_version_that_is_checked_out_is_explained(repository: Repository, root: Path, git: Git) -> None:
    save(repository, write(root, {"x": b"1"}), "first")
    git("checkout", "-q", "--detach")
    with pytest.raises(RefusedError, match="not a branch") as caught:
        save(repository, {"x": b"2"}, "second")
    assert "git switch" in caught.value.hint


def test_what_somebody_else_saved_since_is_not_overwritten(repository: Repository, root: Path) -> None:
    base = save(repository, write(root, {"x": b"1", "y": b"1"}), "first").commit
    save(repository, {"x": b"theirs"}, "theirs")
    save(repository, {"y": b"mine"}, "mine", based_on=base)
    with pytest.raises(RefusedError, match="“x”"):
        save(repository, {"x": b"mine"}, "mine", based_on=base)


def test_many_who_save_at_once_lose_nothing(repository: Repository, root: Path, git: Git) -> None:
    code = "import sys; from pathlib import Path; from slagen.vault.repository import open_repository; from slagen.vault.save import save\nwith open_repository(Path(sys.argv[1])) as r:\n    for n in range(4): save(r, {f'{sys.argv[2]}/{n}': b'x'}, f'{sys.argv[2]} {n}')"
    save(repository, write(root, {"git-0": b""}), "first")

    def other_program(turns: int) -> None:
        for turn in range(turns):
            tree, head = git("write-tree").strip(), git("rev-parse", "HEAD").strip()
            del tree
            commit = git("commit-tree", "-p", head, "-m", f"other {turn}", f"{head}^{{tree}}").strip()
            subprocess.run(["git", "update-ref", "refs/heads/main", commit, head], cwd=root, capture_output=True, check=False)

    with ThreadPoolExecutor() as pool:
        others = pool.submit(other_program, 20)
        writers = [subprocess.Popen([sys.executable, "-c", code, str(root), f"w{n}"]) for n in range(3)]
        assert [writer.wait() for writer in writers] == [0, 0, 0]
        others.result()
    assert git("ls-tree", "-r", "--name-only", "HEAD").split() == ["git-0", *(f"w{w}/{n}" for w in range(3) for n in range(4))]
    subjects = git("log", "--format=%s").splitlines()
    assert len([subject for subject in subjects if subject.startswith("w")]) == 12
    git("fsck", "--strict")
    assert all(row.startswith(" D w") for row in git("status", "--porcelain").splitlines())


def test_an_index_that_another_program_holds_does_not_stop_a_save(repository: Repository, root: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    save(repository, write(root, {"x": b"1"}), "first")
    monkeypatch.setattr("slagen.vault.index._ATTEMPTS", 2)
    (root / ".git/index.lock").write_bytes(b"")
    saved = save(repository, write(root, {"x": b"2"}), "second")
    assert saved.index_behind == "Another program holds git's index."
    (root / ".git/index.lock").unlink()
    assert git("status", "--porcelain") == "MM x\n"
    save(repository, write(root, {"y": b"2"}), "third")
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize(("kept", "changed"), [("2", False), ("3", True)])
def test_a_conflict_that_was_resolved_is_none_to_git_any_more_once_it_is_saved(repository: Repository, root: Path, git: Git, kept: str, changed: bool) -> None:
    save(repository, write(root, {"x": b"1", "y": b"1"}), "first")
    write(root, {"x": b"4", "y": b"4"})
    git("stash", "--quiet")
    save(repository, write(root, {"x": b"2", "y": b"2"}), "second")
    assert subprocess.run(["git", "stash", "pop", "--quiet"], cwd=root, check=False, capture_output=True).returncode
    assert git("status", "--porcelain") == "UU x\nUU y\n"
    assert save(repository, write(root, {"x": kept.encode()}), "settled").changed is changed
    assert git("status", "--porcelain") == "UU y\n"


@pytest.mark.parametrize(("reason", "told"), [(errno.EACCES, "you may not write there"), (errno.EROFS, "read-only"), (errno.ENOSPC, "disk is full")])
def test_an_index_that_cannot_be_written_is_told_with_the_true_reason(
    repository: Repository, root: Path, monkeypatch: pytest.MonkeyPatch, reason: int, told: str
) -> None:
    save(repository, write(root, {"x": b"1"}), "first")

    def refusing(*_: object) -> None:
        raise OSError(reason, "no")

    monkeypatch.setattr("slagen.vault.index.os.link", refusing)
    saved = save(repository, write(root, {"x": b"2"}), "second")
    assert told in saved.index_behind
    assert "another program" not in saved.index_behind.lower()


def test_hooks_and_filters_of_the_repository_never_run(repository: Repository, root: Path, git: Git) -> None:
    trap = root.parent / "trap"
    for hook in ("reference-transaction", "post-index-change", "pre-commit", "commit-msg"):
        place = root / ".git/hooks" / hook
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"#!/bin/sh\ntouch '{trap}'\n")
        place.chmod(0o755)
    for key in (
        "core.fsmonitor",
        "filter.evil.clean",
        "filter.evil.smudge",
        "core.pager",
        "gpg.program",
        "core.sshCommand",
        "diff.external",
        "core.alternateRefsCommand",
    ):
        git("config", key, f"touch '{trap}'; cat")
    git("config", "filter.evil.required", "true")
    write(root, {".gitattributes": b"* filter=evil diff=evil\n"})
    save(repository, {".gitattributes": b"* filter=evil diff=evil\n"} | write(root, {"x": b"1"}), "first")
    save(repository, write(root, {"x": b"2"}), "second")
    assert CommittedTree(repository, repository.head()).read("x") == b"2"
    assert not trap.exists()


def test_the_callers_git_variables_have_no_say(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    init(elsewhere).close()
    for name, value in {
        "GIT_DIR": elsewhere / ".git",
        "GIT_WORK_TREE": elsewhere,
        "GIT_INDEX_FILE": elsewhere / "i",
        "GIT_NAMESPACE": "n",
        "GIT_LITERAL_PATHSPECS": "0",
    }.items():
        monkeypatch.setenv(name, str(value))
    with init(root) as opened:
        save(opened, write(root, {"x": b"1"}), "first")
        assert opened.top == root
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_NAMESPACE"):
        monkeypatch.delenv(name)
    assert subprocess.run(["git", "status", "--porcelain"], cwd=root, capture_output=True, check=True).stdout == b""
    with open_repository(elsewhere) as other:
        assert not other.head()


def test_a_linked_work_tree_saves_on_its_own_branch(repository: Repository, root: Path, git: Git, tmp_path: Path) -> None:
    save(repository, write(root, {"x": b"1"}), "first")
    git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    with open_repository(tmp_path / "side") as side:
        save(side, write(tmp_path / "side", {"x": b"side"}), "side")
    assert git("log", "--format=%s", "side") == "side\nfirst\n"
    assert git("log", "--format=%s", "main") == "first\n"
    assert subprocess.run(["git", "status", "--porcelain"], cwd=tmp_path / "side", capture_output=True, check=True).stdout == b""


def test_a_large_file_is_saved_though_git_takes_longer_than_we_wait_before_we_look_around(
    repository: Repository, root: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git_process, "PATIENCE_SECONDS", 0.001)
    large = bytes(range(256)) * 20_000
    save(repository, write(root, {"figures.csv": large}), "figures")
    assert git("cat-file", "-s", "HEAD:figures.csv").strip() == str(len(large))
