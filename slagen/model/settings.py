"""The settings of a workspace: what slagen.toml says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """One-off holidays of a calendar, before the library knows them."""

    closed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where reminders are sent from. Secrets stay in the environment."""

    host: str
    port: int = 587
    from_: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """`we` is the side that `due` and positions take: provider or customer. `calendar` is a subdivision such as GB-ENG."""

    name: str = ""
    we: str = "provider"
    language: str = "en"
    locale: str = "en_GB"
    time_zone: str = "Europe/London"
    calendar: str = "GB-ENG"
    calendars: Mapping[str, CalendarSettings] = field(default_factory=dict)
    mail: MailSettings | None = None

    def closed(self, calendar: str) -> frozenset[date]:
        """The one-off holidays of a calendar."""
        found = self.calendars.get(calendar)
        return frozenset(found.closed) if found else frozenset()
