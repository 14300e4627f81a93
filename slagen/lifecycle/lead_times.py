"""At which of the lead times something stands: each is reached once, and the last one that is reached counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slagen.core.durations import Duration
from slagen.core.periods import subtract

OVERDUE = "overdue"


def lead_time(due: date, today: date, leads: Sequence[Duration], *, at_once: bool = False) -> str:
    """The shortest lead time that has begun (`7 days`), `overdue` once the day has passed, empty where the first lead time has not begun.

    Who asks after days of silence thus hears of the lead time that counts now, and of none twice. What is to be told `at_once` is in its first lead time
    from the day on which it comes up.
    """
    if today > due:
        return OVERDUE
    first = min((_start(due, lead) for lead in leads), default=due) if at_once else None
    begun = [(start, str(lead)) for lead in leads if (start := _start(due, lead)) <= today or start == first]
    return max(begun, default=(due, ""), key=lambda one: one[0])[1]


def _start(due: date, lead: Duration) -> date:
    """The first day of a lead time; the first day of all where it lies before the calendar."""
    try:
        return subtract(due, lead)
    except (ValueError, OverflowError):
        return date.min
