"""Locks on a branch that a program of ours left behind when it was killed. Git would wait for them for ever.

Only looked for where a note (see `index`), or a git that was ended before our eyes, proves that one of ours died; and only taken away
when they hold nothing or the commit that was to be, and have not moved for a while: a living git holds such a lock for milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slagen.vault.repository import Repository

PATIENCE_SECONDS = 1.0


def release(repository: Repository, commits: frozenset[bytes], *more: str) -> None:
    """Remove what is left of moving the branch, or `more` refs, to one of `commits` (hex, as bytes)."""
    ours = {place: state for place in _places(repository, more) if (state := _state(place, commits))}
    if not ours:
        return
    sleep(PATIENCE_SECONDS)
    for place, state in ours.items():
        if _state(place, commits) == state:
            with suppress(OSError):
                place.unlink()


def _places(repository: Repository, more: tuple[str, ...]) -> Iterator[Path]:
    yield repository.git_dir / "HEAD.lock"
    yield from (repository.common_dir / f"{name}.lock" for name in more)
    branch = repository.branch()
    if branch:
        yield repository.common_dir / f"{branch}.lock"


def _state(place: Path, commits: frozenset[bytes]) -> tuple[int, int] | None:
    try:
        status = place.stat()
        held = place.read_bytes()[:64].strip()
    except OSError:
        return None
    return (status.st_ino, status.st_mtime_ns) if not held or held in commits else None
