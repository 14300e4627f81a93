"""Publishing: what is due, as a calendar that people subscribe to. The file that was published before is the only memory of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
import shlex

from slagen.core.errors import RefusedError
from slagen.core.findings import Finding, Severity, Source
from slagen.formats.files import Folder, read_file, write_file
from slagen.formats.ical.due_events import agreement_of, is_ahead, is_planned, itself
from slagen.formats.ical.event import Entry
from slagen.formats.ical.feed import Feed, write
from slagen.formats.ical.read import read
from slagen.formats.ical.revise import Change, Current, Revision, revised
from slagen.lifecycle.due_item import LIBRARY
from slagen.workspace.due_list import BY_DAY, Wanted, due
from slagen.workspace.event_stamps import EventStamps, identity
from slagen.workspace.indexing import Watching, unwatched
from slagen.workspace.load import Loaded
from slagen.workspace.locate import keep_sources

MAX_FEED_BYTES = 1024 * 1024 * 1024
KEPT, KEPT_AHEAD = timedelta(days=366), timedelta(days=31)
"""How long after its day an event stays in the calendar, and how long one of a lead time does."""


class OtherCalendarError(RefusedError):
    """The file at the place of output is a calendar of ours with other events: to go on would cancel them all."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which events a calendar holds: of which agreements (none: of all, and of the library), and which of those; see `due_list.Wanted`."""

    agreements: tuple[str, ...] = ()
    within: str = ""
    owner: str = ""
    kinds: tuple[str, ...] = ()

    def __str__(self) -> str:
        within = ("--within", "".join(self.within.split())) if self.within else ()
        owner = ("--owner", self.owner) if self.owner else ()
        kinds = (part for kind in sorted(set(self.kinds)) for part in ("--kind", kind))
        return shlex.join((*sorted(set(self.agreements)), *within, *owner, *kinds))


@dataclass(frozen=True, slots=True)
class Published:
    """A calendar as it was written, what happened to each of its events, and what is wrong with the agreements whose dates could not be worked out."""

    feed: Feed
    data: bytes
    revisions: tuple[Revision, ...]
    problems: tuple[Finding, ...] = ()

    def count(self, change: Change) -> int:
        """How many events this happened to."""
        return sum(revision.change is change for revision in self.revisions)


def publish(
    loaded: Loaded, selection: Selection, *, today: date, out: Path | None = None, now: date | None = None, watching: Watching = unwatched
) -> Published:
    """The calendar of what is due, written to `out` where that is given: an event that was published there and is no more is cancelled.

    Events of agreements whose dates cannot be worked out stay as they were published. What took place long before both `today` and `now` is left out, where
    `now` is the day on the clock.

    Raises:
        NotFoundError: there is no such agreement.
        UsageError: there is no such kind, or `within` is no length of time.
        RefusedError: `out` holds something else than this calendar, or cannot be written.
    """
    for agreement_id in selection.agreements:
        loaded.path_of(agreement_id)
    before = _before(loaded, selection, out)
    wanted = Wanted(selection.within, selection.owner, selection.kinds, snoozed=True, order=BY_DAY)
    found = due(loaded, wanted, today=today, agreements=sorted(set(selection.agreements)), watching=watching)
    items = [item for item in found.items if selection.kinds or is_planned(item)]
    stamps = EventStamps(loaded, today)
    published = {entry.uid: entry for entry in before.entries}
    current = [*_worth_telling(stamps.events(items), published, today)]
    known = _remembered(published, {one.event.uid for one in current}, min(today, now or today))
    unclear = _unclear(loaded, found.problems)
    revisions = tuple(revised(known, current, today, stamps.stamp_of_uid, lambda uid: agreement_of(uid) in unclear))
    feed = Feed(before.name, before.workspace, before.selection, tuple(revision.entry for revision in revisions))
    data = write(feed)
    if out is not None:
        write_file(out, data)
    return Published(feed, data, revisions, found.problems)


def _worth_telling(events: Iterable[Current], published: Mapping[str, Entry], today: date) -> Iterator[Current]:
    """Without lead times that were over before anybody saw them. One that is new counts from where the event that it is ahead of stands."""
    for one in events:
        if one.event.uid in published or not is_ahead(one.event.uid):
            yield one
        elif one.event.day >= today:
            ahead_of = published.get(itself(one.event.uid))
            yield replace(one, sequence=max(one.sequence, ahead_of.sequence if ahead_of else 0))


def _remembered(published: Mapping[str, Entry], still: set[str], day: date) -> dict[str, Entry]:
    """What was published, but for what was over long before `day`."""
    forgotten = {ahead: _before_day(day, kept) for ahead, kept in ((False, KEPT), (True, KEPT_AHEAD))}
    return {uid: entry for uid, entry in published.items() if uid in still or entry.day >= forgotten[is_ahead(uid)]}


def _before_day(day: date, span: timedelta) -> date:
    return day - span if day - date.min > span else date.min


def _unclear(loaded: Loaded, problems: tuple[Finding, ...]) -> set[str]:
    """Of which agreements (or of the library) an event that is missing need not be gone."""
    unclear = {finding.agreement for finding in problems if finding.agreement}
    return unclear | {LIBRARY} if any(finding.severity is Severity.ERROR for finding in loaded.findings) else unclear


def _before(loaded: Loaded, selection: Selection, out: Path | None) -> Feed:
    """The calendar as it was published at `out`, under its present name; without events where nothing was."""
    narrowed = ", ".join(filter(None, (*selection.agreements, selection.owner, *selection.kinds)))
    name = f"{loaded.settings.name or 'Contracts'}{narrowed and f' ({narrowed})'}"
    entries: tuple[Entry, ...] = ()
    if isinstance(loaded.files, Folder):
        keep_sources(loaded.files.root, out)
    if out is not None and out.exists():
        found = read(read_file(out, limit=MAX_FEED_BYTES), str(out))
        _require_same(found, identity(loaded.settings), str(selection), out)
        entries = found.entries
    return Feed(name, identity(loaded.settings), str(selection), entries)


def _require_same(found: Feed, workspace: str, selection: str, out: Path) -> None:
    if found.workspace != workspace:
        hint = f'Name another file with -o. Where this workspace was renamed, write into slagen.toml, under [workspace]: id = "{found.workspace}"'
        raise OtherCalendarError(f"“{out}” is the calendar of another workspace, “{found.workspace}”.", source=Source(str(out)), hint=hint)
    if found.selection != selection:
        again = " ".join(filter(None, ("slagen calendar", found.selection, f"-o {shlex.quote(str(out))}")))
        message = f"“{out}” was written for {_told(found.selection)}, and would now be for {_told(selection)}: what it no longer held would be cancelled."
        raise OtherCalendarError(message, source=Source(str(out)), hint=f"Name another file with -o, or bring this one up to date as it is: {again}")


def _told(selection: str) -> str:
    return f"“{selection}”" if selection else "the whole workspace"
