"""What published events say beside what is due: how often and when something happened to their agreement, whether it binds, where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import PurePosixPath
import re
import unicodedata
from urllib.parse import quote

from slagen.core.calendars import holiday_data_version
from slagen.core.errors import MissingProgramError, RefusedError
from slagen.formats.files import Folder
from slagen.formats.ical.due_events import Surroundings, events_of, item_of
from slagen.formats.ical.event import EARLIEST, stamp_of
from slagen.formats.ical.revise import Current
from slagen.lifecycle.due import clause_reviews
from slagen.lifecycle.due_item import DueItem
from slagen.model.library import LibraryClause
from slagen.model.settings import Settings
from slagen.model.standing import standing_of
from slagen.vault.history import changed_at
from slagen.vault.repository import open_repository
from slagen.workspace.load import Loaded
from slagen.workspace.records import records_of

_LONGEST_NAME = 40


def identity(settings: Settings) -> str:
    """What tells the events of this workspace from those of another: the id that its settings give it, else one that is made from its name."""
    if settings.id:
        return settings.id
    plain = unicodedata.normalize("NFKD", settings.name).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_NAME].rstrip("-")
    return name or (f"workspace-{sha256(settings.name.encode()).hexdigest()[:8]}" if settings.name else "workspace")


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to an agreement up to a day: how many records there are, when the last change was, and whether it was ever signed."""

    records: int = 0
    stamp: str = EARLIEST
    signed: bool = True
    url: str = ""


@dataclass(frozen=True)
class EventStamps:
    """What happened to the agreements and the clauses of a workspace up to `today`. The repository is asked once, and only if something is published anew."""

    loaded: Loaded
    today: date
    _kept: dict[str, Happened] = field(default_factory=dict)

    def events(self, items: Iterable[DueItem]) -> Iterator[Current]:
        """The events of items, with the moment and the count that they begin with."""
        settings, holidays = self.loaded.settings, holiday_data_version()
        workspace = identity(settings)
        for item in items:
            happened = self.of(item.id)
            around = Surroundings(workspace, settings.reminders.lead, happened.url, happened.signed, holidays)
            for event in events_of(item, around):
                yield Current(event, happened.stamp, happened.records)

    def stamp_of_uid(self, uid: str) -> str:
        """The moment of the last thing that happened to what an event is about."""
        return self.of(item_of(uid)).stamp

    def of(self, item: str) -> Happened:
        """What happened to the agreement, or the clause, that an item is about."""
        name = item if item in self._clauses else item.partition(":")[0]
        if name not in self._kept:
            self._kept[name] = self._of_clause(self._clauses[name]) if name in self._clauses else self._of_agreement(name)
        return self._kept[name]

    def _of_agreement(self, name: str) -> Happened:
        if name not in self.loaded.agreements:
            return Happened(stamp=self._saved.get(name, EARLIEST))
        records = [record for record in records_of(self.loaded, name) if record.day <= self.today]
        recorded = max((stamp_of(record.at) for record in records), default=EARLIEST)
        signed = bool(standing_of(records).version)
        return Happened(len(records), max(recorded, self._saved.get(name, EARLIEST)), signed, self._url(self.loaded.folder_of(name)))

    def _of_clause(self, clause: LibraryClause) -> Happened:
        return Happened(stamp=self._saved.get(clause.source.file, EARLIEST), url=self._url(clause.source.file))

    def _url(self, path: str) -> str:
        url = self.loaded.settings.reminders.url
        return f"{url.rstrip('/')}/{quote(path)}" if url else ""

    @cached_property
    def _clauses(self) -> Mapping[str, LibraryClause]:
        """The clauses by the ids of the items that they give rise to."""
        return {item.id: clause for clause in self.loaded.library.clauses.values() for item in clause_reviews([clause], today=self.today)}

    @cached_property
    def _saved(self) -> Mapping[str, str]:
        """When each agreement, by its id, and each clause, by its path, was saved last; nothing where there is no repository."""
        if not isinstance(self.loaded.files, Folder):
            return {}
        try:
            with open_repository(self.loaded.files.root) as repository:
                moments = changed_at(repository, "agreements", "clauses")
        except (RefusedError, MissingProgramError):
            return {}
        return _newest(moments)


def _newest(moments: Mapping[str, datetime]) -> dict[str, str]:
    """The last moment of each clause's file, and of each folder of `agreements` by its name."""
    found: dict[str, str] = {}
    for path, at in moments.items():
        parts = PurePosixPath(path).parts
        for name in (path,) if parts[0] == "clauses" else parts[1:-1]:
            found[name] = max(found.get(name, EARLIEST), stamp_of(at))
    return found
