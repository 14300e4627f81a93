"""The one-page brief of an agreement for the people who answer the phone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slagen.assembly.assemble import Assembled
from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.assembly.tables import Tables
from slagen.core.locales import Formats
from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.model.agreement import Agreement
from slagen.model.document import Block, Cell, Clause, Document, ItemList, Meta, Paragraph, Section, Table, Text, Value
from slagen.workspace.dates import due_of
from slagen.workspace.drafting import Draft
from slagen.workspace.load import Loaded

NEXT_DATES = 6
_PLAIN = {DueKind.REVIEW, DueKind.PRICE_REVIEW}


def brief(loaded: Loaded, made: Draft, assembled: Assembled, *, today: date) -> tuple[Document, Labels]:
    """What the support team must know: who and what, the promises, when we are there, how bad is bad, whom to call, and what comes next."""
    agreement = made.agreement
    formats = Formats(agreement.language, agreement.locale)
    clauses = tuple(Clause(f"brief-{position}", (Text(title),), blocks) for position, (title, blocks) in enumerate(_parts(loaded, made, formats, today)))
    meta = Meta(
        agreement.id,
        f"{agreement.title}: brief for the support team",
        "brief",
        version=assembled.document.meta.version,
        status="brief",
        language=agreement.language,
        locale=agreement.locale,
        effective_date=assembled.document.meta.effective_date,
    )
    document = Document(meta, sections=(Section("", clauses),))
    return document, number(document)


def _parts(loaded: Loaded, made: Draft, formats: Formats, today: date) -> Iterator[tuple[str, tuple[Block, ...]]]:
    agreement = made.agreement
    tables = Tables(agreement, formats)
    yield "Who and what", (_who(agreement),)
    if agreement.service_levels:
        yield "What we promise", (tables.service_levels(),)
    if agreement.service_hours:
        yield "When we are there", (_hours(agreement, formats),)
    if agreement.severities:
        yield "How bad is it?", (tables.severities(),)
    if agreement.escalation:
        yield "Whom it goes to, and when", (tables.escalation(),)
    if agreement.charter:
        yield "What our charter says", (tables.standards(),)
    dates = tuple(_dates(loaded, made, formats, today))
    if dates:
        yield "What comes next", (ItemList(tuple((line,) for line in dates)),)


def _who(agreement: Agreement) -> Table:
    rows = [(_cell("", party.role.capitalize()), _cell(f"parties.{key}.name", party.name)) for key, party in agreement.parties.items()]
    rows += [(_cell("", "Service"), _cell(f"services.{service.id}.name", service.name)) for service in agreement.services]
    rows += [(_cell("", f"{role.replace('-', ' ').capitalize()} (our side)"), _cell(f"people.{role}", who)) for role, who in agreement.people.items()]
    return Table((Cell((Text("What"),)), Cell((Text("Who"),))), tuple(rows), "Parties, services and people", "brief")


def _hours(agreement: Agreement, formats: Formats) -> ItemList:
    lines = (
        Paragraph((Text(f"{_capital(hours.title or name)}: "), Value(f"service_hours.{name}.weekly", formats.value(hours.weekly))))
        for name, hours in agreement.service_hours.items()
    )
    return ItemList(tuple((line,) for line in lines))


def _dates(loaded: Loaded, made: Draft, formats: Formats, today: date) -> Iterator[Paragraph]:
    upcoming = [item for item in due_of(loaded, made, today=today) if item.due >= today]
    for item in upcoming[:NEXT_DATES]:
        yield Paragraph((Text(f"{formats.date(item.due)}: {_said(item)}"),))


def _said(item: DueItem) -> str:
    """What is due, for people who do not know the agreement: a duty by what is to be done, the rest by what follows from silence."""
    if item.kind is DueKind.OBLIGATION:
        return f"{item.why[0]} ({item.who_acts})"
    what = item.kind.value.replace("-", " ")
    return what if item.kind in _PLAIN else f"{what}; if nobody acts: {item.if_nothing}"


def _cell(key: str, text: str) -> Cell:
    return Cell((Value(key, text),) if key else (Text(text),))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
