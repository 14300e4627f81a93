"""Performance reports as JSON, in the shape that docs/json.md describes for `report`. Figures are strings, so that no digit is lost."""

from __future__ import annotations

from fractions import Fraction

from slagen.core.spans import MINUTE
from slagen.formats.statements import exact
from slagen.model.service_level import ServiceLevel
from slagen.performance.budget import budget
from slagen.performance.misses import counts_as_missed
from slagen.performance.month_credits import MonthCredits
from slagen.performance.result import Result, Verdict

_NEITHER = frozenset({Verdict.MISSING, Verdict.REPORTED})


def result_json(level: ServiceLevel, result: Result, *, so_far: bool) -> dict[str, object]:
    """One level in one measurement period. `met` is null where that cannot be said: figures are missing, or there is no target."""
    target = result.staged.target if result.staged else None
    found = result.availability
    return {
        "id": level.id,
        "name": level.name or level.id,
        "role": level.role,
        "period": result.window.name,
        "target": None if target is None else f"{target}",
        "result": _figure(result.value),
        "met": False if result.missed or (counts_as_missed(level, result) and not so_far) else None if result.verdict in _NEITHER else True,
        "missing": result.verdict is Verdict.MISSING,
        "so_far": so_far,
        "verdict": result.verdict.value,
        "minutes_total": _minutes(found.measured) if found else None,
        "minutes_down": _minutes(found.down) if found else None,
        "minutes_left_out": _minutes(found.left_out) if found else None,
        "good": _figure(result.good),
        "total": _figure(result.total),
        "budget": _budget(result),
    }


def _figure(value: Fraction | None) -> str | None:
    return None if value is None else exact(value)


def _minutes(microseconds: Fraction | int) -> str:
    return exact(Fraction(microseconds) / MINUTE)


def _budget(result: Result) -> dict[str, str] | None:
    found = budget(result)
    if found is None:
        return None
    allowed, used = (_minutes(one) if found.in_time else exact(one) for one in (found.allowed, found.used))
    return {"allowed": allowed, "used": used, "unit": "min" if found.in_time else "events"}


def critical_json(month: MonthCredits) -> list[dict[str, object]]:
    """The critical failures of a month, and the right that each gives."""
    return [
        {
            "month": f"{month.month:%Y-%m}",
            "scheme": month.scheme,
            "right": one.rule.right,
            "level": one.level or None,
            "service": one.service or None,
            "periods": list(one.periods),
            "hours_down": _figure(one.hours_down),
        }
        for one in month.critical
    ]
