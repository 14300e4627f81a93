"""What is due across the portfolio, or from some agreements: chosen, and in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from slagen.core.errors import UsageError
from slagen.core.findings import Finding
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.pain import REACH, by_pain, in_order
from slagen.portfolio import questions
from slagen.portfolio.questions import Query
from slagen.workspace.indexing import Indexed, Watching, asked, in_memory, unwatched

if TYPE_CHECKING:
    from slagen.workspace.load import Loaded

BY_PAIN, BY_DAY = "pain", "day"
MANY = 1_000
"""How far it is counted what was left out."""
_COLUMNS = {BY_PAIN: "legal DESC, ours DESC, currency, stake DESC, due, entry, kind", BY_DAY: "due, legal DESC, entry, kind"}
"""The order of `by_pain` within one of its groups, and that of `in_order`, in the columns of the index."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items are asked for, and how.

    `within` is a length of time from the day asked (`90d`, `3m`), `owner` a part of an address, `kinds` the names of kinds; empty asks for all.
    Of more than `most`, where that is given, the first are taken.
    """

    within: str = ""
    owner: str = ""
    kinds: tuple[str, ...] = ()
    snoozed: bool = False
    order: str = BY_PAIN
    most: int | None = None


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due, in order; how much `more` there is than was asked for (MANY: or still more), and the agreements whose dates are not certain.

    `holidays` says which holiday data the days were counted with, `put_off` how many items are hidden because somebody put them off.
    """

    on: date
    items: tuple[DueItem, ...]
    more: int
    put_off: int
    problems: tuple[Finding, ...]
    workspace: str
    holidays: str


def portfolio(root: Path, wanted: Wanted, day_in: Callable[[str], date], watching: Watching = unwatched) -> DueList:
    """What is due on the day that `day_in` gives for the workspace's time zone, from all agreements and the clause library, as the index has it.

    Raises:
        UsageError: there is no such kind, or `within` is no length of time.
        FindingsError: the settings of the workspace cannot be used.
    """
    _require(wanted)
    return asked(root, day_in, lambda found: _answer(found, wanted), watching)


def due(loaded: Loaded, wanted: Wanted, *, today: date, agreements: Sequence[str] = (), watching: Watching = unwatched) -> DueList:
    """What is due from the agreements that are named, or from all of them and the clause library: asked of the index where that knows it, else worked out.

    Raises:
        UsageError: there is no such kind, or `within` is no length of time.
        NotFoundError: there is no such agreement.
    """
    _require(wanted)
    from slagen.formats.files import Folder  # noqa: PLC0415 - start-up
    from slagen.portfolio.entries import LIBRARY  # noqa: PLC0415 - start-up

    if isinstance(loaded.files, Folder) and not agreements:
        return portfolio(loaded.files.root, wanted, lambda _zone: today, watching)
    with in_memory(loaded, agreements or (*sorted(loaded.agreements), LIBRARY), today, watching) as found:
        return _answer(found, wanted)


def _require(wanted: Wanted) -> None:
    for kind in wanted.kinds:
        require_kind(kind)
    if wanted.within:
        last_day(wanted.within, date(2026, 1, 1))


def _answer(found: Indexed, wanted: Wanted) -> DueList:
    query = Query(found.today, date.min, last_day(wanted.within, found.today), wanted.owner, wanted.kinds, wanted.snoozed)
    items = _ordered(list(_first(found, query, wanted)), wanted.order)
    cut = wanted.most is not None and len(items) >= wanted.most
    count = questions.count(found.database, query, most=len(items) + MANY) if cut else len(items)
    put_off = 0 if wanted.snoozed else questions.put_off(found.database, query)
    problems = questions.problems(found.database, found.today)
    return DueList(found.today, items, count - len(items), put_off, problems, found.fact("name"), found.fact("holidays"))


def _ordered(items: Sequence[DueItem], order: str) -> tuple[DueItem, ...]:
    return in_order(items) if order == BY_DAY else by_pain(items)


def _first(found: Indexed, query: Query, wanted: Wanted) -> Iterator[DueItem]:
    """The items that come first, as many as are wanted: a few of each group are read, not all of a portfolio."""
    if wanted.most is None:
        yield from questions.items(found.database, query)
        return
    left = wanted.most
    for part in _groups(query) if wanted.order == BY_PAIN else (query,):
        for item in questions.items(found.database, part, order=_COLUMNS[wanted.order], most=left) if left else ():
            left -= 1
            yield item


def _groups(query: Query) -> Iterator[Query]:
    """The same query for each group of `by_pain`: what is overdue, what is near, the rest."""
    first = query.first
    reached = (-1, *(days for _, days in REACH))
    for days in reached:
        if first > query.last:
            return
        last = _later(query.on, days)
        yield replace(query, first=first, last=min(last, query.last))
        if last == date.max:
            return
        first = last + timedelta(days=1)
    if first <= query.last:
        yield replace(query, first=first)


def _later(day: date, days: int) -> date:
    """So many days later, as far as there are days."""
    return date.fromordinal(max(1, min(day.toordinal() + days, date.max.toordinal())))


def require_kind(text: str) -> str:
    """The name of a kind.

    Raises:
        UsageError: there is no such kind.
    """
    from slagen.core.identifiers import did_you_mean  # noqa: PLC0415 - start-up

    kinds = [kind.value for kind in DueKind]
    if text not in kinds:
        raise UsageError(f"“{text}” is not a kind of date.", hint=did_you_mean(text, kinds) or f"There are: {', '.join(kinds)}.")
    return text


def last_day(within: str, on: date) -> date:
    """The last day within `90d`, `90 days`, `12w` or `3m` from the day `on`: months are those of the calendar. Empty: the last day of all.

    Raises:
        UsageError: it is none of these.
    """
    if not within:
        return date.max
    from slagen.core.durations import Duration  # noqa: PLC0415 - start-up
    from slagen.core.periods import add, whole_days  # noqa: PLC0415 - start-up

    cleaned = within.strip().lower()
    short = {"d": " days", "w": " weeks", "m": " months", "y": " years"}
    if cleaned[:-1].isdigit() and cleaned[-1:] in short:
        cleaned = cleaned[:-1] + short[cleaned[-1]]
    if cleaned.isdigit():
        cleaned += " days"
    try:
        length = Duration.parse(cleaned)
        if length.whole_months is None:
            whole_days(length)
    except ValueError as error:
        raise UsageError(f"“{within}” is not a length of time.", hint="Write 90d, 12w or 3m.") from error
    try:
        return add(on, length)
    except (OverflowError, ValueError):
        return date.max
