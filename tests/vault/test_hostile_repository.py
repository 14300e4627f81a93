"""A workspace that came from a stranger, with the folder .git that they packed."""

from __future__ import annotations

from collections.abc import Callable
import os
from pathlib import Path
import subprocess

import pytest

from slagen.core.errors import NotFoundError, RefusedError
from slagen.vault.history import history
from slagen.vault.repository import Repository
from slagen.vault.save import save
from slagen.vault.tree import CommittedTree
from slagen.vault.turn import turn

Git = Callable[..., str]


@pytest.mark.parametrize("way", ["ext", "upload-pack", "ssh"])
def test_a_missing_object_is_not_fetched_by_a_program_that_the_repository_names(repository: Repository, root: Path, git: Git, way: str) -> None:
    """Git fetches what a “partial clone” lacks by itself, and `protocol.ext.allow` of the repository is stronger than our `protocol.allow`."""
    trap = root.parent / "trap"
    (root / "x").write_bytes(b"1")
    saved = save(repository, {"x": b"1"}, "first")
    repository.close()
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": {"ext": f"ext::touch {trap}", "upload-pack": str(root), "ssh": "ssh://host/x"}[way],
        "remote.origin.uploadPack": f"touch '{trap}';",
        "core.sshCommand": f"touch '{trap}';",
        **{f"protocol.{name}allow": "always" for name in ("", "ext.", "file.", "ssh.")},
    }.items():
        git("config", key, value)
    blob = subprocess.run(["git", "rev-parse", f"{saved.commit}:x"], cwd=root, check=True, capture_output=True, text=True).stdout.strip()
    place = root / ".git/objects" / blob[:2] / blob[2:]
    place.unlink()
    with pytest.raises(NotFoundError):
        CommittedTree(repository, saved.commit).read("x")
    assert not trap.exists()


def test_the_lock_of_a_save_follows_no_link_out_of_the_repository(repository: Repository, root: Path) -> None:
    trap = root.parent / "trap"
    (root / ".git/slagen").mkdir(exist_ok=True)
    (root / ".git/slagen/lock").unlink(missing_ok=True)
    (root / ".git/slagen/lock").symlink_to(trap)
    with pytest.raises(RefusedError):
        save(repository, {"x": b"1"}, "first")
    assert not trap.exists()


def test_what_is_no_file_among_the_notes_of_saves_is_passed_by(repository: Repository, root: Path) -> None:
    notes = root / ".git/slagen"
    notes.mkdir(exist_ok=True)
    os.mkfifo(notes / "0123")
    (notes / "index-x").symlink_to("/etc/hostname")
    assert save(repository, {"x": b"1"}, "first").changed


@pytest.mark.parametrize("place", ["slagen", "slagen-events"])
def test_notes_of_saves_are_not_written_where_a_link_leads(repository: Repository, root: Path, place: str) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (root / ".git" / place).symlink_to(outside)
    with pytest.raises(RefusedError, match="is a link") as refused, turn(repository.git_dir, place.partition("-")[2]):
        pass
    assert refused.value.hint
    assert not list(outside.iterdir())


def commit_by_hand(root: Path, lines: bytes) -> None:
    """A commit as no git would write it, made the last one."""

    def git(*arguments: str, data: bytes = b"") -> bytes:
        return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, input=data).stdout.strip()

    tree = git("write-tree")
    data = b"tree %s\nparent %s\n%s" % (tree, git("rev-parse", "HEAD"), lines)
    git("update-ref", "HEAD", git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", data=data).decode())


@pytest.mark.parametrize("lines", [b"\nnobody made this", b"author a <a> 99999999999999999 +9999\ncommitter a <a> -5 -9999\n\nnobody made this"])
def test_a_version_that_does_not_say_who_made_it_and_when_is_shown(repository: Repository, root: Path, lines: bytes) -> None:
    save(repository, {"x": b"1"}, "first")
    commit_by_hand(root, lines)
    assert [version.subject for version in history(repository)] == ["nobody made this", "first"]
    assert history(repository)[0].author in {"nobody", "a"}


def test_a_first_line_of_megabytes_is_cut_where_nobody_reads_on(repository: Repository, root: Path) -> None:
    save(repository, {"x": b"1"}, "first")
    commit_by_hand(root, b"author a <a> 1 +0000\ncommitter a <a> 1 +0000\n\n" + b"Z" * 1_000_000)
    assert len(history(repository)[0].subject) == 500
