"""The index of a workspace's dates: brought up to date with what changed, and asked.

An answer that needs nothing new reads settings, facts and clauses only so far as to see that they are as they were; what works dates out is imported when
something is to be worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
import os
from pathlib import Path
import sqlite3
from typing import TYPE_CHECKING, Any, TypeVar

from slagen.core.errors import SlagenError
from slagen.portfolio import coverage, watch
from slagen.portfolio.database import DamagedError, Database, discard, is_damage, open_database, writing
from slagen.vault.places import find_places
from slagen.workspace.index_ground import time_zone

if TYPE_CHECKING:
    from slagen.portfolio.entries import Entry, Known
    from slagen.workspace.load import Loaded

T = TypeVar("T")
AHEAD = timedelta(days=92)
"""How far from the day asked dates are worked out at once, so that not everything that is due tomorrow has to be worked out tomorrow."""
ENOUGH_FOR_PROCESSES = 200
"""Agreements from which on several processes are worth their start."""
_MOST_PROCESSES = 4
_AT_ONCE = 100
"""Agreements whose dates are written together; an interruption loses no more."""
_ATTEMPTS = 3

Watching = Callable[[int], AbstractContextManager[Callable[[Any], None]]]
"""Shows that so many agreements are being worked out; is told of each."""


def unwatched(_count: int) -> AbstractContextManager[Callable[[Any], None]]:
    """Nobody looks on."""
    return nullcontext(lambda _step: None)


@dataclass(frozen=True, slots=True)
class Indexed:
    """The index on one day, with everything in it that is known of that day."""

    database: Database
    today: date

    def fact(self, name: str) -> str:
        """What is noted of the workspace: its `name`, and the `holidays` that days were counted with."""
        found = self.database.connection.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return found[0] if found and isinstance(found[0], str) else ""


@contextmanager
def _indexed(root: Path, file: Path | None, day_in: Callable[[str], date], watching: Watching) -> Iterator[Indexed]:
    with open_database(file) as database:
        today = _brought_up_to_date(database, root, day_in, watching)
        yield Indexed(database, today)


def asked(root: Path, day_in: Callable[[str], date], question: Callable[[Indexed], T], watching: Watching = unwatched) -> T:
    """The answer to a question put to the index on the day that `day_in` gives for the workspace's time zone; all that it reads is of one moment.

    An index that turns out to be damaged is thrown away and built again; one that cannot be used is done without.

    Raises:
        FindingsError: the settings of the workspace cannot be used.
    """
    file = index_file(root)
    for place in (file, file, None):
        try:
            with _indexed(root, place, day_in, watching) as found:
                return question(found)
        except (sqlite3.DatabaseError, DamagedError) as error:
            if place is None:
                raise
            if is_damage(error):
                discard(place)
    raise AssertionError  # the last one returns or raises


@contextmanager
def in_memory(loaded: Loaded, names: Sequence[str], today: date, watching: Watching = unwatched) -> Iterator[Indexed]:
    """What is known of one day of some agreements (`LIBRARY` for the library), worked out for this once.

    Raises:
        NotFoundError: there is no such agreement.
    """
    from slagen.core.calendars import holiday_data_version  # noqa: PLC0415 - start-up
    from slagen.portfolio.entries import LIBRARY, Known, store  # noqa: PLC0415 - start-up

    with open_database(None) as database, watching(len(names)) as step:
        database.connection.executemany("INSERT INTO fact VALUES (?, ?)", (("name", loaded.settings.name), ("holidays", holiday_data_version())))
        for name in names:
            path = loaded.path_of(name) if name != LIBRARY else ""
            if (entry := _worked_out(loaded, name, today, today)) is not None:
                store(database, entry, Known(path, ""))
            step(name)
        yield Indexed(database, today)


def index_file(root: Path) -> Path | None:
    """Where the index stands: in git's own folder, a file for each workspace of the repository; None where there is no place for it."""
    try:
        places = find_places(root.resolve())
    except (SlagenError, OSError):
        return None
    if places is None or (places.git_dir / "slagen").is_symlink():
        return None
    prefix = root.resolve().relative_to(places.top).as_posix()
    return places.git_dir / "slagen" / "portfolio" / f"{'' if prefix == '.' else prefix.replace('/', '+')}dates.sqlite"


def _brought_up_to_date(database: Database, root: Path, day_in: Callable[[str], date], watching: Watching) -> date:
    """The day asked. What is read until the index is closed is of one moment, in which nothing was missing.

    It is looked at again after something was worked out: another process, of another version or day, may have come in between.
    """
    for attempt in range(_ATTEMPTS):
        zone = time_zone(database, root)
        try:
            today = day_in(zone)
        except (ValueError, KeyError, OSError):
            raise DamagedError("a time zone") from None  # that of the settings is known to be one
        _follow(database, root)
        database.connection.execute("BEGIN")
        if not coverage.is_whole(database):
            raise DamagedError("rows are missing, or there are others")
        missing = coverage.uncovered(database, today) | (set() if attempt else coverage.unsettled(database))
        if not missing:
            break
        database.connection.execute("COMMIT")
        _work_out(database, root, sorted(missing), today, watching)
    return today


def _follow(database: Database, root: Path) -> None:
    found = watch.changes(database, root)
    if found:
        from slagen.workspace.index_following import follow  # noqa: PLC0415 - start-up

        follow(database, root, found)


def _work_out(database: Database, root: Path, names: Sequence[str], today: date, watching: Watching) -> None:
    from slagen.portfolio import entries  # noqa: PLC0415 - start-up
    from slagen.portfolio.batch import run  # noqa: PLC0415 - start-up

    known = entries.known_entries(database)
    _loaded.cache_clear()  # the files may have changed since this process last looked
    tasks = [(name, today, min(_ahead(today), entries.next_span(database, name, today) - timedelta(days=1))) for name in names]
    jobs = min(os.cpu_count() or 1, _MOST_PROCESSES) if len(names) >= ENOUGH_FOR_PROCESSES else 1
    found: list[Entry] = []
    with watching(len(tasks)) as step:
        for entry in run(tasks, partial(_entry, root), jobs=jobs):
            step(entry)
            found.extend([entry] if entry is not None else [])
            if len(found) >= _AT_ONCE:
                _store(database, root, found, known)
                found = []
        _store(database, root, found, known)


def _ahead(today: date) -> date:
    return today + AHEAD if today <= date.max - AHEAD else date.max


def _store(database: Database, root: Path, found: Sequence[Entry], known: dict[str, Known]) -> None:
    from slagen.portfolio import entries  # noqa: PLC0415 - start-up

    with writing(database):
        for entry in found:
            for path in entry.needs:
                if path.startswith("/"):
                    watch.watch(database, root, path)
            entries.store(database, entry, known[entry.name])


def _entry(root: Path, task: tuple[str, date, date]) -> Entry | None:
    return _worked_out(_loaded(root), *task)


def _worked_out(loaded: Loaded, name: str, first: date, last: date) -> Entry | None:
    from slagen.portfolio.entries import LIBRARY  # noqa: PLC0415 - start-up
    from slagen.workspace.index_entries import entry_of, library_entry  # noqa: PLC0415 - start-up

    return library_entry(loaded) if name == LIBRARY else entry_of(loaded, name, first, last)


@cache
def _loaded(root: Path) -> Loaded:
    """The workspace, once for each process."""
    from slagen.formats.files import Folder  # noqa: PLC0415 - start-up
    from slagen.workspace.load import load  # noqa: PLC0415 - start-up

    return load(Folder(root))
