"""When a notice counts as received, and by when it must be sent: always computed forwards, from the day of sending to the day of receipt.

A rule of delivery counts from the day on which a notice is handed over or sent. What would count as received on a day that is no business
day at the place of receipt counts on the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from slagen.core.calendars import BusinessCalendar
from slagen.core.durations import Duration, Unit
from slagen.core.periods import add
from slagen.model.agreement import DeliveryRule, NoticeAddress, Party

ENDING = ("termination", "non-renewal", "renewal")
"""What a notice that stops a renewal may be called in the facts: the ways closed to any of these are not taken for it."""
RENEWING = ("renewal", "option")
"""What a notice that exercises an option may be called."""
PRICING = ("price-review", "charges")
"""What a notice of new prices may be called."""

_ONE_DAY = timedelta(days=1)
_AT_ONCE = Duration(Decimal(0), Unit.DAY)
_LONGEST = 60
"""Days of delivery after which a date is given up: no rule of delivery is as long."""


@dataclass(frozen=True, slots=True)
class Sending:
    """One safe way to reach the party `to`: `method`, the last day to send, before what time on that day (None: at any time), and when it is then received."""

    to: str
    method: str
    send_by: date
    received: date
    cutoff: time | None = None


def received_on(sent: date, deemed: Duration, calendar: BusinessCalendar) -> date:
    """The day on which a notice sent on `sent`, before the cut-off time, counts as received; `calendar` is that of the place of receipt.

    Raises:
        ValueError: `deemed` is no number of days, weeks, months or business days, or the result lies outside the calendar.
    """
    try:
        if deemed.unit is Unit.BUSINESS_DAY:
            return calendar.following(calendar.add_business_days(sent, int(deemed.count)))
        return calendar.following(add(sent, deemed))
    except OverflowError:
        raise ValueError(f"{deemed} after {sent} lies outside the calendar") from None


def latest_sending(to: str, last: date, rule: DeliveryRule, receipt: BusinessCalendar, sending: BusinessCalendar) -> Sending | None:
    """The last business day at the place of `sending` on which a notice is still received by `last` at the place of `receipt`; None where there is no such day.

    Raises:
        ValueError: as `received_on` does.
    """
    found = _last_safe_day(last, rule.deemed, receipt, sending)
    return None if found is None else Sending(to, rule.method, *found, rule.cutoff)


@lru_cache(maxsize=1 << 16)  # the agreements of a portfolio share days and rules
def _last_safe_day(last: date, deemed: Duration, receipt: BusinessCalendar, sending: BusinessCalendar) -> tuple[date, date] | None:
    """The day of sending and the day of receipt."""
    day = last
    for _ in range(_LONGEST):
        if sending.is_business_day(day) and (received := received_on(day, deemed, receipt)) <= last:
            return day, received
        day -= _ONE_DAY
    return None


def forget() -> None:
    """Forget the days of sending that were worked out before, so that a measurement starts from nothing."""
    _last_safe_day.cache_clear()


def printed_ways(values: Mapping[str, Any]) -> tuple[DeliveryRule, ...]:
    """The ways of delivery that the clause on notices prints where the facts have none, by the values of its parameters; empty where it has not got these.

    By hand and by courier a notice is received when it is handed over.
    """
    posted, cutoff = values.get("post_deemed"), values.get("cutoff")
    if not isinstance(posted, Duration):
        return ()
    until = cutoff if isinstance(cutoff, time) else None
    ways = [DeliveryRule("hand", _AT_ONCE, until), DeliveryRule("courier", _AT_ONCE, until), DeliveryRule("post", posted, until)]
    if values.get("email_allowed"):
        ways.append(DeliveryRule("email", _AT_ONCE, until, ("termination",) if values.get("email_excludes_termination") else ()))
    return tuple(ways)


def address_for(recipient: Party, purposes: Iterable[str]) -> NoticeAddress | None:
    """Where a notice about the first of `purposes` that has an address of its own goes, else the address for everything; None where neither is given."""
    if not recipient.notices:
        return None
    named = {one.for_: one for one in reversed(recipient.notices)}
    return next((named[purpose] for purpose in (*purposes, "") if purpose in named), None)


def open_ways(rules: Iterable[DeliveryRule], recipient: Party, purposes: tuple[str, ...]) -> tuple[DeliveryRule, ...]:
    """The ways by which a notice may be given to `recipient`: the only one that its address allows, else all that are not closed to such notices."""
    address = address_for(recipient, purposes)
    only = address.method if address else ""
    if only:
        return tuple(rule for rule in rules if rule.method == only)
    return tuple([rule for rule in rules if not rule.except_ or set(purposes).isdisjoint(rule.except_)])
