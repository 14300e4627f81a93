"""When a projection is worth a warning: early enough to act, and not for every slip."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from slagen.performance.projection import Projection

NEARLY_USED, HALF_USED = Fraction(3, 4), Fraction(1, 2)
HALF_SEEN = Fraction(1, 2)


class Alarm(StrEnum):
    """Why there is a warning: the target cannot be met any more; it is missed at the pace so far; most of the error budget is used."""

    OUT_OF_REACH = "out of reach"
    LOSING = "losing"
    NEARLY_USED = "nearly used"


def alarm(found: Projection, *, decisive: bool = False) -> Alarm | None:
    """The warning that a projection deserves; None where it deserves none. `decisive` is a period of which a miss would be a critical failure.

    Out of reach always. With an error budget: from three quarters of it on; from half of it on where the pace misses the target, or a miss is decisive.
    Without one: where the pace misses the target and half of the period has been measured.
    """
    if found.is_out_of_reach:
        return Alarm.OUT_OF_REACH
    if found.used is None:
        return Alarm.LOSING if found.is_losing and found.seen >= HALF_SEEN else None
    if found.used < (HALF_USED if found.is_losing or decisive else NEARLY_USED):
        return None
    return Alarm.LOSING if found.is_losing else Alarm.NEARLY_USED
