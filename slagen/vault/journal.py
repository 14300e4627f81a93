"""What a pull was about to do, written down before it touches a file, so that the next command can finish it or say what happened."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
import re
from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError
from slagen.core.refusals import refusals
from slagen.vault import index
from slagen.vault.merging import GONE, changed

if TYPE_CHECKING:
    from slagen.vault.repository import Repository

_FORM = re.compile(rb"([0-9a-f]{40}|-) ([0-9a-f]{40}) (refs/heads/[^\0\n]+)\n")


@dataclass(frozen=True, slots=True)
class Move:
    """The branch on its way from one commit (empty: none) to another."""

    old: str
    new: str
    branch: str


class InterruptedPullError(RefusedError):
    """A pull was stopped half-way; what was saved before is whole."""

    code = "pull-interrupted"

    def __init__(self) -> None:
        super().__init__("A pull was interrupted half-way; some files are as the others saved them.", hint="Finish it first: slagen pull. It needs no network.")


def begin(repository: Repository, move: Move) -> None:
    """Write down what is about to be done."""
    place = _place(repository)
    with refusals(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name("next")
        draft.write_bytes(b"%s %s %s\n" % ((move.old or "-").encode(), move.new.encode(), move.branch.encode(errors="surrogateescape")))
        draft.replace(place)


def end(repository: Repository) -> None:
    """It is done, or was given up before anything changed."""
    with suppress(OSError):
        _place(repository).unlink(missing_ok=True)


def left(repository: Repository) -> Move | None:
    """The move that was begun and is still to be finished; None where there is none. What only lacks its index is put right at once.

    Only in one's `turn`. A branch that has moved elsewhere since makes the note void.
    """
    move = _read(_place(repository))
    if move is None:
        return None
    head = repository.head()
    if repository.branch() == move.branch and head == move.old:
        return move
    moved = head and repository.git.attempt("merge-base", "--is-ancestor", move.new, head)[0] == 0
    if not moved or _follow(repository, move):
        end(repository)
    return None


def require_none(repository: Repository) -> None:
    """Raise InterruptedPullError where a pull is still to be finished."""
    if left(repository):
        raise InterruptedPullError


def _follow(repository: Repository, move: Move) -> bool:
    """Let the index follow a branch that was moved, for the paths that nobody has staged since; false where it cannot now."""
    before = {path: entry for path, (entry, _) in changed(repository.git, move.old, move.new).items()}
    staged = index.staged(repository)
    behind = tuple(path for path, entry in before.items() if staged.get(path, (0, "")) == ((0, "") if entry == GONE else (int(entry[0], 8), entry[1])))
    return not (behind and index.follow(repository, move.new, behind))


def _read(place: Path) -> Move | None:
    try:
        match = _FORM.fullmatch(place.read_bytes()) if place.is_file() and not place.is_symlink() else None
    except OSError:
        return None
    return Move(match[1].decode().strip("-"), match[2].decode(), match[3].decode(errors="surrogateescape")) if match else None


def _place(repository: Repository) -> Path:
    return repository.git_dir / "slagen" / "pull" / "under-way"
