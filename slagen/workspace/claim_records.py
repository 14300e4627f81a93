"""Claims and creditings as the records tell of them, scheme by scheme and month by month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from slagen.core.calendar_periods import days_of
from slagen.lifecycle.due_item import DueKind
from slagen.model.record import Record, Verb
from slagen.performance.claims import Claim, Crediting

SchemeMonth = tuple[str, date]
"""A scheme, and the first day of the month that its credits belong to."""


def claims_of(records: Iterable[Record]) -> dict[SchemeMonth, tuple[Claim, ...]]:
    """Every claim on record; a due claim that was ticked off (`acknowledge --done`) is one as well."""
    found: dict[SchemeMonth, tuple[Claim, ...]] = {}
    for record in records:
        for scheme, month, claim in _claims(record):
            found[scheme, month] = (*found.get((scheme, month), ()), claim)
    return found


def _claims(record: Record) -> Iterator[tuple[str, date, Claim]]:
    if record.verb == Verb.CLAIM and (days := days_of(record.period)):
        yield record.scheme, days[0], Claim(record.day, record.amount, record.excuse, record.note)
    _, kind, period = (*record.item.split(":", 2), "", "")[:3]
    if record.verb == Verb.ACKNOWLEDGE and kind == DueKind.CREDIT_CLAIM and record.done_on:
        for scheme, days in _ticked(period):
            yield scheme, days[1].replace(day=1), Claim(record.done_on, note=record.note)


def _ticked(period: str) -> Iterator[tuple[str, tuple[date, date]]]:
    """The scheme and days of `standard-2026-10` or `standard-2026-Q4`; nothing for spans of 30 days, whose month the name does not tell."""
    scheme, name = period[:-8], period[-7:]
    if scheme and (days := days_of(name)):
        yield scheme, days


def creditings_of(records: Iterable[Record]) -> dict[SchemeMonth, tuple[Crediting, ...]]:
    """Everything that was credited, by the records."""
    found: dict[SchemeMonth, tuple[Crediting, ...]] = {}
    for record in records:
        if record.verb == Verb.CREDIT and (days := days_of(record.period)):
            key = record.scheme, days[0]
            found[key] = (*found.get(key, ()), Crediting(record.day, record.amount, record.note))
    return found
