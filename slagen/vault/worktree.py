"""Bringing the files of the work tree from one commit to another, by git's own two-way merge (git-read-tree), which loses no unsaved change.

It works on an index of our own, so that git's index is only replaced when all is done. Filters that the repository names do not run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
import os
from pathlib import Path
import secrets
import stat
from typing import TYPE_CHECKING

from slagen.core.counts import first_of
from slagen.core.errors import RefusedError
from slagen.core.hashes import blob_id
from slagen.core.refusals import refusals
from slagen.vault import index
from slagen.vault.configuration import read_configuration
from slagen.vault.git_settings import settings
from slagen.vault.importing import EMPTY_TREE
from slagen.vault.merging import GONE, Entry, changed

if TYPE_CHECKING:
    from slagen.vault.journal import Move
    from slagen.vault.repository import Repository

_MOST_NAMED = 10
_REGULAR = {"100644", "100755"}


class UnsavedChangesError(RefusedError):
    """Files that are to change have changes that were never saved."""

    code = "unsaved-changes"

    def __init__(self, paths: tuple[str, ...]) -> None:
        self.paths = paths
        named = first_of([f"“{path}”" for path in paths], _MOST_NAMED)
        hint = "Save them (slagen save ID -m …), or put them aside, then pull again. Nothing was changed."
        super().__init__(f"Others have saved what you have changed and not saved yet: {named}.", hint=hint)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An index of our own, made from git's, and what git's was like then."""

    repository: Repository
    own: Path
    seen: tuple[int, ...]
    environment: Mapping[str, str]

    def check(self, move: Move) -> None:
        """Make sure that nothing unsaved is in the way; files that are already as they will be are none."""
        between = changed(self.repository.git, move.old, move.new)
        done = {path: entry for path, (_, entry) in between.items() if self._is_there(path, entry)}
        rows = b"".join(b"%s %s\t%s\0" % (entry[0].lstrip("0").encode() or b"0", entry[1].encode(), index.raw_path(path)) for path, entry in done.items())
        self._run("update-index", "-z", "--index-info", data=rows)
        self.repository.git.attempt("update-index", "-q", "--refresh", environment=self.environment)
        unsaved = self._changed_here(move) & (between.keys() - done.keys())
        untracked = {path for path in between.keys() - done.keys() - unsaved if between[path][0] == GONE and os.path.lexists(self.repository.top / path)}
        if unsaved or untracked:
            raise UnsavedChangesError(tuple(sorted(unsaved | untracked)))

    def _is_there(self, path: str, entry: Entry) -> bool:
        place = self.repository.top / path
        if entry == GONE:
            return not os.path.lexists(place)
        try:
            return entry[0] in _REGULAR and stat.S_ISREG(place.lstat().st_mode) and blob_id(place.read_bytes()) == entry[1]
        except OSError:
            return False

    def _changed_here(self, move: Move) -> set[str]:
        dirty = self._run("diff-files", "-z", "--name-only", "--ignore-submodules=dirty")
        staged = self._run("diff-index", "-z", "--name-only", "--cached", move.old or EMPTY_TREE)
        return {path.decode(errors="surrogateescape") for path in (*dirty.split(b"\0"), *staged.split(b"\0")) if path}

    def update(self, move: Move) -> None:
        """Change the files; raises UnsavedChangesError or GitRefusedError before the first where git finds something in the way."""
        self._run("read-tree", "-m", "-u", move.old or EMPTY_TREE, move.new)

    def place(self, move: Move) -> bool:
        """Put our index in the place of git's; where that has changed meanwhile, only the changed paths follow. False where neither can be done now."""
        with suppress(OSError):
            if index.swap(self.repository, self.own, self.seen):
                return True
        return not index.follow(self.repository, move.new, tuple(changed(self.repository.git, move.old, move.new)))

    def _run(self, *arguments: str, data: bytes = b"") -> bytes:
        return self.repository.git.run(*arguments, data=data, environment=self.environment)


@contextmanager
def prepared(repository: Repository) -> Iterator[Prepared]:
    """Make an index of our own; it is gone afterwards."""
    real = repository.git_dir / "index"
    own = repository.git_dir / "slagen" / f"index-{secrets.token_hex(8)}"
    with refusals(own):
        own.parent.mkdir(exist_ok=True)
        seen = index.state(real)
        if seen:
            own.write_bytes(real.read_bytes())
    environment = settings(read_configuration(repository.git).own_filters()) | {"GIT_INDEX_FILE": str(own)}
    try:
        yield Prepared(repository, own, seen, environment)
    finally:
        with suppress(OSError):
            own.unlink()
