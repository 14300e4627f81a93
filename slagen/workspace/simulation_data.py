"""A simulation as data: what `--json` prints. Amounts and figures are strings."""

from __future__ import annotations

from collections.abc import Iterable

from slagen.core.money import Money
from slagen.formats.reports import critical_json, result_json
from slagen.formats.statements import caps_json
from slagen.model.service_level import ServiceLevel
from slagen.performance.month_credits import MonthCredits
from slagen.performance.result import Result
from slagen.workspace.simulating import Simulation
from slagen.workspace.simulation_rows import CreditRow, LevelRow, Total
from slagen.workspace.simulation_words import Words


def data_of(found: Simulation) -> dict[str, object]:
    """The shape `simulate` of docs/json.md, but for the files and the findings."""
    before = [row.before for row in found.credits if row.before]
    after = [row.after for row in found.credits if row.after]
    return {
        "agreement": found.agreement.id,
        "title": found.agreement.title,
        "first_day": found.span.first.isoformat(),
        "last_day": found.span.last.isoformat(),
        "versions": [one if one != "draft" else None for one in found.versions],
        "terms": [{"key": one.key, "label": one.label, "old": one.old, "new": one.new, "direction": one.direction.value} for one in found.terms],
        "levels": [_level(row) for row in found.levels],
        "credits": [_credit(row) for row in found.credits],
        "credit_total": [_total(one) for one in found.totals],
        "caps_applied": {"as_it_is": _all(map(caps_json, before)), "proposed": _all(map(caps_json, after))},
        "critical": {"as_it_is": _all(map(critical_json, before)), "proposed": _all(map(critical_json, after))},
        "missing": list(found.missing),
        "summary": Words(found).summary(),
    }


def _all(lists: Iterable[list[dict[str, object]]]) -> list[dict[str, object]]:
    return [one for each in lists for one in each]


def _level(row: LevelRow) -> dict[str, object]:
    sides = {"as_it_is": _side(row.level, row.before), "proposed": _side(row.level, row.after)}
    return {"id": row.level.id, "name": row.name, "role": row.level.role, "period": row.period, **sides, "direction": row.direction.value}


def _side(level: ServiceLevel, result: Result | None) -> dict[str, object] | None:
    if result is None:
        return None
    told = result_json(level, result, so_far=False)
    return {key: told[key] for key in ("target", "result", "met", "missing", "verdict")}


def _credit(row: CreditRow) -> dict[str, object]:
    before, after = row.given
    amounts = {"as_it_is": _amount(row.before, before), "proposed": _amount(row.after, after)}
    return {"month": f"{row.month:%Y-%m}", "scheme": row.scheme, "currency": row.currency, **amounts, "direction": row.direction.value}


def _amount(month: MonthCredits | None, given: Money) -> str | None:
    return str(given.amount) if month else None


def _total(one: Total) -> dict[str, object]:
    return {
        "currency": one.before.currency,
        "as_it_is": str(one.before.amount),
        "proposed": str(one.after.amount),
        "difference": str(one.difference.amount),
        "direction": one.direction.value,
    }
