"""Saving: a commit of just the paths that are given, made from plumbing and put in place by one compare-and-swap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import sleep
from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError, UsageError
from slagen.vault import index, journal
from slagen.vault.branch import require_settled
from slagen.vault.commit import Signature, advance, write_commit
from slagen.vault.graph import keep_graph
from slagen.vault.importing import EMPTY_TREE, import_tree, removed, written
from slagen.vault.tree import changed_among, tree_of
from slagen.vault.turn import turn

if TYPE_CHECKING:
    from slagen.vault.repository import Repository

__all__ = ["Saved", "Signature", "save"]
_ATTEMPTS = 40
_FIRST_PAUSE_SECONDS = 0.005
_LONGEST_PAUSE_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save came to. `changed` is false where everything was saved already: `commit` is then the last one.

    `index_behind` says what kept git's index from following: `git status` shows the files as changed until the next slagen command.
    """

    commit: str
    changed: bool = True
    index_behind: str = ""


@dataclass(frozen=True, slots=True)
class _Version:
    """What is to be saved; paths are the repository's."""

    message: str
    signature: Signature
    entries: Mapping[str, bytes | None]


def save(repository: Repository, changes: Mapping[str, bytes | None], message: str, signature: Signature | None = None, *, based_on: str = "") -> Saved:
    """Save `changes` (workspace path → content; None removes) as one version on the branch that is checked out.

    Whatever else is staged or changed in the work tree stays as it is. Where somebody saves at the same moment, both versions
    stand in the history. `based_on` is the commit that the changes were made from: then a path that somebody else has saved since is refused.

    Raises:
        RefusedError: a merge is under way, no branch is checked out, nobody is known who saves, a path has changed since `based_on`, or git refuses.
        UsageError: the message is empty.
    """
    text = message.strip().replace("\0", "")
    if not text:
        raise UsageError("A version needs a message.", hint='Say what changed and why: -m "raised the availability target"')
    branch = require_settled(repository, "save again")
    version = _Version(text, signature or Signature(), {repository.path(path): data for path, data in changes.items()})
    with turn(repository.git_dir):
        index.repair(repository)
        journal.require_none(repository)
        saved = _save(repository, branch, version, based_on, tuple(changes))
    if saved.changed:
        keep_graph(repository, saved.commit)
    return saved


def settle(repository: Repository) -> None:
    """Put right what a program that was killed left behind: the index, and locks of its own."""
    with turn(repository.git_dir):
        index.repair(repository)


def _save(repository: Repository, branch: str, version: _Version, based_on: str, paths: tuple[str, ...]) -> Saved:
    for attempt in range(_ATTEMPTS):
        head = repository.head()
        _require_unchanged(repository, based_on, head, paths)
        saved = _try_once(repository, branch, head, version)
        if saved:
            return saved
        sleep(min(_FIRST_PAUSE_SECONDS * 1.5**attempt, _LONGEST_PAUSE_SECONDS))
    hint = "Wait a moment and try again; if nothing else is running, delete what ends in “.lock” in the folder .git/refs/heads."
    raise RefusedError("Another program keeps saving in this repository.", hint=hint)


def _try_once(repository: Repository, branch: str, head: str, version: _Version) -> Saved | None:
    """Save on top of `head`; None where the branch has moved on meanwhile."""
    if not head and repository.git.word("rev-parse", "--verify", "--quiet", branch):
        raise RefusedError(
            f"The last version ({branch}) cannot be read.", hint="Run: git fsck --full, and bring back what is missing from a copy of the repository."
        )
    tree = _write_tree(repository, head, version.entries)
    if tree == (tree_of(repository.git, head) if head else EMPTY_TREE):
        settled = index.conflicts(repository) & version.entries.keys()
        return Saved(head, changed=False, index_behind=index.follow(repository, head, tuple(sorted(settled))) if settled else "")
    commit = write_commit(repository, tree, (head,) if head else (), version.message, version.signature)
    if not advance(repository, branch, head, commit, tuple(version.entries), "save: " + version.message.splitlines()[0]):
        return None
    return Saved(commit, index_behind=index.follow(repository, commit, tuple(version.entries)))


def _require_unchanged(repository: Repository, based_on: str, head: str, paths: tuple[str, ...]) -> None:
    clashes = changed_among(repository, based_on, head, paths) if based_on and head != based_on else ()
    if clashes:
        raise RefusedError(
            f"Somebody else has saved {', '.join(f'“{path}”' for path in clashes)} meanwhile.", hint="Look at their version, then save yours again."
        )


def _write_tree(repository: Repository, head: str, entries: Mapping[str, bytes | None]) -> str:
    """Write the contents and the folders above them."""
    changes = (removed(path) if data is None else written(path, index.file_mode(repository, path), data) for path, data in entries.items())
    return import_tree(repository.git, head, changes)
