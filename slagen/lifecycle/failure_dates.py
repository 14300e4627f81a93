"""Until when the customer may exercise what a critical failure gives it: terminate, step in, demand a meeting."""

from __future__ import annotations

from collections.abc import Iterator

from slagen.lifecycle.acting import party_in_role
from slagen.lifecycle.due_item import DueItem, DueKind, Matter
from slagen.lifecycle.life import last_day
from slagen.lifecycle.outlook import Failed
from slagen.lifecycle.performance_dates import after, counted_from
from slagen.lifecycle.setting import Setting

_ENDS = "terminate"


def failure_dates(setting: Setting) -> Iterator[DueItem]:
    """One for each critical failure that was measured, and whose right was neither exercised nor lapsed.

    The time runs from the later of the failure and the receipt of the report that shows it. While nobody has recorded the receipt, ours runs from
    the failure, which is safe, and theirs from the last day for the report.

    Raises:
        ValueError: a length of time makes no date, or one outside the calendar.
    """
    if setting.today > last_day(setting):
        return
    for one in setting.outlook.failures:
        if not _is_exercised(setting, one):
            yield from _right(setting, one)


def _is_exercised(setting: Setting, failed: Failed) -> bool:
    """Whether the agreement was terminated for a critical failure, or by notice of termination, since the month that brought this one."""
    declared = setting.history.terminated_on
    return failed.right.startswith(_ENDS) and declared is not None and declared > failed.day


def _right(setting: Setting, failed: Failed) -> Iterator[DueItem]:
    customer, written = party_in_role(setting.agreement, "customer"), setting.formats.date
    ours = setting.is_ours(customer)
    start, told = counted_from(setting, failed.day, ours=ours)
    until = after(setting, start, failed.within)
    if until < setting.today:
        return
    due = setting.calendar.preceding(until) if ours else until
    why = (
        failed.what,
        f"the month that brought it ends on {written(failed.day)}",
        *told,
        f"{setting.formats.duration(failed.within)} after {written(start)}: {written(until)}",
        *setting.earlier(until, due),
        "clauses: critical-failure",
    )
    lapses = f"{setting.in_time(until, due, 'received')}the right lapses: {failed.may}"
    owner = setting.owner() if not ours else setting.owner(setting.agreement.people.get("legal", ""))
    yield setting.item(DueKind.CRITICAL_FAILURE, failed.period, due, Matter(owner, lapses, why, legal=True, who_acts=setting.name(customer)))
