"""A shelf: what was worked out and can be worked out again, kept in a folder that only its owner can write to.

Nothing on it is trusted further than that: an item that is cut short, damaged or stands under another's name is none.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
import hashlib
import os
from pathlib import Path
import stat

LARGEST_ITEM = 8 * 1024 * 1024
MOST_BYTES = 64 * 1024 * 1024
MOST_ITEMS = 512
_LEFT_AFTER = 0.75
"""How much of what is allowed is left on a shelf that was too full."""
_ENDING = ".kept"
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Shelf:
    """The items in a folder, which is made when the first one is put there. A shelf that cannot be used is an empty one."""

    folder: Path

    def find(self, key: str) -> bytes | None:
        """What was put under `key`; None where nothing was, or where it is no longer what was put there."""
        name = _name(key)
        with suppress(OSError):
            if _is_private(self.folder):
                return _content(_read(self.folder / name), name)
        return None

    def put(self, key: str, data: bytes) -> None:
        """Keep an item. Where that cannot be done, nothing is kept, and nothing is said."""
        if len(data) > LARGEST_ITEM:
            return
        with suppress(OSError):
            self.folder.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
            if _is_private(self.folder):
                name = _name(key)
                _write(self.folder, name, _sum(name, data) + b"\n" + data)
                _make_room(self.folder)


def _name(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest() + _ENDING


def _sum(name: str, data: bytes) -> bytes:
    """The check sum is one of the name as well: an item that was moved under another's name is not that one."""
    return hashlib.sha256(name.encode() + b"\0" + data).hexdigest().encode()


def _content(found: bytes, name: str) -> bytes | None:
    told, _, data = found.partition(b"\n")
    return data if told == _sum(name, data) else None


def _is_private(folder: Path) -> bool:
    """Whether a folder is one itself (no link to one), and the user's alone."""
    found = folder.lstat()
    owner = getattr(os, "geteuid", None)  # systems without it keep such folders below the user's own
    return stat.S_ISDIR(found.st_mode) and (owner is None or (found.st_uid == owner() and not found.st_mode & _OTHERS))


def _read(place: Path) -> bytes:
    descriptor = os.open(place, _READ)
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST_ITEM + len(_sum("", b"\n")) + 1:
            return b""
        return _all_of(descriptor, found.st_size)
    finally:
        os.close(descriptor)


def _all_of(descriptor: int, size: int) -> bytes:
    chunks = []
    while size > 0 and (chunk := os.read(descriptor, size)):
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


def _write(folder: Path, name: str, data: bytes) -> None:
    from slagen.formats.temporary import sweep, temporary_name  # noqa: PLC0415 - start-up

    sweep(folder)
    fresh = folder / f"{temporary_name()}.tmp"
    descriptor = os.open(fresh, _MAKE, 0o600)
    try:
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(descriptor, left) :]
        finally:
            os.close(descriptor)
        fresh.replace(folder / name)
    finally:
        with suppress(OSError):
            fresh.unlink()


def _make_room(folder: Path) -> None:
    """Take the items that were put there first off a shelf that is too full."""
    with os.scandir(folder) as entries:
        items = [(entry.stat(follow_symlinks=False), entry.path) for entry in entries if entry.name.endswith(_ENDING)]
    size, count = sum(found.st_size for found, _ in items), len(items)
    if size <= MOST_BYTES and count <= MOST_ITEMS:
        return
    for found, path in sorted(items, key=lambda item: item[0].st_mtime_ns):
        if size <= MOST_BYTES * _LEFT_AFTER and count <= MOST_ITEMS * _LEFT_AFTER:
            return
        with suppress(OSError):
            Path(path).unlink()
        size, count = size - found.st_size, count - 1
