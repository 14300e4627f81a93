"""What hurts most comes first: what is overdue, then what is near; in each group what the contract attaches something to, ours, then by money."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from slagen.lifecycle.due_item import DueItem

WE = "we"
"""Who acts, where it is our side."""


class Urgency(StrEnum):
    """How near an item is, in the words of a heading."""

    OVERDUE = "overdue"
    WEEK = "within 7 days"
    MONTH = "within 30 days"
    QUARTER = "within 90 days"
    LATER = "later"


_ORDER = {urgency: number for number, urgency in enumerate(Urgency)}
REACH = ((Urgency.WEEK, 7), (Urgency.MONTH, 30), (Urgency.QUARTER, 90))
"""How many days ahead a group reaches at most, the nearest first."""


def urgency(item: DueItem) -> Urgency:
    """The group that an item belongs to, by the days that are left."""
    if item.days_left < 0:
        return Urgency.OVERDUE
    return next((group for group, most in REACH if item.days_left <= most), Urgency.LATER)


def by_pain(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """Overdue · within 7, 30, 90 days · later; within a group legal before internal, ours before theirs, then by money, then sooner.

    Sums of different currencies are never compared: those of one currency stand together, more before less, the currencies in the order of the alphabet;
    what has no sum, or sums in several currencies, comes after them.
    """
    return tuple(sorted(items, key=_pain))


def _pain(item: DueItem) -> tuple[object, ...]:
    return (
        _ORDER[urgency(item)],
        not item.legal,
        item.who_acts != WE,
        currency_of(item),
        -(item.value or Decimal(0)),
        item.due,
        item.agreement,
        item.kind.value,
        item.period,
    )


def currency_of(item: DueItem) -> str:
    """The currency that the item stands with; of what has no single sum one that comes after all of them."""
    return item.currency if item.value is not None and item.currency else "~"


def in_order(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """Soonest first; on one day what the contract itself attaches something to comes first."""
    return tuple(sorted(items, key=lambda item: (item.due, not item.legal, item.agreement, item.kind.value, item.title, item.period)))
