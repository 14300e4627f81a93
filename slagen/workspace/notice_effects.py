"""What a notice does: between which days it must be received, and what follows from it then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from slagen.core.durations import Duration
from slagen.core.errors import RefusedError, UsageError
from slagen.lifecycle.giving_notice import (
    Purpose,
    Window,
    after_period,
    end_without_term,
    ending_window,
    next_term,
    option_window,
    price_window,
)
from slagen.workspace.notice_basis import Ask, Basis


@dataclass(frozen=True, slots=True)
class Effect:
    """What a notice does once it is received.

    `provision` is what it is given under, `ends_on` the last day of the agreement, `remedy_by` the day until which a breach can be remedied;
    `begins` and `until` are the first and the last day of what begins: a renewal term, new prices. `period` is the length of time that was counted.
    """

    provision: str
    ends_on: date | None = None
    remedy_by: date | None = None
    begins: date | None = None
    until: date | None = None
    period: Duration | None = None


def window_of(basis: Basis, ask: Ask, sender: str, day: date) -> Window:
    """Between which days a notice of `sender` must be received; raises RefusedError where it cannot work at all."""
    match ask.purpose:
        case Purpose.NON_RENEWAL:
            return ending_window(basis.setting, basis.dates, sender)
        case Purpose.OPTION_EXERCISE:
            return option_window(basis.setting, basis.dates, sender)
        case Purpose.PRICE_REVIEW:
            if basis.agreement.parties[sender].role == "customer":
                raise RefusedError("It is the provider who adjusts prices by notice.", hint="A change of price that we want is an amendment: slagen amend ID")
            return price_window(basis.setting, day)[0]
        case _:
            if basis.dates.ends_on is not None and ask.purpose is Purpose.TERMINATION and ask.ends_on is None and not ask.because:
                day_words = basis.setting.formats.date(basis.dates.ends_on)
                raise RefusedError(f"It ends on {day_words} already: notice was given, or it was terminated.", hint="What was recorded: slagen status ID")
            return Window()


def effect_of(basis: Basis, ask: Ask, sender: str, received: date, on: date) -> Effect:
    """What follows from a notice that is received on a day.

    Raises:
        RefusedError: the agreement gives no such right.
        UsageError: the last day that is wanted cannot be had.
    """
    match ask.purpose:
        case Purpose.NON_RENEWAL:
            fixed = ending_window(basis.setting, basis.dates, sender).ends_on
            earliest = fixed or end_without_term(basis.setting, basis.dates, sender, received, max(received, ask.ends_on or received))
            if ask.ends_on not in {None, earliest}:
                raise UsageError(f"By this notice it ends on {basis.setting.formats.date(earliest)}.", hint="Leave --ends out.")
            return Effect("renewal.mode", earliest)
        case Purpose.OPTION_EXERCISE:
            assert basis.dates.term is not None
            following = next_term(basis.setting, basis.dates.term)
            return Effect("renewal.mode", begins=following.first_day, until=following.last_day)
        case Purpose.PRICE_REVIEW:
            return Effect("charges.indexation", begins=price_window(basis.setting, on)[1])
        case Purpose.BREACH:
            within = basis.parameter("termination", "remedy_within")
            return Effect("termination.cause", remedy_by=after_period(received, within, basis.setting.calendar) if within else None, period=within)
        case Purpose.TERMINATION:
            return _termination(basis, ask, sender, received)


def _termination(basis: Basis, ask: Ask, sender: str, received: date) -> Effect:
    formats = basis.setting.formats
    if ask.because:
        if ask.ends_on is not None and ask.ends_on < received:
            raise UsageError(f"It cannot end on {ask.ends_on}: the notice is received on {formats.date(received)}.", hint="Name that day or a later one.")
        return Effect("termination.cause", ask.ends_on or received)
    allowed = basis.parameter("termination", "convenience")
    if allowed not in {"both", basis.agreement.parties[sender].role}:
        reason = "Nobody may terminate it without cause" if allowed == "none" else "It does not say that we may terminate without cause"
        raise RefusedError(f"{reason}.", hint='Say the cause: --because "…". Or let it end with its term: --kind non-renewal.')
    period: Duration = basis.parameter("termination", "convenience_notice")
    earliest = after_period(received, period, basis.setting.calendar)
    if ask.ends_on is not None and ask.ends_on < earliest:
        raise UsageError(f"With {formats.duration(period)} of notice it cannot end before {formats.date(earliest)}.", hint="Name that day or a later one.")
    return Effect("termination.convenience", ask.ends_on or earliest, period=period)
