"""The trees that git's index remembers (gitformat-index, “Cache tree”): those that a change makes void, found without reading all of them.

Each folder's record is its name, how many files it covers (-1: void), how many folders follow below it, and its tree's hash where it is not void.
Records come folder by folder, each before those below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
import re
from typing import NamedTuple

_HASH = 20
_RECORD = re.compile(rb"([^\0]*)\0(-1|[0-9]{1,10}) ([0-9]{1,10})\n")
_LEAVES = {size: re.compile(rb"(?:[^\0]*+\0(?:[0-9]{1,10}+ 0\n.{20}|-1 0\n)){%d}+" % size, re.DOTALL) for size in (256, 16)}
"""So many records in a row of folders that hold no others."""


class UnknownFormError(Exception):
    """The index holds something that is not understood here."""


class _Folder(NamedTuple):
    """A folder's record: where it stands, and how many folders follow below it."""

    name: bytes
    start: int
    end: int
    is_valid: bool
    below: int


def voided(trees: bytes, paths: Mapping[bytes, bool]) -> bytes:
    """The records without the hashes of the folders that `paths` stand in (path → whether the index did not hold it before).

    Raises:
        UnknownFormError: they cannot be read, or hold a folder in the place of a new file.
    """
    found: dict[int, _Folder] = {}
    for folder, names in _by_folder(paths).items():
        parts = folder.split(b"/") if folder else []
        above = list(_down_to(trees, parts))
        if len(above) > len(parts) and any(_child(trees, above[-1], name) for name in names):
            raise UnknownFormError
        found |= {one.start: one for one in above if one.is_valid}
    kept, place = [], 0
    for _, one in sorted(found.items()):
        kept.append(trees[place : one.start] + b"%s\0-1 %d\n" % (one.name, one.below))
        place = one.end
    return b"".join((*kept, trees[place:]))


def _by_folder(paths: Mapping[bytes, bool]) -> dict[bytes, list[bytes]]:
    """Each folder with the names of the files that are new in it."""
    folders: dict[bytes, list[bytes]] = {}
    for path, is_new in paths.items():
        folder, _, name = path.rpartition(b"/")
        folders.setdefault(folder, []).extend([name] if is_new else [])
    return folders


def _down_to(trees: bytes, parts: list[bytes]) -> Iterator[_Folder]:
    """The topmost folder and those on the way down, as far as they are known."""
    if not trees:
        return
    one = _record(trees, 0)
    yield one
    for name in parts:
        below = _child(trees, one, name)
        if below is None:
            return
        yield (one := below)


def _child(trees: bytes, parent: _Folder, name: bytes) -> _Folder | None:
    place = parent.end
    for _ in range(parent.below):
        one = _record(trees, place)
        if one.name == name:
            return one
        place = _after(trees, one)
    return None


def _after(trees: bytes, one: _Folder) -> int:
    """Where the record after a folder and all below it begins. Folders that hold no others are stepped over many at a time."""
    place, left = one.end, one.below
    while left:
        for size, leaves in _LEAVES.items():
            while one.below >= size and left >= size and (run := leaves.match(trees, place)):
                place, left = run.end(), left - size
        if left:
            one = _record(trees, place)
            place, left = one.end, left - 1 + one.below
    return place


def _record(trees: bytes, place: int) -> _Folder:
    match = _RECORD.match(trees, place)
    if match is None:
        raise UnknownFormError
    is_valid = match[2] != b"-1"
    return _Folder(match[1], place, match.end() + _HASH * is_valid, is_valid, int(match[3]))
