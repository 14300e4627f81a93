"""What all dates of a workspace stand on beside its agreements and clauses: where that changes, the index is begun anew."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
import os
from pathlib import Path
import sys

from slagen.portfolio.database import Database, writing
from slagen.workspace.locate import SETTINGS_FILE

_DECIDING = ("core", "model", "schema", "assembly", "lifecycle", "performance", "formats", "portfolio", "workspace")
"""The parts of the program that dates depend on."""
_TABLES = ("fact", "place", "entry", "need", "span", "item", "problem", "line")


def time_zone(database: Database, root: Path) -> str:
    """The workspace's time zone. Where its settings, the program or the holidays are others than before, everything is forgotten."""
    ground = _fingerprint(root)
    facts = dict(database.connection.execute("SELECT name, value FROM fact"))
    if facts.get("ground") != ground or not isinstance(facts.get("zone"), str):
        from slagen.core.calendars import holiday_data_version  # noqa: PLC0415 - start-up
        from slagen.formats.files import Folder  # noqa: PLC0415 - start-up
        from slagen.workspace.load import load_settings  # noqa: PLC0415 - start-up

        settings = load_settings(Folder(root))
        facts = {"ground": ground, "zone": settings.time_zone, "name": settings.name, "holidays": holiday_data_version()}
        with writing(database):
            for table in _TABLES:
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
