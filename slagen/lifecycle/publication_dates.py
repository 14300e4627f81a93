"""The page that a charter promises to publish: when the next one is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from slagen.core.durations import Duration
from slagen.core.periods import add
from slagen.lifecycle.acting import party_in_role
from slagen.lifecycle.due_item import DueItem, DueKind, Matter
from slagen.lifecycle.life import last_day
from slagen.lifecycle.recurrence import first_after, occurrence
from slagen.lifecycle.setting import Setting

_ONE_DAY = timedelta(days=1)
_LOOK_BACK = 5
"""Pages looked back at, to find the last that is recorded as published."""


def publication_dates(setting: Setting) -> Iterator[DueItem]:
    """The next page, or one that records show as missed: about the time since the last, counted from the effective date.

    Raises:
        ValueError: a length of time makes no date, or one outside the calendar.
    """
    charter, facts, within = setting.agreement.charter, setting.agreement.contract_term, setting.published_within
    if charter is None or charter.feedback is None or facts is None or within is None:
        return
    anchor, every = facts.effective_date, charter.feedback.publish
    number = _next(setting, anchor, every, within)
    ends = occurrence(anchor, every, number) - _ONE_DAY
    if ends > last_day(setting):
        return
    provider, by = party_in_role(setting.agreement, "provider"), add(ends, within)
    due = setting.calendar.preceding(by) if setting.is_ours(provider) else by
    written = setting.formats.date
    why = (
        f"every {setting.formats.duration(every)} from {written(anchor)}: the time that it covers ends on {written(ends)}",
        f"{setting.formats.duration(within)} after its end: {written(by)}",
        *setting.earlier(by, due),
    )
    missed = f"{setting.in_time(by, due, 'published')}the page “How we did” up to {written(ends)} is late"
    yield setting.item(DueKind.REPORT_DUE, _name(number), due, Matter(setting.owner(), missed, why, who_acts=setting.name(provider)))


def _name(number: int) -> str:
    return f"how-we-did-{number}"


def _next(setting: Setting, anchor: date, every: Duration, within: Duration) -> int:
    """The number of the next page that is not recorded as published; without any record, those whose day has passed count as published."""
    now = first_after(anchor, every, setting.today)
    done = [number for number in range(max(1, now - _LOOK_BACK), now + 1) if setting.name_of(DueKind.REPORT_DUE, _name(number)) in setting.history.done]
    if done:
        return done[-1] + 1
    number = max(1, now - _LOOK_BACK)
    while add(occurrence(anchor, every, number) - _ONE_DAY, within) < setting.today:
        number += 1
    return number
