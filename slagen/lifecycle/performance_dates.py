"""Due items that follow from performance: reports to deliver, and credits to claim before they lapse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

from slagen.core.durations import Duration, Unit
from slagen.core.money import Money
from slagen.core.periods import add, add_months
from slagen.lifecycle.acting import party_in_role
from slagen.lifecycle.due_item import DueItem, DueKind, Matter
from slagen.lifecycle.life import last_day
from slagen.lifecycle.periods import Period, Rhythm
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import ContractTermFacts, Reporting
from slagen.model.service_level import CreditScheme

_LOOK_BACK = 60
"""Periods looked back at: five years of months."""
_PERIOD_END = "period-end"
_ONE_DAY = timedelta(days=1)


def performance_dates(setting: Setting) -> Iterator[DueItem]:
    """The next report, one that records show as missed, and each claim that is open or opens next.

    Raises:
        ValueError: a length of time makes no date, or one outside the calendar.
    """
    facts = setting.agreement.contract_term
    if facts is None:
        return
    if setting.agreement.reporting is not None:
        yield from _report(setting, facts, setting.agreement.reporting)
    for scheme in setting.agreement.service_credits:
        if scheme.claim.mode == "claimed" and scheme.claim.within is not None:
            yield from _claims(setting, facts, scheme, scheme.claim.within)


def turning_days(setting: Setting) -> Iterator[date]:
    """The first day of each next period: a claim comes up with it, whatever else is due."""
    facts, plan = setting.agreement.contract_term, setting.agreement.reporting
    if facts is None:
        return
    claimed = (scheme for scheme in setting.agreement.service_credits if scheme.claim.mode == "claimed")
    cadences = {cadence for scheme in claimed for cadence in _cadences(setting, scheme)} | ({plan.cadence} if plan else set())
    for cadence in cadences:
        rhythm = Rhythm(cadence, facts.effective_date)
        with suppress(ValueError, OverflowError):  # after the last period of the calendar nothing turns
            yield rhythm.period(rhythm.number_of(setting.today) + 1).first


def after(setting: Setting, day: date, length: Duration) -> date:
    """The day so long after `day`, by the agreement's business days where the length counts them.

    Raises:
        ValueError: the length makes no date, or one outside the calendar.
    """
    if length.unit is Unit.BUSINESS_DAY:
        return setting.calendar.add_business_days(day, int(length.count))
    return add(day, length)


def told_by(setting: Setting, day: date) -> date:
    """The day from which the other party knows what happened up to `day`: when the report on it was received, or, while nobody recorded that, is due.

    It is `day` itself where the agreement has no reports.
    """
    return counted_from(setting, day, ours=False)[0]


def _awaits_report(setting: Setting, facts: ContractTermFacts, day: date) -> bool:
    """Whether nobody has recorded the receipt of the report on a day, so that the time is reckoned from the last day for it."""
    plan = setting.agreement.reporting
    if plan is None:
        return False
    rhythm = Rhythm(plan.cadence, facts.effective_date, last_day(setting))
    return setting.name_of(DueKind.REPORT_DUE, rhythm.period(rhythm.number_of(day)).name) not in setting.history.done


def _report(setting: Setting, facts: ContractTermFacts, plan: Reporting) -> Iterator[DueItem]:
    rhythm = Rhythm(plan.cadence, facts.effective_date, last_day(setting))
    for number in _open_reports(setting, rhythm, plan):
        period = rhythm.period(number)
        if period.first <= period.last:
            yield _report_item(setting, period, plan)


def _report_item(setting: Setting, period: Period, plan: Reporting) -> DueItem:
    provider = party_in_role(setting.agreement, "provider")
    by = after(setting, period.last, plan.due)
    due = setting.calendar.preceding(by) if setting.is_ours(provider) else by
    written = setting.formats.date
    why = (
        f"the {period.noun} ends on {written(period.last)}",
        f"{setting.formats.duration(plan.due)} after its end: {written(by)}",
        *setting.earlier(by, due),
    )
    missed = f"{setting.in_time(by, due, 'delivered')}the report for the {period.noun} that ends on {written(period.last)} is late"
    return setting.item(DueKind.REPORT_DUE, period.name, due, Matter(setting.owner(), missed, why, legal=True, who_acts=setting.name(provider)))


def _open_reports(setting: Setting, rhythm: Rhythm, plan: Reporting) -> Iterator[int]:
    """The number of the next report that is not delivered.

    Without any record those whose day has passed count as delivered, but for the last one since the signature.
    """
    now, first = rhythm.number_of(setting.today), rhythm.first
    done = setting.history.done
    delivered = [
        number for number in range(max(first, now - _LOOK_BACK), max(first, now) + 1) if setting.name_of(DueKind.REPORT_DUE, rhythm.period(number).name) in done
    ]
    if delivered:
        yield delivered[-1] + 1
        return
    number = max(first, rhythm.number_of(date.fromordinal(max(1, setting.today.toordinal() - _LOOK_BACK))))
    while (period := rhythm.period(number)).first <= period.last and after(setting, period.last, plan.due) < setting.today:
        number += 1
    if number > first and setting.history.is_known_from(rhythm.period(number - 1).last):
        yield number - 1
    yield number


@dataclass(frozen=True, slots=True)
class LastDay:
    """Until when credits can be claimed by the agreement, and how that is found.

    `is_latest` is whether nobody has recorded when the report was received: then it is the last day for the report that the time is counted from.
    """

    by: date
    why: tuple[str, ...]
    is_latest: bool


def last_day_to_claim(setting: Setting, scheme: CreditScheme, last: date, *, safe: bool = False) -> LastDay | None:
    """The last day to claim the credits for a measurement period that ended on `last`; None where they need not be claimed.

    It lapses with that day, whoever asks; `safe` asks for the day by which we act where we claim ourselves.

    Raises:
        ValueError: a length of time makes no date, or one outside the calendar.
    """
    facts, within = setting.agreement.contract_term, scheme.claim.within
    if facts is None or scheme.claim.mode != "claimed" or within is None:
        return None
    first = last.replace(day=1)
    noun = "month" if add_months(first, 1) - _ONE_DAY == last else "measurement period"
    ours = safe and setting.is_ours(party_in_role(setting.agreement, "customer"))
    found = _window(setting, scheme, within, Period("", noun, first, last), ours=ours)
    awaits = scheme.claim.from_ != _PERIOD_END and not ours and _awaits_report(setting, facts, last)
    return LastDay(found.due if ours else found.by, found.why, is_latest=awaits)


@dataclass(frozen=True, slots=True)
class _Window:
    """Until when a credit can be claimed: `by` is the day of the agreement, `due` the one that counts for us, and `why` says so."""

    period: Period
    by: date
    due: date
    why: tuple[str, ...]


def _claims(setting: Setting, facts: ContractTermFacts, scheme: CreditScheme, within: Duration) -> Iterator[DueItem]:
    customer = party_in_role(setting.agreement, "customer")
    ours = setting.is_ours(customer)
    for cadence in _cadences(setting, scheme):
        rhythm = Rhythm(cadence, facts.effective_date, last_day(setting))
        now = rhythm.number_of(setting.today)
        for number in range(max(rhythm.first, now - _LOOK_BACK), max(rhythm.first, now) + 1):
            period = rhythm.period(number)
            window = _window(setting, scheme, within, period, ours=ours) if period.first <= period.last else None
            name = f"{scheme.id}-{period.name}"
            earned = setting.outlook.earned.get(name)
            if window is not None and window.by >= setting.today and (earned is None or earned) and not _is_claimed(setting, scheme, period):
                still = setting.in_time(window.by, window.due, "claimed")
                lapses = f"{still}{_credit(setting, period, earned)}"
                matter = Matter(setting.owner(), lapses, window.why, legal=True, who_acts=setting.name(customer), cost=earned or ())
                yield setting.item(DueKind.CREDIT_CLAIM, name, window.due, matter)


def _is_claimed(setting: Setting, scheme: CreditScheme, period: Period) -> bool:
    """Whether everything was claimed. After a claim for a part, what is left of the credit still lapses, even where nobody can say how much that is."""
    return setting.history.claimed.get((scheme.id, period.last.replace(day=1)), False)


def _credit(setting: Setting, period: Period, earned: Sequence[Money] | None) -> str:
    """What lapses: the credit that the figures bring, or, while they are not all there, a credit if there is one."""
    of = f"for the {period.noun} that ends on {setting.formats.date(period.last)}"
    if earned is None:
        return f"a credit {of} lapses, if there is one"
    return f"the credit of {setting.formats.listed([setting.formats.money(one) for one in earned])} {of} lapses"


def _cadences(setting: Setting, scheme: CreditScheme) -> tuple[str, ...]:
    """The periods of the levels that the scheme credits; those with the same periods once."""
    named = {*scheme.bands, *scheme.points, *scheme.weights}
    levels = [level for level in setting.agreement.service_levels if (level.id in named if named else level.service in scheme.services and level.role == "slo")]
    months = {"rolling-30-days": "calendar-month"}
    return tuple(dict.fromkeys(months.get(level.period, level.period) for level in levels))


def _window(setting: Setting, scheme: CreditScheme, within: Duration, period: Period, *, ours: bool) -> _Window:
    """The time runs from the later of the period's end and the receipt of the report, as the scheme says.

    While nobody has recorded the receipt, ours runs from the period's end, which is safe, and theirs from the last day for the report.
    """
    written, length = setting.formats.date, setting.formats.duration(within)
    why = [f"the {period.noun} ends on {written(period.last)}"]
    start, told = (period.last, ()) if scheme.claim.from_ == _PERIOD_END else counted_from(setting, period.last, ours=ours)
    why += told
    until = after(setting, start, within)
    why.append(f"{length} after {written(start)}: {written(until)}")
    due = setting.calendar.preceding(until) if ours else until
    return _Window(period, until, due, (*why, *setting.earlier(until, due)))


def counted_from(setting: Setting, day: date, *, ours: bool) -> tuple[date, tuple[str, ...]]:
    """The day from which a time runs that begins with the receipt of the report on what ended on `day`, and why it is that one.

    While nobody has recorded the receipt, ours runs from `day`, which is safe, and theirs from the last day for the report. Without reports it is `day`.

    Raises:
        ValueError: as `performance_dates` does.
    """
    facts, plan, written = setting.agreement.contract_term, setting.agreement.reporting, setting.formats.date
    if facts is None or plan is None:
        return day, ()
    report = Rhythm(plan.cadence, facts.effective_date, last_day(setting))
    covering = report.period(report.number_of(day))
    received, by = setting.history.done.get(setting.name_of(DueKind.REPORT_DUE, covering.name)), after(setting, covering.last, plan.due)
    if received is not None:
        return max(day, received), (f"its report was received on {written(received)}",)
    if ours:
        return day, (f"nobody has recorded its report, due by {written(by)}: the time may run from then, and we count from the end of the period",)
    return max(day, by), (f"its report is due by {written(by)}, and the time runs from its receipt, which is not on record: it is counted from that day",)


def report_by(setting: Setting, day: date) -> date | None:
    """By when the report on the period that a day lies in is to be delivered; None where none is agreed.

    Raises:
        ValueError: as `performance_dates` does.
    """
    facts, plan = setting.agreement.contract_term, setting.agreement.reporting
    if facts is None or plan is None:
        return None
    rhythm = Rhythm(plan.cadence, facts.effective_date, last_day(setting))
    return after(setting, rhythm.period(rhythm.number_of(day)).last, plan.due)
