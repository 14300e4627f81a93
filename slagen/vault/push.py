"""Pushing: one's versions and their names go to the shared repository, never over those of others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError
from slagen.core.identifiers import is_id
from slagen.vault.branch import require_branch
from slagen.vault.exchange import Exchange, exchange
from slagen.vault.graph import write_graph
from slagen.vault.history import Version, history
from slagen.vault.remote import HEADS, TAGS, Remote, RemoteError, find_remote, note_tip, remember

if TYPE_CHECKING:
    from slagen.vault.repository import Repository

_BEHIND = ("non-fast-forward", "fetch first", "stale info", "[rejected]")


@dataclass(frozen=True, slots=True)
class Pushed:
    """What went where: which versions, newest first, and which names of versions (`acme-hosting/v1.0`).

    `other_branches` are those that were there when ours was not: whoever works on them sees nothing of what was sent.
    """

    where: str
    commit: str
    versions: tuple[Version, ...]
    tags: tuple[str, ...]
    other_branches: tuple[str, ...] = ()


class BehindError(RefusedError):
    """Others have pushed versions that are not here yet."""

    code = "behind"

    def __init__(self, remote: Remote) -> None:
        command = "slagen pull" if remote.name else f"slagen pull {remote.shown}"
        super().__init__(f"“{remote.shown}” holds versions of others that you do not have yet.", hint=f"Pull first: {command}. Then push again.")


def push(repository: Repository, where: str = "", *, chosen_ssh: bool = False) -> Pushed:
    """Push the branch that is checked out, and the names of the versions in it. `where` is a known name or an address; `chosen_ssh` as for `exchange`.

    Raises:
        BehindError: others have pushed since; nothing was sent.
        RemoteError: it cannot be reached, or refuses.
        RefusedError: there is nothing to push, or a name stands for another version there.
    """
    head = _saved(repository)
    remote = find_remote(repository, where, push=True)
    with exchange(repository, remote, chosen_ssh=chosen_ssh) as line:
        there = line.refs()
        before = there.get(remote.branch, "")
        if before and not is_ancestor(repository, before, head):
            raise BehindError(remote)
        tags = _new_tags(repository, there, remote.shown)
        _send(line, {**({remote.branch: head} if before != head else {}), **tags})
    remote = remember(repository, remote)
    note_tip(repository, remote, head, "push")
    write_graph(repository)
    sent = history(repository, start=f"{before}..{head}" if before else head)
    return Pushed(remote.shown, head, sent, tuple(name.removeprefix(TAGS) for name in tags), () if before else branches(there))


def branches(refs: Iterable[str]) -> tuple[str, ...]:
    """The branches among full names, by their short ones."""
    return tuple(name.removeprefix(HEADS) for name in refs if name.startswith(HEADS))


def _saved(repository: Repository) -> str:
    require_branch(repository, "push again")
    head = repository.head()
    if not head:
        raise RefusedError("Nothing has been saved yet, so there is nothing to push.", hint="Save an agreement first: slagen save ID -m …")
    return head


def _send(line: Exchange, refs: dict[str, str]) -> None:
    if not refs:
        return
    try:
        line.push(refs)
    except RemoteError as error:
        if any(sign in error.detail for sign in _BEHIND) and "remote rejected" not in error.detail:
            raise BehindError(line.remote) from error
        raise


def is_ancestor(repository: Repository, old: str, new: str) -> bool:
    """Whether `new` holds everything that `old` does; false where `old` is not here."""
    return repository.git.attempt("merge-base", "--is-ancestor", old, new)[0] == 0


def _new_tags(repository: Repository, there: dict[str, str], where: str) -> dict[str, str]:
    tags = repository.git.refs("--merged=HEAD", TAGS)
    ours = {name: commit for name, commit in tags.items() if is_id(name.split("/")[2]) and name.count("/") > 2}
    clashes = [name.removeprefix(TAGS) for name, commit in ours.items() if there.get(name, commit) != commit]
    if clashes:
        hint = "Agree on who is right; nothing was sent. A name is given once: save again under the next one."
        raise RefusedError(f"In “{where}” {', '.join(f'“{name}”' for name in clashes)} stands for another version.", hint=hint)
    return {name: commit for name, commit in ours.items() if name not in there}
