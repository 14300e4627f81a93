"""What the provider earns for results that are better than their targets, within a limit of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from slagen.core.money import Money
from slagen.performance.account import Account, Edition
from slagen.performance.month_credits import month_of
from slagen.performance.result import Result


def better_levels(account: Account, rows: Mapping[str, Sequence[Result]], month: date, *, clean: bool) -> tuple[str, ...]:
    """The levels that earn a bonus: those of the credit table with a result better than the target in a period that ended in the month.

    Each stands there as often as it has one.
    """
    edition = account.on(month)
    if edition.scheme.bonus.mode != "percent" or (edition.terms.clean_bonus and not clean):
        return ()
    ended = (result for results in rows.values() for result in results if month_of(result.window) == month)
    return tuple(result.level for result in ended if result.better_than_target and result.level in account.parts_on(result.window.first_day))


def bonus_of(edition: Edition, base: Money, better: int) -> Money | None:
    """So many times the bonus, up to the cap of its own; None where nothing is earned."""
    rule = edition.scheme.bonus
    if not better or rule.percent is None:
        return None
    each = Money.of(Fraction(base.amount) * Fraction(rule.percent.per_hundred) / 100, base.currency)
    most = Money.of(Fraction(base.amount) * Fraction(rule.cap.per_hundred) / 100, base.currency).amount if rule.cap else each.amount * better
    return Money(min(each.amount * better, most), base.currency)
