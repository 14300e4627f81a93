"""Pulling: what others have saved comes here, and is brought together with what was saved here meanwhile. Nothing is left half-merged.

Files first, then the branch, then git's index: whoever is stopped in between finds the last saved version whole, and `finish` goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from slagen.core.errors import RefusedError
from slagen.vault import index, journal, worktree
from slagen.vault.branch import require_settled
from slagen.vault.commit import Signature, advance, write_commit
from slagen.vault.exchange import exchange
from slagen.vault.history import Version, history
from slagen.vault.journal import Move
from slagen.vault.leftovers import release
from slagen.vault.merging import Choice, Clash, changed, merge, merged_tree
from slagen.vault.push import branches, is_ancestor
from slagen.vault.remote import TAGS, find_remote, note_tip, remember
from slagen.vault.turn import turn

if TYPE_CHECKING:
    from slagen.vault.remote import Remote
    from slagen.vault.repository import Repository

Outcome: TypeAlias = Literal["nothing", "forward", "merged", "clash"]
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull came to.

    `base` is the last version that both sides had, `ours` and `theirs` the last of each; `commit` is where the branch stands now.
    `versions` are those of the others, newest first. `tags` came along; `other_tags` are names that stand for another version here, and stay.
    `other_branches` are those that are there where ours is not.
    """

    where: str
    outcome: Outcome
    commit: str
    base: str = ""
    ours: str = ""
    theirs: str = ""
    versions: tuple[Version, ...] = ()
    paths: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()
    tags: tuple[str, ...] = ()
    other_tags: tuple[str, ...] = ()
    other_branches: tuple[str, ...] = ()

    @property
    def lacks_branch(self) -> bool:
        """Whether the others' copy has no branch of our branch's name, so that there was nothing to bring."""
        return not self.theirs


def pull(
    repository: Repository,
    where: str = "",
    *,
    signature: Signature | None = None,
    choose: Choice = lambda _: "",
    together: Choice = lambda _: "",
    chosen_ssh: bool = False,
) -> Pulled:
    """Bring here what others have pushed. `choose` says about a file that both sides changed whose stays (`ours`, `theirs`), `together` as for `merge`.

    `chosen_ssh` is as for `exchange`.

    Raises:
        RemoteError: the shared repository cannot be reached.
        RefusedError: changes that are not saved are in the way, no branch is checked out, or something else is under way.
    """
    branch = require_settled(repository, "pull again")
    with turn(repository.git_dir):
        index.repair(repository)
        finish(repository)
    remote = find_remote(repository, where)
    with exchange(repository, remote, chosen_ssh=chosen_ssh) as line:
        theirs, tags = line.fetch()
        elsewhere = () if theirs else branches(line.refs())
    remote = remember(repository, remote)
    with turn(repository.git_dir):
        index.repair(repository)
        came, others = _take_tags(repository, tags)
        if theirs:
            note_tip(repository, remote, theirs, "pull")
        for _ in range(_ATTEMPTS):
            found = _bring(repository, branch, theirs, remote, signature or Signature(), (choose, together))
            if found:
                return replace(found, tags=came, other_tags=others, other_branches=elsewhere)
    raise RefusedError("Another program keeps saving in this repository.", hint="Wait a moment and pull again.")


def _bring(repository: Repository, branch: str, theirs: str, remote: Remote, signature: Signature, rules: tuple[Choice, Choice]) -> Pulled | None:
    """Bring `theirs` to the branch; None where somebody moved it meanwhile."""
    ours = repository.head()
    if not theirs or (ours and is_ancestor(repository, theirs, ours)):
        return Pulled(remote.shown, "nothing", ours, ours=ours, theirs=theirs)
    bases = _bases(repository, ours, theirs) if ours else ("",)
    new = theirs
    clashes: tuple[Clash, ...] = ()
    if bases[0] != ours:
        merged = merge(repository.git, bases, ours, theirs, *rules)
        clashes = merged.clashes
        new = "" if clashes else _commit_merge(repository, ours, theirs, merged_tree(repository.git, ours, merged.taken), remote, signature)
    versions = history(repository, start=f"{bases[0]}..{theirs}" if bases[0] else theirs)
    if clashes:
        return Pulled(remote.shown, "clash", ours, bases[0], ours, theirs, versions, clashes=clashes)
    paths = tuple(changed(repository.git, ours, new))
    if not move(repository, Move(ours, new, branch)):
        return None
    return Pulled(remote.shown, "forward" if new == theirs else "merged", new, bases[0], ours, theirs, versions, paths)


def _bases(repository: Repository, ours: str, theirs: str) -> tuple[str, ...]:
    _, output, _ = repository.git.attempt("merge-base", "--all", ours, theirs)
    bases = tuple(output.decode().split())
    if not bases and (repository.common_dir / "shallow").exists():
        raise RefusedError("This copy holds only the last versions, too few to bring both sides together.", hint="Fetch the rest: git fetch --unshallow")
    if not bases:
        raise RefusedError(
            "The shared repository has no version in common with this one.",
            hint="Look at the address: it may be another workspace. To begin with what is there, take a copy: git clone ADDRESS",
        )
    return bases


def _commit_merge(repository: Repository, ours: str, theirs: str, tree: str, remote: Remote, signature: Signature) -> str:
    message = f"Versions of others from {remote.shown} brought together with one’s own"
    return write_commit(repository, tree, (ours, theirs), message, signature)


def move(repository: Repository, wanted: Move) -> bool:
    """Put files, branch and index where `wanted` says; false where the branch has moved meanwhile. Only in one's `turn`.

    Raises:
        UnsavedChangesError: changes that are not saved are in the way; nothing was touched.
    """
    with worktree.prepared(repository) as ready:
        ready.check(wanted)
        journal.begin(repository, wanted)
        ready.update(wanted)
        moved = advance(repository, wanted.branch, wanted.old, wanted.new, (), "pull")
        if moved:
            index.forget(repository, wanted.new)
            if ready.place(wanted):
                journal.end(repository)
    return moved


def finish(repository: Repository) -> bool:
    """Finish a pull that was interrupted; whether there was one. Only in one's `turn`."""
    wanted = journal.left(repository)
    return wanted is not None and move(repository, wanted)


def _take(repository: Repository, name: str, commit: str) -> bool:
    status, _, _ = repository.git.attempt("update-ref", name, commit, "0" * 40)
    if status < 0:
        release(repository, frozenset({commit.encode()}), name)
    return not status


def _take_tags(repository: Repository, tags: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Take over names of versions that are new here; those that stand for another version stay as they are."""
    here = repository.git.refs(TAGS)
    came = [name for name, commit in tags.items() if name not in here and _take(repository, name, commit)]
    others = [name for name, commit in tags.items() if here.get(name, commit) != commit]
    return tuple(name.removeprefix(TAGS) for name in came), tuple(name.removeprefix(TAGS) for name in others)
