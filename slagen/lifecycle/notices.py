"""Until when notice counts, for each party and each reading of the agreement.

“Not less than N before”: the day of service is not counted, the day of the event is. With clear days it is one day earlier.
Where the agreement leaves open whether notice counts back from the last day or from the renewal date, we act by the earlier
and reckon with theirs until the later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from slagen.core.calendars import BusinessCalendar
from slagen.core.durations import Duration, Unit
from slagen.core.periods import ContractTerm, subtract
from slagen.model.agreement import ContractTermFacts, NoticeRule, Party

LAST_DAY = "last_day"
RENEWAL_DATE = "renewal_date"
_ONE_DAY = timedelta(days=1)
_MONTHS_TO = {"month-end": 1, "quarter-end": 3, "year-end": 12}


@dataclass(frozen=True, slots=True)
class NoticeDate:
    """Under one reading: the event notice counts back from, the last day on which it counts, and the first day it may be given."""

    counted_from: str
    event: date
    last_notice_date: date
    earliest: date | None = None

    @property
    def ends_on(self) -> date:
        """The last day of what such notice ends."""
        return self.event - _ONE_DAY if self.counted_from == RENEWAL_DATE else self.event


def first_day(readings: Iterable[NoticeDate], *, ours: bool) -> date | None:
    """The first day for notice, None where it may be given at any time: ours when it is not too early by any of `readings`, theirs by one of them."""
    days = [one.earliest for one in readings if one.earliest is not None]
    return (max if ours else min)(days, default=None)


@dataclass(frozen=True, slots=True)
class PartyNotice:
    """A party's notice dates, one for each reading, earliest first."""

    party: str
    rule: NoticeRule
    readings: tuple[NoticeDate, ...]

    @property
    def safe(self) -> NoticeDate:
        """The reading that we act by when the notice is ours."""
        return self.readings[0]

    @property
    def possible(self) -> NoticeDate:
        """The reading that we reckon with when the notice is theirs."""
        return self.readings[-1]


def notice_rule(facts: ContractTermFacts, party: str, role: str = "") -> NoticeRule | None:
    """The rule for a party: its own, else the one for everybody, else none."""
    return facts.notice_by.get(party) or facts.notice_by.get(role) or facts.notice


def notice_dates(facts: ContractTermFacts, term: ContractTerm, parties: Mapping[str, Party], calendar: BusinessCalendar) -> tuple[PartyNotice, ...]:
    """Until when each party may give notice to the end of `term`; parties without a rule are left out.

    Raises:
        ValueError: a period cannot be counted back.
    """
    found: list[PartyNotice] = []
    for key, party in parties.items():
        rule = notice_rule(facts, key, party.role)
        if rule is not None:
            same = next((one.readings for one in found if one.rule is rule), None)
            found.append(PartyNotice(key, rule, same or readings(rule, term, calendar)))
    return tuple(found)


def readings(rule: NoticeRule, term: ContractTerm, calendar: BusinessCalendar) -> tuple[NoticeDate, ...]:
    """Each possible reading of `rule` at the end of `term`, the earliest last notice date first."""
    names = (rule.before,) if rule.before else (LAST_DAY, RENEWAL_DATE)
    found = [_reading(rule, name, event, calendar) for name in names for event in _events(rule, name, term)]
    return tuple(sorted(found, key=lambda one: one.last_notice_date))


def _events(rule: NoticeRule, name: str, term: ContractTerm) -> tuple[date, ...]:
    """The days counted back from. Notice that works only to the end of a month, quarter or year is read both ways where the term ends elsewhere."""
    if not rule.to:
        return (term.renewal_date if name == RENEWAL_DATE else term.last_day,)
    months = _MONTHS_TO[rule.to]
    ends = dict.fromkeys((_end_before(term.last_day, months), _end_after(term.last_day, months)))
    return tuple(end + _ONE_DAY if name == RENEWAL_DATE else end for end in ends)


def _end_after(day: date, months: int) -> date:
    """The last day of the month, quarter or year that `day` falls in."""
    following = -(-day.month // months) * months
    return date(day.year, 12, 31) if following == 12 else date(day.year, following + 1, 1) - _ONE_DAY


def _end_before(day: date, months: int) -> date:
    """`day` where it ends a month, quarter or year, else the end of the one before."""
    end = _end_after(day, months)
    return end if end == day else date(end.year, end.month - months + 1, 1) - _ONE_DAY


def _reading(rule: NoticeRule, name: str, event: date, calendar: BusinessCalendar) -> NoticeDate:
    last = count_back(event, rule.period, calendar)
    last = last - _ONE_DAY if rule.clear_days else last
    earliest = count_back(event, rule.not_before, calendar) if rule.not_before else None
    return NoticeDate(name, event, last, earliest)


def count_back(event: date, period: Duration, calendar: BusinessCalendar) -> date:
    """The last day that is not less than `period` before `event`.

    Raises:
        ValueError: the period is shorter than a day, or the result lies outside the calendar.
    """
    try:
        if period.unit is Unit.BUSINESS_DAY:
            return calendar.add_business_days(event, -int(period.count))
        return subtract(event, period)
    except OverflowError:
        raise ValueError(f"{period} before {event} lies outside the calendar") from None
