"""SLG456: a calendar of business days that does not exist, or that hides holidays."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.checks.context import Context
from slagen.core.calendars import BusinessCalendar
from slagen.core.findings import Finding, Severity
from slagen.model.document import Document


def check(document: Document, context: Context) -> Iterable[Finding]:
    """The calendars of the governing law and of service hours."""
    del document
    agreement = context.agreement
    named = [("governing_law.calendar", agreement.governing_law.calendar if agreement.governing_law else "")]
    named += [(f"service_hours.{name}.calendar", hours.calendar) for name, hours in agreement.service_hours.items()]
    for key, place in named:
        try:
            if place:
                BusinessCalendar(place)
        except ValueError as error:
            yield context.about_fact("SLG456", Severity.ERROR, key, str(error), "Name a country and the part of it whose holidays count, such as GB-ENG.")
