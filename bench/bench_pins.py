"""Many agreements with locks: what it costs to follow their pins, while the library says what is pinned and after it has moved on.

The same generated agreements are built three times, each in a process of its own: without locks, with locks, and with locks and a library in which every
clause has another text. Processor's seconds, which other programs disturb less. Linux, for the memory.
"""

from __future__ import annotations

from datetime import date
import json
from pathlib import Path
import shutil
import subprocess
import sys
from time import process_time
from typing import Any

from generated import agreements
from measuring import Row, at_most, resident_bytes, show, temporary_folder, workspace

from slagen.formats.files import Folder
from slagen.vault.repository import open_repository
from slagen.workspace.batch import build_all, named
from slagen.workspace.building import Order
from slagen.workspace.drafting import draft
from slagen.workspace.load import load
from slagen.workspace.locking import lock_of, lock_path, lock_text

MANY = 300
TODAY = date(2026, 10, 1)
PINNED, MOVED_ON = 1.1, 1.15
MEMORY = 1.1


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    with temporary_folder() as folder:
        space = workspace(_made(folder / "space"), agreements(count))
        _commit(space)
        shutil.copytree(space, folder / "pinned")
        _lock(folder / "pinned")
        shutil.copytree(folder / "pinned", folder / "moved")
        _move_on(folder / "moved")
        runs = {name: _run(folder / name) for name in ("space", "pinned", "moved")}
    free, pinned, moved = (runs[name]["busy"] for name in ("space", "pinned", "moved"))
    most, base = (runs[name]["memory"] for name in ("moved", "space"))
    show(
        f"{count:,} generated agreements with locks, built to .docx",
        [
            at_most("the library says what is pinned / no locks", pinned, free, PINNED),
            at_most("every clause of the library has moved on / no locks", moved, free, MOVED_ON),
            Row("memory, moved on / no locks", f"{most / 1e6:.0f} MB", f"{base / 1e6:.0f} MB", f"{most / base:.2f} ×", f"≤ {MEMORY} ×", most <= MEMORY * base),
        ],
    )


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _commit(space: Path) -> None:
    settings = ("-c", "user.name=bench", "-c", "user.email=bench@slagen.example")
    for arguments in (("init", "--quiet"), ("add", "-A"), (*settings, "commit", "--quiet", "-m", "bench")):
        subprocess.run(["git", *arguments], cwd=space, check=True)


def _lock(space: Path) -> None:
    loaded = load(Folder(space))
    with open_repository(space) as repository:
        for name in sorted(loaded.agreements):
            made = draft(loaded, name)
            (space / lock_path(made)).write_bytes(lock_text(lock_of(loaded, repository, made)))


def _move_on(space: Path) -> None:
    for clause in (space / "clauses").rglob("*.md"):
        clause.write_text(clause.read_text(encoding="utf-8").rstrip("\n") + "\n\nThis sentence is new.\n", encoding="utf-8")


def _run(space: Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, "build", str(space)], check=True, capture_output=True, text=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def build(space: Path) -> dict[str, Any]:
    """Build every agreement: the processor's seconds, and the memory at the end."""
    begun = process_time()
    names = named(space, (), "draft")
    outcome = build_all(space, names, Order(("docx",), space / "build", TODAY))
    assert len(outcome.built) == len(names)
    return {"busy": process_time() - begun, "memory": resident_bytes()}


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(json.dumps(build(Path(sys.argv[2]))))
    else:
        main()
