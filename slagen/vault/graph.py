"""Git's commit graph with changed-path filters (git-commit-graph), which make the history of one agreement fast. Derived: it can be deleted at any time."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError

if TYPE_CHECKING:
    from slagen.vault.repository import Repository

_ONE_IN_256 = "00"


def write_graph(repository: Repository) -> bool:
    """Add what is missing to the graph; whether git did. Where it cannot be written, everything works without, only slower."""
    arguments = ("commit-graph", "write", "--reachable", "--changed-paths", "--split", "--no-progress")
    with suppress(RefusedError):
        return not repository.git.attempt(*arguments)[0]
    return False


def keep_graph(repository: Repository, commit: str) -> None:
    """Write the graph after one save in 256: a commit's hash is as good as a die, and needs no counter."""
    if commit.startswith(_ONE_IN_256):
        write_graph(repository)
