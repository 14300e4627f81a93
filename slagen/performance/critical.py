"""Critical failures: so many misses in so many periods, or so many hours down within some time, and the right that it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from slagen.core.periods import add_months, subtract
from slagen.core.spans import HOUR
from slagen.model.service_level import CreditScheme, CriticalFailure, ServiceLevel
from slagen.performance.misses import counts_as_missed
from slagen.performance.result import Result

_ONE_DAY = timedelta(days=1)

Downtime = Callable[[str, date, date], int]
"""How long a service was down from one day to another, both included, in microseconds: the downtime that counts."""


@dataclass(frozen=True, slots=True)
class CriticalEvent:
    """A critical failure that a month brought: by the misses of one `level`, or the downtime of one `service`.

    `periods` are the periods that were missed; `hours_down` what the downtime comes to, and `months` what each month, by its first day, has of it.
    """

    rule: CriticalFailure
    level: str = ""
    service: str = ""
    periods: tuple[str, ...] = ()
    hours_down: Fraction | None = None
    months: tuple[tuple[date, Fraction], ...] = ()


def critical_events(
    scheme: CreditScheme, levels: Mapping[str, ServiceLevel], results: Mapping[str, Sequence[Result]], month: date, down: Downtime
) -> Iterator[CriticalEvent]:
    """What the month that begins on `month` brings: each needs at least one miss, or some downtime, that is new with this month."""
    for rule in scheme.critical:
        if rule.missed is not None:
            yield from _by_misses(rule, levels, results, month)
        elif rule.hours_down is not None and rule.in_ is not None:
            yield from _by_hours(rule, scheme.services, month, down)


def _by_misses(rule: CriticalFailure, levels: Mapping[str, ServiceLevel], results: Mapping[str, Sequence[Result]], month: date) -> Iterator[CriticalEvent]:
    for name in (one for one in results if one in levels):
        found = results[name]
        ended = [one for one in found if one.window.last_day < add_months(month, 1)]
        here = [number for number, one in enumerate(ended, 1) if one.window.last_day >= month and counts_as_missed(levels[name], one)]
        rows = ([one for one in ended[:number][-(rule.of or rule.missed or 1) :] if counts_as_missed(levels[name], one)] for number in reversed(here))
        missed = next((row for row in rows if len(row) >= (rule.missed or 1)), None)
        if missed:
            yield CriticalEvent(rule, level=name, periods=tuple(one.window.name for one in missed))


def _by_hours(rule: CriticalFailure, services: Sequence[str], month: date, down: Downtime) -> Iterator[CriticalEvent]:
    if rule.in_ is None or rule.hours_down is None:
        return
    last = add_months(month, 1) - _ONE_DAY
    first = subtract(last + _ONE_DAY, rule.in_)
    for service in services:
        hours = Fraction(down(service, first, last), HOUR)
        if hours > Fraction(rule.hours_down) and down(service, month, last):
            yield CriticalEvent(rule, service=service, hours_down=hours, months=tuple(_by_month(service, first, last, down)))


def _by_month(service: str, first: date, last: date, down: Downtime) -> Iterator[tuple[date, Fraction]]:
    begins = first
    while begins <= last:
        month = begins.replace(day=1)
        lost = down(service, begins, min(last, add_months(month, 1) - _ONE_DAY))
        if lost:
            yield month, Fraction(lost, HOUR)
        begins = add_months(month, 1)
