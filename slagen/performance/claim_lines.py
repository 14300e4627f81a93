"""The lines of a statement on claims: what was claimed and when, what is given for it, what may still be claimed, what has lapsed, and what was credited."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.core.counts import counted
from slagen.core.locales import Formats
from slagen.core.money import Money
from slagen.performance.claims import Claim, Claiming
from slagen.performance.credit_totals import CreditTotal
from slagen.performance.month_credits import MonthCredits
from slagen.performance.statement import Line

EXCUSES = {
    "waived": "the Provider has waived that it lapsed",
    "corrected": "the reported result was wrong, and the time ran again from the corrected one",
    "withheld": "the Provider had withheld the figures knowingly",
}
"""Why a late claim counts, in words."""


def claim_lines(found: MonthCredits, formats: Formats, claim_by: tuple[str, str] | None) -> Iterator[Line]:
    """The steps after what is earned; `claim_by` is how the last day to claim it is found, and that day, where it is still to come."""
    claiming, standing, money = found.claiming, found.standing, formats.money
    if found.must_be_claimed and claiming is not None:
        good = {(one.day, one.amount) for one in claiming.claims if claiming.counts(one)}
        told = (one for one in claiming.claims if claiming.counts(one) or (one.day, one.amount) not in good)
        yield from (_claimed(one, claiming, formats) for one in told)
    if found.must_be_claimed and standing.given.amount:
        yield Line("Service Credit given", "what was claimed in time, or has not lapsed although it was late", money(standing.given), "claims")
    if standing.open.amount and claim_by is not None:
        rest = f"the rest, {money(standing.open)}: " if standing.given.amount else ""
        yield Line("To be claimed", f"{rest}{claim_by[0]}; what is not claimed by then lapses", claim_by[1], "claims")
    if standing.lapsed.amount and claiming is not None:
        yield Line("Lapsed", f"{_why_lapsed(found, claiming)}: {claiming.why}", money(standing.lapsed), "claims.lapse")
    yield from _credited(found, formats)


def _claimed(claim: Claim, claiming: Claiming, formats: Formats) -> Line:
    what, late = formats.money(claim.amount) if claim.amount else "all of it", claiming.days_late(claim)
    until, received = formats.date(claiming.until), f"received on {formats.date(claim.day)}"
    if not late:
        return Line("Claimed", f"{received}; the last day for it is {until}", what, "claims")
    excuse = f"; it counts, for {EXCUSES[claim.excuse]} ({claim.note})" if claim.excuse else "; it does not count"
    place = "boilerplate.waiver" if claim.excuse == "waived" else "claims.lapse"
    return Line("Claimed late", f"{received}, {counted(late, 'day')} after the last day for it, {until}{excuse}", what, place)


def _why_lapsed(found: MonthCredits, claiming: Claiming) -> str:
    if found.standing.given.amount:
        return "the rest was not claimed in time"
    return "no claim was in time" if claiming.claims else "no claim is on record"


def _credited(found: MonthCredits, formats: Formats) -> Iterator[Line]:
    for one, amount in zip(found.creditings, found.each_credited, strict=True):
        note = f": {one.note}" if one.note else ""
        yield Line("Credited", f"on {formats.date(one.day)}{note}", formats.money(amount), "service-credits.given")
    left = Money(found.standing.given.amount - found.credited.amount, found.credit.currency)
    if left.amount and (found.creditings or found.must_be_claimed):
        yield Line("Still to be credited", "what is given, less what was credited", formats.money(left), "service-credits.given")


def how_it_stands(found: MonthCredits, formats: Formats) -> str:
    """The same in few words: `claimed on 20 August 2026`; empty where nothing must be claimed and nothing was credited."""
    standing = found.standing
    several = sum(bool(one.amount) for one in (standing.given, standing.open, standing.lapsed)) > 1
    parts = _standing(found, formats, several=several)
    last = max((one.day for one in found.creditings), default=None)
    some = f"{formats.money(found.credited)} of it " if found.credited.amount < standing.given.amount else ""
    return "; ".join((*parts, *([f"{some}credited on {formats.date(last)}"] if last else ())))


def _standing(found: MonthCredits, formats: Formats, *, several: bool) -> Iterator[str]:
    claiming, standing = found.claiming, found.standing
    if not found.must_be_claimed:
        return

    def of(amount: Money) -> str:
        return f"{formats.money(amount)} " if several else ""

    if standing.given.amount:
        counting = [one for one in claiming.claims if claiming.counts(one)] if claiming else []
        days = [formats.date(one.day) + (f" (late, {one.excuse})" if one.excuse else "") for one in counting]
        yield f"{of(standing.given)}claimed on {formats.listed(days)}"
    if standing.open.amount:
        yield f"{of(standing.open)}may still be claimed" + (f", by {formats.date(claiming.until)}" if claiming else "")
    if standing.lapsed.amount and claiming:
        late = [claiming.days_late(one) for one in claiming.claims if not claiming.counts(one)]
        why = f"claimed {counted(min(late), 'day')} late" if late else f"not claimed by {formats.date(claiming.until)}"
        yield f"{of(standing.lapsed)}lapsed: {why}"


def total_parts(total: CreditTotal, formats: Formats) -> Iterator[tuple[str, str, str]]:
    """What the credits of several months come to, part by part: a name, a sum, and what is to be said of it.

    They add up to what is earned; what was credited is a part of what is given.
    """
    credited = f"{formats.money(total.credited)} of it credited already" if total.credited.amount else ""
    yield "given", formats.money(total.given), credited
    yield "may still be claimed", formats.money(total.open), f"the first of it by {formats.date(total.claim_by)}" if total.claim_by else ""
    yield "lapsed", formats.money(total.lapsed), ""
