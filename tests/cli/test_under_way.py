"""A merge, a rebase, a cherry-pick, a revert or a bisection that was begun with git and not ended: commands that make versions wait for its end."""

from __future__ import annotations

from pathlib import Path
import subprocess

import pytest

from slagen.cli.main import run
from tests.cli.test_interrupted import COMMANDS, done, files, saved
from tests.small_workspace import git
from tests.workspace.deal import FACTS, Deal

BAD_INPUT, REFUSED = 3, 5
BEGUN = {
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "rebase-merge/head-name": "a rebase",
    "rebase-apply/applying": "a rebase",
}
NOTE = "README.txt"


@pytest.fixture(autouse=True)
def somebody(own_settings: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - after it
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Jo Bloggs")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "jo@northwind.example")
    Path.home().joinpath(".gitconfig").write_text("[init]\n\tdefaultBranch = main\n", encoding="utf-8")


def begin(ws: Path, name: str) -> Path:
    place = ws / ".git" / name
    place.parent.mkdir(exist_ok=True)
    place.write_text(git(ws, "rev-parse", "HEAD"), encoding="utf-8")
    return place


def state(root: Path) -> tuple[dict[str, bytes], str, str]:
    """The files, what every name in git stands for, and what is staged."""
    return files(root), git(root / "ws", "for-each-ref"), git(root / "ws", "ls-files", "--stage")


def called(root: Path, name: str) -> int:
    words = [word.format(root=root) for word in COMMANDS[name][1]]
    return run([*words, "--workspace", str(root / "ws")])


@pytest.mark.parametrize("name", ["save", "send", "receive", "sign", "amend", "renew", "terminate", "pull", "pull and merge"])
def test_what_makes_a_version_waits_for_the_end_of_what_was_begun_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    COMMANDS[name][0](tmp_path)
    before = state(tmp_path)
    for begun, what in BEGUN.items():
        place = begin(tmp_path / "ws", begun)
        capsys.readouterr()
        assert called(tmp_path, name) == REFUSED
        told = capsys.readouterr().err
        assert f"in the middle of {what}" in told
        assert "Finish it or give it up first" in told
        assert place.exists()
        assert state(tmp_path) == before
        place.unlink()
        if "/" in begun:
            place.parent.rmdir()
    assert called(tmp_path, name) == 0


@pytest.mark.parametrize("name", ["upgrade", "push"])
def test_what_makes_no_version_works_and_leaves_what_was_begun_alone(tmp_path: Path, name: str) -> None:
    COMMANDS[name][0](tmp_path)
    ws = tmp_path / "ws"
    place = begin(ws, "MERGE_HEAD")
    head, staged = git(ws, "rev-parse", "HEAD"), git(ws, "ls-files", "--stage")
    assert called(tmp_path, name) == 0
    assert place.read_text(encoding="utf-8") == head == git(ws, "rev-parse", "HEAD")
    assert git(ws, "ls-files", "--stage") == staged


def two_versions(root: Path) -> Deal:
    deal = saved(root)
    deal.change("Leeds", "York")
    done(root, "save", "acme", "-m", "second")
    deal.change("York", "Hull")
    done(root, "save", "acme", "-m", "third")
    return deal


@pytest.mark.parametrize("command", [("save", "acme", "-m", "fourth"), ("send", "acme"), ("push",), ("pull",)])
def test_while_a_bisection_shows_an_old_version_the_way_out_that_is_told_works(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    ws = two_versions(tmp_path).root
    git(ws, "bisect", "start", "HEAD", "HEAD~2")
    before = state(tmp_path)
    assert run([*command, "--workspace", str(ws)]) == REFUSED
    assert "git bisect reset" in capsys.readouterr().err
    assert state(tmp_path) == before
    git(ws, "bisect", "reset")
    assert git(ws, "log", "-1", "--format=%s").strip() == "third"


def test_a_bisection_that_was_left_for_the_branch_hinders_nobody(tmp_path: Path) -> None:
    deal = two_versions(tmp_path)
    git(deal.root, "bisect", "start", "HEAD", "HEAD~2")
    git(deal.root, "checkout", "--quiet", "main")
    deal.change("Hull", "Bath")
    done(tmp_path, "save", "acme", "-m", "fourth")
    assert git(deal.root, "log", "-1", "--format=%s main %D").startswith("fourth main HEAD -> main")


def test_a_rebase_is_told_when_pushing_where_it_has_left_the_branch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ws = saved(tmp_path).root
    git(ws, "checkout", "--quiet", "--detach")
    begin(ws, "rebase-merge/head-name")
    assert run(["push", "--workspace", str(ws)]) == REFUSED
    assert "in the middle of a rebase" in capsys.readouterr().err


def note(ws: Path, text: str) -> None:
    (ws / NOTE).write_text(text, encoding="utf-8")
    git(ws, "add", NOTE)


def test_a_conflict_that_git_has_staged_without_a_merge_stays_staged_when_something_else_is_saved(tmp_path: Path) -> None:
    """As `git stash pop` leaves it."""
    deal = saved(tmp_path)
    note(deal.root, "one\n")
    git(deal.root, "commit", "--quiet", "-m", "note", "--", NOTE)
    note(deal.root, "two\n")
    git(deal.root, "stash", "push", "--quiet", "--", NOTE)
    note(deal.root, "three\n")
    git(deal.root, "commit", "--quiet", "-m", "note again", "--", NOTE)
    assert subprocess.run(["git", "stash", "pop", "--quiet"], cwd=deal.root, capture_output=True, check=False).returncode
    conflict = git(deal.root, "ls-files", "--unmerged")
    assert conflict
    deal.change("Leeds", "York")
    done(tmp_path, "save", "acme", "-m", "second")
    assert git(deal.root, "ls-files", "--unmerged") == conflict
    assert git(deal.root, "show", "--format=", "--name-only", "HEAD").split() == sorted(["agreements/acme/contract.md", FACTS])
    assert git(deal.root, "show", f"HEAD:{NOTE}") == "three\n"


def test_facts_in_which_a_merge_left_both_sides_are_told_as_that_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deal = saved(tmp_path)
    git(deal.root, "branch", "side")
    for branch, town in (("main", "York"), ("side", "Hull")):
        git(deal.root, "switch", "--quiet", branch)
        deal.change("Leeds", town)
        done(tmp_path, "save", "acme", "-m", town)
    assert subprocess.run(["git", "merge", "main"], cwd=deal.root, capture_output=True, check=False).returncode
    before = state(tmp_path)
    for command in (("save", "acme", "-m", "both"), ("send", "acme"), ("build", "acme")):
        capsys.readouterr()
        assert run([*command, "--workspace", str(deal.root)]) == BAD_INPUT
        assert "git has left both sides of a conflict here" in capsys.readouterr().err
    assert state(tmp_path) == before
