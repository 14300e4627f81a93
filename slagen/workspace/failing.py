"""Whether a critical failure gives a right to terminate: by what was measured, and while the time to exercise it runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from slagen.core.locales import Formats
from slagen.core.periods import add_months
from slagen.lifecycle.options import Refusal
from slagen.lifecycle.performance_dates import after, told_by
from slagen.performance.credits import failures_of
from slagen.performance.critical import CriticalEvent
from slagen.performance.result import Verdict
from slagen.performance.statement import Printing, critical_account
from slagen.workspace.dates import setting_of
from slagen.workspace.load import Loaded
from slagen.workspace.performing import Binding, Performance, performance
from slagen.workspace.printed_terms import exercised_within
from slagen.workspace.records import records_of

_ONE_DAY = timedelta(days=1)
_FACTS_OUTSIDE = "Where it rests on facts that are not measured, say so: --as-is, with --note."


@dataclass(frozen=True, slots=True)
class Failure:
    """A critical failure with a right to terminate: the last day of the month that brought it, what it was, and the last day to exercise the right."""

    day: date
    what: str
    until: date


def why_no_failure(loaded: Loaded, agreement_id: str, day: date, *, now: datetime) -> Refusal | None:
    """Why nobody can terminate for a critical failure on a day; None where one was measured and the time to act runs.

    Raises:
        FindingsError: a version of the agreement has errors.
        BadInputError: its dates cannot be worked out.
    """
    found = performance(loaded, agreement_id, until=day, now=now)
    formats = Formats("en", found.on(day).agreement.locale)
    failures = sorted(_failures(loaded, found, day), key=lambda one: one.until)
    if not failures:
        return f"what was measured up to {formats.date(day)} shows no critical failure that gives the right to terminate{_missing(found)}", _way_out(found)
    last = failures[-1]
    if day <= last.until:
        return None
    lapsed = f"the right for the critical failure of {formats.date(last.day)} ({last.what}) was to be exercised by {formats.date(last.until)}"
    return lapsed, _FACTS_OUTSIDE


def _failures(loaded: Loaded, found: Performance, day: date) -> Iterator[Failure]:
    for account in found.accounts.values():
        for month, event in failures_of(account):
            last = add_months(month, 1) - _ONE_DAY
            if event.rule.right.startswith("terminate") and last < day:
                bound = found.on(month)
                yield Failure(last, _what(bound, event), _until(loaded, bound, event, last))


def _what(bound: Binding, event: CriticalEvent) -> str:
    names = {level.id: level.name or level.id for level in bound.agreement.service_levels}
    [told] = critical_account([event], Printing(Formats("en", bound.agreement.locale), bound.agreement.time_zone), names)
    return told.working


def _until(loaded: Loaded, bound: Binding, event: CriticalEvent, last: date) -> date:
    """The time runs from the later of the failure and the receipt of the report that shows it; the clause has a time where the scheme states none."""
    within = event.rule.exercise_within or exercised_within(bound.parameters)
    if within is None:
        return date.max
    setting = setting_of(loaded, records_of(loaded, bound.agreement.id), bound.agreement, last + _ONE_DAY, bound.agreement.locale)
    return after(setting, told_by(setting, last), within)


def _missing(found: Performance) -> str:
    """Which figures are missing: they might show one."""
    missing = [f"{result.level} {result.window.name}" for results in found.results.values() for result in results if result.verdict is Verdict.MISSING]
    more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
    return f"; figures are missing for {', '.join(missing[:3])}{more}" if missing else ""


def _way_out(found: Performance) -> str:
    return f"Deliver what is missing: slagen measure ID FILE. {_FACTS_OUTSIDE}" if _missing(found) else _FACTS_OUTSIDE
