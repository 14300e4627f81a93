"""What is due from one agreement and where it stands, with the days for which that holds: what the index keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from slagen.core.errors import BadInputError, NotFoundError, SlagenError
from slagen.core.findings import Finding, Severity
from slagen.formats.files import Folder
from slagen.lifecycle.due import clause_reviews, due_items, impossible_dates
from slagen.lifecycle.key_dates import KeyDates
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.spans import holds_until
from slagen.lifecycle.status import status_on, stays_until
from slagen.model.record import Record, Verb
from slagen.model.standing import Standing, standing_of
from slagen.portfolio.entries import LIBRARY, Entry, Span
from slagen.portfolio.rows import Line
from slagen.vault.places import find_places
from slagen.workspace import publication
from slagen.workspace.contradictory import contradicted
from slagen.workspace.dates import setting_of
from slagen.workspace.foreseeing import with_outlook
from slagen.workspace.in_force import InForce, in_force
from slagen.workspace.index_following import clause_need, template_need
from slagen.workspace.load import Loaded, LoadedAgreement, load_agreement
from slagen.workspace.printed_terms import deciding_clauses
from slagen.workspace.records import records_of
from slagen.workspace.ways import CLAUSE, takes_printed_ways

_ONE_DAY = timedelta(days=1)
_OUTSIDE = frozenset({"SLG501", "SLG505"})
"""Findings that go away without a change of any file that is watched: a file that may not be read, a text that the repository lacks."""


@dataclass(slots=True)
class _Found:
    spans: list[Span]
    needs: set[str]
    unsettled: bool = False
    changes_daily: bool = False


def entry_of(loaded: Loaded, agreement_id: str, first: date, last: date) -> Entry | None:
    """What is due on each day from `first` to `last`; None where there is no such agreement any more.

    Where what is foreseen is another every day it ends with the first of them.
    """
    found = _Found([], set())
    day = first
    try:
        records = records_of(loaded, agreement_id)
        while True:
            events = (record.day - _ONE_DAY for record in records if record.day > day)
            reached = _until_the_next_event(loaded, agreement_id, found, day, min((last, *events)))
            if reached >= last or found.changes_daily:
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
                found.spans.append(_undated(loaded, agreement_id, first, last, problems))
                return last
            if takes_printed_ways(bound.loaded, read.agreement):
                found.needs |= {clause_need(CLAUSE), template_need(read.agreement.template)}
            if publication.takes_published_within(bound.loaded, read.agreement):
                found.needs |= {clause_need(publication.CLAUSE), template_need(read.agreement.template)}
            if clauses := deciding_clauses(read.agreement) if isinstance(bound.loaded.files, Folder) else ():
                found.needs |= {template_need(read.agreement.template), *map(clause_need, clauses)}
            setting = setting_of(loaded, bound.records, read.agreement, first, loaded.settings.locale, bound.loaded)
            for span, found.changes_daily in _spans(loaded, setting, bound, last):
                found.spans.append(span)
                day = span.last + _ONE_DAY if span.last < last else last
            return found.spans[-1].last
    except SlagenError as error:
        found.unsettled |= not isinstance(error, BadInputError)
        found.spans.append(_undated(loaded, agreement_id, day, day, (undated(loaded, agreement_id, error),)))
        return day


def _spans(loaded: Loaded, setting: Setting, bound: InForce, last: date) -> Iterator[tuple[Span, bool]]:
    """What holds from the day of `setting` to the last day, by the same facts; to a day from which on it is another every day, which is told.

    Raises:
        BadInputError: from the day after the last span on dates cannot be worked out.
    """
    day, here = setting.today, with_outlook(loaded, setting)
    while True:
        here = replace(here, today=day) if day <= here.outlook.until else with_outlook(loaded, replace(here, today=day))
        items = due_items(here)
        try:
            dates = here.key_dates(day)
        except (ValueError, OverflowError) as error:
            raise impossible_dates(setting.agreement.id, error) from error
        until = min(last, holds_until(here, items), stays_until(dates))
        problems = contradicted(bound.loaded, setting.agreement, day)
        line = _line(setting.agreement.id, setting.agreement.title, bound.standing, dates)
        yield Span(day, until, items, problems, line=line), here.outlook.changes_daily
        if until == last or here.outlook.changes_daily:
            return
        day = until + _ONE_DAY


def _line(agreement_id: str, title: str, now: Standing, dates: KeyDates) -> Line:
    lasts = dates.term.last_day if dates.term and (dates.optional or not dates.renews) and dates.term.last_day != date.max else None
    ends = dates.ends_on or (dates.final_expiry if dates.term is None else lasts)
    renews = dates.renewal_date if not dates.optional else None
    return Line(agreement_id, title, status_on(now, dates), now.version, now.amendment, ends, renews, optional=dates.optional)


def _undated(loaded: Loaded, agreement_id: str, first: date, last: date, problems: Sequence[Finding]) -> Span:
    """Days of which no dates are known: the records alone say where the agreement stands."""
    now = standing_of([record for record in records_of(loaded, agreement_id) if record.day <= first])
    facts = load_agreement(loaded, agreement_id).agreement
    line = Line(agreement_id, facts.title if facts else agreement_id, now.status, now.version, now.amendment)
    return Span(first, last, problems=tuple(problems), line=line)


def undated(loaded: Loaded, agreement_id: str, error: SlagenError) -> Finding:
    """Why the dates of an agreement cannot be worked out."""
    source = error.source or load_agreement(loaded, agreement_id).merged.raw.source(("contract_term",))
    return Finding("SLG450", Severity.ERROR, error.message, source, error.hint, agreement_id)


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
