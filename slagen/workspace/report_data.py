"""A performance report as data: what `--json` prints and what a JSON file of it holds."""

from __future__ import annotations

from datetime import date

from slagen.formats.reports import critical_json, result_json
from slagen.formats.statements import caps_json, claim_json, credits_json, standing_json, standing_total_json, total_json
from slagen.model.agreement import Agreement
from slagen.performance.credit_totals import totals_of
from slagen.workspace.report_period import ReportPeriod
from slagen.workspace.reporting import Report


def report_data(found: Report) -> dict[str, object]:
    """The shape `report` of docs/json.md, but for the files and the findings."""
    return {
        **report_head(found.agreement, found.period, found.period.until),
        "versions": [{"version": one.version or None, "from": one.first_day.isoformat(), "to": one.last_day.isoformat()} for one in found.versions],
        "levels": [result_json(one.level, result, so_far=found.runs(result)) for one in found.levels for result in one.results],
        "not_ended": [one.level.id for one in found.levels if not one.results],
        "credits": [row for month in found.months for row in credits_json(month)],
        "credit_total": total_json(found.months),
        "standing": [standing_json(month) for month in found.months],
        "standing_total": [standing_total_json(one) for one in totals_of(found.months)],
        "caps_applied": [row for month in found.months for row in caps_json(month)],
        "open": [{"scheme": scheme, "month": f"{month:%Y-%m}"} for scheme, month in found.open],
        "critical": [row for month in found.months for row in critical_json(month)],
        "claim_by": [claim_json(one.scheme, one.month, one.day) for one in found.claims],
    }


def report_head(agreement: Agreement, period: ReportPeriod, until: date) -> dict[str, object]:
    """Whose report it is, and of which days; `until` is the last day that is told of while the period is under way."""
    return {
        "agreement": agreement.id,
        "title": agreement.title,
        "period": period.name,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "so_far": until.isoformat() if period.under_way else None,
    }
