"""Early warnings: what the figures of the periods that still run foretell. They are worked out elsewhere and handed in, as what has happened is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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

    `changes_daily` is whether it is another every day: something is still going on, or the figures of later days are known.
    """

    foreseen: tuple[Foreseen, ...] = ()
    until: date = date.max
    changes_daily: bool = False


NOTHING_FORESEEN = Outlook()
