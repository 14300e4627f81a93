"""What has happened to an agreement, as far as its dates depend on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class History:
    """Taken from an agreement's records.

    `renewals` counts the times an option was exercised; `ends_on` is the last day after notice or termination;
    `reviewed` is the due date of the last completed review, `review_done` the day on which it took place;
    `done` holds the last day on which an obligation (by its id) was performed.
    """

    renewals: int = 0
    ends_on: date | None = None
    reviewed: date | None = None
    review_done: date | None = None
    done: Mapping[str, date] = field(default_factory=dict)


NOTHING_HAPPENED = History()
