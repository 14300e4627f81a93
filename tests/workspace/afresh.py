"""What is due and where agreements stand, worked out on one day alone and without the index: what its answers are held against."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slagen.core.errors import SlagenError
from slagen.core.findings import Finding, Severity
from slagen.lifecycle.due import clause_reviews, due_items
from slagen.lifecycle.due_item import DueItem
from slagen.lifecycle.pain import in_order
from slagen.model.standing import standing_of
from slagen.portfolio.rows import Line
from slagen.workspace.dates import setting_of
from slagen.workspace.in_force import in_force
from slagen.workspace.index_entries import undated
from slagen.workspace.key_dates import dates
from slagen.workspace.load import Loaded, load_agreement
from slagen.workspace.records import records_of


def due_afresh(loaded: Loaded, today: date) -> tuple[tuple[DueItem, ...], tuple[Finding, ...]]:
    """Everything that is due and not put off, soonest first; and what is wrong."""
    items: list[DueItem] = []
    problems: list[Finding] = []
    for name in sorted(loaded.agreements):
        try:
            with in_force(loaded, name, today) as bound:
                found = load_agreement(bound.loaded, name)
                if found.agreement is None:
                    problems.extend(finding for finding in found.findings if finding.severity is Severity.ERROR)
                else:
                    items.extend(due_items(setting_of(loaded, bound.records, found.agreement, today, loaded.settings.locale, bound.loaded)))
        except SlagenError as error:
            problems.append(undated(loaded, name, error))
    items.extend(clause_reviews(loaded.library.clauses.values(), today=today))
    return in_order(item for item in items if not item.is_snoozed(today)), tuple(problems)


def lines_afresh(loaded: Loaded, on: date) -> Iterator[Line]:
    """Where each agreement stands."""
    for name in sorted(loaded.agreements):
        now = standing_of([record for record in records_of(loaded, name) if record.day <= on])
        try:
            made = dates(loaded, name, today=on)
        except SlagenError:
            facts = load_agreement(loaded, name).agreement
            yield Line(name, facts.title if facts else name, now.status, now.version, now.amendment)
            continue
        key = made.dates
        ends = key.ends_on or (key.final_expiry if key.term is None else key.term.last_day if not key.renews and key.term.last_day != date.max else None)
        first = next((item for item in made.items if not item.is_snoozed(on)), None)
        yield Line(name, made.title, made.status, now.version, now.amendment, ends, key.renewal_date if not key.optional else None, first)
