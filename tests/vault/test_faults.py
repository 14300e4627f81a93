from __future__ import annotations

from collections.abc import Callable
import errno
import fcntl
import os
from pathlib import Path
import random
import signal
import subprocess
import sys
import time

import pytest

from slagen.core.errors import RefusedError
from slagen.vault import index, leftovers, turn
from slagen.vault.git_errors import GitRefusedError
from slagen.vault.git_process import GitProcess
from slagen.vault.history import history
from slagen.vault.repository import Repository, open_repository
from slagen.vault.save import save
from slagen.vault.tree import CommittedTree

Git = Callable[..., str]
ENDLESS = """
import sys
from pathlib import Path
from slagen.vault.repository import open_repository
from slagen.vault.save import save
root = Path(sys.argv[1])
with open_repository(root) as repository:
    print("ready", flush=True)
    for count in range(int(sys.argv[2]), 10**9):
        text = str(count).encode() * 50
        (root / "agreement.yaml").write_bytes(text)
        (root / "agreement.lock").write_bytes(text)
        save(repository, {"agreement.yaml": text, "agreement.lock": text}, f"number {count}")
"""


def test_killed_at_any_moment_the_last_saved_state_is_whole_and_the_next_save_puts_the_rest_right(repository: Repository, root: Path, git: Git) -> None:
    chance = random.Random(20260101)  # noqa: S311  no secret
    save(repository, {"agreement.yaml": b"0", "agreement.lock": b"0"}, "start")
    for attempt in range(1, 13):
        last = repository.head()
        program = subprocess.Popen([sys.executable, "-c", ENDLESS, str(root), str(attempt * 1000)], stdout=subprocess.PIPE, start_new_session=True)
        assert program.stdout is not None
        program.stdout.readline()
        time.sleep(chance.uniform(0, 0.12))
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
        time.sleep(0.05)  # its git children die a moment later
        program.stdout.close()
        with open_repository(root) as opened:
            tree = CommittedTree(opened, opened.head())
            assert tree.read("agreement.yaml") == tree.read("agreement.lock")
            assert last in [version.commit for version in history(opened)]
            (root / "note").write_bytes(str(attempt).encode())
            for path in ("agreement.yaml", "agreement.lock"):
                (root / path).write_bytes(tree.read(path))
            assert not save(opened, {"note": str(attempt).encode()}, "after").index_behind
        assert git("status", "--porcelain") == ""
        git("fsck", "--strict", "--no-dangling")
    assert [place.name for place in (root / ".git/slagen").iterdir()] == ["lock"]


class StopError(BaseException):
    """Stands for the end of the program."""


def stop(*_: object, **__: object) -> None:
    raise StopError


@pytest.mark.parametrize("step", ["note", "follow", "_update", "swap"])
def test_a_stop_at_each_step_is_repaired_by_the_next_save(repository: Repository, root: Path, git: Git, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    (root / "x").write_bytes(b"1")
    save(repository, {"x": b"1"}, "first")
    (root / "x").write_bytes(b"2")
    with monkeypatch.context() as patch:
        patch.setattr(index, step, stop)
        with pytest.raises(StopError):
            save(repository, {"x": b"2"}, "second")
    saved = step != "note"
    assert CommittedTree(repository, repository.head()).read("x") == (b"2" if saved else b"1")
    (root / "y").write_bytes(b"1")
    save(repository, {"y": b"1"}, "third")
    assert git("status", "--porcelain") == ("" if saved else " M x\n")


def test_what_the_user_staged_after_a_stop_is_left_alone(repository: Repository, root: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "x").write_bytes(b"1")
    save(repository, {"x": b"1"}, "first")
    with monkeypatch.context() as patch:
        patch.setattr(index, "follow", stop)
        with pytest.raises(StopError):
            save(repository, {"x": b"2"}, "second")
    (root / "x").write_bytes(b"mine")
    git("add", "x")
    save(repository, {"y": b"1"}, "third")
    assert git("status", "--porcelain") == "M  x\n D y\n"


def test_a_lock_that_a_dead_program_left_on_the_index_is_taken_away(repository: Repository, root: Path, git: Git) -> None:
    (root / "x").write_bytes(b"1")
    save(repository, {"x": b"1"}, "first")
    prepared = root / ".git/slagen/index-dead"
    os.link(root / ".git/index", prepared)
    os.link(prepared, root / ".git/index.lock")
    (root / "x").write_bytes(b"2")
    assert not save(repository, {"x": b"2"}, "second").index_behind
    assert git("status", "--porcelain") == ""


@pytest.mark.parametrize("held", [b"", b"commit"])
def test_a_lock_that_a_dead_program_left_on_the_branch_is_taken_away(repository: Repository, root: Path, monkeypatch: pytest.MonkeyPatch, held: bytes) -> None:
    head = save(repository, {"x": b"1"}, "first").commit
    monkeypatch.setattr(leftovers, "PATIENCE_SECONDS", 0.01)
    (root / ".git/slagen" / head).write_bytes(b"x")
    for lock in ("HEAD.lock", "refs/heads/main.lock"):
        (root / ".git" / lock).write_bytes(head.encode() + b"\n" if held else b"")
    assert save(repository, {"x": b"2"}, "second").changed


@pytest.mark.parametrize("with_note", [False, True])
def test_a_lock_that_may_be_somebody_elses_stays(repository: Repository, root: Path, monkeypatch: pytest.MonkeyPatch, *, with_note: bool) -> None:
    head = save(repository, {"x": b"1"}, "first").commit
    monkeypatch.setattr(leftovers, "PATIENCE_SECONDS", 0.01)
    monkeypatch.setattr("slagen.vault.save._ATTEMPTS", 2)
    if with_note:
        (root / ".git/slagen" / head).write_bytes(b"x")
    lock = root / ".git/refs/heads/main.lock"
    lock.write_bytes(b"f" * 40 if with_note else b"")
    with pytest.raises(RefusedError) as caught:
        save(repository, {"x": b"2"}, "second")
    assert ".lock" in caught.value.hint
    assert lock.exists()


def test_notes_that_make_no_sense_are_dropped(repository: Repository, root: Path) -> None:
    save(repository, {"x": b"1"}, "first")
    for name, data in (("0" * 40, b"x"), (repository.head(), b""), ("not-a-commit", b"x")):
        (root / ".git/slagen" / name).write_bytes(data)
    save(repository, {"x": b"2"}, "second")
    assert [place.name for place in (root / ".git/slagen").iterdir()] == ["lock"]


def failing(command: str, complaint: str, times: int = 1) -> Callable[..., tuple[int, bytes, str]]:
    real = GitProcess.attempt
    left = times

    def attempt(self: GitProcess, *arguments: str, **named: object) -> tuple[int, bytes, str]:
        nonlocal left
        if arguments[0] == command and left:
            left -= 1
            return 128, b"", complaint
        return real(self, *arguments, **named)  # type: ignore[arg-type]

    return attempt


@pytest.mark.parametrize("command", ["fast-import", "commit-tree", "update-ref"])
def test_a_full_disk_at_any_git_command_changes_nothing(repository: Repository, root: Path, git: Git, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    (root / "x").write_bytes(b"1")
    head = save(repository, {"x": b"1"}, "first").commit
    with monkeypatch.context() as patch:
        patch.setattr(GitProcess, "attempt", failing(command, "fatal: write error: No space left on device"))
        with pytest.raises(GitRefusedError) as caught:
            save(repository, {"x": b"2"}, "second")
    assert "disk is full" in caught.value.hint
    assert (repository.head(), git("status", "--porcelain")) == (head, "")


def test_a_branch_that_keeps_moving_is_given_up_in_the_end(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("slagen.vault.save._ATTEMPTS", 3)
    complaint = "fatal: update_ref failed: cannot lock ref: is at x but expected y"
    with monkeypatch.context() as patch:
        patch.setattr(GitProcess, "attempt", failing("update-ref", complaint, 2))
        assert save(repository, {"x": b"1"}, "first").changed
        patch.setattr(GitProcess, "attempt", failing("update-ref", complaint, 9))
        with pytest.raises(RefusedError, match="keeps saving"):
            save(repository, {"x": b"2"}, "second")
    assert [version.subject for version in history(repository)] == ["first"]


def test_a_git_folder_that_cannot_be_written_is_explained(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(RefusedError, match="the disk is read-only"):
        save(repository, {"x": b"1"}, "first")


def test_a_damaged_last_version_is_not_taken_for_none(repository: Repository, root: Path) -> None:
    head = save(repository, {"x": b"1"}, "first").commit
    (root / ".git/objects" / head[:2] / head[2:]).unlink()
    with pytest.raises(RefusedError, match="cannot be read") as caught:
        save(repository, {"x": b"2"}, "second")
    assert "fsck" in caught.value.hint


def test_a_writer_that_never_ends_is_not_waited_for_for_ever(repository: Repository, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(repository, {"x": b"1"}, "first")
    monkeypatch.setattr(turn, "_ATTEMPTS", 2)
    with (root / ".git/slagen/lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(RefusedError, match="Another slagen"):
            save(repository, {"x": b"2"}, "second")
    assert save(repository, {"x": b"2"}, "second").changed


def test_where_the_system_has_no_such_locks_the_swap_alone_guards(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    assert save(repository, {"x": b"1"}, "first").changed


def test_an_index_that_changes_while_it_is_prepared_is_prepared_again(repository: Repository, root: Path, git: Git, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "x").write_bytes(b"1")
    (root / "theirs").write_bytes(b"1")
    real = index._update
    staged: list[str] = []

    def update(opened: Repository, own: Path, paths: tuple[str, ...]) -> None:
        real(opened, own, paths)
        if not staged:
            staged.append(git("add", "theirs"))

    monkeypatch.setattr(index, "_update", update)
    save(repository, {"x": b"1"}, "first")
    assert git("status", "--porcelain") == "A  theirs\n"
