"""What percentages are taken of: the charges of the services that a scheme names, for a month, a year or a measurement period.

Recurring charges only: what is charged by use or once is no base. Charges in different currencies stay apart.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from slagen.core.money import Percentage
from slagen.model.agreement import Charge
from slagen.performance.windows import Window

MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
"""What recurs, and in how many months."""
_ONE_DAY = timedelta(days=1)

Sums = Mapping[str, Fraction]
"""Exact amounts by currency."""

Used = tuple[str, str, date]
"""A service, the unit that it is charged by, and the first day of a month."""


def units_charged(charges: Iterable[Charge]) -> dict[str, tuple[str, ...]]:
    """The units that services are charged by, for those that are charged by use."""
    by_use = [charge for charge in charges if charge.is_by_use]
    return {service: tuple(dict.fromkeys(one.per for one in by_use if one.service == service)) for service in dict.fromkeys(one.service for one in by_use)}


def monthly_charges(charges: Iterable[Charge], services: Iterable[str]) -> dict[str, Fraction]:
    """The recurring charges of a month for these services, by currency."""
    wanted, sums = set(services), dict[str, Fraction]()
    for charge in charges:
        if charge.service in wanted and charge.per in MONTHS_IN:
            sums[charge.currency] = sums.get(charge.currency, Fraction()) + Fraction(charge.amount) / MONTHS_IN[charge.per]
    return sums


def by_use(charges: Iterable[Charge], services: Iterable[str]) -> tuple[Charge, ...]:
    """The charges of these services that depend on use: they are a part of the base, and the agreement alone does not say how much they come to."""
    wanted = set(services)
    return tuple(charge for charge in charges if charge.service in wanted and charge.per not in MONTHS_IN and charge.per != "once")


def base_of(name: str, monthly: Sums, window: Window) -> dict[str, Fraction]:
    """The base that a scheme or a cap names, for one measurement period.

    The part of a period that was split at a change of its target takes the part of the base that its days are.
    """
    return _times(monthly, months_in(name, window))


def months_in(name: str, window: Window) -> Fraction:
    """How many months' charges a base is, for one measurement period."""
    match name:
        case "annual-charges":
            return Fraction(12 * _share(window) if window.part_of else 12)
        case "period-charges":
            return _months(window)
        case _:
            return Fraction(_share(window))


def _times(sums: Sums, factor: Fraction | int) -> dict[str, Fraction]:
    return {currency: amount * factor for currency, amount in sums.items()}


def _share(window: Window) -> Fraction | int:
    """How much of a month counts, by days: of a split part, its own, so that parts of one month together are one month; else the month that it ends in.

    For the part of a month in which an agreement began or ended, only that part of its charge is due.
    """
    if window.part_of:
        return min(Fraction(1), _months(window))
    return 1 if window.whole else _months(replace(window, first_day=max(window.first_day, window.last_day.replace(day=1))))


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
