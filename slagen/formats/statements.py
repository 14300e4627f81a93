"""Credit statements as JSON, in the shape that docs/json.md describes for `statement`. Amounts and percentages are strings, so that no digit is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from slagen.model.service_level import Band
from slagen.performance.caps import CapApplied
from slagen.performance.credits import MonthCredits
from slagen.performance.misses import Miss
from slagen.performance.statement import Working, total_of


def statement_json(levels: Iterable[Working], schemes: Iterable[Working], months: Sequence[MonthCredits]) -> dict[str, object]:
    """The steps with the provisions that they rest on, each miss with what it earns by itself, the limits that took something away, and the totals."""
    return {
        "levels": [_working(one) for one in levels],
        "schemes": [_working(one) for one in schemes],
        "credits": [miss_json(month.scheme, miss) for month in months for miss in month.misses],
        "caps_applied": [cap_json(month.scheme, cap) for month in months for cap in month.caps if cap.reduced],
        "credit_total": total_json(months),
    }


def miss_json(scheme: str, miss: Miss) -> dict[str, object]:
    """What a miss earns by itself, and the row of the credit table that says so."""
    return {
        "scheme": scheme,
        "level": miss.result.level,
        "band": _band(miss.row) if miss.row else None,
        "percent": exact(miss.percent),
        "amount": f"{miss.amount.amount:f}",
        "currency": miss.amount.currency,
    }


def cap_json(scheme: str, cap: CapApplied) -> dict[str, object]:
    """A limit, and what it left of a sum."""
    return {
        "scheme": scheme,
        "percent": f"{cap.cap.percent.per_hundred:f}",
        "of": cap.cap.of,
        "per": cap.cap.per,
        "limit": f"{cap.limit.amount:f}",
        "before": f"{cap.before.amount:f}",
        "after": f"{cap.after.amount:f}",
        "currency": cap.after.currency,
    }


def total_json(months: Sequence[MonthCredits]) -> list[dict[str, str]]:
    """What is given together, by currency."""
    return [{"amount": f"{one.amount:f}", "currency": one.currency} for one in total_of(months)]


def _working(working: Working) -> dict[str, object]:
    steps = [{"step": one.what, "working": one.working, "result": one.outcome, "clause": one.cited or None} for one in working.lines]
    return {"title": working.title, "steps": steps}


def _band(row: Band) -> dict[str, str]:
    """The bounds of a row, as the agreement writes them."""
    bounds = {"below": row.below, "at_most": row.at_most, "above": row.above, "at_least": row.at_least}
    return {name: f"{figure:f}" for name, figure in bounds.items() if figure is not None}


def exact(value: Fraction) -> str:
    """An exact figure; one without end is cut after nine decimals, as figures of agreements are."""
    found = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("1e-9")).normalize()
    return f"{found:f}"
