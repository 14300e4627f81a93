"""Git's index as bytes: a few of its entries changed, added or taken out, without git reading and writing the whole of it.

What comes out is what `git update-index --index-info` would write: an entry that changes loses what was known of its file, so that git looks
at the file itself, and the cached trees above it are void. Anything that is not plainly understood is left to git. The form is that of
gitformat-index (“THE GIT INDEX FILE”), version 2.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
import hashlib
import struct
from typing import TypeAlias

from slagen.vault.cached_trees import UnknownFormError, voided

Piece: TypeAlias = bytes | memoryview
Wanted: TypeAlias = tuple[int, bytes] | None
"""The mode and hash (20 bytes) that a path is to have; None where it is to be gone."""

_HEADER = struct.Struct(">4sLL")
_ENTRY = struct.Struct(">24xL12x20s")
"""An entry up to its flags: of its ten numbers only the mode, and the hash."""
_FLAGS = _ENTRY.size
_NAME = _FLAGS + 2
_HASH = 20
_LONGEST = 255
_STEPS = tuple((_NAME + length + 8) & ~7 for length in range(_LONGEST + 1))
"""The size of an entry by the length of its name: one to eight NULs fill it up to a multiple of eight."""
_MODES = frozenset({0o100644, 0o100755})
_KEPT = frozenset({b"REUC", b"UNTR"})
"""Extensions that do not depend on modes and hashes: conflicts that were resolved, and files that git does not know."""


@dataclass(frozen=True, slots=True)
class _Index:
    """An index file: its bytes, where the flags of each entry are, and where the last entry ends."""

    data: bytes
    flags: list[int]
    end: int

    def name(self, flags: int) -> bytes:
        """The path of an entry."""
        return self.data[flags + 2 : flags + 2 + self.data[flags + 1]]

    def find(self, path: bytes) -> tuple[int, bool]:
        """Where the path's entry begins, or would, and whether there is one."""
        found = bisect_left(self.flags, path, key=self.name)
        if found == len(self.flags):
            return self.end, False
        return self.flags[found] - _FLAGS, self.name(self.flags[found]) == path

    def entry(self, place: int) -> tuple[int, bytes]:
        """Mode and hash."""
        return int.from_bytes(self.data[place + 24 : place + 28], "big"), self.data[place + 40 : place + _FLAGS]

    def has_in_the_way(self, path: bytes) -> bool:
        """Whether a file stands where the path needs a folder, or a folder where it is."""
        place, _ = self.find(path + b"/")
        below = place < self.end and self.name(place + _FLAGS).startswith(path + b"/")
        return below or any(self.find(folder)[1] for folder in _above(path))


def _above(path: bytes) -> Iterator[bytes]:
    """The folders that a path stands in."""
    return (path[:end] for end, character in enumerate(path) if character == ord("/"))


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    new: bytes
    added: int = 0
    """By how many entries there are more."""


def with_entries(data: bytes, wanted: Mapping[bytes, Wanted]) -> list[Piece] | None:
    """The index file as it is to be, in pieces; an entry that is as wanted stays as it is, with what is known of its file.

    None where a path is in conflict, or where anything in the index is not understood.
    """
    if any(wanted.get(folder) for path, entry in wanted.items() if entry for folder in _above(path)):
        return None
    try:
        index = _read(data)
        edits = {path: edit for path, entry in sorted(wanted.items()) if (edit := _edit(index, path, entry))}
        pieces = [*_entries(index, edits.values()), *_extensions(index, edits)]
    except (UnknownFormError, IndexError, struct.error):
        return None
    return [*pieces, _sum(pieces) if any(data[-_HASH:]) else bytes(_HASH)]  # none where index.skipHash holds


def _read(data: bytes) -> _Index:
    """A name of 256 bytes, a conflict or a flag on any entry is not understood."""
    signature, version, count = _HEADER.unpack_from(data)
    if signature != b"DIRC" or version != 2:
        raise UnknownFormError
    flags, place, steps = [], _HEADER.size + _FLAGS, _STEPS
    for _ in range(count):  # as plain as can be: it runs once for each file of the repository
        flags.append(place)
        if data[place]:
            raise UnknownFormError
        place += steps[data[place + 1]]
    return _Index(data, flags, place - _FLAGS)


def _edit(index: _Index, path: bytes, entry: Wanted) -> _Edit | None:
    place, exists = index.find(path)
    if entry is None:
        return _Edit(place, place + _STEPS[len(path)], b"", -1) if exists else None
    if entry[0] not in _MODES or not 0 < len(path) <= _LONGEST or len(entry[1]) != _HASH:
        raise UnknownFormError
    if exists:
        return None if index.entry(place) == entry else _Edit(place, place + _FLAGS, _ENTRY.pack(*entry))
    if index.has_in_the_way(path):
        raise UnknownFormError
    return _Edit(place, place, (_ENTRY.pack(*entry) + len(path).to_bytes(2, "big") + path).ljust(_STEPS[len(path)], b"\0"), 1)


def _entries(index: _Index, edits: Collection[_Edit]) -> Iterator[Piece]:
    """The header and the entries; `edits` come in the order of their paths, which is that of the entries."""
    view, done = memoryview(index.data), _HEADER.size
    yield _HEADER.pack(b"DIRC", 2, len(index.flags) + sum(edit.added for edit in edits))
    for edit in edits:
        yield view[done : edit.start]
        yield edit.new
        done = edit.end
    yield view[done : index.end]


def _extensions(index: _Index, edits: Mapping[bytes, _Edit]) -> Iterator[Piece]:
    """What follows the entries, up to the hash at the end."""
    data, place, last = index.data, index.end, len(index.data) - _HASH
    kept = _KEPT - {b"UNTR"} if any(edit.added for edit in edits.values()) else _KEPT
    while place < last:
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "big")
        if name != b"TREE" and name not in kept:
            raise UnknownFormError
        held = data[place + 8 : place + 8 + size]
        told = voided(held, {path: edit.added > 0 for path, edit in edits.items()}) if name == b"TREE" else held
        yield name + len(told).to_bytes(4, "big") + told
        place += 8 + size
    if place != last:
        raise UnknownFormError


def _sum(pieces: list[Piece]) -> bytes:
    total = hashlib.sha1(usedforsecurity=False)
    for piece in pieces:
        total.update(piece)
    return total.digest()
