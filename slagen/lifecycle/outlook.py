"""What figures tell of the days to come: early warnings, credits to claim, rights to exercise. Worked out elsewhere, and handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from slagen.core.durations import Duration
from slagen.core.money import Money


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One service level that needs somebody’s eye. `period` names it and its measurement period (`availability-2026-11`), `due` is the last day to act.

    `certain` is whether its target is out of reach already; `cost` what the miss costs, one sum for each currency.
    """

    period: str
    due: date
    if_nothing: str
    why: tuple[str, ...]
    certain: bool = False
    cost: Sequence[Money] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """A critical failure that was measured, and the right that it gives to the customer.

    `period` names it by scheme, level or service, month and right; `day` is the last day of the month that brought it, `what` is what was measured.
    `right` is the right by its name in the facts, `may` in words; `within` is how long it can be exercised.
    """

    period: str
    day: date
    what: str
    right: str
    may: str
    within: Duration


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is foreseen on a day, and the last day up to which exactly that holds unless figures come in.

    `earned` are the credits of measurement periods that are over and measured in full, by scheme and period (`standard-2026-10`), currency by currency.
    `failures` are the critical failures of the months that are over. `changes_daily` is whether it is another every day: something is still going on, or
    the figures of later days are known.
    """

    foreseen: tuple[Foreseen, ...] = ()
    until: date = date.max
    changes_daily: bool = False
    earned: Mapping[str, tuple[Money, ...]] = field(default_factory=dict)
    failures: tuple[Failed, ...] = ()


NOTHING_FORESEEN = Outlook()
