"""What the index knows of each agreement: what is due from it, and for how long that holds.

An entry is an agreement by its id, or the clause library by the empty name. Whatever is read is checked: it may have been changed by anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
import json
from typing import Any, cast

from slagen.core.findings import Finding, Severity, Source
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.pain import WE
from slagen.portfolio.database import DamagedError, Database, read_path, stored_path

LIBRARY = ""
_MOST_SPANS = 16
"""Stretches of days that are kept of one entry: some months from today, and those from a few other days that somebody asked for."""
_NEW_ITEM = "INSERT INTO item VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_KINDS = {kind.value: kind for kind in DueKind}
_SEVERITIES = {severity.value: severity for severity in Severity}
_APART = frozenset({"agreement", "kind", "due", "days_left", "owner"})
"""What of an item has a column of its own, or follows from the day on which it is asked for."""


@dataclass(frozen=True, slots=True)
class Span:
    """What holds from the first to the last of some days."""

    first: date
    last: date
    items: tuple[DueItem, ...] = ()
    problems: tuple[Finding, ...] = ()


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


def known_entries(database: Database) -> dict[str, Known]:
    """Every entry that is kept."""
    rows = database.connection.execute("SELECT name, path, content FROM entry")
    return {_text(name): Known(read_path(path), _text(content)) for name, path, content in rows}


def unsettled(database: Database) -> set[str]:
    """The entries that are to be worked out each time."""
    return {_text(name) for (name,) in database.connection.execute("SELECT name FROM entry WHERE unsettled")}


def uncovered(database: Database, on: date) -> set[str]:
    """The entries of which nothing is known for the day."""
    day = on.toordinal()
    covered = "SELECT count(*) FROM span WHERE first <= ? AND last >= ?"
    if database.connection.execute(covered, (day, day)).fetchone() == database.connection.execute("SELECT count(*) FROM entry").fetchone():
        return set()
    query = "SELECT name FROM entry WHERE NOT EXISTS (SELECT 1 FROM span WHERE entry = name AND first <= ? AND last >= ?)"
    return {_text(name) for (name,) in database.connection.execute(query, (day, day))}


def next_span(database: Database, name: str, day: date) -> date:
    """The first day after `day` for which something is known of an entry already; the last day of all where there is none."""
    [found] = database.connection.execute("SELECT min(first) FROM span WHERE entry = ? AND first > ?", (name, day.toordinal())).fetchone()
    return _day(found) if found is not None else date.max


def dependents(database: Database, names: Iterable[str]) -> set[str]:
    """The entries that need one of these."""
    rows = (row for name in names for row in database.connection.execute("SELECT entry FROM need WHERE other = ?", (name,)))
    return {_text(entry) for (entry,) in rows}


def drop(database: Database, names: Iterable[str]) -> None:
    """Forget entries, and everything that was worked out of them."""
    for name in names:
        for table in ("item", "problem", "span", "need"):
            database.connection.execute(f"DELETE FROM {table} WHERE entry = ?", (name,))  # noqa: S608 - our own words
        database.connection.execute("DELETE FROM entry WHERE name = ?", (name,))


def store(database: Database, entry: Entry, known: Known) -> None:
    """Keep what was worked out, beside the spans that are there already where the files still hold what they held then."""
    run = database.connection.execute
    if not _fits(database, entry, known):
        drop(database, [entry.name])
    run("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)", (entry.name, stored_path(known.path), known.content, entry.unsettled))
    database.connection.executemany("INSERT OR IGNORE INTO need VALUES (?, ?)", [(entry.name, other) for other in sorted(entry.needs)])
    run("INSERT OR REPLACE INTO span VALUES (?, ?, ?)", (entry.name, *_reach(entry)))
    for span in entry.spans:
        for finding in span.problems:
            run("INSERT INTO problem VALUES (?, ?, ?, ?)", (entry.name, span.first.toordinal(), span.last.toordinal(), _problem_text(finding)))
    for begun, ended, item in _held(entry.spans):
        run(_NEW_ITEM, (entry.name, begun.toordinal(), ended.toordinal(), *_columns(item), _item_text(item)))


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
    database.connection.execute("INSERT INTO entry VALUES (?, ?, ?, 0)", (name, stored_path(known.path), known.content))


def _held(spans: Sequence[Span]) -> Iterator[tuple[date, date, DueItem]]:
    """Each item once, with the days for which it holds: mostly several of the spans, each of which follows the one before."""
    held: dict[tuple[object, ...], tuple[date, date, DueItem]] = {}
    for span in spans:
        still: dict[tuple[object, ...], tuple[date, date, DueItem]] = {}
        for item in span.items:
            key: tuple[object, ...] = (item.due, item.kind, item.owner, _item_text(item))
            while key in still:  # two of a kind are two
                key = (*key, 2)
            first = held.pop(key)[0] if key in held else span.first
            still[key] = (first, span.last, item)
        yield from held.values()
        held = still
    yield from held.values()


def _columns(item: DueItem) -> tuple[object, ...]:
    until = item.snoozed_until
    snoozed = until.toordinal() if until and item.is_snoozed(date.min) else None
    stake = float(item.value or 0)
    return item.due.toordinal(), item.kind.value, item.owner, item.owner.casefold(), item.legal, item.who_acts == WE, stake, snoozed


def items(database: Database, query: Query, *, order: str = "", most: int = -1) -> Iterator[DueItem]:
    """What is due, in no particular order; with an `order` by columns only those that come first, so many as `most`.

    Raises:
        DamagedError: the index holds what was not put there.
    """
    conditions, values = _conditions(query)
    if order:  # the first are found in the index alone
        conditions = f"rowid IN (SELECT rowid FROM item WHERE {conditions} ORDER BY {order} LIMIT ?)"  # noqa: S608 - our own words
        values.append(most)
    rows = database.connection.execute(f"SELECT entry, due, kind, owner, facts FROM item WHERE {conditions}", values)  # noqa: S608 - our own words
    today = query.on.toordinal()
    for entry, due, kind, owner, facts in rows:
        yield _item(_text(entry), due, kind, _text(owner), facts, today)


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


def problems(database: Database, on: date) -> tuple[Finding, ...]:
    """What keeps dates from being worked out, by agreement."""
    day = on.toordinal()
    query = "SELECT facts FROM problem WHERE first <= ? AND last >= ? ORDER BY entry, rowid"
    return tuple(_problem(facts) for (facts,) in database.connection.execute(query, (day, day)))


def _plain(value: object) -> object:
    return f"{value:f}" if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else value


def _of_type(kind: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if type(value) is not kind:
            raise DamagedError(f"no {kind.__name__}")
        return value

    return check


def _texts(value: Any) -> tuple[str, ...]:
    if type(value) is not list or not all(type(one) is str for one in value):
        raise DamagedError("no texts")
    return tuple(value)


def _sum(value: Any) -> Decimal | None:
    found = None if value is None else Decimal(_text(value))
    if found is not None and not found.is_finite():
        raise DamagedError("no sum")
    return found


def _optional_day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(_text(value))


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": _of_type(str),
    "bool": _of_type(bool),
    "int": _of_type(int),
    "tuple[str, ...]": _texts,
    "Decimal | None": _sum,
    "date | None": _optional_day,
}
_FACTS = tuple((field.name, _READERS[cast("str", field.type)]) for field in fields(DueItem) if field.name not in _APART)


def _item_text(item: DueItem) -> str:
    return json.dumps([_plain(getattr(item, name)) for name, _ in _FACTS], separators=(",", ":"))


def _item(entry: str, due: Any, kind: Any, owner: str, facts: Any, today: int) -> DueItem:
    try:
        values = _list(facts)
        found = {name: read(value) for (name, read), value in zip(_FACTS, values, strict=True)}
        return DueItem(agreement=entry, kind=_KINDS[kind], due=date.fromordinal(due), days_left=due - today, owner=owner, **found)
    except (ValueError, TypeError, KeyError, OverflowError, InvalidOperation, RecursionError):
        raise DamagedError("an item") from None


def _list(facts: Any) -> list[Any]:
    values = json.loads(_text(facts))
    return values if isinstance(values, list) else []


def _problem_text(finding: Finding) -> str:
    place = finding.source
    facts = (finding.code, finding.severity.value, finding.message, place.file, place.line, place.layer, finding.hint, finding.agreement)
    return json.dumps(facts)


def _problem(facts: Any) -> Finding:
    try:
        code, severity, message, file, line, layer, hint, agreement = _list(facts)
        place = Source(_text(file), None if line is None else int(line), None if layer is None else _text(layer))
        return Finding(_text(code), _SEVERITIES[severity], _text(message), place, _text(hint), None if agreement is None else _text(agreement))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise DamagedError("a problem") from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise DamagedError("no text")
    return value


def _day(value: object) -> date:
    try:
        return date.fromordinal(cast("int", value))
    except (TypeError, ValueError, OverflowError):
        raise DamagedError("no day") from None
