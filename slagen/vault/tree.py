"""The files of one saved version, read from git's object store through one process that is kept open."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from slagen.core.errors import BadInputError, NotFoundError, RefusedError
from slagen.core.file_view import SIZE_LIMIT, limit_of
from slagen.core.findings import Source
from slagen.core.hashes import short
from slagen.vault.large_files import resolved

if TYPE_CHECKING:
    from slagen.vault.git_process import GitProcess
    from slagen.vault.repository import Repository

_REGULAR = frozenset({0o100644, 0o100755, 0o100664})


@dataclass(frozen=True, slots=True)
class Lookup:
    """Looks up single paths of the repository at a commit, reading no more than the folders that they stand in."""

    git: GitProcess
    commit: str
    _folders: dict[str, dict[str, tuple[int, str]]] = field(default_factory=dict, repr=False, compare=False)

    def find(self, path: str) -> tuple[int, str]:
        """The mode and hash of a file; (0, "") where there is none."""
        folder, _, name = path.rpartition("/")
        if folder not in self._folders:
            self._folders[folder] = self._read(folder)
        mode, found = self._folders[folder].get(name, (0, ""))
        return (mode, found) if mode in _REGULAR else (0, "")

    def _read(self, folder: str) -> dict[str, tuple[int, str]]:
        from git.objects.fun import tree_entries_from_data  # noqa: PLC0415 - start-up

        found = self.git.content(f"{self.commit}:{folder}")
        if found is None or found[1] != "tree":
            return {}
        return {name: (mode, binary.hex()) for binary, mode, name in tree_entries_from_data(found[2])}


class CommittedTree:
    """The workspace's files at `commit`; a `core.file_view.Files`. Links and submodules are not part of it."""

    def __init__(self, repository: Repository, commit: str, *, limit: int = SIZE_LIMIT) -> None:
        self.repository = repository
        self.commit = commit
        self._limit = limit
        self._lookup = Lookup(repository.git, commit)

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises as `Files.read` says."""
        limit = limit_of(path, self._limit)
        return resolved(read_blob(self.repository, self.blob(path), path, limit=limit), self.repository.common_dir, path, limit=limit)

    def exists(self, path: str) -> bool:
        """Whether the version holds a file at `path`."""
        try:
            return bool(self._lookup.find(self.repository.path(path))[1])
        except RefusedError:
            return False

    def blob(self, path: str) -> str:
        """Git's hash of the file's bytes."""
        found = self._lookup.find(self.repository.path(path))[1]
        if not found:
            raise NotFoundError("file", path, source=Source(path), hint=f"Version {short(self.commit)} does not hold it.")
        return found

    def walk(self, prefix: str = "") -> tuple[str, ...]:
        """The paths of all files below `prefix`, sorted."""
        place = self.repository.path(prefix)
        listing = self.repository.git.run("ls-tree", "-r", "-z", "--full-tree", self.commit, *(["--", f"{place}/"] if place else []))
        cut = len(self.repository.prefix) + 1 if self.repository.prefix else 0
        rows = (row.partition(b"\t") for row in listing.split(b"\0") if row)
        return tuple(sorted(name.decode(errors="surrogateescape")[cut:] for fields, _, name in rows if int(fields.split()[0], 8) in _REGULAR))


def read_blob(repository: Repository, blob: str, name: str, *, limit: int = SIZE_LIMIT) -> bytes:
    """The content that a pin names; `name` is what messages call it.

    Raises:
        NotFoundError: the repository does not hold it.
        BadInputError: it is larger than `limit`.
    """
    found = repository.git.header(blob)
    if found is None:
        raise NotFoundError("text", f"{name} ({short(blob)})", source=Source(name), hint="Fetch the repository's whole history.")
    if found[1] != "blob":
        raise NotFoundError("text", f"{name} ({short(blob)})", source=Source(name))
    if found[2] > limit:
        raise BadInputError(f"“{name}” is larger than {limit / 1024 / 1024:.0f} MB.", source=Source(name), hint="Leave out what does not belong in it.")
    content = repository.git.content(blob)
    if content is None:
        raise NotFoundError("text", f"{name} ({short(blob)})", source=Source(name))
    return content[2]


def tree_of(git: GitProcess, commit: str) -> str:
    """The hash of a commit's tree; empty where it cannot be read."""
    found = git.content(f"{commit}^{{tree}}")
    return found[0] if found else ""


def changed_among(repository: Repository, old: str, new: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Which of the workspace's `paths` differ between two commits."""
    before, after = Lookup(repository.git, old), Lookup(repository.git, new)
    return tuple(path for path in paths if before.find(repository.path(path)) != after.find(repository.path(path)))
