"""Service credits month by month: what the misses earn together, what the caps leave of it, what is regained, and what is given.

The order is that of the contract: each miss by itself, rounded; then combined; then the caps; then what was banked; never negative, never above the base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from slagen.core.money import Money, Percentage, minor_digits
from slagen.core.periods import add_months
from slagen.model.agreement import Charge
from slagen.model.service_level import CreditScheme, ServiceLevel
from slagen.performance.bases import Sums, base_of, monthly_charges
from slagen.performance.caps import CapApplied, capped
from slagen.performance.critical import CriticalEvent, Downtime, critical_events
from slagen.performance.earn_back import Banked, Given, Regained, bank, month_results, regained, set_off
from slagen.performance.misses import Miss, misses_of
from slagen.performance.result import Result
from slagen.performance.windows import Window

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Terms:
    """What the clauses say beyond the scheme.

    `compensation` is what a critical failure gives in place of its credits, in per cent of the base (None: credits go on); `clean_bonus` whether a bonus
    needs a month without credits; `ends_on` the day of a notice of termination, from which nothing more is regained and no bonus is earned.
    """

    compensation: Percentage | None = None
    clean_bonus: bool = True
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One signed version as far as credits go: from the day on which it holds, its scheme and levels, its charges, and what its clauses say beyond them."""

    from_day: date
    scheme: CreditScheme
    levels: Mapping[str, ServiceLevel]
    charges: Sequence[Charge]
    terms: Terms = Terms()

    @property
    def monthly(self) -> Sums:
        """The charges of a month for the services of the scheme, by currency."""
        return monthly_charges(self.charges, self.scheme.services)

    @property
    def parts(self) -> tuple[str, ...]:
        """The levels that have a part in the scheme."""
        return tuple(self.scheme.bands or self.scheme.points or self.scheme.weights)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that the credits of one scheme are worked out from.

    `editions` stand in the order of their days, `results` of each level in the order of their periods; `down` tells how long a service was down. What
    holds on the first day of a period counts for it.
    """

    editions: Sequence[Edition]
    results: Mapping[str, Sequence[Result]]
    first_day: date
    down: Downtime

    def on(self, day: date) -> Edition:
        """The edition that holds on a day."""
        return next((one for one in reversed(self.editions) if one.from_day <= day), self.editions[0])

    @property
    def rows(self) -> dict[str, Sequence[Result]]:
        """The results of the levels that have a part in any edition of the scheme."""
        named = dict.fromkeys(level for edition in self.editions for level in edition.parts)
        return {level: self.results.get(level, ()) for level in named}


@dataclass(frozen=True, slots=True)
class MonthCredits:
    """What one scheme comes to in one month and one currency.

    `combined` is what the misses come to together, `instead` the compensation that takes the place of some of them after a critical failure (None where
    none does); `caps` what the limits left of it, `banked_used` what was set off; `credit` is what is given, and `shares` how it is divided among them.
    """

    month: date
    scheme: str
    base: Money
    misses: tuple[Miss, ...]
    combined: Money
    caps: tuple[CapApplied, ...]
    banked_used: Money
    credit: Money
    instead: Money | None = None
    critical: tuple[CriticalEvent, ...] = ()
    regained: tuple[Regained, ...] = ()
    bonus: Money | None = None

    @property
    def shares(self) -> tuple[Money, ...]:
        """The credit divided among the misses as they earned it, to the minor unit; the first has what remains."""
        earned = sum((miss.amount.amount for miss in self.misses), _NOTHING)
        if not earned:
            return tuple(Money(_NOTHING, self.credit.currency) for _ in self.misses)
        unit = Decimal(1).scaleb(-minor_digits(self.credit.currency))
        parts = [(self.credit.amount * miss.amount.amount / earned // unit) * unit for miss in self.misses]
        parts[0] += self.credit.amount - sum(parts, _NOTHING)
        return tuple(Money(one, self.credit.currency) for one in parts)


@dataclass(slots=True)
class _Course:
    """One scheme in one currency, and what has happened in it so far."""

    account: Account
    currency: str
    misses: Sequence[Miss]
    by_month: Mapping[str, Mapping[date, Result]]
    credited: dict[date, Money] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)
    banked: list[Banked] = field(default_factory=list)


def month_of(window: Window) -> date:
    """The first day of the month that a measurement period ends in: its credits belong there."""
    return window.last_day.replace(day=1)


def credits_of(account: Account) -> tuple[MonthCredits, ...]:
    """Every month in which a measurement period of the scheme ended, in order, each currency apart."""
    rows = account.rows
    misses = [miss for level, results in rows.items() for miss in _misses(account, level, results)]
    by_month = {level: month_results(results) for level, results in rows.items()}
    months = sorted({month_of(result.window) for results in rows.values() for result in results})
    found: list[MonthCredits] = []
    for currency in dict.fromkeys(currency for edition in account.editions for currency in edition.monthly):
        course = _Course(account, currency, [miss for miss in misses if miss.base.currency == currency], by_month)
        found.extend(_month(course, month) for month in months)
    return tuple(sorted(found, key=lambda one: one.month))


def _misses(account: Account, level: str, results: Sequence[Result]) -> Iterator[Miss]:
    before: Result | None = None
    for result in results:
        edition = account.on(result.window.first_day)
        if level in edition.levels:
            yield from misses_of(edition.scheme, edition.levels[level], result, before, edition.monthly)
        before = result


def _month(course: _Course, month: date) -> MonthCredits:
    """One month, which the course then takes in."""
    account, currency, edition = course.account, course.currency, course.account.on(month)
    scheme, terms = edition.scheme, edition.terms
    own = tuple(miss for miss in course.misses if month_of(miss.result.window) == month)
    base = Money.of(base_of(scheme.base, edition.monthly, _whole(month)).get(currency, Fraction()), currency)
    critical = tuple(critical_events(scheme, edition.levels, account.rows, month, account.down))
    over = bool(critical) or (terms.ends_on is not None and terms.ends_on < add_months(month, 1))
    if over:
        course.given, course.banked = [], []
    combined, instead = _together(scheme, own, base), _compensation(terms, base, critical, own)
    earned = _most(combined, instead, base)
    caps = capped(scheme.caps, earned, month, edition.monthly, course.credited, account.first_day)
    left = caps[-1].after if caps else earned
    used, course.banked = set_off(course.banked, left, month)
    credit = Money(left.amount - used.amount, currency)
    back = regained(scheme.earn_back, course.given, course.by_month, month)
    bonus = None if over else _bonus(edition, account.rows, base, month, clean=not credit.amount)
    made = MonthCredits(month, scheme.id, base, own, combined, caps, used, credit, instead, critical, back, bonus)
    _take_in(course, made)
    return made


def _take_in(course: _Course, made: MonthCredits) -> None:
    """What the month gave counts towards later limits, less what was earned back; and what it gave may be earned back or banked later."""
    course.banked += bank(course.account.on(made.month).scheme.earn_back, course.given, course.by_month, made.month)
    course.credited[made.month] = made.credit
    for one in made.regained:
        before = course.credited[one.given.month]
        course.credited[one.given.month] = Money(before.amount - one.amount.amount, course.currency)
    course.given += [Given(miss.result.level, made.month, share) for miss, share in zip(made.misses, made.shares, strict=True) if share.amount]


def _whole(month: date) -> Window:
    return Window("", month, add_months(month, 1) - timedelta(days=1), "UTC")


def _together(scheme: CreditScheme, misses: Sequence[Miss], base: Money) -> Money:
    """All misses of a month by the scheme's rule; the customer's choice is taken to be the highest until it says otherwise."""
    amounts = [miss.amount.amount for miss in misses]
    combined = sum(amounts, _NOTHING) if scheme.combine == "sum" else max(amounts, default=_NOTHING)
    if scheme.weights and scheme.at_risk:
        at_risk = Money.of(Fraction(base.amount) * Fraction(scheme.at_risk.per_hundred) / 100, base.currency)
        combined = min(combined, at_risk.amount)
    return Money.of(Fraction(combined), base.currency)


def _compensation(terms: Terms, base: Money, critical: Sequence[CriticalEvent], misses: Sequence[Miss]) -> Money | None:
    """What a critical failure gives in place of the credits that led to it, where that is more; None where credits go on."""
    if terms.compensation is None or not critical:
        return None
    leading = {event.level for event in critical}
    services = {event.service for event in critical}
    replaced = [miss.amount.amount for miss in misses if miss.result.level in leading or services - {""}]
    amount = Money.of(Fraction(base.amount) * Fraction(terms.compensation.per_hundred) / 100, base.currency)
    rest = sum((miss.amount.amount for miss in misses), _NOTHING) - sum(replaced, _NOTHING)
    return Money(amount.amount + rest, base.currency) if amount.amount >= sum(replaced, _NOTHING) else None


def _most(combined: Money, instead: Money | None, base: Money) -> Money:
    """Never more than the base."""
    amount = combined.amount if instead is None else max(combined.amount, instead.amount)
    return Money(min(amount, base.amount), base.currency)


def _bonus(edition: Edition, rows: Mapping[str, Sequence[Result]], base: Money, month: date, *, clean: bool) -> Money | None:
    """The bonus of a month: for each level that is better than its target, up to the cap of its own; None where nothing is earned."""
    rule = edition.scheme.bonus
    if rule.mode != "percent" or rule.percent is None or (edition.terms.clean_bonus and not clean):
        return None
    better = sum(result.better_than_target for results in rows.values() for result in results if month_of(result.window) == month)
    each = Money.of(Fraction(base.amount) * Fraction(rule.percent.per_hundred) / 100, base.currency)
    most = Money.of(Fraction(base.amount) * Fraction(rule.cap.per_hundred) / 100, base.currency).amount if rule.cap else each.amount * better
    return Money(min(each.amount * better, most), base.currency) if better else None
