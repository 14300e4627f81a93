"""The calendars that decide for an agreement, with the days that the workspace closes."""

from __future__ import annotations

from slagen.core.calendars import BusinessCalendar
from slagen.core.errors import BadInputError
from slagen.core.findings import Source
from slagen.lifecycle.due import calendar_name
from slagen.lifecycle.key_dates import Calendars
from slagen.model.agreement import Agreement
from slagen.model.settings import Settings
from slagen.workspace.locate import SETTINGS_FILE


def calendars_of(settings: Settings, agreement: Agreement, place: Source) -> Calendars:
    """The business days that decide for an agreement: those that it names, and those at the place of each party. `place` is where its law is written.

    Raises:
        BadInputError: the calendar that the agreement or the workspace names does not exist.
    """
    name = calendar_name(agreement, settings.calendar)
    try:
        calendar = BusinessCalendar(name, settings.closed(name))
    except ValueError as error:
        own = name != settings.calendar
        fact, source = ("governing_law.calendar", place) if own else ("calendar, under [workspace]", Source(SETTINGS_FILE))
        raise BadInputError(str(error), source=source, hint=f"Correct {fact}.") from error
    places = {key: _at(settings, party.jurisdiction) for key, party in agreement.parties.items() if party.jurisdiction not in {"", name}}
    return Calendars(calendar, {key: found for key, found in places.items() if found is not None})


def _at(settings: Settings, place: str) -> BusinessCalendar | None:
    """The calendar of a party's place; None where the place does not say enough for one, as a country alone may not."""
    try:
        return BusinessCalendar(place, settings.closed(place))
    except ValueError:
        return None
