"""Credit statements as JSON, in the shape that docs/json.md describes for `statement`. Amounts and percentages are strings, so that no digit is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from slagen.core.money import Money
from slagen.model.service_level import Band
from slagen.performance.caps import CapApplied
from slagen.performance.claims import Claim, Claiming
from slagen.performance.credit_totals import CreditTotal, total_of, totals_of
from slagen.performance.misses import Miss
from slagen.performance.month_credits import MonthCredits
from slagen.performance.statement import Working


def statement_json(levels: Iterable[Working], schemes: Iterable[Working], months: Sequence[MonthCredits]) -> dict[str, object]:
    """The steps with the provisions that they rest on, each miss with what it earns by itself, the limits that took something away, and the totals."""
    return {
        "levels": [_working(one) for one in levels],
        "schemes": [_working(one) for one in schemes],
        "credits": [row for month in months for row in credits_json(month)],
        "caps_applied": [row for month in months for row in caps_json(month)],
        "credit_total": total_json(months),
        "standing": [standing_json(month) for month in months],
        "standing_total": [standing_total_json(one) for one in totals_of(months)],
    }


def credits_json(month: MonthCredits) -> list[dict[str, object]]:
    """What each miss of a month earns by itself, and the row of the credit table that says so."""
    return [{"month": _month(month.month), "scheme": month.scheme} | _miss(one) for one in month.misses]


def caps_json(month: MonthCredits) -> list[dict[str, object]]:
    """The limits that took something away in a month, and what each left of a sum."""
    return [{"month": _month(month.month), "scheme": month.scheme} | _cap(one) for one in month.caps if one.reduced]


def claim_json(scheme: str, month: date, day: date) -> dict[str, str]:
    """By when the credits of a scheme for a month must be claimed."""
    return {"scheme": scheme, "month": _month(month), "day": day.isoformat()}


def standing_json(month: MonthCredits) -> dict[str, object]:
    """What of a month's credit is given, may still be claimed, and has lapsed; and what was claimed and credited, and when."""
    claims = month.claiming.claims if month.claiming and month.must_be_claimed else ()
    parts = month.standing
    return {
        "month": _month(month.month),
        "scheme": month.scheme,
        "earned": _amount(month.credit),
        "given": _amount(parts.given),
        "open": _amount(parts.open),
        "lapsed": _amount(parts.lapsed),
        "credited": _amount(month.credited),
        "currency": month.credit.currency,
        "last_day": month.claiming.until.isoformat() if month.claiming and month.must_be_claimed else None,
        "claims": [_claim(one, month.claiming) for one in claims if month.claiming],
        "creditings": [{"day": one.day.isoformat(), "amount": _named(one.amount), "note": one.note or None} for one in month.creditings],
    }


def _claim(claim: Claim, claiming: Claiming) -> dict[str, object]:
    late = claiming.days_late(claim)
    return {"day": claim.day.isoformat(), "amount": _named(claim.amount), "days_late": late, "excuse": claim.excuse or None, "note": claim.note or None}


def standing_total_json(total: CreditTotal) -> dict[str, object]:
    """The same of several months together, in one currency."""
    parts = {"earned": total.earned, "given": total.given, "open": total.open, "lapsed": total.lapsed, "credited": total.credited}
    until = total.claim_by.isoformat() if total.claim_by else None
    return {**{name: _amount(one) for name, one in parts.items()}, "currency": total.earned.currency, "claim_by": until}


def _amount(money: Money) -> str:
    return f"{money.amount:f}"


def _named(money: Money | None) -> str | None:
    return f"{money.amount:f} {money.currency}" if money else None


def _month(month: date) -> str:
    return f"{month:%Y-%m}"


def _miss(miss: Miss) -> dict[str, object]:
    return {
        "level": miss.result.level,
        "band": _band(miss.row) if miss.row else None,
        "percent": exact(miss.percent),
        "amount": f"{miss.amount.amount:f}",
        "currency": miss.amount.currency,
    }


def _cap(cap: CapApplied) -> dict[str, object]:
    return {
        "percent": f"{cap.cap.percent.per_hundred:f}",
        "of": cap.cap.of,
        "per": cap.cap.per,
        "limit": f"{cap.limit.amount:f}",
        "before": f"{cap.before.amount:f}",
        "after": f"{cap.after.amount:f}",
        "currency": cap.after.currency,
    }


def total_json(months: Sequence[MonthCredits]) -> list[dict[str, str]]:
    """What is earned together, by currency."""
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
