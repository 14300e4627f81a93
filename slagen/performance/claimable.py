"""What can be claimed for measurement periods that are over: the part of the credits of a month that the misses of one period bring."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from slagen.core.calendar_periods import name_of
from slagen.core.money import Money
from slagen.performance.account import Account
from slagen.performance.credits import credits_of
from slagen.performance.month_credits import MonthCredits, month_of
from slagen.performance.result import Result, Verdict

_MONTHS = {"calendar-month": 1, "rolling-30-days": 1, "calendar-quarter": 3}


def claimable(account: Account) -> Iterator[tuple[str, tuple[Money, ...]]]:
    """The scheme and period (`standard-2026-10`) with what may still be claimed for it, currency by currency; nothing where every target was met.

    Left out is what nobody can say yet, where a figure is missing or the charges depend on use that was not delivered, and the months in which a
    compensation takes the place of credits after a critical failure: it belongs to no single period.
    """
    months = credits_of(account)
    ended: dict[str, list[Result]] = {}
    for found in account.rows.values():
        for result in found:
            ended.setdefault(_name(account, result), []).append(result)
    for name, own in ended.items():
        if all(one.verdict is not Verdict.MISSING for one in own) and not _is_open(account, months, own):
            yield name, tuple(_given(account, months, name))


def _name(account: Account, result: Result) -> str:
    edition = account.on(result.window.first_day)
    level = edition.levels.get(result.level)
    months = _MONTHS.get(level.period) if level else None
    number = (result.window.last_day - account.first_day).days // 30 + 1
    return f"{edition.scheme.id}-{name_of(result.window.last_day, months) if months else number}"


def _is_open(account: Account, months: Sequence[MonthCredits], own: Sequence[Result]) -> bool:
    ends = {month_of(one.window) for one in own}
    return any(_is_unknown(account, [one for one in months if one.month == month], month) for month in ends)


def _is_unknown(account: Account, months: Sequence[MonthCredits], month: date) -> bool:
    charged = account.charged(month)
    return bool(charged.unknown(month)) or not months or any(one.instead is not None for one in months)


def _open(one: MonthCredits) -> Money:
    return one.standing.open if one.must_be_claimed else one.credit


def _given(account: Account, months: Sequence[MonthCredits], name: str) -> Iterator[Money]:
    for currency in dict.fromkeys(one.credit.currency for one in months):
        own = [one for one in months if one.credit.currency == currency]
        shares = (share.amount for one in own for miss, share in zip(one.misses, one.divided(_open(one)), strict=True) if _name(account, miss.result) == name)
        amount = sum(shares, Decimal(0))
        if amount:
            yield Money(amount, currency)
