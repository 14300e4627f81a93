"""The settings of a workspace: what slagen.toml says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from slagen.core.durations import Duration

_LEAD = (Duration.parse("30 days"), Duration.parse("7 days"), Duration.parse("1 day"))
_GRACE = Duration.parse("3 days")


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """One-off holidays of a calendar, before the library knows them."""

    closed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where reminders are sent from: `security` is starttls, tls or none. Secrets stay in the environment.

    `unencrypted` allows `none` for another computer than this one.
    """

    host: str
    port: int = 587
    from_: str = ""
    security: str = "starttls"
    user: str = ""
    unencrypted: bool = False


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """How long before its day an item is told of (`lead`), how long silence is taken before the next person is asked (`grace`).

    `url` is where the workspace can be looked at; the folder of an agreement is appended. Empty: nowhere.
    """

    lead: tuple[Duration, ...] = _LEAD
    grace: Duration = _GRACE
    url: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """`we` is the side that `due` and positions take: provider or customer. `calendar` is a subdivision such as GB-ENG.

    `people` are addresses by role, for what no agreement names: who looks after clauses, who is asked last.
    `id` tells what this workspace publishes from what another does; it must never change.
    """

    name: str = ""
    id: str = ""
    we: str = "provider"
    language: str = "en"
    locale: str = "en_GB"
    time_zone: str = "Europe/London"
    calendar: str = "GB-ENG"
    calendars: Mapping[str, CalendarSettings] = field(default_factory=dict)
    mail: MailSettings | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    reminders: ReminderSettings = field(default_factory=ReminderSettings)

    def closed(self, calendar: str) -> frozenset[date]:
        """The one-off holidays of a calendar."""
        found = self.calendars.get(calendar)
        return frozenset(found.closed) if found else frozenset()
