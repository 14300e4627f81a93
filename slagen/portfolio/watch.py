"""Which files changed since the index last looked: by what the file system says of them, as git finds out.

A folder tells by its own times that something came or went; a file tells by its times, its size and its number that it was written. What changed in the
same instant in which it was looked at could change once more without a trace (git calls that racy), so it is looked at again the next time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
import os
from pathlib import Path
import sqlite3
from typing import TYPE_CHECKING

from slagen.core.errors import RefusedError
from slagen.portfolio.database import DamagedError, Database, read_path, stored_path

if TYPE_CHECKING:
    from slagen.formats.files import Folder

WATCHED = ("agreements/", "clauses/", "templates/")
"""The folders that are looked through; a path with a slash at its end is a folder."""
_LIBRARY, _MEASUREMENTS = "clauses/", "/measurements"
NOTHING = (0, 0, 0, 0)
"""What is known of a file that is not there."""
_UNSURE = -1

Stamp = tuple[int, int, int, int]


@dataclass(slots=True)
class Changes:
    """What differs: files that came or were written, those that are gone, and what is to be remembered of each."""

    written: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    stamps: dict[str, Stamp] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.written or self.gone or self.stamps)

    @property
    def paths(self) -> set[str]:
        """Everything that differs."""
        return self.written | self.gone


def changes(database: Database, root: Path) -> Changes:
    """What changed below `root`, or among the further places that are remembered by their full path, since `remember` was called last."""
    differing = _differing(database.connection, root)
    found = Changes()
    if not differing and _knows(database, WATCHED[0]):
        return found
    from slagen.formats.files import Folder  # noqa: PLC0415 - start-up

    mark = _mark(database)
    folder = Folder(root)
    for path in differing:
        if not path.endswith("/"):
            _note_file(found, root, path, mark)
    for path in sorted({path for path in differing if path.endswith("/")} | {path for path in WATCHED if not _knows(database, path)}):
        _note_folder(found, database, folder, path, mark)
    return found


def remember(database: Database, found: Changes) -> None:
    """Take note of what was found, so that it does not count as changed the next time."""
    rows = ((stored_path(path), *stamp) for path, stamp in found.stamps.items())
    database.connection.executemany("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?)", rows)
    database.connection.executemany("DELETE FROM place WHERE path = ?", ((stored_path(path),) for path in found.gone))


def watch(database: Database, root: Path, path: str) -> None:
    """Look at one more place from now on."""
    stamp = _sure(_stamp(root, path), _mark(database))
    database.connection.execute("INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?, ?)", (stored_path(path), *stamp))


def known(database: Database, *ends: str) -> Iterator[str]:
    """The paths that are remembered and end so, in order."""
    for end in ends:
        query = "SELECT path FROM place WHERE substr(path, ?) = ? OR typeof(path) = 'blob' ORDER BY path"
        rows = database.connection.execute(query, (-len(end), end))
        yield from (found for (path,) in rows if (found := read_path(path)).endswith(end))


def below(database: Database, folder: str) -> tuple[str, ...]:
    """The paths that are remembered in `folder` (with its slash) and further down."""
    last = f"{folder[:-1]}0"  # the sign after the slash
    rows = database.connection.execute("SELECT path FROM place WHERE path > ? AND path < ? ORDER BY path", (stored_path(folder), stored_path(last)))
    return tuple(read_path(path) for (path,) in rows)


def _differing(connection: sqlite3.Connection, root: Path) -> list[str]:
    """This loop is what an answer takes when nothing changed: one call of the system for each place.

    Whatever changes of a file changes its ctime, too: nothing else needs to be compared.
    """
    look, here, found = os.stat, os.open(root, os.O_RDONLY), []
    try:
        for path, changed, inode in connection.execute("SELECT path, changed, inode FROM place"):
            try:
                now = look(path, dir_fd=here)
            except (OSError, ValueError):
                if changed or inode:
                    found.append(path)
                continue
            if now.st_ctime_ns != changed or now.st_ino != inode:
                found.append(path)
        return [read_path(path) for path in found]
    except TypeError:
        raise DamagedError("a path") from None
    finally:
        os.close(here)


def _stamp(root: Path, path: str) -> Stamp:
    try:
        now = (root / path).stat()
    except (OSError, ValueError):
        return NOTHING
    return now.st_mtime_ns, now.st_ctime_ns, now.st_size, now.st_ino


def _sure(stamp: Stamp, mark: int) -> Stamp:
    """The stamp, or one that fits nothing where the file could change once more without another."""
    return stamp if stamp[1] < mark or not mark else (stamp[0], _UNSURE, *stamp[2:])


def _mark(database: Database) -> int:
    """The file system's own time; 0 where nothing is kept beyond this process."""
    if database.file is None:
        return 0
    os.utime(database.file)
    return database.file.stat().st_mtime_ns


def _note_file(found: Changes, root: Path, path: str, mark: int) -> None:
    stamp = _stamp(root, path)
    if stamp == NOTHING and not path.startswith("/"):
        found.gone.add(path)
    else:
        found.written.add(path)
        found.stamps[path] = _sure(stamp, mark)


def _note_folder(found: Changes, database: Database, folder: Folder, path: str, mark: int) -> None:
    """Look through a folder that changed: what is new in it, and what is gone."""
    if path in found.gone:
        return
    stamp = _sure(_stamp(folder.root, path), mark)
    now = set(_inside(folder, path))
    before = {name for name in below(database, path) if "/" not in name[len(path) : -1]}
    for name in before - now:
        found.gone |= {name, *(below(database, name) if name.endswith("/") else ())}
    for name in now - before:
        if name.endswith("/"):
            _note_folder(found, database, folder, name, mark)
        else:
            _note_file(found, folder.root, name, mark)
    if stamp == NOTHING and path not in WATCHED:
        found.gone.add(path)
    else:
        found.stamps[path] = stamp


def _inside(folder: Folder, path: str) -> Iterator[str]:
    """The folders and the files in a folder that are worth watching."""
    try:
        folders, files = folder.entries(path.rstrip("/"))
    except RefusedError:
        return  # a link that leads out, or a folder that may not be read
    yield from (f"{name}/" for name in folders)
    yield from (name for name in files if _is_watched(name))


def _is_watched(path: str) -> bool:
    """Whether dates may depend on what a file holds: facts, locks and records, clauses, and figures that were measured."""
    folder, _, name = path.rpartition("/")
    match name.rpartition(".")[2]:
        case "yaml" | "lock":
            return True
        case "md":
            return path.startswith(_LIBRARY)
        case "csv":
            return folder.endswith(_MEASUREMENTS)
        case _:
            return False


def _knows(database: Database, path: str) -> bool:
    return database.connection.execute("SELECT 1 FROM place WHERE path = ?", (path,)).fetchone() is not None


def hashed(folder: Folder, paths: Iterable[str]) -> str:
    """One hash of what files hold, empty where one cannot be read."""
    from hashlib import sha1  # noqa: PLC0415 - start-up

    together = sha1(usedforsecurity=False)
    for path in paths:
        together.update(f"{path}\0{folder.blob(path)}\n".encode(errors="surrogateescape"))
    return together.hexdigest()
