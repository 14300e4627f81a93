"""Dates of one agreement: what they are worked out from, and what is due of a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from slagen.core.errors import BadInputError
from slagen.core.findings import Source
from slagen.lifecycle.due import due_items
from slagen.lifecycle.due_item import DueItem
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement
from slagen.model.record import Record
from slagen.model.standing import standing_of
from slagen.workspace.calendars import calendars_of
from slagen.workspace.drafting import Draft
from slagen.workspace.in_force import history_of
from slagen.workspace.load import Loaded
from slagen.workspace.publication import published_within
from slagen.workspace.records import records_of
from slagen.workspace.ways import with_ways


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
    calendars, history = calendars_of(loaded.settings, agreement, Source(loaded.path_of(agreement.id))), history_of(records, agreement)
    known, within = with_ways(texts or loaded, agreement), published_within(texts or loaded, agreement)
    settings = loaded.settings
    return Setting(known, today, settings.we, calendars, history, locale, standing_of(records).version, settings.time_zone, published_within=within)
