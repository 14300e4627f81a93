"""Things that come again: always counted from their anchor, never from the time before."""

from __future__ import annotations

from datetime import date, timedelta

from slagen.core.durations import Duration
from slagen.core.periods import add_months, whole_days


def occurrence(anchor: date, every: Duration, number: int) -> date:
    """The `number`-th time after `anchor`: reviews every month from 31 January fall on 28 February and 31 March.

    Raises:
        ValueError: `every` is not a length of whole days, weeks, months or years, or the result lies outside the calendar.
    """
    months = every.whole_months
    if months is not None:
        return add_months(anchor, months * number)
    try:
        return anchor + timedelta(days=whole_days(every) * number)
    except OverflowError:
        raise ValueError(f"{number} times {every} from {anchor} lies outside the calendar") from None


def first_after(anchor: date, every: Duration, day: date) -> int:
    """The number (from 1) of the first time that falls after `day`.

    Raises:
        ValueError: as `occurrence` does; or `every` is no time at all.
    """
    number = max(1, _estimate(anchor, every, day))
    while occurrence(anchor, every, number) <= day:
        number += 1
    return number


def _estimate(anchor: date, every: Duration, day: date) -> int:
    """A number that is right or too small by one or two."""
    if not every.count:
        raise ValueError("something that comes again needs a length of time above zero")
    months = every.whole_months
    if months is not None:
        return ((day.year - anchor.year) * 12 + day.month - anchor.month) // months
    return (day - anchor).days // whole_days(every)


def anchor_day(anchor: str, effective_date: date | None, signature_date: date | None) -> date | None:
    """The day that an anchor names: `effective_date`, `signature_date`, or a date of its own; None where the facts lack it.

    `last_completed` starts at the effective date until something has been completed.
    """
    if anchor in {"effective_date", "last_completed"}:
        return effective_date
    if anchor == "signature_date":
        return signature_date or effective_date
    return date.fromisoformat(anchor)
