"""What the index keeps in a row, and how it is read again: each row ends with a sum of what it holds, so that one that was damaged is found.

The sum is no seal: who can write into git's own folder can write rows that look right, as he can write anything else there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
import json
from typing import TYPE_CHECKING, Any, cast
from zlib import crc32

from slagen.core.findings import Finding, Severity, Source
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.pain import WE, currency_of
from slagen.portfolio.database import DamagedError

if TYPE_CHECKING:
    from slagen.model.standing import Status

Row = tuple[Any, ...]
ITEM = "entry, first, last, due, kind, owner, person, legal, ours, currency, stake, snoozed, facts, sum"
NOTE = "entry, first, last, facts, sum"
"""The columns of what is due, and those of a problem or a line."""
_KINDS = {kind.value: kind for kind in DueKind}
_SEVERITIES = {severity.value: severity for severity in Severity}
_APART = frozenset({"agreement", "kind", "due", "days_left", "owner"})
"""What of an item has a column of its own, or follows from the day on which it is asked for."""


@dataclass(frozen=True, slots=True)
class Line:
    """Where one agreement stands. `next` is due first.

    `ends_on` is its last day if nobody acts, `optional` whether an option would move it; `renews_on` is the day on which it goes on.
    """

    agreement: str
    title: str
    status: Status
    version: str = ""
    amendment: str = ""
    ends_on: date | None = None
    renews_on: date | None = None
    next: DueItem | None = None
    optional: bool = False


def item_row(entry: str, first: date, last: date, item: DueItem) -> Row:
    """An item that holds from the first to the last of some days."""
    until = item.snoozed_until
    snoozed = until.toordinal() if until and item.is_snoozed(date.min) else None
    what = (item.due.toordinal(), item.kind.value, item.owner, item.owner.casefold())
    pain = (int(item.legal), int(item.who_acts == WE), currency_of(item), float(item.value or 0))
    return _summed((entry, first.toordinal(), last.toordinal(), *what, *pain, snoozed, item_text(item)))


def read_item(row: Row, today: int) -> DueItem:
    """The item of a row with the columns `ITEM`, as it is on the day `today`.

    Raises:
        DamagedError: the row is not as it was written.
    """
    entry, _, _, due, kind, owner, *_, facts = _require_whole(row)
    try:
        found = {name: read(value) for (name, read), value in zip(_FACTS, _list(facts), strict=True)}
        return DueItem(agreement=text(entry), kind=_KINDS[kind], due=date.fromordinal(due), days_left=due - today, owner=text(owner), **found)
    except (ValueError, TypeError, KeyError, OverflowError, InvalidOperation, RecursionError):
        raise DamagedError("an item") from None


def item_text(item: DueItem) -> str:
    """What of an item has no column of its own."""
    return json.dumps([_plain(getattr(item, name)) for name, _ in _FACTS], separators=(",", ":"))


def problem_row(entry: str, first: date, last: date, finding: Finding) -> Row:
    """Why dates cannot be worked out, from the first to the last of some days."""
    place = finding.source
    facts = (finding.code, finding.severity.value, finding.message, place.file, place.line, place.layer, finding.hint, finding.agreement)
    return _summed((entry, first.toordinal(), last.toordinal(), json.dumps(facts)))


def read_problem(row: Row) -> Finding:
    """The problem of a row with the columns `NOTE`; raises DamagedError where it is not as it was written."""
    try:
        code, severity, message, file, line, layer, hint, agreement = _list(_require_whole(row)[-1])
        place = Source(text(file), None if line is None else int(line), None if layer is None else text(layer))
        return Finding(text(code), _SEVERITIES[severity], text(message), place, text(hint), None if agreement is None else text(agreement))
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise DamagedError("a problem") from None


def line_row(first: date, last: date, line: Line) -> Row:
    """Where an agreement stands from the first to the last of some days; what is due first is read from the items."""
    facts = (line.title, line.status.value, line.version, line.amendment, _plain(line.ends_on), _plain(line.renews_on), int(line.optional))
    return _summed((line.agreement, first.toordinal(), last.toordinal(), json.dumps(facts)))


def read_line(row: Row, due_first: DueItem | None) -> Line:
    """The line of a row with the columns `NOTE`; raises DamagedError where it is not as it was written."""
    from slagen.model.standing import Status  # noqa: PLC0415 - start-up

    try:
        entry, *_, facts = _require_whole(row)
        title, status, version, amendment, ends_on, renews_on, optional = _list(facts)
        days = _optional_day(ends_on), _optional_day(renews_on)
        return Line(text(entry), text(title), Status(text(status)), text(version), text(amendment), *days, due_first, optional == 1)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise DamagedError("a line") from None


def text(value: object) -> str:
    """A text from the index; raises DamagedError where it is none."""
    if not isinstance(value, str):
        raise DamagedError("no text")
    return value


def day(value: object) -> date:
    """A day from the index; raises DamagedError where it is none."""
    try:
        return date.fromordinal(cast("int", value))
    except (TypeError, ValueError, OverflowError):
        raise DamagedError("no day") from None


def _summed(row: Row) -> Row:
    return *row, _sum_of(row)


def _sum_of(row: Row) -> int:
    return crc32(repr(row).encode(errors="surrogatepass"))


def _require_whole(row: Row) -> Row:
    """The row without its sum, which says that it is as it was written."""
    if _sum_of(row[:-1]) != row[-1]:
        raise DamagedError("a row")
    return row[:-1]


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


def _money(value: Any) -> Decimal | None:
    found = None if value is None else Decimal(text(value))
    if found is not None and not found.is_finite():
        raise DamagedError("no sum")
    return found


def _optional_day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(text(value))


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "str": _of_type(str),
    "bool": _of_type(bool),
    "int": _of_type(int),
    "tuple[str, ...]": _texts,
    "Decimal | None": _money,
    "date | None": _optional_day,
}
_FACTS = tuple((field.name, _READERS[cast("str", field.type)]) for field in fields(DueItem) if field.name not in _APART)


def _list(facts: Any) -> list[Any]:
    values = json.loads(text(facts))
    return values if isinstance(values, list) else []
