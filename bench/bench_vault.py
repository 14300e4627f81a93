"""Versions in git against git itself, in the same run: one save among many agreements, history of one, and many in one commit.

`bench_vault.py 5000` does it with 5,000 agreements instead of 100,000 (and 500 in one commit instead of 10,000).
"""

from __future__ import annotations

from collections.abc import Callable
import os
from pathlib import Path
from statistics import median
import subprocess
import sys

from measuring import at_most, beside, counted, faster, interleaved, show, temporary_folder, timed

from slagen.vault.graph import write_graph
from slagen.vault.history import history
from slagen.vault.repository import Repository, open_repository
from slagen.vault.save import save

AGREEMENTS = 100_000
COMMITS = 5_000
ROUNDS = 7
_PROGRAM = """
import sys
from pathlib import Path
from slagen.vault.repository import open_repository
from slagen.vault.save import save
root = Path(sys.argv[1])
with open_repository(root) as repository:
    save(repository, {path: (root / path).read_bytes() for path in sys.argv[3:]}, sys.argv[2])
"""
FILES = ("agreement.yaml", "agreement.lock", "contract.md")


def git(root: Path, *arguments: str, data: bytes = b"") -> bytes:
    """The output of a git command."""
    return subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, input=data).stdout


def folder(number: int) -> str:
    """Where an agreement stands: by customer, so that no folder grows large."""
    return f"agreements/c{number % 997:03d}/deal-{number:06d}"


def text(number: int, file: str, version: int = 0) -> bytes:
    """A file's content: 20 KB for the facts, less for the others."""
    return f"{file} of {number}, version {version}\n".encode() * (600 if file == "agreement.yaml" else 50)


def written(root: Path, number: int, version: int) -> dict[str, bytes | None]:
    """The files of one agreement, changed on disk."""
    changes = {f"{folder(number)}/{file}": text(number, file, version) for file in FILES}
    for path, data in changes.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return dict(changes)


def repository_of(root: Path, count: int) -> Path:
    """A repository with `count` agreements, all clean."""
    root.mkdir()
    git(root, "init", "--quiet", "-b", "main")
    git(root, "config", "user.name", "Jo Bloggs")
    git(root, "config", "user.email", "jo@northwind.example")
    blobs = b"".join(b"blob\nmark :%d\ndata %d\n%s\n" % (mark, len(data), data) for mark, data in enumerate((text(0, file) for file in FILES), 1))
    rows = b"".join(b"M 100644 :%d %s/%s\n" % (mark, folder(number).encode(), file.encode()) for number in range(count) for mark, file in enumerate(FILES, 1))
    git(root, "fast-import", "--quiet", data=blobs + b"commit refs/heads/main\ncommitter Jo <j@x> 0 +0000\ndata 5\nstart\n" + rows + b"\n")
    git(root, "reset", "--quiet", "--hard")
    return root


def one_save(place: Path, count: int) -> None:
    """Save one agreement among many: ours, as a call and as a program of its own, and git add and commit of the same change."""
    root = repository_of(place / "many", count)
    step = iter(range(1, 10**6))

    def changed() -> tuple[int, dict[str, bytes | None]]:
        number = next(step)
        return number, written(root, number * 1_999 % count, number)

    with open_repository(root) as repository:

        def ours() -> None:
            number, changes = changed()
            save(repository, changes, f"number {number}")

        def program() -> None:
            number, changes = changed()
            subprocess.run([sys.executable, "-c", _PROGRAM, str(root), f"number {number}", *changes], check=True)

        def peer() -> None:
            number, changes = changed()
            git(root, "add", "--", *changes)
            git(root, "commit", "--quiet", "-m", f"number {number}")

        spent: dict[str, list[float]] = {"ours": [], "program": [], "peer": []}
        ways = {"ours": ours, "program": program, "peer": peer}
        found = interleaved(ROUNDS, {name: counted(way, spent[name]) for name, way in ways.items()}, warm_up=2)
        clean = git(root, "status", "--porcelain") == b"" and git(root, "write-tree") == git(root, "rev-parse", "HEAD^{tree}")
    busy = {name: median(times[-ROUNDS:]) for name, times in spent.items()}
    what = f"save one among {count:,} agreements"
    rows = [
        faster(f"{what} / `git add` + `git commit`", found["ours"], found["peer"], 5),
        beside("the same, processors' time", busy["ours"], busy["peer"]),
        beside("the same, with the start of Python and its imports", found["program"], found["peer"]),
    ]
    show(f"One save (medians of {ROUNDS}; {len(FILES) * count:,} files; index and status right afterwards: {'yes' if clean else 'NO'})", rows)


def one_history(place: Path, commits: int) -> None:
    """History of one agreement among many commits, with changed-path filters on both sides."""
    root = repository_of(place / "old", 2_000)
    rows = [b"reset refs/heads/main\nfrom refs/heads/main^0\n\n"]
    for number in range(commits):
        data = text(number, "agreement.yaml", number)
        rows.append(b"commit refs/heads/main\ncommitter Jo <j@x> %d +0000\ndata 1\nx\n" % number)
        rows.append(b"M 100644 inline %s/agreement.yaml\ndata %d\n%s\n" % (folder(number * 7 % 2_000).encode(), len(data), data))
    git(root, "fast-import", "--quiet", "--force", data=b"".join(rows))
    git(root, "reset", "--quiet", "--hard")
    with open_repository(root) as repository:
        write_graph(repository)
        ways: dict[str, Callable[[], object]] = {
            "ours": lambda: history(repository, folder(700)),
            "peer": lambda: git(root, "log", "--", folder(700)),
        }
        found = interleaved(25, ways)
        assert len(history(repository, folder(700))) == len(git(root, "log", "--format=%H", "--", folder(700)).split())
    show("History (medians of 25)", [at_most(f"history of one agreement in {commits:,} commits / `git log -- path`", found["ours"], found["peer"], 1.5)])


def one_import(place: Path, count: int) -> None:
    """Many agreements in one commit: ours, and git add -A and commit; each on a repository of its own, from the same files."""

    def made(name: str) -> tuple[Path, dict[str, bytes | None]]:
        root = repository_of(place / name, 1)
        changes: dict[str, bytes | None] = {}
        for number in range(count):
            changes |= written(root, number, number + 1)
        os.sync()
        return root, changes

    root, changes = made("ours")
    with open_repository(root) as repository:
        ours, _ = timed(lambda: _saved(repository, changes))
    assert git(root, "status", "--porcelain") == b""
    root, _ = made("peer")
    peer, _ = timed(lambda: (git(root, "add", "-A"), git(root, "commit", "--quiet", "-m", "all")))
    show("Many in one commit (one run)", [at_most(f"{count:,} agreements in one version / `git add -A; git commit`", ours, peer, 1)])


def _saved(repository: Repository, changes: dict[str, bytes | None]) -> object:
    return save(repository, changes, "all")


def main() -> None:
    """Run all three."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else AGREEMENTS
    with temporary_folder() as place:
        one_save(place, count)
        one_history(place, min(COMMITS, count))
        one_import(place, count // 10)


if __name__ == "__main__":
    main()
