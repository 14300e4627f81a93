"""Results and downtime of an agreement under its versions: each period counts by the one that was in force on its first day.

Nothing is assembled for it: who works out statements hands in contracts, who only looks ahead the facts and the values of a few clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar

from slagen.core.calendars import BusinessCalendar
from slagen.core.errors import BadInputError
from slagen.core.spans import instant
from slagen.lifecycle.due import calendar_name
from slagen.lifecycle.terms import final_expiry
from slagen.model.agreement import Agreement
from slagen.model.charter import SURVEY
from slagen.model.measurement import Measurements
from slagen.model.service_level import ServiceLevel
from slagen.model.settings import Settings
from slagen.performance.account import Edition, Terms
from slagen.performance.attainment import Conditions, Hours, downtime, results
from slagen.performance.charter_promises import survey_windows
from slagen.performance.ordered import Ordered
from slagen.performance.result import Result
from slagen.performance.windows import Life, Window, windows

_ONE_DAY = timedelta(days=1)
_LONGEST_PERIOD = timedelta(days=92)


class InForceFrom(Protocol):
    """The facts that were in force from a day on, and the last day of the agreement as far as it was known; the contract itself need not be assembled."""

    @property
    def from_day(self) -> date:
        """The day."""

    @property
    def agreement(self) -> Agreement:
        """The facts."""

    @property
    def levels(self) -> tuple[ServiceLevel, ...]:
        """Everything that is measured."""

    @property
    def ends_on(self) -> date | None:
        """The last day after notice or termination; None where neither was given."""


_InForce = TypeVar("_InForce", bound=InForceFrom)


def life_of(bindings: Sequence[InForceFrom]) -> Life:
    """From the first effective date to the last day that is known."""
    first, last = bindings[0].agreement, bindings[-1]
    start = first.contract_term.effective_date if first.contract_term else bindings[0].from_day
    facts = last.agreement.contract_term
    return Life(start, last.ends_on or (final_expiry(facts) if facts else None), last.agreement.time_zone)


def conditions_of(settings: Settings, agreement: Agreement, now: datetime) -> Conditions:
    """How things are measured in an agreement, by its facts alone: `timed_as_printed` adds what its clauses say.

    Raises:
        BadInputError: a calendar that it names does not exist.
    """

    def calendar(name: str) -> BusinessCalendar:
        try:
            return BusinessCalendar(name, settings.closed(name))
        except ValueError as error:
            raise BadInputError(str(error), hint="Correct the calendar in service_hours or governing_law.") from error

    hours = {name: Hours(one.weekly, calendar(one.calendar) if one.calendar else None) for name, one in agreement.service_hours.items()}
    severities = {name: one.hours for name, one in agreement.severities.items()}
    place = calendar(calendar_name(agreement, settings.calendar))
    return Conditions(agreement.time_zone, place, instant(now), hours, severities, agreement.maintenance)


def results_of(bindings: Sequence[InForceFrom], conditions: Sequence[Conditions], name: str, data: Measurements, life: Life, until: date) -> Iterator[Result]:
    """The result of each period by the version that was in force on its first day."""
    for place, binding in enumerate(bindings):
        level = next((one for one in binding.levels if one.id == name), None)
        begins = life.first_day if not place else binding.from_day
        ends = bindings[place + 1].from_day - _ONE_DAY if place + 1 < len(bindings) else until
        if level is not None:
            last = min(until, ends + _LONGEST_PERIOD)
            told = survey_windows(data, life, begins, last) if level.period == SURVEY else windows(level.period, life, begins, last)
            yield from results(level, (one for one in told if begins <= one.first_day <= ends), data, conditions[place])


def editions_of(bindings: Sequence[_InForce], scheme_id: str, terms: Callable[[_InForce], Terms]) -> tuple[Edition, ...]:
    """A scheme as each version had it that had it at all; `terms` tells what the clauses of a version say beyond it."""
    found = []
    for place, one in enumerate(bindings):
        scheme = next((scheme for scheme in one.agreement.service_credits if scheme.id == scheme_id), None)
        if scheme is not None:
            levels = {level.id: level for level in one.agreement.service_levels}
            following = bindings[place + 1 : place + 2]
            ends = following and all(other.id != scheme_id for other in following[0].agreement.service_credits)
            to_day = following[0].from_day - _ONE_DAY if ends else None
            found.append(Edition(one.from_day, scheme, levels, one.agreement.charges, terms(one), to_day))
    return tuple(found)


def downtime_of(
    bindings: Sequence[InForceFrom], conditions: Sequence[Conditions], data: Mapping[str, Measurements], life: Life
) -> Callable[[str, date, date], int]:
    """How long a service was down, by its availability level that was down longest."""
    figures = {
        level.id: Ordered.of(data.get(level.id, Measurements())) for one in bindings for level in one.agreement.service_levels if _tells_of_downtime(level)
    }

    def down(service: str, first: date, last: date) -> int:
        place = max(number for number, one in enumerate(bindings) if number == 0 or one.from_day <= last)
        levels = [one for one in bindings[place].agreement.service_levels if one.service == service and _tells_of_downtime(one)]
        window = Window("", max(first, life.first_day), min(last, life.last_day or last), life.zone)
        return max((downtime(one, window, figures[one.id], conditions[place]) for one in levels), default=0)

    return down


def _tells_of_downtime(level: ServiceLevel) -> bool:
    return level.metric == "availability"
