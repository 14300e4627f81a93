"""Caps: the limits on credits, each of its own base, per month and over longer times, counting what was credited before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from slagen.core.money import Money
from slagen.core.periods import add_months
from slagen.model.service_level import Cap
from slagen.performance.bases import Sums, base_of, part
from slagen.performance.windows import Window

_MONTHS = {"quarter": 3, "year": 12}
_CONTRACT_YEAR = "contract-year"


@dataclass(frozen=True, slots=True)
class CapApplied:
    """One limit on one sum: what it was before, what is left of it; `used` is what earlier months of the cap's time had taken."""

    cap: Cap
    limit: Money
    used: Money
    before: Money
    after: Money

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


def capped(caps: Sequence[Cap], earned: Money, month: date, monthly: Sums, credited: Mapping[date, Money], first_day: date) -> tuple[CapApplied, ...]:
    """Each cap in turn, the shortest time first.

    `credited` holds what was given in earlier months (by their first day) in the same currency, less what was earned back.
    """
    applied: list[CapApplied] = []
    left = earned
    for cap in sorted(caps, key=lambda one: months_of(one, date(month.year, 12, 1), date(month.year, 1, 1))):
        limit = Money.of(part(cap.percent, _base(cap, monthly, month)).get(earned.currency, Fraction()), earned.currency)
        others = (add_months(month, -number) for number in range(1, months_of(cap, month, first_day)))
        used = Money(sum((credited[one].amount for one in others if one in credited), start=limit.amount * 0), earned.currency)
        after = Money(max(limit.amount * 0, min(left.amount, limit.amount - used.amount)), earned.currency)
        applied.append(CapApplied(cap, limit, used, left, after))
        left = after
    return tuple(applied)


def _base(cap: Cap, monthly: Sums, month: date) -> Sums:
    return base_of(cap.of, monthly, Window("", month, date.fromordinal(add_months(month, 1).toordinal() - 1), "UTC"))
