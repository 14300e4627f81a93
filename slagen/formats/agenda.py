"""What is due, as JSON, CSV and Markdown."""

from __future__ import annotations

from collections.abc import Iterable
import csv
import io

from slagen.formats.markdown.escape import escape_value
from slagen.lifecycle.due_item import DueItem, DueKind

HEADINGS = ("Due", "Days", "Agreement", "What", "Who acts", "Owner", "If nobody acts")
_COLUMNS = ("due", "days_left", "agreement", "title", "kind", "legal", "owner", "who_acts", "if_nothing", "value", "currency", "why")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


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
            "why": list(item.why),
        }
        for item in items
    ]


def to_csv(items: Iterable[DueItem]) -> str:
    """A table for spreadsheets (RFC 4180). Text that a spreadsheet would take for a formula is quoted with an apostrophe (OWASP, CSV injection)."""
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
    """A Markdown table for a wiki or a message; `each_clause` as in `rows`."""
    lines = [f"| {' | '.join(HEADINGS)} |", "| --- | --: | --- | --- | --- | --- | --- |"]
    for row in rows(items, each_clause=each_clause):
        escaped = (escape_value(cell, "<br>") for cell in row)
        lines.append(f"| {' | '.join(escaped)} |")
    return "\n".join(lines) + "\n"


def rows(items: Iterable[DueItem], *, each_clause: bool = False) -> list[tuple[str, ...]]:
    """The cells under `HEADINGS`. Clauses that one owner reviews on one day share a row unless `each_clause`: else they bury the rest."""
    together: dict[object, list[DueItem]] = {}
    for position, item in enumerate(items):
        shared = item.kind is DueKind.CLAUSE_REVIEW and not each_clause
        together.setdefault((item.due, item.owner) if shared else position, []).append(item)
    return [_row(found[0], len(found)) for found in together.values()]


def _row(item: DueItem, count: int) -> tuple[str, ...]:
    what = item.kind.value.replace("-", " ") + (" (legal)" if item.legal else "")
    about, missed = item.agreement or item.title, item.if_nothing
    if count > 1:
        about, missed = f"{count} clauses", "the clauses stay in use without a fresh look (all: --kind clause-review)"
    return (item.due.isoformat(), str(item.days_left), about, what, item.who_acts, item.owner, missed)
