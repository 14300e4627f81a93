"""The customer's choice among the credits of a month, where the agreement leaves it to the customer: recorded once, and counted from then on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from slagen.core.calendar_periods import days_of, kind_of
from slagen.core.durations import Duration
from slagen.core.errors import NotFoundError, RefusedError, UsageError
from slagen.core.identifiers import nearest
from slagen.core.locales import Formats
from slagen.core.periods import add_months
from slagen.lifecycle.performance_dates import after, told_by
from slagen.model.record import Record, Verb
from slagen.performance.month_credits import MonthCredits
from slagen.workspace.claim_records import CHOICE
from slagen.workspace.dates import setting_of
from slagen.workspace.load import Loaded
from slagen.workspace.performing import Performance, performance
from slagen.workspace.recording import Circumstances, Filed, desk, file_records, recorded_before, said
from slagen.workspace.records import records_of

_CHOOSES = "customer-chooses"
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Choice:
    """The month, such as `2026-10`, and the level whose credit the customer wants."""

    period: str
    level: str


def choose(root: Path, loaded: Loaded, agreement_id: str, choice: Choice, how: Circumstances, *, now: datetime) -> Filed:
    """Record that the customer has chosen the credit for one level of a month. The same is recorded once a day.

    Raises:
        NotFoundError: there is no such agreement, or the level earned nothing in the month.
        UsageError: the period is no month.
        RefusedError: the agreement leaves no choice, it was made before, or its time has passed.
        FindingsError: a version of the agreement has errors.
    """
    level, days = choice.level, days_of(choice.period.strip())
    if days is None or kind_of(choice.period.strip()) != "calendar-month":
        raise UsageError(f"“{choice.period}” is not a month.", hint="A choice is made for one month: --period 2026-10")
    with desk(root, loaded, agreement_id) as at:
        found = performance(loaded, agreement_id, until=days[1], now=now)
        month = _month(found, days[0], level)
        item = f"{agreement_id}:{CHOICE}:{month.scheme}-{days[0]:%Y-%m}"
        record = replace(said(at, Verb.ACKNOWLEDGE, how), item=f"{item}:{level}")
        before = recorded_before(at, record)
        if before is not None:
            return before
        _require_time(loaded, found, month, at.recorded.of(Verb.ACKNOWLEDGE), item, how.day)
        return file_records(at, [(record, None)], f"{agreement_id}: for {days[0]:%Y-%m}, the Customer has chosen {level}", how)


def _month(found: Performance, first: date, level: str) -> MonthCredits:
    """The credits of the month among which the level can be chosen."""
    schemes = {one.id for one in found.on(first).agreement.service_credits if one.combine == _CHOOSES}
    months = [one for scheme in schemes for one in found.credits.get(scheme, ()) if one.month == first and len(one.misses) > 1]
    if not months:
        hint = "The Customer chooses where the agreement says combine: customer-chooses, and several levels were missed in one month."
        raise RefusedError(f"There is nothing to choose for {first:%Y-%m}.", hint=hint)
    mine = next((one for one in months if any(miss.result.level == level for miss in one.misses)), None)
    if mine is None:
        missed = [miss.result.level for one in months for miss in one.misses]
        raise NotFoundError("missed level", level, nearest(level, missed), hint=f"There are: {', '.join(missed)}.")
    return mine


def _require_time(loaded: Loaded, found: Performance, month: MonthCredits, answers: Iterable[Record], item: str, day: date) -> None:
    bound = found.on(month.month)
    made = next((one for one in answers if one.item.startswith(f"{item}:")), None)
    if made is not None:
        level = made.item.rpartition(":")[2]
        raise RefusedError(f"The choice for {month.month:%Y-%m} was made on {made.day}: {level}.", hint="It is made once. Its record stands in records/.")
    within = bound.made.usable.parameters.get("multiple-failures", {}).get("choose_within")
    if not isinstance(within, Duration):
        return
    last = add_months(month.month, 1) - _ONE_DAY
    setting = setting_of(loaded, records_of(loaded, found.agreement), bound.agreement, last + _ONE_DAY, bound.agreement.locale)
    until = after(setting, told_by(setting, last), within)
    if day > until:
        named = Formats("en", bound.agreement.locale).date(until)
        raise RefusedError(f"The choice for {month.month:%Y-%m} was to be made by {named}.", hint="The highest applies.")
