"""One thing to do, or to reckon with, on one day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from slagen.core.money import Money


class DueKind(StrEnum):
    """What sort of thing is due."""

    REVIEW = "review"
    RENEGOTIATION = "renegotiation"
    LAST_NOTICE = "last-notice"
    LATEST_SAFE_SEND = "latest-safe-send"
    THEIR_LAST_NOTICE = "their-last-notice"
    OPTION_EXERCISE = "option-exercise"
    EXPIRY = "expiry"
    RENEWAL = "renewal"
    RENEWAL_REMINDER = "renewal-reminder"
    PRICE_REVIEW = "price-review"
    CLAUSE_REVIEW = "clause-review"
    CREDIT_CLAIM = "credit-claim"
    CRITICAL_FAILURE = "critical-failure"
    REPORT_DUE = "report-due"
    OBLIGATION = "obligation"
    EARLY_WARNING = "early-warning"
    UNSIGNED_DRAFT = "unsigned-draft"


LIBRARY = "clauses"
"""What the names of items begin with that belong to no agreement but to the clause library."""


@dataclass(frozen=True, slots=True)
class DueItem:
    """What is due, when, for whom, and what happens if nobody acts.

    `legal` marks a day that the contract itself attaches something to; `who_acts` is `we` or the other party's name;
    `value` is the money at stake where it is in one currency, empty `currency` where it is not; `why` says step by step how `due` was found.
    `period` says which of its kind it is: the contract term that it belongs to, the number of the review, the turn of an obligation. It is never made of
    the date, so that an item keeps its name when its date moves. `acknowledged_on` is the day on which somebody took it on, `snoozed_until` the day
    on which it comes up again.
    """

    agreement: str
    title: str
    kind: DueKind
    due: date
    days_left: int
    owner: str
    legal: bool
    who_acts: str
    if_nothing: str
    value: Decimal | None = None
    currency: str = ""
    why: tuple[str, ...] = ()
    period: str = ""
    acknowledged_on: date | None = None
    snoozed_until: date | None = None

    @property
    def id(self) -> str:
        """The name by which people answer it and calendars know it: `acme-hosting:last-notice:provider-term-1`."""
        return f"{self.agreement or LIBRARY}:{self.kind}:{self.period}"

    def is_snoozed(self, on: date) -> bool:
        """Whether it is put off on a day: never past a legal deadline, also where that was moved forward after somebody put it off."""
        until = self.snoozed_until
        return until is not None and on < until and not (self.legal and self.due < until)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a due item is about, apart from which agreement and day. `cost` holds one sum for each currency."""

    owner: str
    if_nothing: str
    why: tuple[str, ...]
    legal: bool = False
    who_acts: str = "we"
    cost: Sequence[Money] = ()
