"""Caps: the limits on credits, each of its own base, per month and over longer times, counting what was credited before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from slagen.core.money import Money
from slagen.core.periods import add_months
from slagen.model.service_level import Cap
from slagen.performance.bases import Tariff, base_of, part
from slagen.performance.windows import Window

_MONTHS = {"quarter": 3, "year": 12}
_CONTRACT_YEAR = "contract-year"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a month has taken of limits over a longer time: `amount`, of which `open` may still be claimed. What has lapsed is not in it."""

    amount: Money
    open: Money

    def less(self, regained: Money) -> Counted:
        """The same without what was earned back."""
        return Counted(Money(self.amount.amount - regained.amount, self.amount.currency), self.open)


@dataclass(frozen=True, slots=True)
class CapApplied:
    """One limit on one sum: what it was before, what is left of it.

    `base` is what its percentage is taken of; `used` is what earlier `months` of the cap's time had taken, `open` what of it may still be claimed, by month.
    """

    cap: Cap
    limit: Money
    used: Money
    before: Money
    after: Money
    base: Money
    months: tuple[tuple[date, Money], ...] = ()
    open: Mapping[date, Money] = field(default_factory=dict)

    @property
    def reduced(self) -> bool:
        """Whether the limit took anything away."""
        return self.after.amount < self.before.amount


def months_of(cap: Cap, month: date, first_day: date) -> int:
    """How many months, up to and with the one that begins on `month`, share the cap."""
    if cap.per == "month":
        return 1
    if cap.per in _MONTHS:
        return (month.month - 1) % _MONTHS[cap.per] + 1
    if cap.per == _CONTRACT_YEAR:
        return (month.year * 12 + month.month - first_day.year * 12 - first_day.month) % 12 + 1
    return int(cap.per.split()[0])


def capped(caps: Sequence[Cap], earned: Money, window: Window, longest: Window, charged: Tariff, counted: Mapping[date, Counted]) -> tuple[CapApplied, ...]:
    """Each cap in turn, the shortest time first.

    `window` is the month, or the part of it on which the agreement ran; `longest` the longest measurement period that brings credits in it, whose charges
    are a limit's base where it says so. `counted` holds what earlier months (by their first day) count with, in the same currency.
    """
    month = window.last_day.replace(day=1)
    applied: list[CapApplied] = []
    left = earned
    for cap in sorted(caps, key=lambda one: months_of(one, date(month.year, 12, 1), date(month.year, 1, 1))):
        sums = base_of(cap.of, charged, longest if cap.of == "period-charges" else window)
        limit = Money.of(part(cap.percent, sums).get(earned.currency, Fraction()), earned.currency)
        base = Money.of(sums.get(earned.currency, Fraction()), earned.currency)
        others = [add_months(month, -number) for number in range(1, months_of(cap, month, charged.first_day))]
        before = tuple((one, counted[one].amount) for one in reversed(others) if one in counted and counted[one].amount.amount)
        used = Money(sum((given.amount for _, given in before), start=limit.amount * 0), earned.currency)
        after = Money(max(limit.amount * 0, min(left.amount, limit.amount - used.amount)), earned.currency)
        still = {one: counted[one].open for one, _ in before if counted[one].open.amount}
        applied.append(CapApplied(cap, limit, used, left, after, base, before, still))
        left = after
    return tuple(applied)
