"""Single texts in git's object store: kept, and found in what was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slagen.vault.repository import Repository


def keep(repository: Repository, data: bytes) -> str:
    """Put a text into the object store; git's hash of it. It stays for good once a saved version holds it (see `in_history`)."""
    return repository.git.run("hash-object", "-w", "--stdin", data=data).decode().strip()


def in_history(repository: Repository, blob: str) -> bool:
    """Whether a version that this branch has come by holds the text. It walks the history, so ask only where nothing else tells."""
    arguments = ("log", "--max-count=1", "--format=%H", "--no-ext-diff", "--no-textconv", "--diff-merges=separate", f"--find-object={blob}")
    status, answer, _ = repository.git.attempt(*arguments, "--end-of-options", "HEAD", "--")
    return not status and bool(answer.strip())
