"""What has happened to an agreement, as far as its dates depend on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class History:
    """Taken from an agreement's records.

    `renewals` counts the times an option was exercised; `ends_on` is the last day after notice or termination;
    `reviewed` is the due date of the last review that was completed, or the day of a later one beside the plan; `review_done` the day of the last one;
    `reviews` counts the completed ones. `done` holds the last day on which an obligation (by its id) was performed, `turns` which turn
    that was, and `settled` the day for which that turn was due.
    `promised` holds, by the name of a due item that was answered, the day on which it was due then, and the holiday data that this was counted with.
    `acknowledged` and `snoozed` hold, by the name of a due item, when somebody took it on, and until when it was put off.
    `terminated_on` is the day on which it was terminated last for a critical failure, or by notice of termination.
    `claimed` holds, by scheme and the first day of a month, that its credits were claimed: whether all of them.
    `signed_on` is the day of the first signature that was recorded: nobody is asked for what was due before.
    """

    renewals: int = 0
    ends_on: date | None = None
    reviewed: date | None = None
    review_done: date | None = None
    reviews: int = 0
    done: Mapping[str, date] = field(default_factory=dict)
    turns: Mapping[str, int] = field(default_factory=dict)
    settled: Mapping[str, date] = field(default_factory=dict)
    acknowledged: Mapping[str, date] = field(default_factory=dict)
    snoozed: Mapping[str, date] = field(default_factory=dict)
    promised: Mapping[str, tuple[date, str]] = field(default_factory=dict)
    claimed: Mapping[tuple[str, date], bool] = field(default_factory=dict)
    signed_on: date | None = None
    terminated_on: date | None = None

    def is_known_from(self, day: date) -> bool:
        """Whether what was due on a day would have been recorded here: the agreement was signed here by then."""
        return self.signed_on is not None and self.signed_on <= day


NOTHING_HAPPENED = History()
