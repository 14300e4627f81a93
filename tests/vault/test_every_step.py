"""Save and pull, killed before each git call and each operation on a file: the last saved state is whole, and the next command puts the rest right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
import shutil
import subprocess
import sys

import pytest

from slagen.vault import leftovers
from slagen.vault.history import history
from slagen.vault.journal import InterruptedPullError
from slagen.vault.pull import pull
from slagen.vault.push import push
from slagen.vault.repository import Repository, init, open_repository
from slagen.vault.save import save
from slagen.vault.tree import CommittedTree
from tests.interruption import Interruption

Git = Callable[..., str]
MOST_STEPS = 400
DIED = 9


def write(root: Path, **files: str) -> dict[str, bytes | None]:
    for name, text in files.items():
        place = root / name.replace("__", "/")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    return {name.replace("__", "/"): text.encode() for name, text in files.items()}


def git_in(root: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def test_save_killed_at_every_step(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    with init(root) as repository:
        old = save(repository, write(root, a="old", deep__b="old", other="old"), "old").commit
    write(root, a="new", deep__b="new")
    seen = set()
    for step in killed(root, tmp_path, lambda opened: save(opened, {"a": b"new", "deep/b": b"new"}, "new")):
        with open_repository(root) as opened:
            seen.add(saved := opened.head() != old)
            tree = CommittedTree(opened, opened.head())
            assert tree.read("a") == tree.read("deep/b") == (b"new" if saved else b"old"), step
            assert not save(opened, write(root, other="next"), "next").index_behind
            save(opened, {"a": b"new", "deep/b": b"new"}, "again")
            assert [version.subject for version in history(opened)][-1] == "old"
        assert git_in(root, "status", "--porcelain") == "", step
    git_in(root, "fsck", "--strict", "--no-dangling")
    assert seen == {True, False}
    assert [place.name for place in (root / ".git/slagen").iterdir()] == ["lock"]


def killed(root: Path, store: Path, act: Callable[[Repository], object]) -> Iterator[str]:
    """Each state, in its place, in which an action would leave the folder that was killed."""

    def command() -> int:
        with open_repository(root) as opened:
            act(opened)
        return 0

    interruption = Interruption(root, store, failing=False)
    interruption.run(command)
    for place, how in interruption.states.values():
        shutil.rmtree(root)
        place.rename(root)
        yield how


@pytest.mark.parametrize("ours", [False, True], ids=["forward", "merge"])
def test_pull_killed_at_every_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, ours: bool) -> None:
    monkeypatch.setattr(leftovers, "PATIENCE_SECONDS", 0.01)
    root, base = _two_sides(tmp_path, ours=ours)
    outcomes = set()
    for step in killed(root, tmp_path, pull):
        with open_repository(root) as opened:
            outcomes.add(_is_whole(opened, base, ours=ours))
            outcomes.add(_next_save(opened, root))
            pull(opened)
            tree = CommittedTree(opened, opened.head())
            assert {path: tree.read(path) for path in tree.walk()} == {
                "a": b"theirs", "deep/b": b"theirs", "mine": b"mine" if ours else b"old", "fresh": b"theirs", "next": b"next",
            }, step  # fmt: skip
        write(root, next="next")
        assert git_in(root, "status", "--porcelain") == "", step
    git_in(root, "fsck", "--strict", "--no-dangling")
    assert outcomes == {"as before", "as after", "saved", "told"}


def _two_sides(folder: Path, *, ours: bool) -> tuple[Path, str]:
    """A work tree whose shared repository holds a newer version; with `ours` it has saved something itself."""
    template, other, shared = folder / "template", folder / "other", folder / "shared.git"
    template.mkdir()
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(shared)], check=True)
    with init(template) as repository:
        save(repository, write(template, a="old", deep__b="old", gone="old", mine="old"), "old")
        push(repository, str(shared))
        subprocess.run(["git", "clone", "-q", str(shared), str(other)], check=True)
        with open_repository(other) as theirs:
            (other / "gone").unlink()
            save(theirs, write(other, a="theirs", deep__b="theirs", fresh="theirs") | {"gone": None}, "theirs")
            push(theirs)
        if ours:
            save(repository, write(template, mine="mine"), "mine")
        return template, repository.head()


def _is_whole(opened: Repository, base: str, *, ours: bool) -> str:
    """The branch stands where it stood before, or where it was to go, and nowhere in between."""
    tree = CommittedTree(opened, opened.head())
    found = {path: tree.read(path) for path in tree.walk()}
    mine = b"mine" if ours else b"old"
    if opened.head() == base:
        assert found == {"a": b"old", "deep/b": b"old", "gone": b"old", "mine": mine}
        return "as before"
    assert found == {"a": b"theirs", "deep/b": b"theirs", "fresh": b"theirs", "mine": mine}
    return "as after"


def _next_save(opened: Repository, root: Path) -> str:
    """The next command saves, or says that a pull has to be finished; then that finishes it."""
    changes: dict[str, bytes | None] = {"next": b"next"}
    write(root, next="next")
    try:
        save(opened, changes, "next")
    except InterruptedPullError:
        pull(opened)
        save(opened, changes, "next")
        return "told"
    return "saved"


def test_many_who_save_the_same_at_once_lose_no_version(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from slagen.vault.repository import open_repository; from slagen.vault.save import save\nwith open_repository(Path(sys.argv[1])) as r:\n    for n in range(4): save(r, {'same': f'{sys.argv[2]} {n}'.encode()}, f'{sys.argv[2]} {n}')"
    with init(tmp_path) as repository:
        save(repository, {"same": b"start"}, "start")
        writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), f"writer {n}"]) for n in range(3)]
        assert [writer.wait() for writer in writers] == [0, 0, 0]
        subjects = [version.subject for version in history(repository)]
        assert sorted(subjects) == sorted(["start", *(f"writer {one} {n}" for one in range(3) for n in range(4))])
        assert CommittedTree(repository, repository.head()).read("same").decode() == subjects[0]
