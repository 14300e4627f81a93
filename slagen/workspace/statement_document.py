"""A credit statement as a document: the result in brief, then every step with the provision that it rests on; as Word, HTML and Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.core.calendar_periods import days_of, kind_of
from slagen.core.locales import Formats
from slagen.model.document import Block, Clause, Document, Meta, Section, Text
from slagen.performance.claim_lines import how_it_stands, total_parts
from slagen.performance.month_credits import MonthCredits
from slagen.performance.statement import Line
from slagen.workspace.crediting import Statement
from slagen.workspace.document_files import Order, rendered, write_documents
from slagen.workspace.review_blocks import capital, line, table


def written(root: Path, found: Statement, order: Order) -> tuple[Path, ...]:
    """Write the statement.

    Raises:
        UsageError: a format is not known.
        RefusedError: the files cannot be written.
    """
    name = f"{found.agreement.id}-statement-{found.period}"
    document, labels = document_of(found)
    return write_documents(root, name, order, lambda kind: rendered(document, labels, kind))


def document_of(found: Statement) -> tuple[Document, Labels]:
    """The statement as a document."""
    parts = [("The result", tuple(_in_brief(found))), *((working.title, (_steps(working.lines),)) for working in found.parts)]
    clauses = tuple(Clause(f"part-{position}", (Text(title),), blocks) for position, (title, blocks) in enumerate(parts))
    title = f"Credit statement for {_written(found.period)}: {found.agreement.title}"
    meta = Meta(found.agreement.id, title, "statement", version=found.version or "draft", status="statement", language="en", locale=found.agreement.locale)
    document = Document(meta, sections=(Section("", clauses),))
    return document, number(document)


def _written(period: str) -> str:
    """`October 2026`, or the name of a longer period."""
    days = days_of(period)
    return f"{days[0]:%B %Y}" if days and kind_of(period) == "calendar-month" else period


def _in_brief(found: Statement) -> Iterator[Block]:
    formats = Formats("en", found.agreement.locale)
    parties = [(capital(party.role or key), party.name) for key, party in found.agreement.parties.items()]
    several = len({*(one.month for one in found.months), *(month for _, month in found.open_schemes)}) > 1
    versions = [(_in_force(name, formats.date(day) if len(found.versions) > 1 else ""), _named(name)) for day, name in found.versions]

    def scheme(name: str, month: date) -> str:
        return f"scheme “{name}”" + (f", {month:%B %Y}" if several else "")

    given = [(f"Service Credit, {scheme(one.scheme, one.month)}", formats.money(one.credit)) for one in found.months]
    together = [("Together", formats.listed([formats.money(one) for one in found.total]))] if len(found.months) > 1 else []
    together += [(f"Of that, {name}", ": ".join(filter(None, told))) for name, *told in _parts(found, formats)] if together and found.has_claims else []
    still = {(one.scheme, one.month) for one in found.months if one.standing.open.amount}
    latest = "; earlier or later, if its report did not come on the last day for it"
    claimed = [
        (f"To be claimed by, {scheme(one.scheme, one.month)}", formats.date(one.day) + (latest if one.is_latest else ""))
        for one in found.claims
        if (one.scheme, one.month) in still
    ]
    settled = [one for one in found.months if one.standing.open != one.credit]
    stands = [(f"How it stands, {scheme(one.scheme, one.month)}", capital(told) + _unless(one)) for one in settled if (told := how_it_stands(one, formats))]
    back = [
        (f"Earned back by the Provider, {scheme(one.scheme, one.month)}", formats.money(regained.amount)) for one in found.months for regained in one.regained
    ]
    bonus = [(f"Bonus of the Provider, {scheme(one.scheme, one.month)}", formats.money(one.bonus)) for one in found.months if one.bonus is not None]
    made = [("Worked out on", f"{formats.date(found.made_on)}, from the figures delivered by then")] if found.made_on else []
    opened = [(f"Service Credit, {scheme(name, month)}", "open: its base depends on use") for name, month in found.open_schemes]
    missing = [("Figures are missing for", formats.listed(found.missing))] if found.missing else []
    rows = [*parties, *versions, *given, *opened, *together, *stands, *claimed, *back, *bonus, *missing, *made]
    yield table(("What", "How it stands"), rows, "The statement in brief")
    yield line("Each line below names the provision that it rests on. Results are compared unrounded; money is rounded half up, line by line.")


def _unless(found: MonthCredits) -> str:
    """On what it depends that a credit has lapsed: a report that came later moves the last day to claim it."""
    is_latest = found.claiming is not None and found.claiming.is_latest
    return " (counted from the last day for its report, whose receipt is not on record)" if is_latest and found.standing.lapsed.amount else ""


def _parts(found: Statement, formats: Formats) -> Iterator[tuple[str, str, str]]:
    return (part for total in found.totals for part in total_parts(total, formats))


def _in_force(version: str, day: str) -> str:
    return f"Version in force{f' on {day}' if day else ''}" if version else "Version"


def _named(version: str) -> str:
    return version or "a draft, not signed yet: nothing is in force, and this is what it would come to"


def _steps(lines: Sequence[Line]) -> Block:
    rows = [(step.what, step.working, step.outcome, capital(step.cited)) for step in lines]
    return table(("Step", "How it is worked out", "Comes to", "Provision"), rows, "Steps", right=(2,))
