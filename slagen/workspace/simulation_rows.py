"""Two ways of working out the same past, row by row: each level in each period, each scheme in each month, and which of them is better for the customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from slagen.compare.directions import Direction
from slagen.core.money import Money
from slagen.model.service_level import ServiceLevel
from slagen.performance.misses import counts_as_missed
from slagen.performance.month_credits import MonthCredits
from slagen.performance.result import Result, Verdict
from slagen.workspace.performing import Performance


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level in one measurement period; a side is None where the level, or a period of that name, is not there under its terms."""

    level: ServiceLevel
    period: str
    before: Result | None
    after: Result | None
    missed_before: bool = False
    missed_after: bool = False

    @property
    def name(self) -> str:
        """What the contract calls the level."""
        return self.level.name or self.level.id

    @property
    def result(self) -> Result | None:
        """The result as proposed, else as it is."""
        return self.after or self.before

    @property
    def measured(self) -> bool:
        """Whether there is a figure on either side."""
        return any(one is not None and one.verdict is not Verdict.MISSING for one in (self.before, self.after))

    @property
    def direction(self) -> Direction:
        """What the change means for the customer, who is better off where more counts as a miss."""
        return _direction(self.missed_before, self.missed_after)


@dataclass(frozen=True, slots=True)
class CreditRow:
    """One scheme in one month and one currency; a side is None where there is no such scheme under its terms."""

    scheme: str
    month: date
    currency: str
    before: MonthCredits | None
    after: MonthCredits | None

    @property
    def given(self) -> tuple[Money, Money]:
        """What is given as it is, and as proposed."""
        nothing = Money(Decimal(0), self.currency).rounded()
        return self.before.credit if self.before else nothing, self.after.credit if self.after else nothing

    @property
    def direction(self) -> Direction:
        """More is better for the customer."""
        before, after = self.given
        return _direction(before.amount, after.amount)


@dataclass(frozen=True, slots=True)
class Total:
    """The credits of all months in one currency."""

    before: Money
    after: Money

    @property
    def difference(self) -> Money:
        """How much more is given under the proposed terms; below zero where it is less."""
        return Money(self.after.amount - self.before.amount, self.before.currency)

    @property
    def direction(self) -> Direction:
        """More is better for the customer."""
        return _direction(self.before.amount, self.after.amount)


def _direction(before: Decimal | bool, after: Decimal | bool) -> Direction:
    if after == before:
        return Direction.NEUTRAL
    return Direction.BETTER if after > before else Direction.WORSE


def level_rows(before: Performance, after: Performance, wanted: Callable[[Result], bool]) -> Iterator[LevelRow]:
    """The rows of the levels, each level's in the order of their days."""
    for name in dict.fromkeys((*before.results, *after.results)):
        old, new = ({one.window.name: one for one in side.results.get(name, ()) if wanted(one)} for side in (before, after))
        periods = sorted({**old, **new}.items(), key=lambda item: (item[1].window.last_day, item[1].window.first_day))
        for period, result in periods:
            sides = old.get(period), new.get(period)
            level = _level(after, result) or _level(before, result)
            if level is not None:
                yield LevelRow(level, period, *sides, missed_before=_missed(before, sides[0]), missed_after=_missed(after, sides[1]))


def _level(side: Performance, result: Result) -> ServiceLevel | None:
    return next((one for one in side.on(result.window.first_day).levels if one.id == result.level), None)


def _missed(side: Performance, result: Result | None) -> bool:
    level = _level(side, result) if result else None
    return result is not None and level is not None and counts_as_missed(level, result)


def credit_rows(before: Performance, after: Performance, wanted: Callable[[MonthCredits], bool]) -> Iterator[CreditRow]:
    """The rows of the credits, month by month."""
    old, new = ({(one.month, one.scheme, one.credit.currency): one for one in _months(side) if wanted(one)} for side in (before, after))
    for key in sorted({**old, **new}):
        month, scheme, currency = key
        yield CreditRow(scheme, month, currency, old.get(key), new.get(key))


def _months(side: Performance) -> Iterator[MonthCredits]:
    for months in side.credits.values():
        yield from months


def totals(rows: Iterable[CreditRow]) -> tuple[Total, ...]:
    """The sums, currency by currency: they are never added to each other."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for row in rows:
        before, after = sums.get(row.currency, (Decimal(0), Decimal(0)))
        sums[row.currency] = before + row.given[0].amount, after + row.given[1].amount
    return tuple(Total(Money(before, currency), Money(after, currency)) for currency, (before, after) in sums.items())
