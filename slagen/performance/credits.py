"""Service credits month by month: what the misses earn together, what the caps leave of it, what is regained, and what is given.

The order is that of the contract: each miss by itself, rounded; then combined; then the caps; then what was banked; never negative, never above the base.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from slagen.core.money import Money, Percentage, minor_digits
from slagen.core.periods import add_months
from slagen.model.agreement import Charge
from slagen.model.service_level import CreditScheme, ServiceLevel
from slagen.performance.bases import Tariff, Used, base_of, tariff
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
    """One signed version as far as credits go: from the day on which it holds, its scheme and levels, its charges, and what its clauses say beyond them.

    `to_day` is its last day where the version after it has no such scheme.
    """

    from_day: date
    scheme: CreditScheme
    levels: Mapping[str, ServiceLevel]
    charges: Sequence[Charge]
    terms: Terms = Terms()
    to_day: date | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The levels that have a part in the scheme."""
        return tuple(self.scheme.bands or self.scheme.points or self.scheme.weights)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that the credits of one scheme are worked out from.

    `editions` stand in the order of their days, `results` of each level in the order of their periods; `down` tells how long a service was down. What
    holds on the first day of a period counts for it. `choices` are the levels that the customer has chosen, by month, where it may choose;
    `use` is how much was used of what is charged by use.
    """

    editions: Sequence[Edition]
    results: Mapping[str, Sequence[Result]]
    first_day: date
    down: Downtime
    last_day: date | None = None
    choices: Mapping[date, str] = field(default_factory=dict)
    use: Mapping[Used, Decimal] = field(default_factory=dict)

    def on(self, day: date) -> Edition:
        """The edition that holds on a day."""
        return next((one for one in reversed(self.editions) if one.from_day <= day), self.editions[0])

    def charged(self, day: date) -> Tariff:
        """What the services of the scheme cost, by the edition that holds on a day."""
        edition = self.on(day)
        return tariff(edition.charges, edition.scheme.services, self.first_day, self.use)

    @property
    def rows(self) -> dict[str, Sequence[Result]]:
        """The results of the levels that have a part in any edition of the scheme, for the periods that began while there was the scheme."""
        named = dict.fromkeys(level for edition in self.editions for level in edition.parts)
        return {level: tuple(one for one in self.results.get(level, ()) if self._holds(one.window.first_day)) for level in named}

    def parts_on(self, day: date) -> tuple[str, ...]:
        """The levels that have a part in the scheme for the periods that begin on a day; none where there is no scheme then."""
        return self.on(day).parts if self._holds(day) else ()

    def _holds(self, day: date) -> bool:
        edition = self.on(day)
        return edition.from_day <= day and (edition.to_day is None or day <= edition.to_day)

    def window(self, month: date) -> Window:
        """A month, or the part of it on which the agreement ran."""
        last = add_months(month, 1) - timedelta(days=1)
        begins, ends = max(month, self.first_day), min(last, self.last_day or last)
        return Window(f"{month:%Y-%m}", begins, max(begins, ends), "UTC", whole=(begins, ends) == (month, last))


@dataclass(frozen=True, slots=True)
class MonthCredits:
    """What one scheme comes to in one month and one currency.

    `combined` is what the misses come to together, `instead` the compensation that takes the place of some of them after a critical failure (None where
    none does); `caps` what the limits left of it, `banked_used` what was set off; `credit` is what is given, and `shares` how it is divided among them.
    `counting` says what each miss has brought to it: of several, only one may count. `chosen` is the level that the customer chose, `better` are those
    that earned a bonus, `banked` what was banked with the month, and `in_bank` what is left there after it; `days` are those of the
    month on which the agreement ran.
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
    counting: tuple[Decimal, ...] = ()
    chosen: str = ""
    better: tuple[str, ...] = ()
    banked: tuple[Banked, ...] = ()
    in_bank: tuple[Banked, ...] = ()
    days: int = 31

    @property
    def widest(self) -> Money:
        """The base that all credits together never exceed: that of the longest measurement period that ended in the month."""
        return _widest(self.base, self.misses)

    @property
    def shares(self) -> tuple[Money, ...]:
        """The credit divided among the misses as they earned it, to the minor unit; the first that earned anything has what remains."""
        amounts = self.counting or tuple(miss.amount.amount for miss in self.misses)
        earned = sum(amounts, _NOTHING)
        if not earned:
            return tuple(Money(_NOTHING, self.credit.currency) for _ in self.misses)
        unit = Decimal(1).scaleb(-minor_digits(self.credit.currency))
        parts = [(self.credit.amount * amount / earned // unit) * unit for amount in amounts]
        first = next(place for place, amount in enumerate(amounts) if amount)
        parts[first] += self.credit.amount - sum(parts, _NOTHING)
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
    for currency in dict.fromkeys(currency for edition in account.editions for currency in account.charged(edition.from_day).currencies):
        course = _Course(account, currency, [miss for miss in misses if miss.base.currency == currency], by_month)
        found.extend(_month(course, month) for month in months if not _is_open(account, currency, month))
    return tuple(sorted(found, key=lambda one: one.month))


def _is_open(account: Account, currency: str, month: date) -> bool:
    """Whether everything that is charged in a currency depends on use of which nobody has delivered how much it was."""
    charged = account.charged(month)
    return currency in charged.currencies and currency not in charged.month(month)


def failures_of(account: Account) -> Iterator[tuple[date, CriticalEvent]]:
    """The critical failures of a scheme, each with the first day of the month that brought it; also where nothing is known of its charges."""
    for month in sorted({month_of(result.window) for results in account.rows.values() for result in results}):
        edition = account.on(month)
        yield from ((month, event) for event in critical_events(edition.scheme, edition.levels, account.rows, month, account.down))


def _misses(account: Account, level: str, results: Sequence[Result]) -> Iterator[Miss]:
    before: Result | None = None
    for result in results:
        edition = account.on(result.window.first_day)
        if level in edition.levels:
            yield from misses_of(edition.scheme, edition.levels[level], result, before, account.charged(month_of(result.window)))
        before = result


def _month(course: _Course, month: date) -> MonthCredits:
    """One month, which the course then takes in."""
    account, currency, edition = course.account, course.currency, course.account.on(month)
    scheme, terms = edition.scheme, edition.terms
    own = tuple(miss for miss in course.misses if month_of(miss.result.window) == month)
    window = account.window(month)
    charged = account.charged(month)
    base = Money.of(base_of(scheme.base, charged, window).get(currency, Fraction()), currency)
    critical = tuple(critical_events(scheme, edition.levels, account.rows, month, account.down))
    over = bool(critical) or (terms.ends_on is not None and terms.ends_on < add_months(month, 1))
    if over:
        course.given, course.banked = [], []
    chosen = account.choices.get(month, "")
    counting = _counting(scheme, own, chosen)
    widest = _widest(base, own)
    combined, instead = _at_most_at_risk(scheme, sum(counting, _NOTHING), widest), _compensation(edition, base, critical, own)
    earned = _most(combined, instead, widest)
    caps = capped(scheme.caps, earned, window, charged, course.credited)
    left = caps[-1].after if caps else earned
    used, course.banked = set_off(course.banked, left, month)
    credit = Money(left.amount - used.amount, currency)
    back = regained(scheme.earn_back, course.given, course.by_month, month)
    better = () if over else _better(edition, account.rows, month, clean=not credit.amount)
    bonus = _bonus(edition, base, len(better))
    made = MonthCredits(month, scheme.id, base, own, combined, caps, used, credit, instead, critical, back, bonus, counting, chosen, better)
    banked = bank(scheme.earn_back, course.given, course.by_month, month)
    course.banked += banked
    _take_in(course, made)
    days = (window.last_day - window.first_day).days + 1
    return replace(made, days=days, banked=banked, in_bank=tuple(one for one in course.banked if one.left.amount))


def _take_in(course: _Course, made: MonthCredits) -> None:
    """What the month gave counts towards later limits, less what was earned back; and what it gave may be earned back or banked later."""
    course.credited[made.month] = made.credit
    for one in made.regained:
        before = course.credited[one.given.month]
        course.credited[one.given.month] = Money(before.amount - one.amount.amount, course.currency)
    course.given += [Given(miss.result.level, made.month, share) for miss, share in zip(made.misses, made.shares, strict=True) if share.amount]


def _counting(scheme: CreditScheme, misses: Sequence[Miss], chosen: str) -> tuple[Decimal, ...]:
    """What each miss of a month counts with by the scheme's rule: all of them, or one; until the customer has chosen, the highest."""
    amounts = [miss.amount.amount for miss in misses]
    if scheme.combine == "sum" or not amounts:
        return tuple(amounts)
    mine = [place for place, miss in enumerate(misses) if chosen == miss.result.level and scheme.combine == "customer-chooses"]
    one = max(mine or range(len(amounts)), key=lambda place: amounts[place])
    return tuple(amount if place == one else _NOTHING for place, amount in enumerate(amounts))


def _at_most_at_risk(scheme: CreditScheme, amount: Decimal, base: Money) -> Money:
    """All shares of an amount at risk together are not more than it."""
    if scheme.weights and scheme.at_risk:
        amount = min(amount, Money.of(Fraction(base.amount) * Fraction(scheme.at_risk.per_hundred) / 100, base.currency).amount)
    return Money.of(Fraction(amount), base.currency)


def _compensation(edition: Edition, base: Money, critical: Sequence[CriticalEvent], misses: Sequence[Miss]) -> Money | None:
    """What a critical failure gives in place of the credits that led to it, where that is more; None where credits go on."""
    compensation, levels = edition.terms.compensation, edition.levels
    if compensation is None or not critical:
        return None
    leading = {event.level for event in critical} | {
        name for name, level in levels.items() for event in critical if level.metric == "availability" and event.service == level.service
    }
    replaced, rest = ([miss.amount.amount for miss in misses if (miss.result.level in leading) is wanted] for wanted in (True, False))
    amount = Money.of(Fraction(base.amount) * Fraction(compensation.per_hundred) / 100, base.currency).amount
    if amount < _by_rule(edition.scheme, replaced):
        return None
    return Money(_by_rule(edition.scheme, [*rest, amount]), base.currency)


def _by_rule(scheme: CreditScheme, amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, _NOTHING) if scheme.combine == "sum" else max(amounts, default=_NOTHING)


def _widest(base: Money, misses: Sequence[Miss]) -> Money:
    """Of the charges for a period a quarter has three months' worth, though its credits belong to one month."""
    return max((base, *(miss.base for miss in misses)), key=lambda one: one.amount)


def _most(combined: Money, instead: Money | None, base: Money) -> Money:
    """Never more than the base."""
    amount = combined.amount if instead is None else max(combined.amount, instead.amount)
    return Money(min(amount, base.amount), base.currency)


def _better(edition: Edition, rows: Mapping[str, Sequence[Result]], month: date, *, clean: bool) -> tuple[str, ...]:
    """The levels that earn a bonus: those with a result better than the target in a period that ended in the month, each as often as it has one."""
    if edition.scheme.bonus.mode != "percent" or (edition.terms.clean_bonus and not clean):
        return ()
    return tuple(result.level for results in rows.values() for result in results if result.better_than_target and month_of(result.window) == month)


def _bonus(edition: Edition, base: Money, better: int) -> Money | None:
    """So many times the bonus, up to the cap of its own; None where nothing is earned."""
    rule = edition.scheme.bonus
    if not better or rule.percent is None:
        return None
    each = Money.of(Fraction(base.amount) * Fraction(rule.percent.per_hundred) / 100, base.currency)
    most = Money.of(Fraction(base.amount) * Fraction(rule.cap.per_hundred) / 100, base.currency).amount if rule.cap else each.amount * better
    return Money(min(each.amount * better, most), base.currency)
