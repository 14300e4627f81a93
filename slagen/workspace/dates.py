"""Dates: what is due across the portfolio."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from slagen.core.errors import BadInputError, SlagenError
from slagen.core.findings import Finding, Severity
from slagen.lifecycle.due import clause_reviews, due_items
from slagen.lifecycle.due_item import DueItem
from slagen.lifecycle.pain import in_order
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement
from slagen.model.record import Record
from slagen.model.standing import standing_of
from slagen.workspace.calendars import calendars_of
from slagen.workspace.drafting import Draft
from slagen.workspace.in_force import history_of, in_force
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.records import records_of
from slagen.workspace.ways import with_ways


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items to show: up to so many days ahead, of one owner, of one kind. Empty shows all but what was put off, which `snoozed` adds."""

    within_days: int | None = None
    owner: str = ""
    kind: str = ""
    snoozed: bool = False

    def admits(self, item: DueItem) -> bool:
        """Whether an item is wanted."""
        soon = self.within_days is None or item.days_left <= self.within_days
        return soon and (not self.owner or self.owner.casefold() in item.owner.casefold()) and (not self.kind or item.kind == self.kind)


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is due, soonest first, and the agreements whose dates could not be worked out."""

    on: date
    items: tuple[DueItem, ...]
    problems: tuple[Finding, ...]


def due(loaded: Loaded, wanted: Filter, *, today: date, agreement_ids: Sequence[str] = (), step: Callable[[Any], None] = lambda _step: None) -> Agenda:
    """What is due for the agreements that are named, or for all of them and the library; dates and money as the workspace writes them."""
    items: list[DueItem] = []
    problems: list[Finding] = []
    for agreement_id in agreement_ids or sorted(loaded.agreements):
        try:
            with in_force(loaded, agreement_id, today) as bound:
                found = load_agreement(bound.loaded, agreement_id)
                if found.agreement is None:
                    problems.extend(finding for finding in found.findings if finding.severity is Severity.ERROR)
                else:
                    items.extend(due_items(setting_of(loaded, bound.records, found.agreement, today, loaded.settings.locale, bound.loaded)))
        except SlagenError as error:
            problems.append(undated(loaded, agreement_id, error))
        step(agreement_id)
    if not agreement_ids:
        items.extend(clause_reviews(loaded.library.clauses.values(), today=today))
    return Agenda(today, in_order(item for item in items if wanted.admits(item) and (wanted.snoozed or not item.is_snoozed(today))), tuple(problems))


def undated(loaded: Loaded, agreement_id: str, error: SlagenError) -> Finding:
    """Why the dates of an agreement cannot be worked out."""
    source = load_agreement(loaded, agreement_id).merged.raw.source(("contract_term",))
    return Finding("SLG450", Severity.ERROR, error.message, source, error.hint, agreement_id)


def due_of(loaded: Loaded, made: Draft, *, today: date) -> tuple[DueItem, ...]:
    """What is due for one agreement as it is drafted; nothing where its dates cannot be worked out."""
    try:
        records = [record for record in records_of(loaded, made.loaded.id) if record.day <= today]
        return due_items(setting_of(loaded, records, made.agreement, today, made.agreement.locale))
    except BadInputError:
        return ()


def setting_of(loaded: Loaded, records: Sequence[Record], agreement: Agreement, today: date, locale: str, texts: Loaded | None = None) -> Setting:
    """What the dates of an agreement are worked out from, by its facts and the records up to `today`.

    `texts` is the workspace as it was when what binds was signed; it is `loaded` where nothing is given.

    Raises:
        BadInputError: the calendar that the agreement or the workspace names does not exist.
    """
    calendars, history = calendars_of(loaded.settings, agreement), history_of(records, agreement)
    known = with_ways(texts or loaded, agreement)
    settings = loaded.settings
    return Setting(known, today, settings.we, calendars, history, locale, standing_of(records).version, settings.time_zone)
