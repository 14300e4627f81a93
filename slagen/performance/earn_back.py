"""Earn-back: how later performance regains a credit. It weakens the remedy, so each mode does no more than its words say.

`proportion` and `all` give part of a credit, or the whole, back to the provider; `banked` keeps it to be set off against later credits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from slagen.core.money import Money
from slagen.core.periods import add_months, months_from
from slagen.model.service_level import EarnBack
from slagen.performance.result import Result, Verdict

_WITHOUT_FIGURES = frozenset({Verdict.NOTHING})
_LONGEST_MONTH = timedelta(days=31)
_KEPT = frozenset({Verdict.MET, Verdict.TOO_FEW})


@dataclass(frozen=True, slots=True)
class Given:
    """A credit that was given for one miss: of which level, for which month, and how much."""

    level: str
    month: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Regained:
    """A credit, or part of one, that the provider has earned back in `month`, and the months in a row that did it."""

    given: Given
    month: date
    amount: Money
    by: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Banked:
    """An amount that reduces later credits until `lapses` (None: never); `left` is what has not been used."""

    given: Given
    month: date
    left: Money
    lapses: date | None = None

    @property
    def last_month(self) -> date | None:
        """The last month in which it can be set off."""
        return add_months(self.lapses, -1) if self.lapses is not None else None


def month_results(results: Iterable[Result]) -> dict[date, Result]:
    """The result that counts for each month: that of the period that ends in it, and of a longer one that runs in it; of several, the worst.

    A month in which no period ends has the result of the one that runs through it.
    """
    counting: dict[date, list[Result]] = {}
    running: dict[date, Result] = {}
    for result in results:
        last = result.window.last_day
        is_longer = last - result.window.first_day >= _LONGEST_MONTH
        for month in months_from(result.window.first_day, last):
            running[month] = result
            if is_longer or add_months(month, 1) > last:
                counting.setdefault(month, []).append(result)
    return running | {month: min(every, key=_standing) for month, every in counting.items()}


def _standing(result: Result) -> int:
    """How well a result speaks for the provider, the worst first; one with nothing to measure says nothing beside others."""
    if result.verdict in _WITHOUT_FIGURES:
        return 3
    return 2 if result.better_than_target else int(result.verdict in _KEPT)


def regained(rule: EarnBack, given: Sequence[Given], results: Mapping[str, Mapping[date, Result]], month: date) -> tuple[Regained, ...]:
    """What is earned back with the month that begins on `month`."""
    if rule.mode not in {"proportion", "all"} or rule.after is None:
        return ()
    share = Fraction(rule.percent.per_hundred) / 100 if rule.mode == "proportion" and rule.percent else Fraction(1)
    found = []
    for one in given:
        row = _row(results[one.level], one.month, rule.after, month, better=rule.mode == "all")
        if row:
            found.append(Regained(one, month, _at_most(share, one.amount), row))
    return tuple(found)


def bank(rule: EarnBack, given: Sequence[Given], results: Mapping[str, Mapping[date, Result]], month: date) -> tuple[Banked, ...]:
    """What is banked with the month that begins on `month`: every level of the scheme must have been met in each month of the row."""
    if rule.mode != "banked" or rule.after is None:
        return ()
    share = Fraction(rule.percent.per_hundred) / 100 if rule.percent else Fraction(1)
    lapses = add_months(month, rule.expires + 1) if rule.expires else None
    return tuple(Banked(one, month, _at_most(share, one.amount), lapses) for one in given if _completes(rule.after, results.values(), one.month, month))


def _completes(length: int, results: Collection[Mapping[date, Result]], missed: date, month: date) -> bool:
    """Whether a month completes the row of every level: with months that are passed over, they are complete one after another, and all must last."""
    before = add_months(month, -1)
    return all(_met(found, missed, month) >= length for found in results) and not all(_met(found, missed, before) >= length for found in results)


def _met(found: Mapping[date, Result], missed: date, until: date) -> int:
    """How many months after a miss, up to and with another, a level was met in, those without anything to measure left out; -1 where it was not in one."""
    months = (add_months(missed, number) for number in range(1, (until.year - missed.year) * 12 + until.month - missed.month + 1))
    every = [found.get(month) for month in months]
    if not all(one is not None and (one.verdict in _WITHOUT_FIGURES or _good(one, better=False)) for one in every):
        return -1
    return sum(one is not None and one.verdict not in _WITHOUT_FIGURES for one in every)


def _row(found: Mapping[date, Result], missed: date, length: int, month: date, *, better: bool) -> tuple[date, ...]:
    """The months in a row after the miss that regain it, if `month` completes them; a month with nothing to measure is passed over."""
    row: list[date] = []
    at = add_months(missed, 1)
    while at <= month:
        result = found.get(at)
        if result is None or not (result.verdict in _WITHOUT_FIGURES or _good(result, better=better)):
            return ()
        if result.verdict not in _WITHOUT_FIGURES:
            row.append(at)
            if len(row) == length:
                return tuple(row) if at == month else ()
        at = add_months(at, 1)
    return ()


def _good(result: Result, *, better: bool) -> bool:
    return result.better_than_target if better else result.verdict in _KEPT


def _at_most(share: Fraction, amount: Money) -> Money:
    part = Money.of(share * Fraction(amount.amount), amount.currency)
    return Money(min(part.amount, amount.amount), amount.currency)


def set_off(banked: Sequence[Banked], credit: Money, month: date) -> tuple[Money, list[Banked]]:
    """How much of a credit banked amounts take up, the oldest first, and what is left of them."""
    used, left = Decimal(0), []
    for one in banked:
        if one.lapses is not None and one.lapses <= month:
            continue
        taken = min(one.left.amount, credit.amount - used)
        used += taken
        left.append(replace(one, left=Money(one.left.amount - taken, credit.currency)))
    return Money(used, credit.currency), left
