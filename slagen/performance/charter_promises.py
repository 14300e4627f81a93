"""What a charter promises, as figures that are measured like any service level: standards by channel, complaints by stage, and what surveys say.

A promise without a share is for every contact. An answer is an acknowledgement too; an interim reply is an answer where the standard says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from slagen.core.calendar_periods import days_of
from slagen.core.durations import Duration, Unit
from slagen.core.money import Percentage
from slagen.model.charter import STANDARD, SURVEY, Charter, Complaints, Feedback, Standard
from slagen.model.measurement import Measurements, Ticket
from slagen.model.service_level import MeasurementSource, ServiceLevel
from slagen.model.target import Comparison, Target
from slagen.performance.windows import Life, Window

COMPLAINTS, FEEDBACK = "complaints", "feedback"
_EVERY_ONE = Percentage(Decimal(100))
_NOT_COUNTED = frozenset({Unit.MONTH, Unit.YEAR})


class Part(StrEnum):
    """What a promise is about."""

    ACKNOWLEDGE = "acknowledge"
    REPLY = "reply"
    COMPLAINT = "complaint"
    UPHELD = "upheld"
    FEEDBACK = "feedback"


@dataclass(frozen=True, slots=True)
class Promise:
    """One figure: its `level` as performance works it out, and what it is about.

    `of` is the id of the standard, or the number of the stage; `tickets` the name that tickets go by, where several promises rest on the same ones.
    `interim` is whether an interim reply counts.
    """

    level: ServiceLevel
    part: Part
    of: str
    tickets: str
    within: Duration | None = None
    interim: bool = False

    @property
    def about_complaints(self) -> bool:
        """Whether it tells of complaints, and not of a channel."""
        return self.part in {Part.COMPLAINT, Part.UPHELD} or self.of == COMPLAINTS

    def heard(self, tickets: Iterable[Ticket]) -> tuple[Ticket, ...]:
        """Its tickets, with the first sign of life as the acknowledgement, and the interim reply as the answer where it counts."""
        return tuple(self._heard(one) for one in tickets if one.level in {self.level.id, self.tickets})

    def _heard(self, ticket: Ticket) -> Ticket:
        if self.part is Part.ACKNOWLEDGE:
            return replace(ticket, responded=_first(ticket.responded, ticket.workaround, ticket.resolved))
        return replace(ticket, resolved=_first(ticket.workaround, ticket.resolved)) if self.interim else ticket


def _first(*instants: int | None) -> int | None:
    return min((one for one in instants if one is not None), default=None)


def promises(charter: Charter | None, acknowledged_within: Duration | None = None) -> tuple[Promise, ...]:
    """Everything that a charter's figures tell of, in its order; `acknowledged_within` is what its clause on complaints says.

    A time in months or years is no promise that is counted in days, and is left out.
    """
    return tuple(_promises(charter, acknowledged_within)) if charter else ()


def _promises(charter: Charter, acknowledged_within: Duration | None) -> Iterator[Promise]:
    for standard in charter.standards:
        yield from _of_standard(standard)
    if charter.complaints:
        yield from _of_complaints(charter.complaints, acknowledged_within)
    if charter.feedback:
        yield _of_feedback(charter.feedback)


def _of_standard(standard: Standard) -> Iterator[Promise]:
    for part, within in ((Part.ACKNOWLEDGE, standard.acknowledge), (Part.REPLY, standard.reply)):
        if within is not None and within.unit not in _NOT_COUNTED:
            level = _level(f"{standard.id}.{part}", part, standard.source, _target(within, standard.share))
            yield Promise(level, part, standard.id, standard.id, within, standard.interim and part is Part.REPLY)


def _of_complaints(complaints: Complaints, acknowledged_within: Duration | None) -> Iterator[Promise]:
    source, first = complaints.source, f"{COMPLAINTS}.1"
    target = _target(acknowledged_within) if acknowledged_within else None
    yield Promise(_level(f"{COMPLAINTS}.acknowledge", Part.ACKNOWLEDGE, source, target), Part.ACKNOWLEDGE, COMPLAINTS, first, acknowledged_within)
    for number, stage in enumerate(complaints.stages, 1):
        name = f"{COMPLAINTS}.{number}"
        if stage.within.unit not in _NOT_COUNTED:
            yield Promise(_level(name, Part.COMPLAINT, source, _target(stage.within)), Part.COMPLAINT, str(number), name, stage.within)
    counted = replace(source, type="counts") if source else None
    yield Promise(_level(f"{COMPLAINTS}.upheld", Part.UPHELD, counted), Part.UPHELD, COMPLAINTS, "")


def _of_feedback(feedback: Feedback) -> Promise:
    level = replace(_level(FEEDBACK, Part.FEEDBACK, feedback.source), period=SURVEY, minimum_sample=feedback.minimum_sample)
    return Promise(level, Part.FEEDBACK, FEEDBACK, "")


def _level(name: str, part: Part, source: MeasurementSource | None, target: Target | None = None) -> ServiceLevel:
    metric = {Part.ACKNOWLEDGE: "response-time", Part.REPLY: "resolution-time", Part.COMPLAINT: "resolution-time", Part.FEEDBACK: "satisfaction"}
    return ServiceLevel(name, "", metric.get(part, "other"), STANDARD, "calendar-month", source, target=target)


def _target(within: Duration, share: Percentage | None = None) -> Target:
    """So many per cent of the contacts within a time; what is for the same day is within no business day after it."""
    unit = Unit.BUSINESS_DAY if not within.count else within.unit
    return Target(Comparison.AT_MOST, within.count, f"{unit}{'' if within.count == 1 else 's'}", share or _EVERY_ONE)


def names_in_files(charter: Charter | None) -> dict[str, ServiceLevel]:
    """What measurement files may call each figure: by its own name, or by that of its standard, which tickets always go by."""
    found = {one.level.id: one.level for one in promises(charter)}
    for standard in charter.standards if charter else ():
        own = [one.level for one in promises(charter) if one.of == standard.id]
        if own:
            found[standard.id] = own[0] if len(own) == 1 else replace(own[0], id=standard.id)
    return found


def told_together(charter: Charter | None) -> dict[str, str]:
    """The figures that share their tickets with others, and the name that those go by: `letter.reply` in the rows of `letter`."""
    shared = Counter(one.tickets for one in promises(charter))
    return {one.level.id: one.tickets for one in promises(charter) if shared[one.tickets] > 1 and one.tickets not in {"", one.level.id}}


def survey_windows(data: Measurements, life: Life, first: date, last: date) -> Iterator[Window]:
    """The time of each survey that ended from `first` to `last` (both included) and in the life of the charter."""
    named = dict.fromkeys([*(one.period for one in data.counts), *(one.period for one in data.figures)])
    for name in named:
        days = days_of(name)
        if days and max(first, life.first_day) <= days[1] <= last:
            yield Window(name, *days, life.zone)
