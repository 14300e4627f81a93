"""What a claim or a crediting is held against: the credits of its month, what was claimed and credited before, and why something cannot be recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from slagen.core.calendar_periods import days_of, kind_of
from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.core.identifiers import nearest
from slagen.core.money import Money
from slagen.core.periods import add_months
from slagen.lifecycle.options import Refusal
from slagen.model.service_level import CreditScheme
from slagen.performance.account import Account
from slagen.performance.claims import Claim, Claiming
from slagen.performance.month_credits import MonthCredits, month_of
from slagen.performance.result import Verdict
from slagen.workspace.claim_records import claims_of
from slagen.workspace.claim_standing import ends_of
from slagen.workspace.load import Loaded
from slagen.workspace.performing import Performance, performance
from slagen.workspace.recording import Desk

ONCE = "It is recorded once. Its record stands in records/."
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was claimed or credited: the month, such as `2026-10`; the scheme (empty: every one that has something), a sum (empty: all), and an excuse."""

    period: str
    scheme: str = ""
    amount: str = ""
    excuse: str = ""


@dataclass(frozen=True, slots=True)
class ClaimGround:
    """The month whose credits are claimed or credited, and what is known of it; `amount` is what was named."""

    at: Desk
    found: Performance
    month: date
    asked: Asked
    amount: Money | None

    @property
    def name(self) -> str:
        """The month, as people write it here."""
        return f"{self.month:%Y-%m}"

    @property
    def last(self) -> date:
        """Its last day."""
        return add_months(self.month, 1) - _ONE_DAY

    def months(self, scheme: str) -> list[MonthCredits]:
        """The credits of a scheme for the month, currency by currency."""
        return [one for one in self.found.credits.get(scheme, ()) if one.month == self.month]

    def claiming(self, scheme: str) -> Claiming | None:
        """How its claims stand; None where nobody has to claim."""
        return self.found.accounts[scheme].claims.get(self.month)

    def ended(self, scheme: str) -> date:
        """The day on which the first of its measurement periods ended."""
        return min(ends_of(self.found.accounts[scheme]).get(self.month, [self.last]))

    def given(self, scheme: str) -> bool:
        """Whether something is given that was not credited yet."""
        return any(one.standing.given.amount > one.credited.amount for one in self.months(scheme))


def ground_of(at: Desk, loaded: Loaded, asked: Asked, now: datetime) -> ClaimGround:
    """What is known of the month that is asked for.

    Raises:
        UsageError: the period is no month, or the sum no sum.
        RefusedError: the month has not ended.
        NotFoundError: the agreement gives no credits.
        FindingsError: a version of the agreement has errors.
    """
    name, amount = asked.period.strip(), _amount(asked.amount) if asked.amount else None
    days = days_of(name)
    if days is None or kind_of(name) != "calendar-month":
        raise UsageError(f"“{asked.period}” is not a month.", hint="Credits are claimed and given month by month: --period 2026-10")
    if days[1] >= now.date():
        raise RefusedError(f"{name} has not ended.", hint=f"Its credits can be claimed and given from {days[1] + _ONE_DAY} on.")
    found = performance(loaded, at.agreement, until=days[1], now=now)
    if not any(one.agreement.service_credits for one in found.bindings):
        raise NotFoundError("service credits in", at.agreement, hint="Claims are for agreements that give credits: service_credits.")
    return ClaimGround(at, found, days[0], asked, amount)


def _amount(text: str) -> Money:
    hint = 'Name what was claimed or credited: --amount "500.00 GBP"'
    try:
        money = Money.parse(text)
    except ValueError as error:
        raise UsageError(f"{error}.", hint=hint) from error
    if money.amount <= 0:
        raise UsageError(f"“{text}” is no sum above nothing.", hint=hint)
    if money != money.rounded():
        raise UsageError(f"“{text}” has parts that nobody can pay.", hint=f"Name {money.rounded()}, or the sum that was claimed or credited.")
    return money.rounded()


def schemes_of(ground: ClaimGround) -> list[CreditScheme]:
    """The scheme that is asked for, or all whose credits belong to the month.

    Raises:
        NotFoundError: there was no such scheme.
    """
    held = {name: account.on(ground.month).scheme for name, account in ground.found.accounts.items() if _has(account, ground.month)}
    wanted = ground.asked.scheme
    if wanted and wanted not in held:
        raise NotFoundError("scheme", wanted, nearest(wanted, held), hint=f"There are: {', '.join(held)}.")
    return [held[wanted]] if wanted else list(held.values())


def _has(account: Account, month: date) -> bool:
    """Whether credits of a scheme can belong to a month: also where it came after the month had begun, or went before it."""
    return month in ends_of(account) or bool(account.parts_on(month))


def why_not_claimed(ground: ClaimGround, scheme: CreditScheme, day: date) -> Refusal | None:
    """Why the credits of a scheme cannot have been claimed on a day, and the way out; None where they can."""
    if scheme.claim.mode != "claimed":
        return f"Credits in “{scheme.id}” are given without a claim.", "Record that they were given: --credited DAY"
    if ground.amount and all(one.credit.currency != ground.amount.currency for one in ground.months(scheme.id)):
        return f"“{scheme.id}” gives no credits in {ground.amount.currency}.", "Name the sum in the currency of the charges."
    if not any(one.earned.amount for one in ground.months(scheme.id)) and not _is_unknown(ground, scheme.id):
        hint = "Where the figures are wrong, correct them first: slagen measure ID FILE --replace"
        return f"“{scheme.id}” earned no credit for {ground.name}: every target was met.", hint
    if day <= ground.ended(scheme.id):
        message = f"On {day} no measurement period of {ground.name} had ended: the first did on {ground.ended(scheme.id)}."
        return message, "Name the day on which the claim was received."
    return why_nothing_left(ground, scheme.id)


def _is_unknown(ground: ClaimGround, scheme: str) -> bool:
    """Whether figures are missing, or the charges are not known: there may be a credit all the same."""
    rows = ground.found.accounts[scheme].rows.values()
    ended = [result for results in rows for result in results if month_of(result.window) == ground.month]
    return any(one.verdict is Verdict.MISSING for one in ended) or (bool(ended) and not ground.months(scheme))


def why_nothing_left(ground: ClaimGround, scheme: str) -> Refusal | None:
    """That all of it was claimed before: by one claim, or by several together. A late claim may be made good by one with an excuse."""
    known, claiming = claims_of(ground.at.recorded.records).get((scheme, ground.month), ()), ground.claiming(scheme)
    counting = [one for one in known if claiming is None or claiming.counts(one) or not ground.asked.excuse]
    months = ground.months(scheme)
    whole = next((one for one in counting if one.amount is None), None)
    left = not counting or not months or any(_named(counting, one.credit.currency) < one.earned.amount for one in months)
    if whole is None and left:
        return None
    last = whole or counting[-1]
    late = claiming is not None and not claiming.counts(last)
    excuse = " It was late. Where it counts all the same, say why: --excuse waived|corrected|withheld, with --note" if late else ""
    return f"The credit of “{scheme}” for {ground.name} was claimed on {last.day}.", f"{ONCE}{excuse}"


def _named(claims: Sequence[Claim], currency: str) -> Decimal:
    return sum((one.amount.amount for one in claims if one.amount and one.amount.currency == currency), Decimal(0))


def why_not_given(ground: ClaimGround, scheme: str, day: date) -> Refusal | None:
    """Why the credits of a scheme cannot have been given on a day, and the way out; None where they can."""
    months = ground.months(scheme)
    if not any(one.standing.given.amount for one in months):
        return f"Nothing is given in “{scheme}” for {ground.name}, so nothing can have been credited.", _why_nothing(months)
    if not ground.given(scheme):
        last = max(one.day for found in months for one in found.creditings)
        return f"The credit of “{scheme}” for {ground.name} was given on {last}.", ONCE
    claims = [one.day for found in months if found.claiming for one in found.claiming.claims if found.claiming.counts(one)]
    first = min(claims, default=ground.ended(scheme) + _ONE_DAY)
    if day < first:
        what = "was claimed on" if claims else "was not known before"
        return f"The credit of “{scheme}” for {ground.name} {what} {first}, after {day}.", "Name the day on which it was given."
    return None


def _why_nothing(months: Sequence[MonthCredits]) -> str:
    if any(one.must_be_claimed and one.credit.amount for one in months):
        return "No claim counts yet. Record it first: --claimed DAY; a late one that is honoured with --excuse waived and --note."
    return "No credit was earned."
