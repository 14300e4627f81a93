"""What is due from one agreement, with the days for which that holds: what the index keeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from slagen.core.errors import BadInputError, NotFoundError, SlagenError
from slagen.core.findings import Severity
from slagen.formats.files import Folder
from slagen.lifecycle.due import clause_reviews, due_items
from slagen.lifecycle.spans import holds_until
from slagen.model.record import Record, Verb
from slagen.portfolio.entries import LIBRARY, Entry, Span
from slagen.vault.places import find_places
from slagen.workspace.dates import setting_of, undated
from slagen.workspace.in_force import in_force
from slagen.workspace.load import Loaded, LoadedAgreement, load_agreement
from slagen.workspace.records import records_of
from slagen.workspace.ways import texts_of_ways

_ONE_DAY = timedelta(days=1)
_OUTSIDE = frozenset({"SLG501", "SLG505"})
"""Findings that go away without a change of any file that is watched: a file that may not be read, a text that the repository lacks."""


@dataclass(slots=True)
class _Found:
    spans: list[Span]
    needs: set[str]
    unsettled: bool = False


def entry_of(loaded: Loaded, agreement_id: str, first: date, last: date) -> Entry | None:
    """What is due on each day from `first` to `last`; None where there is no such agreement any more."""
    found = _Found([], set())
    day = first
    try:
        records = records_of(loaded, agreement_id)
        while True:
            events = (record.day - _ONE_DAY for record in records if record.day > day)
            reached = _until_the_next_event(loaded, agreement_id, found, day, min((last, *events)))
            if reached >= last:
                break
            day = reached + _ONE_DAY
    except NotFoundError:
        if agreement_id not in loaded.agreements:
            return None
        raise
    found.needs |= set(_names_of_versions(loaded, agreement_id, records))
    return Entry(agreement_id, tuple(found.spans), frozenset(found.needs), found.unsettled)


def library_entry(loaded: Loaded) -> Entry:
    """The reviews of the library's clauses: they hold whatever the day."""
    return Entry(LIBRARY, (Span(date.min, date.max, clause_reviews(loaded.library.clauses.values(), today=date.max)),))


def _until_the_next_event(loaded: Loaded, agreement_id: str, found: _Found, first: date, last: date) -> date:
    """The spans of days between two events, on which the same facts bind; the last day that they reach."""
    day = first
    try:
        with in_force(loaded, agreement_id, first) as bound:
            read = load_agreement(bound.loaded, agreement_id)
            found.needs |= _layers(read)
            found.unsettled |= any(finding.code in _OUTSIDE for finding in read.findings)
            if read.agreement is None:
                problems = tuple(finding for finding in read.findings if finding.severity is Severity.ERROR)
                found.spans.append(Span(first, last, problems=problems))
                return last
            found.needs |= texts_of_ways(bound.loaded, read.agreement)
            setting = setting_of(loaded, bound.records, read.agreement, first, loaded.settings.locale, bound.loaded)
            while True:
                here = replace(setting, today=day)
                items = due_items(here)
                until = min(last, holds_until(here, items))
                found.spans.append(Span(day, until, items))
                if until == last:
                    return last
                day = until + _ONE_DAY
    except SlagenError as error:
        found.unsettled |= not isinstance(error, BadInputError)
        found.spans.append(Span(day, day, problems=(undated(loaded, agreement_id, error),)))
        return day


def _layers(read: LoadedAgreement) -> set[str]:
    """The agreements that the facts build on, those that are missing included."""
    below = (layer.raw.data.get("builds_on") for layer in read.layers if isinstance(layer.raw.data, dict))
    return {name for names in below if isinstance(names, list) for name in names if isinstance(name, str)}


def _names_of_versions(loaded: Loaded, agreement_id: str, records: tuple[Record, ...]) -> Iterator[str]:
    """Where git keeps the names of the signed versions, by their full paths: what is in force may be read from there."""
    if not isinstance(loaded.files, Folder) or not any(record.verb == Verb.SIGN for record in records):
        return
    places = find_places(loaded.files.root.resolve())
    if places is not None:
        yield str(places.common_dir / "packed-refs")
        yield from (str(places.common_dir / "refs" / "tags" / agreement_id / record.version) for record in records if record.verb == Verb.SIGN)
