"""What a contract's clauses print that results and credits depend on, beside the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from slagen.core.durations import Duration
from slagen.core.money import Percentage
from slagen.model.agreement import Agreement
from slagen.performance.account import Terms
from slagen.performance.attainment import Conditions

SEVERITY, HOURS, CRITICAL, BONUS, COMPLAINTS = "severity", "service-hours", "critical-failure", "bonus", "charter-complaints"
_ON_CALL, _WAITS = "on-call", frozenset({"on-call", "next-hours"})
Printed = Mapping[str, Mapping[str, Any]]
"""The values of clauses, by clause and parameter: of those that the contract takes from the library."""


def deciding_clauses(agreement: Agreement) -> tuple[str, ...]:
    """The clauses whose values decide on results or credits of these facts."""
    tickets = any(level.source is not None and level.source.type == "tickets" for level in agreement.service_levels)
    schemes = agreement.service_credits
    found = {
        SEVERITY: tickets and bool(agreement.severities),
        HOURS: tickets and bool(agreement.service_hours),
        CRITICAL: any(scheme.critical for scheme in schemes),
        BONUS: any(scheme.bonus.mode == "percent" for scheme in schemes),
        COMPLAINTS: agreement.charter is not None and agreement.charter.complaints is not None,
    }
    return tuple(clause for clause, decides in found.items() if decides)


def credit_terms(printed: Printed, notice_on: date | None) -> Terms:
    """What the clauses on critical failure and bonus say; `notice_on` is when notice of termination was given."""
    critical, bonus = printed.get(CRITICAL, {}), printed.get(BONUS, {})
    compensation = critical.get("compensation") if critical.get("credits") == "compensation" else None
    return Terms(compensation if isinstance(compensation, Percentage) else None, bool(bonus.get("clean", True)), notice_on)


def exercised_within(printed: Printed) -> Duration | None:
    """How long a right after a critical failure can be exercised where its rule does not say so."""
    found = printed.get(CRITICAL, {}).get("exercise_within")
    return found if isinstance(found, Duration) else None


def acknowledged_within(printed: Printed) -> Duration | None:
    """Within what time a charter promises to acknowledge complaints."""
    found = printed.get(COMPLAINTS, {}).get("acknowledge")
    return found if isinstance(found, Duration) else None


def timed_as_printed(conditions: Conditions, printed: Printed, agreement: Agreement) -> Conditions:
    """How things are timed: what a workaround ends, and when a report outside the hours counts as received.

    With somebody on call, that is for the gravest class of disturbance alone: the first severity.
    """
    outside = printed.get(HOURS, {}).get("outside")
    return replace(
        conditions,
        workaround_resolves=printed.get(SEVERITY, {}).get("workaround", False) is True,
        received_with_hours=outside in _WAITS,
        on_call=next(iter(agreement.severities), "") if outside == _ON_CALL else "",
    )
