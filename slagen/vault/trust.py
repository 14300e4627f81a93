"""Whether a repository is one's own. Git refuses to work in somebody else's; stating GIT_DIR would pass its check by, so it is made here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError

if TYPE_CHECKING:
    from slagen.vault.git_process import GitProcess


def require_own(git: GitProcess, top: Path, git_dir: Path) -> None:
    """Refuse a repository that belongs to another user of this computer, unless git's own `safe.directory` names it (git-config).

    Raises:
        RefusedError: the work tree or git's folder belongs to another user.
    """
    if _is_ours(top) and _is_ours(git_dir):
        return
    if not _is_declared_safe(git, top):
        hint = f"If you trust it, run once: git config --global --add safe.directory “{top}”"
        raise RefusedError(f"“{top}” belongs to another user of this computer.", hint=hint)


def _is_ours(path: Path) -> bool:
    owner = getattr(os, "geteuid", None)
    return owner is None or path.stat().st_uid == owner()


def _is_declared_safe(git: GitProcess, top: Path) -> bool:
    safe: list[str] = []
    for scope in ("--system", "--global"):
        _, output, _ = git.attempt("config", scope, "-z", "--get-all", "safe.directory")
        for value in output.decode(errors="surrogateescape").split("\0")[:-1]:
            safe = [*safe, value] if value else []  # an empty value takes back those before it
    return "*" in safe or any(_covers(value, top) for value in safe)


def _covers(value: str, top: Path) -> bool:
    if value.endswith("/*"):
        return top.is_relative_to(value[:-2])
    return Path(value).resolve() == top
