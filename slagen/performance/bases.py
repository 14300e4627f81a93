"""What percentages are taken of: the charges of the services that a scheme names, for a month, a year or a measurement period.

Recurring charges only: what is charged by use or once is no base. Charges in different currencies stay apart.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction

from slagen.core.money import Percentage
from slagen.model.agreement import Charge
from slagen.performance.windows import Window

_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_ONE_DAY = timedelta(days=1)

Sums = Mapping[str, Fraction]
"""Exact amounts by currency."""


def monthly_charges(charges: Iterable[Charge], services: Iterable[str]) -> dict[str, Fraction]:
    """The recurring charges of a month for these services, by currency."""
    wanted, sums = set(services), dict[str, Fraction]()
    for charge in charges:
        if charge.service in wanted and charge.per in _MONTHS_IN:
            sums[charge.currency] = sums.get(charge.currency, Fraction()) + Fraction(charge.amount) / _MONTHS_IN[charge.per]
    return sums


def base_of(name: str, monthly: Sums, window: Window) -> dict[str, Fraction]:
    """The base that a scheme or a cap names, for one measurement period.

    The part of a period that was split at a change of its target takes the part of the base that its days are.
    """
    match name:
        case "annual-charges":
            return _times(monthly, 12 * _share(window))
        case "period-charges":
            return _times(monthly, _months(window))
        case _:
            return _times(monthly, _share(window))


def _times(sums: Sums, factor: Fraction | int) -> dict[str, Fraction]:
    return {currency: amount * factor for currency, amount in sums.items()}


def _share(window: Window) -> Fraction | int:
    """How much of its period a split part is, by days: parts of one month together are one month."""
    if not window.part_of:
        return 1
    return min(Fraction(1), _months(window))


def _months(window: Window) -> Fraction:
    """How many months a window has, each day being its part of its own month."""
    found, day = Fraction(), window.first_day
    while day <= window.last_day:
        length = monthrange(day.year, day.month)[1]
        last = min(window.last_day, date(day.year, day.month, length))
        found += Fraction((last - day).days + 1, length)
        day = last + _ONE_DAY
    return found


def part(percent: Percentage | Fraction, sums: Sums) -> dict[str, Fraction]:
    """So many per cent of each sum."""
    hundredths = Fraction(percent.per_hundred) if isinstance(percent, Percentage) else percent
    return _times(sums, hundredths / 100)
