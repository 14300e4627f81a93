"""What the operating system refused, in words, with the way out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
import errno
from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError
from slagen.core.findings import Source

if TYPE_CHECKING:
    from pathlib import Path

_READ_ONLY = "Give yourself the right to write there, or choose another folder."
_FULL = "Free some space and try again; what was there before is untouched."
_WAYS_OUT = {
    errno.EACCES: ("you may not write there", _READ_ONLY),
    errno.EPERM: ("you may not write there", _READ_ONLY),
    errno.EROFS: ("the disk is read-only", _READ_ONLY),
    errno.ENOSPC: ("the disk is full", _FULL),
    errno.EDQUOT: ("your share of the disk is used up", _FULL),
    errno.ENAMETOOLONG: ("the name is too long", "Choose a shorter name."),
    errno.EISDIR: ("a folder has that name", "Choose another name, or move the folder away."),
    errno.ENOTEMPTY: ("a folder has that name", "Choose another name, or move the folder away."),
    errno.ENOTDIR: ("a file stands where a folder is needed", "Choose another folder, or move the file away."),
    errno.EEXIST: ("a file stands where a folder is needed", "Choose another folder, or move the file away."),
}


def refused(path: Path | str, error: OSError) -> RefusedError:
    """The error to show when `path` could not be written."""
    reason, hint = _WAYS_OUT.get(error.errno or 0, (error.strerror or str(error), "Put that right and try again."))
    return RefusedError(f"Cannot write “{path}”: {reason}.", source=Source(str(path)), hint=hint)


@contextmanager
def refusals(path: Path | str) -> Iterator[None]:
    """Turn what the operating system refuses while `path` is written into a RefusedError."""
    try:
        yield
    except OSError as error:
        raise refused(path, error) from error
