"""What percentages are taken of: the charges of the services that a scheme names, for a month, a year or a measurement period.

Charges by use count with the use in the month (clause on charges), what is charged once never. Charges in different currencies stay apart.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from slagen.core.money import Percentage
from slagen.core.periods import add_months
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


@dataclass(frozen=True, slots=True)
class Tariff:
    """What some services cost: their charges, and how much was used of those that are charged by use.

    `first_day` is that of the agreement, from which its years count, `last_day` its last, where an end is known.
    """

    charges: tuple[Charge, ...]
    first_day: date
    use: Mapping[Used, Decimal] = field(default_factory=dict)
    last_day: date | None = None

    def due(self, month: date) -> Fraction:
        """The part of a month, by its days, for which recurring charges are due: that on which the agreement ran."""
        length = monthrange(month.year, month.month)[1]
        ends = month.replace(day=length)
        days = (min(ends, self.last_day or ends) - max(month, self.first_day)).days + 1
        return Fraction(max(days, 0), length)

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies that are charged, in the order in which they appear."""
        return tuple(dict.fromkeys(charge.currency for charge in self.charges))

    def month(self, month: date) -> dict[str, Fraction]:
        """The charges of the month that begins on `month`, by currency; a currency of which nothing is known is not there."""
        return _sums((charge, quantity) for charge in self.charges if (quantity := self.quantity(charge, month)) is not None)

    def year(self, month: date) -> dict[str, Fraction]:
        """The charges of the contract year of a month, at the end of that month: use that is to come counts with the average so far."""
        return _sums((charge, 12 * quantity) for charge in self.charges if (quantity := self.average(charge, month)) is not None)

    def unknown(self, month: date) -> tuple[Charge, ...]:
        """The charges by use of which nobody has delivered how much was used in a month."""
        return tuple(charge for charge in self.charges if self.quantity(charge, month) is None)

    def quantity(self, charge: Charge, month: date) -> Fraction | None:
        """How often a charge is due in a month; None where that depends on use that nobody has delivered."""
        if not charge.is_by_use:
            return Fraction(1, MONTHS_IN[charge.per])
        used = self.use.get((charge.service, charge.per, month))
        return None if used is None else Fraction(used)

    def average(self, charge: Charge, month: date) -> Fraction | None:
        """How often a charge is due in a month, on the average of the contract year up to and with this one; None where nothing is known of it."""
        passed = (month.year * 12 + month.month - self.first_day.year * 12 - self.first_day.month) % 12
        months = (self.quantity(charge, add_months(month, -number)) for number in range(passed + 1))
        known = [one for one in months if one is not None]
        return sum(known, Fraction()) / len(known) if known else None


def tariff(charges: Iterable[Charge], services: Iterable[str], first_day: date, use: Mapping[Used, Decimal], last_day: date | None = None) -> Tariff:
    """What these services cost, again and again: what is charged once is no base."""
    wanted = set(services)
    return Tariff(tuple(charge for charge in charges if charge.service in wanted and charge.per != "once"), first_day, use, last_day)


OPEN = Tariff((Charge("", Decimal(0), "", "month"),), date.min)
"""A base of which nothing is known, in no currency: for percentages alone."""


def _sums(parts: Iterable[tuple[Charge, Fraction]]) -> dict[str, Fraction]:
    sums = dict[str, Fraction]()
    for charge, quantity in parts:
        sums[charge.currency] = sums.get(charge.currency, Fraction()) + Fraction(charge.amount) * quantity
    return sums


def base_of(name: str, charged: Tariff, window: Window) -> dict[str, Fraction]:
    """The base that a scheme or a cap names, for one measurement period.

    The part of a period that was split at a change of its target takes the part of the base that its days are. For the part of a month in which an
    agreement began or ended, only that part of a recurring charge is due, and all that was used.
    """
    month = window.last_day.replace(day=1)
    match name:
        case "annual-charges":
            return _times(charged.year(month), _share(window, charged) if window.part_of else 1)
        case "period-charges":
            return _together(_of_days(charged, one, share, used_too=bool(window.part_of) or window.whole) for one, share in months_of(window))
        case _:
            return _of_days(charged, month, _share(window, charged), used_too=bool(window.part_of))


def _of_days(charged: Tariff, month: date, share: Fraction, *, used_too: bool) -> dict[str, Fraction]:
    """The charges of a part of a month: what was used was used in those days, where the agreement ran on no others."""
    if used_too:
        return _times(charged.month(month), share)
    recurring = replace(charged, charges=tuple(one for one in charged.charges if not one.is_by_use))
    used = replace(charged, charges=tuple(one for one in charged.charges if one.is_by_use))
    return _together((_times(recurring.month(month), share), used.month(month)))


def _together(ones: Iterable[Sums]) -> dict[str, Fraction]:
    sums = dict[str, Fraction]()
    for one in ones:
        for currency, amount in one.items():
            sums[currency] = sums.get(currency, Fraction()) + amount
    return sums


def months_in(name: str, window: Window, charged: Tariff) -> Fraction:
    """How many months' charges a base is, for one measurement period."""
    match name:
        case "annual-charges":
            return 12 * _share(window, charged) if window.part_of else Fraction(12)
        case "period-charges":
            return _months(window)
        case _:
            return _share(window, charged)


def _times(sums: Sums, factor: Fraction | int) -> dict[str, Fraction]:
    return {currency: amount * factor for currency, amount in sums.items()}


def _share(window: Window, charged: Tariff) -> Fraction:
    """How much of a month counts, by days: of a split part, its own, so that parts of one month together are one month; else the month that it ends in.

    For the part of a month in which an agreement began or ended, only that part of its charge is due, however many of its days the window has.
    """
    return min(Fraction(1), _months(window)) if window.part_of else charged.due(window.last_day.replace(day=1))


def _months(window: Window) -> Fraction:
    """How many months a window has, each day being its part of its own month."""
    return sum((share for _, share in months_of(window)), Fraction())


def months_of(window: Window) -> Iterator[tuple[date, Fraction]]:
    """The first day of each month that a window has days of, and how much of that month they are."""
    day = window.first_day
    while day <= window.last_day:
        length = monthrange(day.year, day.month)[1]
        last = min(window.last_day, date(day.year, day.month, length))
        yield day.replace(day=1), Fraction((last - day).days + 1, length)
        day = last + _ONE_DAY


def part(percent: Percentage | Fraction, sums: Sums) -> dict[str, Fraction]:
    """So many per cent of each sum."""
    hundredths = Fraction(percent.per_hundred) if isinstance(percent, Percentage) else percent
    return _times(sums, hundredths / 100)
