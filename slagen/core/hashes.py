"""Content hashes by which files are pinned, and hashes as people see them."""

from __future__ import annotations


def blob_id(data: bytes) -> str:
    """Git's name for a file with this content: SHA-1 over `blob <length>` NUL and the bytes (gitformat-pack, “object names”)."""
    import hashlib  # noqa: PLC0415 - start-up

    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def short(name: str) -> str:
    """What people see of a hash that names a version or a text: its first ten signs."""
    return name[:10]
