"""What is due, as JSON, CSV and Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
import io

from slagen.lifecycle.due_item import DueItem, DueKind
from slagen.lifecycle.pain import urgency

HEADINGS = ("Due", "Days", "Agreement", "What", "Who acts", "Owner", "If nobody acts")
_COLUMNS = (
    "due", "days_left", "agreement", "title", "kind", "legal", "owner", "who_acts", "if_nothing", "value", "currency", "acknowledged_on", "snoozed_until",
    "item", "why",
)  # fmt: skip
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""As OWASP lists them; the wide ones count for spreadsheets in Japanese and Chinese."""


def to_json(items: Iterable[DueItem]) -> list[dict[str, object]]:
    """The shape that docs/json.md describes for `due`. Amounts are strings, so that no digit is lost."""
    return [
        {
            "agreement": item.agreement,
            "title": item.title,
            "item": item.id,
            "kind": item.kind.value,
            "due": item.due.isoformat(),
            "days_left": item.days_left,
            "owner": item.owner,
            "legal": item.legal,
            "who_acts": item.who_acts,
            "if_nothing": item.if_nothing,
            "value": None if item.value is None else f"{item.value:f}",
            "currency": item.currency or None,
            "acknowledged_on": item.acknowledged_on.isoformat() if item.acknowledged_on else None,
            "snoozed_until": item.snoozed_until.isoformat() if item.snoozed_until else None,
            "urgency": urgency(item).value,
            "why": list(item.why),
        }
        for item in items
    ]


def to_csv(items: Iterable[DueItem]) -> str:
    """A table for spreadsheets (RFC 4180). Text that a spreadsheet would take for a formula is quoted with an apostrophe (OWASP, CSV injection)."""
    import csv  # noqa: PLC0415 - start-up

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in to_json(items):
        writer.writerow([_cell(row[name]) for name in _COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    text = "; ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def to_markdown(items: Iterable[DueItem], *, each_clause: bool = False) -> str:
    """A Markdown table for a wiki or a message; `each_clause` as in `lines`."""
    from slagen.formats.markdown.escape import escape_value  # noqa: PLC0415 - start-up

    table = [f"| {' | '.join(HEADINGS)} |", "| --- | --: | --- | --- | --- | --- | --- |"]
    for line in lines(items, each_clause=each_clause):
        escaped = (escape_value(cell, "<br>") for cell in line.cells)
        table.append(f"| {' | '.join(escaped)} |")
    return "\n".join(table) + "\n"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list: its cells under `HEADINGS`, and the first of the items that it stands for."""

    item: DueItem
    cells: tuple[str, ...]


def lines(items: Iterable[DueItem], *, each_clause: bool = False) -> list[Line]:
    """A row for each item. Clauses that one owner reviews on one day share a row unless `each_clause`: else they bury the rest."""
    together: dict[object, list[DueItem]] = {}
    for position, item in enumerate(items):
        shared = item.kind is DueKind.CLAUSE_REVIEW and not each_clause
        together.setdefault((item.due, item.owner) if shared else position, []).append(item)
    return [Line(found[0], _row(found[0], len(found))) for found in together.values()]


def _row(item: DueItem, count: int) -> tuple[str, ...]:
    about, missed = item.agreement or item.title, item.if_nothing
    if count > 1:
        about, missed = f"{count} clauses", "the clauses stay in use without a fresh look (all: --kind clause-review)"
    return (item.due.isoformat(), str(item.days_left), about, _what(item), item.who_acts, item.owner, missed)


def _what(item: DueItem) -> str:
    """The kind, and what is to be known of it: that the contract itself names the day, that somebody deals with it, that it was put off."""
    legal = " (legal)" if item.legal else ""
    seen = f", seen {item.acknowledged_on}" if item.acknowledged_on else ""
    put_off = f", put off until {item.snoozed_until}" if item.is_snoozed(item.due - timedelta(days=item.days_left)) else ""
    return f"{item.kind.value.replace('-', ' ')}{legal}{seen}{put_off}"
