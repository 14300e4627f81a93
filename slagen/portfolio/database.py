"""The index as a file: what was worked out about every agreement, in SQLite, below git's own folder.

It can be deleted at any time and is never trusted: what is not exactly ours is thrown away and built again, and where there is no place for a
file it stands in memory. Nothing that it can hold is run.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
import os
from pathlib import Path
import sqlite3
import stat
from types import TracebackType
from typing import Self

FORMAT = 3
"""Rises with each change of what is kept, or of how it is found."""
PATIENCE_SECONDS = 5.0
"""How long another process may keep the file to itself."""

_TABLES = (
    "CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE place (path PRIMARY KEY, modified INTEGER, changed INTEGER, size INTEGER, inode INTEGER) WITHOUT ROWID",
    "CREATE TABLE entry (name TEXT PRIMARY KEY, path, content TEXT, unsettled INTEGER, rows INTEGER) WITHOUT ROWID",
    "CREATE TABLE need (entry TEXT, other TEXT, PRIMARY KEY (other, entry)) WITHOUT ROWID",
    "CREATE TABLE span (entry TEXT, first INTEGER, last INTEGER, PRIMARY KEY (entry, first)) WITHOUT ROWID",
    (
        "CREATE TABLE item "
        "(entry, first INTEGER, last INTEGER, due INTEGER, kind, owner, person, legal INTEGER, ours INTEGER, currency, "
        "stake REAL, snoozed INTEGER, facts, sum INTEGER)"
    ),
    "CREATE TABLE problem (entry TEXT, first INTEGER, last INTEGER, facts TEXT, sum INTEGER)",
    "CREATE TABLE line (entry TEXT, first INTEGER, last INTEGER, facts TEXT, sum INTEGER)",
    "CREATE INDEX item_due ON item (due, first, last, snoozed, legal, ours, currency, stake, entry, kind)",
    "CREATE INDEX item_entry ON item (entry)",
    "CREATE INDEX item_snoozed ON item (snoozed) WHERE snoozed IS NOT NULL",
    "CREATE INDEX need_entry ON need (entry)",
    "CREATE INDEX problem_entry ON problem (entry)",
    "CREATE INDEX line_entry ON line (entry)",
)
_CAUTIOUS = ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "temp_store = MEMORY", "synchronous = NORMAL", "journal_mode = DELETE")
_DAMAGE = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_NOTADB})
_BESIDE = ("-journal", "-wal", "-shm")


class DamagedError(Exception):
    """What the index holds is not what was put there."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open index; `file` is None where it stands in memory."""

    connection: sqlite3.Connection
    file: Path | None = None

    def close(self) -> None:
        """Close it; what was not finished is as if it had never been begun."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_database(file: Path | None, *, patience: float = 0.0) -> Database:
    """The index in `file`, empty where there was none or another's; in memory without a file, or where it cannot be written for `patience` seconds.

    What can be read but not written (a read-only disk, a repository of somebody else) is copied into memory. Never an error.
    """
    if file is None or file.parent.is_symlink():
        return _in_memory()
    for _attempt in range(2):
        try:
            return _opened(file, patience or PATIENCE_SECONDS)
        except (sqlite3.DatabaseError, OSError, DamagedError) as error:
            if not is_damage(error):
                return _copy(file, patience or PATIENCE_SECONDS)
            discard(file)
    return _in_memory()


def is_damage(error: Exception) -> bool:
    """Whether an error says that the file is not what it should be; others (locked, read-only, no room) leave it as it is."""
    return isinstance(error, DamagedError) or getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK) & 0xFF in _DAMAGE


def discard(file: Path) -> None:
    """Remove an index file, or the link that stands for one."""
    for name in _names(file):
        with suppress(OSError):
            name.unlink(missing_ok=True)


def _opened(file: Path, patience: float) -> Database:
    file.parent.mkdir(parents=True, exist_ok=True)
    _require_own(file)
    connection = _connect(file, "rwc", patience)
    try:
        for setting in _CAUTIOUS:
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN IMMEDIATE")
        if not _schema(connection):
            _create(connection)
        connection.execute("COMMIT")
        _require_ours(connection)
    except BaseException:
        connection.close()
        raise
    return Database(connection, file)


def _connect(file: Path, mode: str, patience: float) -> sqlite3.Connection:
    place = str(file).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return sqlite3.connect(f"file:{place}?mode={mode}", uri=True, timeout=patience, isolation_level=None)


def _require_own(file: Path) -> None:
    """Refuse a link, a pipe or a folder, there and beside it, where SQLite keeps its journal: it would write wherever a link leads, and wait at a pipe."""
    for name in _names(file):
        if os.path.lexists(name) and not stat.S_ISREG(os.lstat(name).st_mode):
            raise DamagedError(name)


def _names(file: Path) -> tuple[Path, ...]:
    return file, *(file.with_name(file.name + end) for end in _BESIDE)


def _copy(file: Path, patience: float) -> Database:
    found = _in_memory()
    with suppress(sqlite3.DatabaseError, OSError, DamagedError):
        _require_own(file)
        source = _connect(file, "ro", patience)
        try:
            _require_ours(source)
            source.backup(found.connection)
        finally:
            source.close()
    return found


def _in_memory() -> Database:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")
    _create(connection)
    return Database(connection)


def _create(connection: sqlite3.Connection) -> None:
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {FORMAT}")


def _schema(connection: sqlite3.Connection) -> set[str]:
    return {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL OR type != 'index'")}


def _require_ours(connection: sqlite3.Connection) -> None:
    """Refuse another's file, an older format, and triggers or views of anybody."""
    if _schema(connection) != set(_TABLES) or connection.execute("PRAGMA user_version").fetchone() != (FORMAT,):
        raise DamagedError("another format")


@contextmanager
def writing(database: Database) -> Iterator[None]:
    """One change of the index: all of it is kept, or nothing."""
    database.connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.connection.execute("ROLLBACK")
        raise
    database.connection.execute("COMMIT")


def stored_path(path: str) -> str | bytes:
    """A path as SQLite can hold it: names that are not UTF-8 as bytes."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def read_path(stored: object) -> str:
    """A path as `stored_path` gave it.

    Raises:
        DamagedError: it is none.
    """
    if not isinstance(stored, str | bytes):
        raise DamagedError("a path")
    return os.fsdecode(stored)
