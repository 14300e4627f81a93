"""Making trees with git's importer, which reads only the folders that change (git-fast-import)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slagen.vault.git_process import GitProcess

EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
_SCRATCH = b"refs/slagen/scratch"


def import_tree(git: GitProcess, start: str, changes: Iterable[bytes]) -> str:
    """Write the tree of the commit `start` (empty: of nothing) with the changes that `removed`, `placed` and `written` make; its hash."""
    lines = [b"feature done\ncommit %s\ncommitter slagen <> 0 +0000\ndata 0\n" % _SCRATCH]
    lines += [b"from %s\n" % start.encode()] if start else []
    lines += changes
    lines.append(b'ls ""\n\nreset %s\ndone\n' % _SCRATCH)
    answer = git.run("fast-import", "--quiet", "--force", data=b"".join(lines))
    return answer.decode().split()[2] if answer.startswith(b"040000 tree") else git.run("mktree").decode().strip()


def removed(path: str) -> bytes:
    """A path is taken out."""
    return b"D %s\n" % _quoted(path)


def placed(path: str, mode: bytes, blob: str) -> bytes:
    """What git holds already stands at a path."""
    return b"M %s %s %s\n" % (mode, blob.encode(), _quoted(path))


def written(path: str, mode: bytes, data: bytes) -> bytes:
    """New content stands at a path."""
    return b"M %s inline %s\ndata %d\n%s\n" % (mode, _quoted(path), len(data), data)


def _quoted(path: str) -> bytes:
    return b'"%s"' % path.encode(errors="surrogateescape").replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
