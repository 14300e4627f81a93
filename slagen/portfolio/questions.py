"""What the index is asked: what is due, where agreements stand, and what keeps dates from being worked out. Whatever is read is checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from slagen.core.findings import Finding
from slagen.lifecycle.due_item import DueItem
from slagen.lifecycle.pain import in_order
from slagen.portfolio.database import Database
from slagen.portfolio.rows import ITEM, NOTE, Line, read_item, read_line, read_problem


@dataclass(frozen=True, slots=True)
class Query:
    """Which items are asked for: on a day, due from the day `first` to `last` (both included), of an owner whose address holds `owner`, of some kinds.

    What was put off until a later day is left out, except with `snoozed`.
    """

    on: date
    first: date = date.min
    last: date = date.max
    owner: str = ""
    kinds: tuple[str, ...] = ()
    snoozed: bool = False


def items(database: Database, query: Query, *, order: str = "", most: int = -1) -> Iterator[DueItem]:
    """What is due, in no particular order; with an `order` by columns only those that come first, so many as `most`.

    Raises:
        DamagedError: the index holds what was not put there.
    """
    conditions, values = _conditions(query)
    if order:  # the first are found in the index alone
        conditions = f"rowid IN (SELECT rowid FROM item WHERE {conditions} ORDER BY {order} LIMIT ?)"  # noqa: S608 - our own words
        values.append(most)
    today = query.on.toordinal()
    for row in database.connection.execute(f"SELECT {ITEM} FROM item WHERE {conditions}", values):  # noqa: S608 - our own words
        yield read_item(row, today)


def count(database: Database, query: Query, *, most: int = -1) -> int:
    """How many items `items` would give; counted no further than `most`, where that is not negative."""
    conditions, values = _conditions(query)
    counted = f"SELECT count(*) FROM (SELECT 1 FROM item WHERE {conditions} LIMIT ?)"  # noqa: S608 - our own words
    [found] = database.connection.execute(counted, (*values, most)).fetchone()
    return int(found)


def put_off(database: Database, query: Query) -> int:
    """How many items somebody has put off beyond the day asked."""
    conditions, values = _conditions(replace(query, snoozed=True))
    statement = f"SELECT count(*) FROM item WHERE snoozed > ? AND {conditions}"  # noqa: S608 - our own words
    [found] = database.connection.execute(statement, (query.on.toordinal(), *values)).fetchone()
    return int(found)


def problems(database: Database, on: date) -> tuple[Finding, ...]:
    """What keeps dates from being worked out, by agreement; raises DamagedError as `items` does."""
    day = on.toordinal()
    query = f"SELECT {NOTE} FROM problem WHERE first <= ? AND last >= ? ORDER BY entry, rowid"  # noqa: S608 - our own words
    return tuple(map(read_problem, database.connection.execute(query, (day, day))))


def lines(database: Database, on: date) -> tuple[Line, ...]:
    """Where each agreement stands, by their ids; raises DamagedError as `items` does."""
    day, first = on.toordinal(), _first_of_each(database, on)
    query = f"SELECT {NOTE} FROM line WHERE first <= ? AND last >= ? ORDER BY entry"  # noqa: S608 - our own words
    return tuple(read_line(row, first.get(row[0])) for row in database.connection.execute(query, (day, day)))


def _first_of_each(database: Database, on: date) -> dict[str, DueItem]:
    """What is due first from each agreement."""
    conditions, values = _conditions(Query(on))
    soonest = f"SELECT entry AS name, min(due) AS day FROM item WHERE {conditions} GROUP BY entry"  # noqa: S608 - our own words
    query = f"SELECT {ITEM} FROM item JOIN ({soonest}) ON entry = name AND due = day WHERE {conditions}"  # noqa: S608 - our own words
    found: dict[str, DueItem] = {}
    for item in in_order(read_item(row, on.toordinal()) for row in database.connection.execute(query, (*values, *values))):
        found.setdefault(item.agreement, item)
    return found


def _conditions(query: Query) -> tuple[str, list[object]]:
    day = query.on.toordinal()
    conditions = "first <= ? AND last >= ?"
    values: list[object] = [day, day]
    if (query.first, query.last) != (date.min, date.max):
        conditions += " AND due BETWEEN ? AND ?"
        values.extend((query.first.toordinal(), query.last.toordinal()))
    if not query.snoozed:
        conditions += " AND (snoozed IS NULL OR snoozed <= ?)"
        values.append(day)
    if query.owner:
        conditions += " AND instr(person, ?)"
        values.append(query.owner.casefold())
    if query.kinds:
        conditions += f" AND kind IN ({', '.join('?' * len(query.kinds))})"
        values.extend(query.kinds)
    return conditions, values
