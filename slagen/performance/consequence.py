"""What a miss that is still to come would bring: the credit by itself and after the limits, and how far it is to a critical failure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from slagen.core.money import Money
from slagen.model.service_level import CreditScheme, CriticalFailure, ServiceLevel
from slagen.performance.account import Account
from slagen.performance.bases import OPEN
from slagen.performance.credits import credits_of
from slagen.performance.critical import CriticalEvent
from slagen.performance.misses import Miss, counts_as_missed, misses_of
from slagen.performance.month_credits import MonthCredits, month_of
from slagen.performance.result import Result


@dataclass(frozen=True, slots=True)
class Due:
    """What the miss earns in one scheme: by itself, and what is given in that month when nothing else is missed.

    `given` is None where the charges that it is a part of are not known in advance: then only the percentage says something.
    """

    scheme: CreditScheme
    miss: Miss
    given: Money | None


@dataclass(frozen=True, slots=True)
class Nearing:
    """A critical failure by misses: which one of them the miss would be, and whether it is the one that brings the right."""

    rule: CriticalFailure
    number: int

    @property
    def is_reached(self) -> bool:
        """Whether this miss is enough."""
        return self.number >= (self.rule.missed or 1)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What the miss of one period brings; `hours` are critical failures by downtime."""

    credits: tuple[Due, ...] = ()
    nearing: tuple[Nearing, ...] = ()
    hours: tuple[CriticalEvent, ...] = ()


def if_missed(level: ServiceLevel, result: Result, accounts: Sequence[Account]) -> Consequence:
    """What follows from `result`, a miss of `level`, after the results that the accounts hold; each account is of one scheme."""
    due: list[Due] = []
    hours: list[CriticalEvent] = []
    for account in accounts:
        edition, month = account.on(result.window.first_day), month_of(result.window)
        if level.id not in account.parts_on(result.window.first_day):
            continue
        if not account.charged(month).month(month):
            before = next(reversed(_earlier(account, level, result)), None)
            due += [Due(edition.scheme, miss, None) for miss in misses_of(edition.scheme, level, result, before, OPEN)]
        else:
            for one in _month(account, level, result):
                due += [Due(account.on(one.month).scheme, miss, one.credit) for miss in one.misses if miss.result == result]
                hours += [event for event in one.critical if event.hours_down is not None and event not in hours]
    return Consequence(tuple(due), tuple(nearing(level, result, accounts)), tuple(hours))


def _month(account: Account, level: ServiceLevel, result: Result) -> Iterator[MonthCredits]:
    """The month of the miss, nothing else being missed in it."""
    month = month_of(result.window)
    before = {name: tuple(one for one in found if month_of(one.window) < month) for name, found in account.results.items()}
    after = replace(account, results={**before, level.id: (*before.get(level.id, ()), result)})
    return (one for one in credits_of(after) if one.month == month)


def nearing(level: ServiceLevel, result: Result, accounts: Sequence[Account]) -> Iterator[Nearing]:
    """For each rule on critical failures by misses: which one `result` would be among the last periods, where it is not the first."""
    for account in accounts:
        day = result.window.first_day
        for rule in account.on(day).scheme.critical if level.id in account.parts_on(day) else ():
            if rule.missed is not None:
                last = (*_earlier(account, level, result), result)[-(rule.of or rule.missed) :]
                number = sum(counts_as_missed(level, one) for one in last)
                if number > 1 or rule.missed == 1:
                    yield Nearing(rule, number)


def _earlier(account: Account, level: ServiceLevel, result: Result) -> tuple[Result, ...]:
    """The results of the periods before that of `result`."""
    return tuple(one for one in account.results.get(level.id, ()) if one.window.last_day < result.window.first_day)
