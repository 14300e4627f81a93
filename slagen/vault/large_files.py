"""Files that stand in git's large file storage: the version holds a pointer, the bytes are kept beside the objects.

The pointer's form is that of the Git LFS specification, version 1. Bytes are taken only where they have the hash that the pointer names.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
import re

from slagen.core.errors import RefusedError
from slagen.core.findings import Source

_LONGEST = 1024
_POINTER = re.compile(rb"version https://git-lfs\.github\.com/spec/v1\n(?:[a-z0-9.-]+ [^\n]*\n)*?oid sha256:([0-9a-f]{64})\nsize (\d{1,15})\n?", re.ASCII)


def resolved(data: bytes, common_dir: Path, name: str, *, limit: int) -> bytes:
    """The bytes that `data` points at, or `data` itself where it is no pointer.

    Raises:
        RefusedError: the bytes are not here, or are larger than `limit`.
    """
    match = _POINTER.fullmatch(data) if len(data) <= _LONGEST else None
    if match is None:
        return data
    oid, size = match[1].decode(), int(match[2])
    place = common_dir / "lfs" / "objects" / oid[:2] / oid[2:4] / oid
    found = place.read_bytes() if size <= limit and place.is_file() and place.stat().st_size == size else b""
    if hashlib.sha256(found).hexdigest() != oid:
        raise RefusedError(f"“{name}” is kept in large file storage, and its content is not here.", source=Source(name), hint="Get it with: git lfs pull")
    return found
