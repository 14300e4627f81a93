"""What must hold of a repository before its branch is moved or sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError

if TYPE_CHECKING:
    from slagen.vault.repository import Repository


def require_branch(repository: Repository, then: str) -> str:
    """The full name of the branch that is checked out; `then` is what to do once there is one (`save again`).

    Raises:
        RefusedError: none is checked out.
    """
    branch = repository.branch()
    if not branch:
        _require_nothing_begun(repository, then)  # git switch would refuse then
        way = "End the search with: git bisect reset" if repository.bisecting() else "Go back to your branch (for example: git switch main)"
        hint = f"{way}, then {then}; your files stay as they are."
        raise RefusedError("An old version is checked out, not a branch: what is saved there would be hard to find again.", hint=hint)
    return branch


def require_settled(repository: Repository, then: str) -> str:
    """The same, where nothing else has been begun in the repository.

    Raises:
        RefusedError: a merge, a rebase or the like is under way, or no branch is checked out.
    """
    _require_nothing_begun(repository, then)
    return require_branch(repository, then)


def _require_nothing_begun(repository: Repository, then: str) -> None:
    under_way = repository.under_way()
    if under_way:
        raise RefusedError(f"Git is in the middle of {under_way} in “{repository.top}”.", hint=f"Finish it or give it up first, then {then}.")
