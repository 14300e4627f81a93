"""Service credits month by month: what the misses earn together, what the caps leave of it, what is regained, and what is given.

The order is that of the contract: each miss by itself, rounded; then combined; then the caps; then what was banked; never negative, never above the base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from slagen.core.money import Money
from slagen.core.periods import add_months, months_from
from slagen.performance.account import Account
from slagen.performance.bases import base_of
from slagen.performance.bonus import better_results, bonus_of
from slagen.performance.caps import Counted, capped
from slagen.performance.claims import standing_of_credit
from slagen.performance.combining import at_most_at_risk, compensated, counting, never_more
from slagen.performance.critical import CriticalEvent, critical_events
from slagen.performance.earn_back import Banked, Given, bank, month_results, regained, set_off
from slagen.performance.misses import Miss, earns, misses_of
from slagen.performance.month_credits import MonthCredits, longest, month_of, widest_of
from slagen.performance.result import Result

_NOTHING = Decimal(0)
_ONE_DAY = timedelta(days=1)


@dataclass(slots=True)
class _Course:
    """One scheme in one currency, and what has happened in it so far."""

    account: Account
    currency: str
    misses: Sequence[Miss]
    rows: Mapping[str, Sequence[Result]]
    by_month: Mapping[str, Mapping[date, Result]]
    counted: dict[date, Counted] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)
    banked: list[Banked] = field(default_factory=list)
    last: date = date.min


def side_by_side(accounts: Mapping[str, Account]) -> dict[str, Account]:
    """The accounts of one contract, by scheme: a critical failure in one of them ends bonus and earning back in all."""
    if len(accounts) < 2:
        return dict(accounts)
    failed = {scheme: {month for month, _ in failures_of(account)} for scheme, account in accounts.items()}
    others = {scheme: frozenset(month for other, months in failed.items() if other != scheme for month in months) for scheme in accounts}
    return {scheme: replace(account, failed_elsewhere=others[scheme]) for scheme, account in accounts.items()}


def credits_of(account: Account) -> tuple[MonthCredits, ...]:
    """Every month in which a measurement period of the scheme ended, or downtime was a critical failure, in order, each currency apart."""
    rows = account.rows
    misses = [miss for level, results in rows.items() for miss in _misses(account, level, results)]
    by_month = {level: month_results(results) for level, results in rows.items()}
    months = credit_months(account, rows)
    found: list[MonthCredits] = []
    for currency in dict.fromkeys(currency for edition in account.editions for currency in account.charged(edition.from_day).currencies):
        course = _Course(account, currency, [miss for miss in misses if miss.base.currency == currency], rows, by_month)
        found.extend(_month(course, month) for month in months if not _is_open(account, currency, month))
    return tuple(sorted(found, key=lambda one: one.month))


def _is_open(account: Account, currency: str, month: date) -> bool:
    """Whether everything that is charged in a currency depends on use of which nobody has delivered how much it was."""
    charged = account.charged(month)
    return currency in charged.currencies and currency not in charged.month(month)


def failures_of(account: Account, since: date = date.min) -> Iterator[tuple[date, CriticalEvent]]:
    """The critical failures of a scheme in the months that begin from a day on, each with the first day of its month; also where no charges are known."""
    rows = account.rows
    for month in (one for one in credit_months(account, rows) if one >= since):
        edition = account.on(month)
        yield from ((month, event) for event in critical_events(edition.scheme, edition.levels, rows, month, account.down))


def credit_months(account: Account, rows: Mapping[str, Sequence[Result]]) -> list[date]:
    """The months of credits: those in which a measurement period ended, and those up to whose end a service was down for too long, as is told every month."""
    ended = {month_of(result.window) for results in rows.values() for result in results}
    return sorted(ended.union(month for month in _calendar_months(account) if month not in ended and any(_by_downtime(account, month))))


def _calendar_months(account: Account) -> Iterator[date]:
    """The months of the agreement that are over."""
    known_to = account.known_to or date.min
    months = months_from(account.first_day, min(known_to, account.last_day or known_to))
    return (month for month in months if add_months(month, 1) - _ONE_DAY <= known_to)


def _by_downtime(account: Account, month: date) -> Iterator[CriticalEvent]:
    edition = account.on(month)
    if any(rule.hours_down is not None for rule in edition.scheme.critical):
        yield from critical_events(edition.scheme, edition.levels, {}, month, account.down)


def _misses(account: Account, level: str, results: Sequence[Result]) -> Iterator[Miss]:
    before: Result | None = None
    for result in results:
        edition = account.on(result.window.first_day)
        if level in edition.levels and earns(edition.levels[level], result):
            yield from misses_of(edition.scheme, edition.levels[level], result, before, account.charged(month_of(result.window)))
        before = result


def _month(course: _Course, month: date) -> MonthCredits:
    """One month, which the course then takes in."""
    account, edition = course.account, course.account.on(month)
    rule, notice_on = edition.scheme.earn_back, edition.terms.notice_on
    critical = tuple(critical_events(edition.scheme, edition.levels, course.rows, month, account.down))
    over = bool(critical) or month in account.failed_elsewhere or (notice_on is not None and notice_on < add_months(month, 1))
    if over or any(course.last < one < month for one in account.failed_elsewhere):
        course.given, course.banked = [], []
    made = _worked_out(course, month, critical, over=over)
    banked = bank(rule, course.given, course.by_month, month)
    course.banked += banked
    course.last = month
    _take_in(course, made)
    if over:
        course.given = []  # the credits of the month that brought a critical failure are not earned back either
    return replace(made, banked=banked, in_bank=tuple(one for one in course.banked if one.left.amount))


def _worked_out(course: _Course, month: date, critical: tuple[CriticalEvent, ...], *, over: bool) -> MonthCredits:
    """One month after those before it; what was banked and is set off now is taken out of the bank. `over` is whether no bonus is earned any more."""
    account, currency, edition = course.account, course.currency, course.account.on(month)
    scheme, window, charged = edition.scheme, account.window(month), account.charged(month)
    own = tuple(miss for miss in course.misses if month_of(miss.result.window) == month)
    base = Money.of(base_of(scheme.base, charged, window).get(currency, Fraction()), currency)
    chosen, widest = account.choices.get(month, ""), widest_of(base, own)
    counts = counting(scheme, own, chosen)
    combined, instead = at_most_at_risk(scheme, sum(counts, _NOTHING), widest), compensated(edition, base, critical, own)
    earned = never_more(combined, instead, widest)
    caps = capped(scheme.caps, earned, window, longest(window, own), charged, course.counted)
    left = caps[-1].after if caps else earned
    must_be_claimed, claiming = scheme.claim.mode == "claimed", account.claims.get(month)
    used, course.banked = set_off(course.banked, standing_of_credit(left, claiming, must_be_claimed=must_be_claimed).counts, month)
    credit = Money(left.amount - used.amount, currency)
    better = () if over else better_results(account, course.rows, month, currency, clean=not credit.amount)
    return MonthCredits(
        month, scheme.id, base, own, combined, caps, used, credit, instead, critical,
        regained=regained(scheme.earn_back, course.given, course.by_month, month),
        bonus=bonus_of(edition, better),
        counting=counts,
        chosen=chosen,
        better=better,
        days=(window.last_day - window.first_day).days + 1,
        must_be_claimed=must_be_claimed,
        claiming=claiming,
        creditings=tuple(account.creditings.get(month, ())),
    )  # fmt: skip


def _take_in(course: _Course, made: MonthCredits) -> None:
    """What the month gives, or may still give, counts towards later limits, less what was earned back; and what it gives may be earned back or banked."""
    standing = made.standing
    course.counted[made.month] = Counted(standing.counts, standing.open)
    for one in made.regained:
        course.counted[one.given.month] = course.counted[one.given.month].less(one.amount)
    shares = zip(made.misses, made.divided(standing.given), strict=True)
    course.given += [Given(miss.result.level, made.month, share) for miss, share in shares if share.amount]
