"""What the index knows of each agreement: what is due from it, where it stands, and for how long that holds.

An entry is an agreement by its id, or the clause library by the empty name.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from slagen.core.findings import Finding
from slagen.lifecycle.due_item import DueItem
from slagen.portfolio.coverage import KEPT
from slagen.portfolio.database import Database, read_path, stored_path
from slagen.portfolio.rows import Line, Row, day, item_row, item_text, line_row, problem_row, text

LIBRARY = ""
_MOST_SPANS = 16
"""Stretches of days that are kept of one entry: some months from today, and those from a few other days that somebody asked for."""
_NEW = {
    "item": "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "problem": "INSERT INTO problem VALUES (?, ?, ?, ?, ?)",
    "line": "INSERT INTO line VALUES (?, ?, ?, ?, ?)",
}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Span:
    """What holds from the first to the last of some days."""

    first: date
    last: date
    items: tuple[DueItem, ...] = ()
    problems: tuple[Finding, ...] = ()
    line: Line | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What was worked out for one agreement. `needs` are the agreements, and the full paths of other files, that it depends on.

    An `unsettled` one depends on what cannot be watched, so that it is worked out each time.
    """

    name: str
    spans: tuple[Span, ...]
    needs: frozenset[str] = frozenset()
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Where an entry's facts stand, and the hash of what its files held when it was worked out."""

    path: str
    content: str


def known_entries(database: Database) -> dict[str, Known]:
    """Every entry that is kept."""
    rows = database.connection.execute("SELECT name, path, content FROM entry")
    return {text(name): Known(read_path(path), text(content)) for name, path, content in rows}


def next_span(database: Database, name: str, after: date) -> date:
    """The first day after another for which something is known of an entry already; the last day of all where there is none."""
    [found] = database.connection.execute("SELECT min(first) FROM span WHERE entry = ? AND first > ?", (name, after.toordinal())).fetchone()
    return day(found) if found is not None else date.max


def dependents(database: Database, names: Iterable[str]) -> set[str]:
    """The entries that need one of these."""
    rows = (row for name in names for row in database.connection.execute("SELECT entry FROM need WHERE other = ?", (name,)))
    return {text(entry) for (entry,) in rows}


def drop(database: Database, names: Iterable[str]) -> None:
    """Forget entries, and everything that was worked out of them."""
    for name in names:
        for table in (*KEPT, "span", "need"):
            database.connection.execute(f"DELETE FROM {table} WHERE entry = ?", (name,))  # noqa: S608 - our own words
        database.connection.execute("DELETE FROM entry WHERE name = ?", (name,))


def store(database: Database, entry: Entry, known: Known) -> None:
    """Keep what was worked out, beside the spans that are there already where the files still hold what they held then."""
    run, name = database.connection.execute, entry.name
    if not _fits(database, entry, known):
        drop(database, [name])
    rows = _rows(entry)
    before = run("SELECT rows FROM entry WHERE name = ?", (name,)).fetchone() or (0,)
    count = before[0] + sum(map(len, rows.values()))
    run("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?, ?)", (name, stored_path(known.path), known.content, entry.unsettled, count))
    database.connection.executemany("INSERT OR IGNORE INTO need VALUES (?, ?)", [(name, other) for other in sorted(entry.needs)])
    run("INSERT OR REPLACE INTO span VALUES (?, ?, ?)", (name, *_reach(entry)))
    for table, found in rows.items():
        database.connection.executemany(_NEW[table], found)


def _rows(entry: Entry) -> dict[str, list[Row]]:
    items = _held((span.first, span.last, span.items) for span in entry.spans)
    lines = _held((span.first, span.last, (span.line,) if span.line else ()) for span in entry.spans)
    return {
        "item": [item_row(entry.name, first, last, item) for first, last, item in items],
        "problem": [problem_row(entry.name, span.first, span.last, finding) for span in entry.spans for finding in span.problems],
        "line": [line_row(first, last, line) for first, last, line in lines],
    }


def _held(spans: Iterable[tuple[date, date, Sequence[T]]]) -> Iterator[tuple[date, date, T]]:
    """Each thing once, with the days for which it holds: mostly several of the spans, each of which follows the one before."""
    held: dict[Hashable, tuple[date, date, T]] = {}
    for begun, ended, things in spans:
        still: dict[Hashable, tuple[date, date, T]] = {}
        for thing in things:
            key = _same(thing)
            while key in still:  # two of a kind are two
                key = (key, 2)
            still[key] = (held.pop(key)[0] if key in held else begun, ended, thing)
        yield from held.values()
        held = still
    yield from held.values()


def _same(thing: object) -> Hashable:
    """What makes an item the same on another day: all but how many days are left."""
    return (thing.due, thing.kind, thing.owner, item_text(thing)) if isinstance(thing, DueItem) else thing


def _fits(database: Database, entry: Entry, known: Known) -> bool:
    """Whether what is kept of an entry is of the same files, of other days, and not much."""
    first, last = _reach(entry)
    query = "SELECT count(*), total(first <= ? AND last >= ?) FROM span JOIN entry ON entry = name WHERE name = ? AND content = ? AND content != ''"
    count, overlapping = database.connection.execute(query, (last, first, entry.name, known.content)).fetchone()
    return bool(0 < count < _MOST_SPANS and not overlapping)


def _reach(entry: Entry) -> tuple[int, int]:
    """The first and the last day of which something is known: the spans follow one another."""
    return entry.spans[0].first.toordinal(), entry.spans[-1].last.toordinal()


def expect(database: Database, name: str, known: Known) -> None:
    """Forget what was worked out of an entry, and remember that there is one: it is `uncovered` until it is stored."""
    drop(database, [name])
    database.connection.execute("INSERT INTO entry VALUES (?, ?, ?, 0, 0)", (name, stored_path(known.path), known.content))
