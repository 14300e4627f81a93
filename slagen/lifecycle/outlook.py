"""Early warnings: what the figures of the periods that still run foretell. They are worked out elsewhere and handed in, as what has happened is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

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
class Outlook:
    """What is foreseen on a day, and the last day up to which exactly that holds unless figures come in.

    `earned` are the credits of measurement periods that are over and measured in full, by scheme and period (`standard-2026-10`), currency by currency.
    `changes_daily` is whether it is another every day: something is still going on, or the figures of later days are known.
    """

    foreseen: tuple[Foreseen, ...] = ()
    until: date = date.max
    changes_daily: bool = False
    earned: Mapping[str, tuple[Money, ...]] = field(default_factory=dict)


NOTHING_FORESEEN = Outlook()
