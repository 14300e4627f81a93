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
from importlib.util import find_spec
import os
from pathlib import Path, PurePosixPath
import sqlite3
import sys
from typing import TYPE_CHECKING, Any, TypeVar

from slagen.core.errors import SlagenError
from slagen.portfolio import entries, watch
from slagen.portfolio.database import DamagedError, Database, discard, is_damage, open_database
from slagen.portfolio.entries import LIBRARY, Entry, Known
from slagen.vault.places import find_places
from slagen.workspace.locate import SETTINGS_FILE

if TYPE_CHECKING:
    from slagen.formats.files import Folder
    from slagen.workspace.load import Loaded

T = TypeVar("T")
AHEAD = timedelta(days=92)
"""How far from the day asked dates are worked out at once, so that not everything that is due tomorrow has to be worked out tomorrow."""
ENOUGH_FOR_PROCESSES = 200
"""Agreements from which on several processes are worth their start."""
_MOST_PROCESSES = 4
_AT_ONCE = 100
"""Agreements whose dates are written together; an interruption loses no more."""
_AGREEMENTS, _CLAUSES, _FACTS, _LOCK = "agreements/", "clauses/", "agreement.yaml", "agreement.lock"
_KEPT_WITH_FACTS = ("records", "measurements")
"""Folders of an agreement on which its dates depend."""
_DECIDING = ("core", "model", "schema", "assembly", "lifecycle", "performance", "formats", "portfolio", "workspace")
"""The parts of the program that dates depend on."""
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
        zone = _ground(database, root)
        try:
            today = day_in(zone)
        except (ValueError, KeyError, OSError):
            raise DamagedError("a time zone") from None  # that of the settings is known to be one
        _follow(database, root)
        database.connection.execute("BEGIN")
        missing = entries.uncovered(database, today) | (set() if attempt else entries.unsettled(database))
        if not missing:
            break
        database.connection.execute("COMMIT")
        _work_out(database, root, sorted(missing), today, watching)
    return today


def _ground(database: Database, root: Path) -> str:
    """The workspace's time zone. Where its settings, the program or the holidays are others than before, everything is forgotten."""
    ground = _fingerprint(root)
    facts = dict(database.connection.execute("SELECT name, value FROM fact"))
    if facts.get("ground") != ground or not isinstance(facts.get("zone"), str):
        from slagen.core.calendars import holiday_data_version  # noqa: PLC0415 - start-up
        from slagen.formats.files import Folder  # noqa: PLC0415 - start-up
        from slagen.workspace.load import load_settings  # noqa: PLC0415 - start-up

        settings = load_settings(Folder(root))
        facts = {"ground": ground, "zone": settings.time_zone, "name": settings.name, "holidays": holiday_data_version()}
        with _writing(database):
            for table in ("fact", "place", "entry", "need", "span", "item", "problem"):
                database.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own words
            database.connection.executemany("INSERT INTO fact VALUES (?, ?)", facts.items())
    return str(facts["zone"])


def _fingerprint(root: Path) -> str:
    """What dates depend on beside the facts: the settings as they are written, the program, and the data that travels with others."""
    try:
        settings = (root / SETTINGS_FILE).read_bytes().decode("latin-1")
    except OSError:
        settings = ""  # told by whoever reads them in earnest
    return repr((sys.version_info[:3], _program(), _data("holidays", "version.py"), _data("babel", "__init__.py"), settings))


@cache
def _program() -> tuple[int, int, int]:
    """The program itself, as its files stand: how many, how large, and when the last one was written."""
    package = Path(__file__).parent.parent
    found = [entry.stat() for part in _DECIDING for entry in os.scandir(package / part) if entry.name.endswith(".py")]
    return len(found), sum(one.st_size for one in found), max(one.st_mtime_ns for one in found)


@cache
def _data(package: str, file: str) -> tuple[int, int]:
    """Which edition of a package's data is installed, without importing it."""
    found = find_spec(package)
    status = Path(found.origin).with_name(file).stat() if found and found.origin else None
    return (status.st_mtime_ns, status.st_size) if status else (0, 0)


@contextmanager
def _writing(database: Database) -> Iterator[None]:
    database.connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.connection.execute("ROLLBACK")
        raise
    database.connection.execute("COMMIT")


def _follow(database: Database, root: Path) -> None:
    """Forget what was worked out from files that hold something else now."""
    found = watch.changes(database, root)
    if not found:
        return
    from slagen.formats.files import Folder  # noqa: PLC0415 - start-up

    with _writing(database):
        watch.remember(database, found)
        before = entries.known_entries(database)
        now = _places_of_facts(database) if any(path.endswith(f"/{_FACTS}") for path in found.paths) else {name: one.path for name, one in before.items()}
        now[LIBRARY] = _CLAUSES
        stale = {name for name, path in now.items() if name not in before or before[name].path != path}
        gone = before.keys() - now.keys()
        folder = Folder(root)
        for name in _owners(now, found.paths) - stale:
            if _content(database, folder, now[name]) != before[name].content:
                stale.add(name)
        stale |= _closure(database, stale | gone | {path for path in found.paths if path.startswith("/")}) & now.keys()
        entries.drop(database, gone)
        for name in stale:
            entries.expect(database, name, Known(now[name], _content(database, folder, now[name])))


def _places_of_facts(database: Database) -> dict[str, str]:
    """The agreements by their ids, as `load` finds them: the first of those that share an id."""
    from slagen.core.identifiers import is_id  # noqa: PLC0415 - start-up

    found: dict[str, str] = {}
    for path in watch.known(database, f"/{_FACTS}"):
        name = PurePosixPath(path).parent.name
        if path.startswith(_AGREEMENTS) and is_id(name):
            found.setdefault(name, path)
    return found


def _owners(places: dict[str, str], paths: set[str]) -> set[str]:
    """The entries whose files are among the paths."""
    names = {path.rpartition("/")[0]: name for name, path in places.items()}
    above = {str(parent) for path in paths if path.startswith(_AGREEMENTS) for parent in PurePosixPath(path).parents}
    library = {LIBRARY} if any(path.startswith(_CLAUSES) for path in paths) else set()
    return {names[folder] for folder in above & names.keys()} | library


def _closure(database: Database, names: set[str]) -> set[str]:
    """Everything that depends on these, however far away."""
    found: set[str] = set()
    while more := entries.dependents(database, names) - found:
        found |= more
        names = more
    return found


def _content(database: Database, root: Folder, path: str) -> str:
    """The hash of what an entry is worked out from; empty where it cannot be read."""
    if path == _CLAUSES:
        files: Sequence[str] = watch.below(database, _CLAUSES)
    else:
        above = path.removesuffix(_FACTS)
        kept = (file for folder in _KEPT_WITH_FACTS for file in watch.below(database, f"{above}{folder}/"))
        files = (path, f"{above}{_LOCK}", *kept)
    try:
        return watch.hashed(root, [file for file in files if not file.endswith("/") and root.exists(file)])
    except SlagenError:
        return ""


def _work_out(database: Database, root: Path, names: Sequence[str], today: date, watching: Watching) -> None:
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
    with _writing(database):
        for entry in found:
            for path in entry.needs:
                if path.startswith("/"):
                    watch.watch(database, root, path)
            entries.store(database, entry, known[entry.name])


def _entry(root: Path, task: tuple[str, date, date]) -> Entry | None:
    from slagen.workspace.index_entries import entry_of, library_entry  # noqa: PLC0415 - start-up

    name, first, last = task
    loaded = _loaded(root)
    return library_entry(loaded) if name == LIBRARY else entry_of(loaded, name, first, last)


@cache
def _loaded(root: Path) -> Loaded:
    """The workspace, once for each process."""
    from slagen.formats.files import Folder  # noqa: PLC0415 - start-up
    from slagen.workspace.load import load  # noqa: PLC0415 - start-up

    return load(Folder(root))
