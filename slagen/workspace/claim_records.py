"""What the records tell of credits, scheme by scheme and month by month: what the customer chose and claimed, and what was credited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from slagen.core.calendar_periods import days_of
from slagen.lifecycle.due_item import DueKind
from slagen.model.record import Record, Verb
from slagen.performance.claims import Claim, Crediting

CHOICE = "customer-choice"
"""What the records of a customer's choice answer, in place of a kind of what is due."""
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


def choices_of(records: Iterable[Record]) -> dict[str, dict[date, str]]:
    """What the customer has chosen, by scheme and month: an answer such as `acme:customer-choice:standard-2026-10:availability`."""
    found: dict[str, dict[date, str]] = {}
    for record in records:
        _, kind, of, level = (*record.item.split(":"), "", "", "", "")[:4]
        scheme, month = of[:-8], of[-7:]
        if record.verb == Verb.ACKNOWLEDGE and kind == CHOICE and (days := days_of(month)):
            found.setdefault(scheme, {}).setdefault(days[0], level)
    return found
