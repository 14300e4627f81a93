"""What the provider earns for results that are better than their targets, within a limit of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from slagen.core.money import Money, Percentage
from slagen.performance.account import Account, Edition
from slagen.performance.bases import base_of
from slagen.performance.month_credits import Better, month_of
from slagen.performance.result import Result


def better_results(account: Account, rows: Mapping[str, Sequence[Result]], month: date, currency: str, *, clean: bool) -> tuple[Better, ...]:
    """What earns a bonus: of the levels of the credit table, each result better than its target in a period that ended in the month."""
    edition = account.on(month)
    if edition.scheme.bonus.mode != "percent" or (edition.terms.clean_bonus and not clean):
        return ()
    ended = (result for results in rows.values() for result in results if month_of(result.window) == month)
    better = (result for result in ended if result.better_than_target and result.level in account.parts_on(result.window.first_day))
    charged = account.charged(month)
    return tuple(Better(one.level, Money.of(base_of(edition.scheme.base, charged, one.window).get(currency, Fraction()), currency)) for one in better)


def bonus_of(edition: Edition, better: Sequence[Better]) -> Money | None:
    """The bonus for each of them, together not more than the cap of the largest base; None where nothing is earned."""
    rule = edition.scheme.bonus
    if not better or rule.percent is None:
        return None
    every = sum((_part(rule.percent, one.base).amount for one in better), Decimal(0))
    widest = max((one.base for one in better), key=lambda base: base.amount)
    return Money(min(every, _part(rule.cap, widest).amount) if rule.cap else every, widest.currency)


def _part(percent: Percentage, base: Money) -> Money:
    return Money.of(Fraction(base.amount) * Fraction(percent.per_hundred) / 100, base.currency)
