"""Silence: who is asked when something is overdue and nobody has answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from slagen.core.durations import Duration
from slagen.core.periods import add
from slagen.lifecycle.due_item import DueItem


class Rank(StrEnum):
    """In which turn somebody is asked."""

    OWNER = "owner"
    DEPUTY = "deputy"
    LEGAL = "legal"


@dataclass(frozen=True, slots=True)
class Line:
    """Who stands behind the owner of an item: the deputy and the legal owner, by address or role; empty where there is nobody."""

    deputy: str = ""
    legal: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who is asked. `silence` is for how many days the item has gone unanswered; 0 for its owner."""

    rank: Rank
    who: str
    silence: int = 0


def asked(item: DueItem, line: Line, on: date, grace: Duration) -> tuple[Asked, ...]:
    """Everybody who has been asked by `on`, the owner first.

    An item that is overdue and that nobody has acknowledged goes to the deputy after `grace`, and to the legal owner after twice as long; where there is no
    deputy, or the owner is the deputy, it goes to the legal owner at once after `grace`. Silence counts from the day on which the item was due, or came up
    again after it was put off.
    """
    return (Asked(Rank.OWNER, item.owner), *_behind(item, line, on, grace))


def _behind(item: DueItem, line: Line, on: date, grace: Duration) -> Iterator[Asked]:
    begin = max(item.due, item.snoozed_until or item.due)
    known, turn = {item.owner}, begin
    if item.acknowledged_on is not None:
        return
    for rank, who in ((Rank.DEPUTY, line.deputy), (Rank.LEGAL, line.legal)):
        if not who or who in known:
            continue
        after = _later(turn, grace)
        if after is None or on < after or on <= begin:
            return
        turn = after
        known.add(who)
        yield Asked(rank, who, (on - begin).days)


def _later(day: date, grace: Duration) -> date | None:
    """The day after so much time; None where there is no such day."""
    try:
        return add(day, grace)
    except (ValueError, OverflowError):
        return None
