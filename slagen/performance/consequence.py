"""What a miss that is still to come would bring: the credit by itself and after the limits, and how far it is to a critical failure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from slagen.core.money import Money
from slagen.model.service_level import CreditScheme, CriticalFailure, ServiceLevel
from slagen.performance.account import Account
from slagen.performance.bases import OPEN
from slagen.performance.credits import credits_of
from slagen.performance.critical import CriticalEvent
from slagen.performance.misses import Miss, counts_as_missed, misses_of
from slagen.performance.month_credits import MonthCredits, month_of
from slagen.performance.result import Result, Verdict


@dataclass(frozen=True, slots=True)
class Due:
    """What the miss earns in one scheme: by itself, and what the statement of that month then gives more than it would without it.

    `given` is None where the charges that it is a part of are not known in advance: then only the percentage says something. `instead` is the
    compensation that takes the place of credits after a critical failure, `banked` what is set off against it. `bonus` is what the provider does not
    earn for other results of the month because of it, `kept` what it does not earn back of earlier credits.
    """

    scheme: CreditScheme
    miss: Miss
    given: Money | None
    instead: Money | None = None
    banked: Money | None = None
    bonus: Money | None = None
    kept: Money | None = None

    @property
    def cost(self) -> Money | None:
        """What it costs the provider in all."""
        if self.given is None:
            return None
        return Money(sum((one.amount for one in (self.given, self.bonus, self.kept) if one is not None), Decimal(0)), self.given.currency)


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


def if_missed(level: ServiceLevel, result: Result, accounts: Sequence[Account], beside: Sequence[Result] = ()) -> Consequence:
    """What follows from `result`, a miss of `level`, after the results that the accounts hold; each account is of one scheme.

    `beside` are results of other periods that still run, as they stand: met, as nothing else is said of them.
    """
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
            found = _month(account, result, beside)
            without = _month(account, replace(result, value=None, verdict=Verdict.MET), beside) if _depends(edition.scheme, result, found.values()) else {}
            for currency, one in found.items():
                due += [_due(account, miss, one, without.get(currency)) for miss in one.misses if miss.result == result]
                hours += [event for event in one.critical if event.hours_down is not None and event not in hours]
    return Consequence(tuple(due), tuple(nearing(level, result, accounts)), tuple(hours))


def _depends(scheme: CreditScheme, result: Result, months: Iterable[MonthCredits]) -> bool:
    """Whether the month gives anything without the miss: then that is no part of what the miss costs."""
    others = any(miss.result != result for one in months for miss in one.misses)
    return others or scheme.bonus.mode != "none" or scheme.earn_back.mode in {"proportion", "all"}


def _due(account: Account, miss: Miss, found: MonthCredits, without: MonthCredits | None) -> Due:
    """The miss in the statement of its month, held against the same statement without it."""
    nothing = Money(Decimal(0), found.credit.currency)
    given = _more(found.credit, without.credit if without else nothing) or nothing
    return Due(
        account.on(found.month).scheme,
        miss,
        given,
        found.instead if found.instead is not None and found.instead.amount > found.combined.amount else None,
        found.banked_used if found.banked_used.amount else None,
        _more((without.bonus if without else None) or nothing, found.bonus or nothing),
        _more(_regained(without) if without else nothing, _regained(found)),
    )


def _more(one: Money, other: Money) -> Money | None:
    """How much more one sum is than another; None where it is not."""
    return Money(one.amount - other.amount, one.currency) if one.amount > other.amount else None


def _regained(month: MonthCredits) -> Money:
    return Money(sum((one.amount.amount for one in month.regained), Decimal(0)), month.credit.currency)


def _month(account: Account, result: Result, beside: Sequence[Result]) -> dict[str, MonthCredits]:
    """The month of a result by its currencies: what has ended before or in it, what still runs as it stands, and nothing else being missed."""
    month = month_of(result.window)
    results = {name: [one for one in found if _stands(one, result, month)] for name, found in account.results.items()}
    for one in (*(one for one in beside if month_of(one.window) == month and one.level != result.level), result):
        results.setdefault(one.level, []).append(one)
    after = replace(account, results={name: tuple(found) for name, found in results.items()})
    return {one.credit.currency: one for one in credits_of(after) if one.month == month}


def _stands(one: Result, result: Result, month: date) -> bool:
    """Whether a result that is known already counts beside the miss: an earlier one, or another level’s of the same month."""
    return one.window.last_day < result.window.last_day or (month_of(one.window) == month and one.level != result.level)


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
