"""What a renewal costs: recurring charges over its length, currency by currency. Currencies are never added."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from slagen.core.durations import Duration
from slagen.core.money import Money
from slagen.model.agreement import Charge

_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}


def period_charges(charges: Iterable[Charge], period: Duration) -> tuple[Money, ...]:
    """The charges of a period of whole months, one sum for each currency in the order they appear.

    Charges by use and one-off charges are left out, and so is everything where the period is not one of months:
    a sum per day would be our guess. Rounded half up to the minor unit.
    """
    months = period.whole_months
    if months is None:
        return ()
    sums: dict[str, Decimal] = {}
    for charge in charges:
        if charge.per in _MONTHS_IN:
            sums[charge.currency] = sums.get(charge.currency, Decimal(0)) + charge.amount * months / _MONTHS_IN[charge.per]
    return tuple(Money(amount, currency).rounded() for currency, amount in sums.items())
