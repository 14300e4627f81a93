"""The status of every agreement, one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from slagen.core.errors import SlagenError
from slagen.core.findings import Finding
from slagen.lifecycle.due_item import DueItem
from slagen.model.standing import Status, standing_of
from slagen.workspace.dates import undated
from slagen.workspace.key_dates import dates
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.records import records_of


@dataclass(frozen=True, slots=True)
class Line:
    """Where one agreement stands. `ends_on` is its last day where it is known to end, `renews_on` the day on which it goes on; `next` is due first.

    `problem` says why its dates are not known; `status` follows from the records alone then.
    """

    agreement: str
    title: str
    status: Status
    version: str = ""
    amendment: str = ""
    ends_on: date | None = None
    renews_on: date | None = None
    next: DueItem | None = None
    problem: Finding | None = None


def overview(loaded: Loaded, on: date, step: Callable[[Any], None] = lambda _step: None) -> tuple[Line, ...]:
    """Every agreement of the workspace on a day, in the order of their ids."""
    found = []
    for agreement_id in sorted(loaded.agreements):
        found.append(_line(loaded, agreement_id, on))
        step(agreement_id)
    return tuple(found)


def _line(loaded: Loaded, agreement_id: str, on: date) -> Line:
    now = standing_of([record for record in records_of(loaded, agreement_id) if record.day <= on])
    try:
        made = dates(loaded, agreement_id, today=on)
    except SlagenError as error:
        facts = load_agreement(loaded, agreement_id).agreement
        title = facts.title if facts else agreement_id
        return Line(agreement_id, title, now.status, now.version, now.amendment, problem=undated(loaded, agreement_id, error))
    key = made.dates
    ends = key.ends_on or (key.final_expiry if key.term is None else key.term.last_day if not key.renews and key.term.last_day != date.max else None)
    first = next((item for item in made.items if not item.is_snoozed(on)), None)
    return Line(agreement_id, made.title, made.status, now.version, now.amendment, ends, key.renewal_date if not key.optional else None, first)
