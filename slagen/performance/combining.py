"""What several misses of one month come to together, before any limit: added, one of them, an amount at risk, or a compensation in their place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from slagen.core.money import Money
from slagen.model.service_level import CreditScheme
from slagen.performance.account import Edition
from slagen.performance.critical import CriticalEvent
from slagen.performance.misses import Miss
from slagen.performance.month_credits import widest_of

_NOTHING = Decimal(0)


def counting(scheme: CreditScheme, misses: Sequence[Miss], chosen: str) -> tuple[Decimal, ...]:
    """What each miss of a month counts with by the scheme's rule: all of them, or one; until the customer has chosen, the highest."""
    amounts = [miss.amount.amount for miss in misses]
    if scheme.combine == "sum" or not amounts:
        return tuple(amounts)
    mine = [place for place, miss in enumerate(misses) if chosen == miss.result.level and scheme.combine == "customer-chooses"]
    one = max(mine or range(len(amounts)), key=lambda place: amounts[place])
    return tuple(amount if place == one else _NOTHING for place, amount in enumerate(amounts))


def at_most_at_risk(scheme: CreditScheme, amount: Decimal, base: Money) -> Money:
    """All shares of an amount at risk together are not more than it."""
    if scheme.weights and scheme.at_risk:
        amount = min(amount, Money.of(Fraction(base.amount) * Fraction(scheme.at_risk.per_hundred) / 100, base.currency).amount)
    return Money.of(Fraction(amount), base.currency)


def compensated(edition: Edition, base: Money, critical: Sequence[CriticalEvent], misses: Sequence[Miss]) -> Money | None:
    """What a critical failure gives in place of the credits that led to it, where that is more; None where credits go on."""
    compensation, levels = edition.terms.compensation, edition.levels
    if compensation is None or not critical:
        return None
    leading = {event.level for event in critical} | {
        name for name, level in levels.items() for event in critical if level.metric == "availability" and event.service == level.service
    }
    led = [miss for miss in misses if miss.result.level in leading]
    rest = _by_rule(edition.scheme, [miss.amount.amount for miss in misses if miss.result.level not in leading])
    amount = Money.of(Fraction(widest_of(base, led).amount) * Fraction(compensation.per_hundred) / 100, base.currency).amount
    if amount < _by_rule(edition.scheme, [miss.amount.amount for miss in led]):
        return None
    beside = at_most_at_risk(edition.scheme, rest, widest_of(base, misses)).amount
    return Money(_by_rule(edition.scheme, [beside, amount]), base.currency)


def _by_rule(scheme: CreditScheme, amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, _NOTHING) if scheme.combine == "sum" else max(amounts, default=_NOTHING)


def never_more(combined: Money, instead: Money | None, base: Money) -> Money:
    """Never more than the base."""
    amount = combined.amount if instead is None else max(combined.amount, instead.amount)
    return Money(min(amount, base.amount), base.currency)
