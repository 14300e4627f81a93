"""Claims: what of a month's credit is given because it was claimed in time, what may still be claimed, and what has lapsed (clause on claims).

Where credits come by themselves, all of it is given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from slagen.core.money import Money


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim that was received on `day`: of `amount`, or of everything (None). `excuse` says why it counts although it came late, `note` who says so."""

    day: date
    amount: Money | None = None
    excuse: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Crediting:
    """That the provider has given what was owed, by an invoice or a payment: all of it, or `amount`."""

    day: date
    amount: Money | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Claiming:
    """How the claims of one scheme for one month stand on the day `today`. `until` is the last day for them, and `why` how it is found.

    `is_latest` is whether nobody has recorded when the report was received, so that the time may have begun earlier than on the last day for it.
    """

    until: date
    today: date
    claims: tuple[Claim, ...] = ()
    why: str = ""
    is_latest: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing can be claimed in time any more."""
        return self.today > self.until

    def days_late(self, claim: Claim) -> int:
        """By how many days a claim came after the last day; 0 where it was in time."""
        return max(0, (claim.day - self.until).days)

    def counts(self, claim: Claim) -> bool:
        """Whether a claim was received in time, or has not lapsed although it was late."""
        return not self.days_late(claim) or bool(claim.excuse)

    def claimed(self, credit: Money, by: date = date.max) -> Money:
        """What of a credit was claimed up to a day by the claims that count: never more than it is."""
        return _at_most(credit, (one.amount for one in self.claims if self.counts(one) and one.day <= by))


@dataclass(frozen=True, slots=True)
class CreditStanding:
    """What a credit is divided into, to the last penny: given, claimable still, lapsed."""

    given: Money
    open: Money
    lapsed: Money

    @property
    def credit(self) -> Money:
        """All of it."""
        return Money(self.given.amount + self.open.amount + self.lapsed.amount, self.given.currency)

    @property
    def counts(self) -> Money:
        """What counts towards limits on later credits: what is given, and what may still be claimed. What has lapsed does not."""
        return Money(self.given.amount + self.open.amount, self.given.currency)


def standing_of_credit(credit: Money, claiming: Claiming | None, *, must_be_claimed: bool) -> CreditStanding:
    """How a credit stands. Where nobody has looked at claims (None), all of it may still be claimed."""
    nothing = Money(credit.amount * 0, credit.currency)
    if not must_be_claimed:
        return CreditStanding(credit, nothing, nothing)
    if claiming is None:
        return CreditStanding(nothing, credit, nothing)
    given = claiming.claimed(credit)
    rest = Money(credit.amount - given.amount, credit.currency)
    return CreditStanding(given, nothing, rest) if claiming.is_over else CreditStanding(given, rest, nothing)


def each_credited(creditings: Iterable[Crediting], given_by: Callable[[date], Money]) -> tuple[Money, ...]:
    """What each crediting came to: one that names no sum is the rest of what was given by its day, whatever is claimed later."""
    sums: list[Money] = []
    for one in creditings:
        given = given_by(one.day)
        before = sum(other.amount for other in sums if other.currency == given.currency)
        sums.append(one.amount or Money(max(given.amount - before, given.amount * 0), given.currency))
    return tuple(sums)


def credited(given: Money, sums: Iterable[Money]) -> Money:
    """How much of what is given the provider has credited already."""
    return _at_most(given, sums)


def _at_most(whole: Money, parts: Iterable[Money | None]) -> Money:
    """The sum of parts in the same currency, up to the whole; None stands for the whole."""
    nothing = whole.amount * 0
    total = nothing
    for part in parts:
        if part is None:
            return whole
        total += part.amount if part.currency == whole.currency else nothing
    return Money(min(total, whole.amount), whole.currency)
