"""Whether the index knows of a day all that can be asked of it: what an answer that needs nothing new looks at first."""

from __future__ import annotations

from datetime import date

from slagen.portfolio.database import Database
from slagen.portfolio.rows import text

KEPT = ("item", "problem", "line")
"""The tables of what was worked out."""


def unsettled(database: Database) -> set[str]:
    """The entries that are to be worked out each time."""
    return {text(name) for (name,) in database.connection.execute("SELECT name FROM entry WHERE unsettled")}


def uncovered(database: Database, on: date) -> set[str]:
    """The entries of which nothing is known for the day."""
    today = on.toordinal()
    covered = "SELECT count(*) FROM span WHERE first <= ? AND last >= ?"
    if database.connection.execute(covered, (today, today)).fetchone() == database.connection.execute("SELECT count(*) FROM entry").fetchone():
        return set()
    query = "SELECT name FROM entry WHERE NOT EXISTS (SELECT 1 FROM span WHERE entry = name AND first <= ? AND last >= ?)"
    return {text(name) for (name,) in database.connection.execute(query, (today, today))}


def is_whole(database: Database) -> bool:
    """Whether there are as many rows as were written: none is lost, and none came from elsewhere."""
    run = database.connection.execute
    there = [run(f"SELECT count(*) FROM {table}").fetchone()[0] for table in KEPT]  # noqa: S608 - our own words
    return bool(run("SELECT total(rows) FROM entry").fetchone()[0] == sum(there))
