"""Bringing two lines of versions together, file by file: a file that one side left alone is as the other side has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, TypeAlias

from slagen.vault.importing import EMPTY_TREE, import_tree, placed, removed

if TYPE_CHECKING:
    from slagen.vault.git_process import GitProcess

Entry: TypeAlias = tuple[str, str]
"""Mode and hash, as git writes them; `GONE` where there is nothing."""
GONE: Entry = ("000000", "0" * 40)
Choice: TypeAlias = Callable[[str], str]
"""What is to be done about a path that both sides changed: `ours`, `theirs`, or nothing."""


@dataclass(frozen=True, slots=True)
class Clash:
    """A file that both sides changed; hashes are empty where a side has no such file."""

    path: str
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merge:
    """What theirs adds to ours, by path, and what only a person can decide."""

    taken: Mapping[str, Entry]
    clashes: tuple[Clash, ...]


def changed(git: GitProcess, old: str, new: str) -> dict[str, tuple[Entry, Entry]]:
    """The paths of the repository that differ between two commits or trees, with what stands there before and after."""
    output = git.run("diff-tree", "-r", "-z", "--no-renames", "--no-commit-id", old or EMPTY_TREE, new)
    parts = output.decode(errors="surrogateescape").split("\0")
    rows = ((fields[1:].split(" "), path) for fields, path in zip(parts[::2], parts[1::2], strict=False))
    return {path: ((fields[0], fields[2]), (fields[1], fields[3])) for fields, path in rows}


def merge(git: GitProcess, bases: Iterable[str], ours: str, theirs: str, choose: Choice = lambda _: "", together: Choice = lambda _: "") -> Merge:
    """Bring `theirs` to `ours`. Where their common past is in several versions (`bases`), a file counts as left alone only if it was since all of them.

    Files of which `together` says the same word are one: where both sides changed some of them, all are for a person to decide.
    """
    apart = changed(git, ours, theirs)
    our_changes, their_changes = [], []
    for base in bases:
        our_changes.append(changed(git, base, ours))
        their_changes.append(changed(git, base, theirs))
    left_by_us = {path for path in apart if not any(path in found for found in our_changes)}
    left_by_them = {path for path in apart if not any(path in found for found in their_changes)}
    tangled = _in_each_others_way(apart, left_by_us, left_by_them)
    disputed = {path for path in apart if path in tangled or (path not in left_by_us and path not in left_by_them)}
    by_us, by_them = ({together(path) for path in apart if path not in left} - {""} for left in (left_by_us, left_by_them))
    disputed |= {path for path in apart if together(path) in by_us & by_them}
    choices = {path: choose(path) for path in disputed}
    taken = {path: apart[path][1] for path in sorted(apart) if choices.get(path) == "theirs" or (path in left_by_us and path not in disputed)}
    clashes = tuple(_clash(path, apart[path], our_changes[0]) for path in sorted(disputed) if choices[path] not in {"ours", "theirs"})
    return Merge(taken, clashes)


def _in_each_others_way(apart: Mapping[str, tuple[Entry, Entry]], theirs: set[str], ours: set[str]) -> set[str]:
    """Files of one side that stand where the other side has a folder."""
    here = {path for path in ours if apart[path][0] != GONE}
    there = {path for path in theirs if apart[path][1] != GONE}
    found: set[str] = set()
    for some, others in ((here, there), (there, here)):
        for path in some:
            above = others & {str(parent) for parent in PurePosixPath(path).parents}
            found |= {path, *above} if above else set()
    return found


def _clash(path: str, sides: tuple[Entry, Entry], since_base: Mapping[str, tuple[Entry, Entry]]) -> Clash:
    base = since_base[path][0] if path in since_base else sides[0]
    return Clash(path, *("" if entry == GONE else entry[1] for entry in (base, *sides)))


def merged_tree(git: GitProcess, ours: str, taken: Mapping[str, Entry]) -> str:
    """The tree of `ours` with what is taken from the other side."""
    gone = (removed(path) for path, entry in taken.items() if entry == GONE)
    came = (placed(path, entry[0].encode(), entry[1]) for path, entry in taken.items() if entry != GONE)
    return import_tree(git, ours, (*gone, *came))
