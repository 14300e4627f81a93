"""A read-only view of the workspace's files: of the folder as it stands, or of one saved version."""

from __future__ import annotations

import re
from typing import Protocol

from slagen.core.errors import RefusedError

SIZE_LIMIT = 16 * 1024 * 1024
"""Bytes of one file of a workspace that are read at all."""
FIGURES_LIMIT = 512 * 1024 * 1024
"""Bytes of one file of measurements: a year of minutes for twelve levels is about 300 MB."""
_DEVICE_LETTER = ":"
_NO_PART_OF_A_PATH = re.compile(r"[\\\x00-\x1f\x7f]")


class Files(Protocol):
    """Files by their path below the workspace, with forward slashes.

    Links that lead elsewhere and git's own folder are not part of any view.
    """

    def read(self, path: str) -> bytes:
        """The bytes of a file.

        Raises:
            NotFoundError: there is no such file.
            BadInputError: it is larger than the view's limit.
            RefusedError: the path leads out of the workspace, or the file may not be read.
        """
        ...

    def exists(self, path: str) -> bool:
        """Whether there is a file (not a folder) at `path`."""
        ...

    def walk(self, prefix: str = "") -> tuple[str, ...]:
        """The paths of all files in the folder `prefix` and below it, sorted; none where the folder is missing."""
        ...

    def blob(self, path: str) -> str:
        """Git's hash of the file's bytes; raises as `read` does."""
        ...


def limit_of(path: str, limit: int = SIZE_LIMIT) -> int:
    """How many bytes of a file are read, by its path: those of measurements may be larger than all others."""
    return max(limit, FIGURES_LIMIT) if path.endswith(".csv") and "/measurements/" in path else limit


def path_parts(path: str) -> tuple[str, ...]:
    """The folders and the name in `path`; none for the workspace itself.

    Raises:
        RefusedError: the path is absolute, climbs with `..`, names git's folder, or holds a character that no path should.
    """
    if not path:
        return ()
    parts = tuple(path.split("/"))
    if any(part in {"", ".", ".."} or part.lower() == ".git" for part in parts) or _DEVICE_LETTER in parts[0]:
        raise _outside(path)
    if _NO_PART_OF_A_PATH.search(path):
        raise _outside(path)
    return parts


def _outside(path: str) -> RefusedError:
    hint = "Write a path below the workspace with forward slashes, without “..” and without a leading slash."
    return RefusedError(f"“{path}” leads out of the workspace.", hint=hint)
