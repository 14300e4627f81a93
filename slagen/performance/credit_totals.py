"""What the credits of several months come to together, currency by currency: the rounded figures are added, and nothing is rounded again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from slagen.core.money import Money
from slagen.performance.month_credits import MonthCredits


@dataclass(frozen=True, slots=True)
class CreditTotal:
    """`earned` is `given`, what may still be claimed (`open`) and what has `lapsed` together; `credited` is the part of what is given that was credited.

    `claim_by` is the first day on which some of what is open lapses; None where nothing is open, or nobody has worked it out.
    """

    earned: Money
    given: Money
    open: Money
    lapsed: Money
    credited: Money
    claim_by: date | None = None


def total_of(months: Sequence[MonthCredits]) -> tuple[Money, ...]:
    """What is earned together."""
    return tuple(one.earned for one in totals_of(months))


def totals_of(months: Sequence[MonthCredits]) -> tuple[CreditTotal, ...]:
    """What is earned together, and how that stands."""
    return tuple(
        _total([one for one in months if one.credit.currency == currency], currency) for currency in dict.fromkeys(one.credit.currency for one in months)
    )


def _total(months: Sequence[MonthCredits], currency: str) -> CreditTotal:
    standings = [one.standing for one in months]
    still = [one.claiming.until for one, standing in zip(months, standings, strict=True) if one.claiming and standing.open.amount]
    return CreditTotal(
        _sum([one.credit for one in months], currency),
        _sum([one.given for one in standings], currency),
        _sum([one.open for one in standings], currency),
        _sum([one.lapsed for one in standings], currency),
        _sum([one.credited for one in months], currency),
        min(still, default=None),
    )


def _sum(amounts: Sequence[Money], currency: str) -> Money:
    return Money(sum((one.amount for one in amounts), Decimal(0)), currency)
