"""Whether notice fits into the terms that it ends: what contradicts itself is told with both readings, wherever dates are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from slagen.core.durations import Duration, Unit
from slagen.core.locales import Formats
from slagen.core.periods import subtract, term_end
from slagen.model.agreement import ContractTermFacts, NoticeRule

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Misfit:
    """What does not fit. `key` is the fact that says it; `until` is the last day on which it matters to dates."""

    code: str
    key: str
    message: str
    hint: str
    until: date


def notice_rules(facts: ContractTermFacts) -> Mapping[str, NoticeRule]:
    """Every rule on notice, by the key of its fact."""
    found = {"contract_term.notice": facts.notice, **{f"contract_term.notice_by.{name}": rule for name, rule in facts.notice_by.items()}}
    return {key: rule for key, rule in found.items() if rule is not None}


def contradictions(facts: ContractTermFacts, formats: Formats) -> Iterator[Misfit]:
    """SLG457: notice that is due before the initial term begins.

    A renewal term may be shorter than the notice: that works to the end of a later one then, and contradicts nothing.

    Raises:
        ValueError: a length of time makes no date.
        OverflowError: a day lies outside the calendar.
    """
    end = term_end(facts.effective_date, facts.initial)
    for key, rule in notice_rules(facts).items():
        last = _last_notice(rule, end)
        if last < facts.effective_date:
            yield Misfit("SLG457", key, _due_before_it_begins(formats, facts, rule, last), "Shorten the notice, or lengthen the term.", end)


def shorter(one: Duration, other: Duration) -> bool:
    """Whether a length of time is shorter than another: months against months, else roughly in days."""
    months, others = one.whole_months, other.whole_months
    if months is not None and others is not None:
        return months < others
    return one.rough_days < other.rough_days


def _last_notice(rule: NoticeRule, end: date) -> date:
    """By the later reading, where there are two: it contradicts itself only where neither fits. Business days are counted roughly."""
    event = end if rule.before == "last_day" else end + _ONE_DAY
    in_days = rule.period.unit is Unit.BUSINESS_DAY
    last = event - timedelta(days=int(rule.period.rough_days)) if in_days else subtract(event, rule.period)
    return last - _ONE_DAY if rule.clear_days else last


def _due_before_it_begins(formats: Formats, facts: ContractTermFacts, rule: NoticeRule, last: date) -> str:
    begins, notice, term = formats.date(facts.effective_date), formats.duration(rule.period), formats.duration(facts.initial)
    by_notice = f"by the period, its last day is {formats.date(last)}, before the term begins, and nobody can give it"
    by_term = f"by the term, it can be given from {begins} on, which leaves less than {notice}"
    return f"notice of {notice} is not shorter than the initial term of {term}: {by_notice}; {by_term}"
