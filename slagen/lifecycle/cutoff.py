"""The last moment to send, where it counts and where we are: at the agreement's clock and at ours, whatever either does that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

END_OF_DAY = time(23, 59)
"""What counts where a rule of delivery names no time: the day itself must not be over at the place of receipt."""


@dataclass(frozen=True, slots=True)
class Cutoff:
    """One moment: `there` in the agreement's time zone, `here` in the sender's."""

    there: datetime
    here: datetime

    @property
    def differs(self) -> bool:
        """Whether the two clocks show different times."""
        return self.there.replace(tzinfo=None) != self.here.replace(tzinfo=None)


def last_moment(day: date, at: time | None, there: str, here: str) -> Cutoff:
    """The moment at which `at` strikes on `day` in the time zone `there`; the end of that day where there is no time.

    A time that comes twice when clocks go back is taken the first time; one that clocks skip is taken as they stood before or after, whichever is sooner.

    Raises:
        ZoneInfoNotFoundError: there is no such time zone.
        OverflowError: here it would lie outside the years 1 to 9999.
    """
    zone = ZoneInfo(there)
    found = min(datetime.combine(day, at or END_OF_DAY, zone).replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    return Cutoff(found.astimezone(zone), found.astimezone(ZoneInfo(here)))


def told(found: Cutoff, there: str, here: str, day: str) -> str:
    """`17:00`, or where our clock differs `17:00 (Pacific/Auckland; here 06:00, Europe/London)`. `day` is our day, written out."""
    plain = f"{found.there:%H:%M}"
    if not found.differs:
        return plain
    other = "" if found.here.date() == found.there.date() else f" on {day}"
    return f"{plain} ({there}; here {found.here:%H:%M}{other}, {here})"
