"""The page about a charter as data: the shape `report` of docs/json.md, with what is told of several months together."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from slagen.formats.reports import result_json
from slagen.formats.statements import exact
from slagen.performance.result import Result
from slagen.workspace.charter_report import CharterReport, Compared
from slagen.workspace.report_data import report_head


def charter_data(found: CharterReport) -> dict[str, object]:
    """The shape `report`, but for the files and the findings. Nothing is credited, so that what tells of credits is empty."""
    return {
        **report_head(found.agreement, found.period, found.until),
        "versions": [{"version": found.version or None, "from": found.period.first_day.isoformat(), "to": found.period.last_day.isoformat()}],
        "levels": [result_json(one.promise.level, result, so_far=False) for one in found.promises for result in one.now.results],
        "not_ended": [],
        "credits": [],
        "credit_total": [],
        "caps_applied": [],
        "open": [],
        "critical": [],
        "claim_by": [],
        "promises": [_promise(one, found.actions) for one in found.promises],
        "surveys": [_survey(one) for one in found.surveys],
    }


def _promise(one: Compared, actions: Mapping[str, str]) -> dict[str, object]:
    now, before = one.now, one.before
    return {
        "id": one.promise.level.id,
        "about": one.promise.part.value,
        "within": str(one.promise.within) if one.promise.within else None,
        "interim": one.promise.interim,
        "aim": _figure(now.aim),
        "share": _figure(now.share),
        "good": _figure(now.good),
        "total": _figure(now.total),
        "year_before": _figure(before.share),
        "standing": now.keeping.value,
        "missed_in": [result.window.name for result in now.missed],
        "missing_for": [result.window.name for result in now.missing],
        "action": actions.get(one.promise.level.id),
    }


def _survey(result: Result) -> dict[str, object]:
    return {"period": result.window.name, "satisfied": _figure(result.value), "answers": _figure(result.total)}


def _figure(value: Fraction | None) -> str | None:
    return None if value is None else exact(value)
