"""What one scheme comes to in one month, figure by figure, and how it is divided among its misses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from slagen.core.money import Money, minor_digits
from slagen.performance.caps import CapApplied
from slagen.performance.claims import Claiming, Crediting, CreditStanding, credited, each_credited, standing_of_credit
from slagen.performance.critical import CriticalEvent
from slagen.performance.earn_back import Banked, Regained
from slagen.performance.misses import Miss
from slagen.performance.windows import Window

_NOTHING = Decimal(0)


def month_of(window: Window) -> date:
    """The first day of the month that a measurement period ends in: its credits belong there."""
    return window.last_day.replace(day=1)


@dataclass(frozen=True, slots=True)
class Better:
    """A result of a level that is better than its target, and what the bonus for it is a part of."""

    level: str
    base: Money


@dataclass(frozen=True, slots=True)
class MonthCredits:
    """What one scheme comes to in one month and one currency.

    `combined` is what the misses come to together, `instead` the compensation that takes the place of some of them after a critical failure (None where
    none does); `caps` what the limits left of it, `banked_used` what was set off; `credit` is what is earned, and `shares` how it is divided among them.
    `must_be_claimed` says that it is given only where it is claimed, and `claiming` how its claims stand; `creditings` what the provider has credited.
    `counting` says what each miss has brought to it: of several, only one may count. `chosen` is the level that the customer chose, `better` is what
    earned a bonus, `banked` what was banked with the month, and `in_bank` what is left there after it; `days` are those of the
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
    better: tuple[Better, ...] = ()
    banked: tuple[Banked, ...] = ()
    in_bank: tuple[Banked, ...] = ()
    days: int = 31
    must_be_claimed: bool = False
    claiming: Claiming | None = None
    creditings: tuple[Crediting, ...] = ()

    @property
    def standing(self) -> CreditStanding:
        """What of the credit is given, what may still be claimed, and what has lapsed."""
        return standing_of_credit(self.credit, self.claiming, must_be_claimed=self.must_be_claimed)

    @property
    def credited(self) -> Money:
        """What of it the provider has credited already."""
        return credited(self.standing.given, self.each_credited)

    @property
    def each_credited(self) -> tuple[Money, ...]:
        """What each of `creditings` came to."""
        return each_credited(self.creditings, self._given_by)

    def _given_by(self, day: date) -> Money:
        return self.claiming.claimed(self.credit, day) if self.must_be_claimed and self.claiming else self.standing.given

    @property
    def widest(self) -> Money:
        """The base that all credits together never exceed: that of the longest measurement period that ended in the month."""
        return widest_of(self.base, self.misses)

    @property
    def shares(self) -> tuple[Money, ...]:
        """The credit divided among the misses as they earned it, to the minor unit; the first that earned anything has what remains."""
        return self.divided(self.credit)

    @property
    def earned(self) -> Money:
        """What the misses come to before limits and what is set off."""
        return self.combined if self.instead is None else max(self.combined, self.instead, key=lambda one: one.amount)

    def divided(self, whole: Money) -> tuple[Money, ...]:
        """The credit, or a part of it, divided in the same way."""
        amounts = self.counting or tuple(miss.amount.amount for miss in self.misses)
        earned = sum(amounts, _NOTHING)
        if not earned:
            return tuple(Money(_NOTHING, whole.currency) for _ in self.misses)
        unit = Decimal(1).scaleb(-minor_digits(whole.currency))
        parts = [(whole.amount * amount / earned // unit) * unit for amount in amounts]
        first = next(place for place, amount in enumerate(amounts) if amount)
        parts[first] += whole.amount - sum(parts, _NOTHING)
        return tuple(Money(one, whole.currency) for one in parts)


def widest_of(base: Money, misses: Sequence[Miss]) -> Money:
    """Of the charges for a period a quarter has three months' worth, though its credits belong to one month."""
    return max((base, *(miss.base for miss in misses)), key=lambda one: one.amount)


def longest(month: Window, misses: Sequence[Miss]) -> Window:
    """The longest measurement period that ended in a month and brings credits; the month itself where none is longer."""
    return max((month, *(miss.result.window for miss in misses)), key=lambda one: one.last_day - one.first_day)
