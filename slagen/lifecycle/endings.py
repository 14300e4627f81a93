"""Ends that notice can bring about: only with a contract term, or, where the agreement goes on without an end, once the notice period has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from slagen.core.durations import Unit
from slagen.core.periods import ContractTerm, add
from slagen.lifecycle.key_dates import KeyDates
from slagen.lifecycle.notices import NoticeDate, first_day, notice_rule, readings
from slagen.lifecycle.options import Refusal, ended
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.terms import OPEN_ENDED, contract_term, renews_after
from slagen.model.agreement import ContractTermFacts, NoticeRule

_GROUND = 'Say on which other ground it ends: --ground breach|mutual|insolvency|convenience --note "which clause, what was agreed"'
_ONE_DAY = timedelta(days=1)
_MOST_TERMS = 1200
"""Terms looked at for the one that ends on a day: a hundred years of monthly ones."""
_MOST_DAYS = 800
"""Days looked at for the first one on which notice can work: enough for the end of a year, and a year more."""


def why_no_end(setting: Setting, dates: KeyDates, ends_on: date, received: date, party: str) -> Refusal | None:
    """Why notice by `party` that is received on `received` does not end the agreement on `ends_on`; None where it does.

    `dates` are the key dates of the day on which it is sent. Ours counts by the earliest reading, theirs by the latest.

    Raises:
        ValueError: a length of time makes no date.
    """
    facts = setting.agreement.contract_term
    if facts is None:
        return "it states no contract term, so no rule on notice says when it can end", _GROUND
    if dates.term is None:
        return ended(setting, dates), "Nothing is left to terminate. What is agreed from now on is a new agreement: slagen new NEW-NAME"
    if dates.ends_on is not None:
        return _after_notice(setting, dates.ends_on, ends_on)
    if not renews_after(facts, dates.term) and dates.term.last_day != OPEN_ENDED:
        last = setting.formats.date(dates.final_expiry or dates.term.last_day)
        return f"it ends on {last} by itself, and its rules on notice allow no other end", _GROUND
    if first_end(setting, facts, dates.term, received, party, ends_on) == ends_on:
        return None
    return _other_days(setting, facts, dates.term, ends_on, received, party)


def _after_notice(setting: Setting, known: date, ends_on: date) -> Refusal | None:
    if ends_on == known:
        return None
    hint = f"Record the end that follows from the notice (--ends {known}). {_GROUND}" if ends_on < known else f"Record that day: --ends {known}"
    return f"by the notice that was given it ends on {setting.formats.date(known)}", hint


def _other_days(setting: Setting, facts: ContractTermFacts, term: ContractTerm, ends_on: date, received: date, party: str) -> Refusal:
    earliest = first_end(setting, facts, term, received, party, received)
    written = setting.formats.date
    if earliest is None:
        return why_too_early(setting, facts, term, received, party) or (f"no notice that is received on {written(received)} can end it", _GROUND)
    if ends_on < earliest:
        return (
            f"notice that is received on {written(received)} ends it on {written(earliest)} at the earliest",
            f"Record that day (--ends {earliest}). {_GROUND}",
        )
    later = first_end(setting, facts, term, received, party, ends_on)
    days = [written(earliest), *([written(later)] if later and later != earliest else [])]
    return f"notice ends it only on certain days, such as {' or '.join(days)}", f"Record one of these days (--ends {later or earliest}). {_GROUND}"


def why_too_early(setting: Setting, facts: ContractTermFacts, term: ContractTerm, received: date, party: str) -> Refusal | None:
    """From which day on notice by `party` can be given, where it is too early for any; `term` is the current one."""
    rule = _rule(setting, facts, party)
    opens = first_day(readings(rule, term, setting.calendar), ours=setting.is_ours(party)) if rule and term.last_day != OPEN_ENDED else None
    if opens is None or received >= opens:
        return None
    written = setting.formats.date
    hint = f"Give it so that it is received on that day or later. {_GROUND}"
    return f"notice may be given from {written(opens)} on, and this is received on {written(received)}", hint


def first_end(setting: Setting, facts: ContractTermFacts, term: ContractTerm, received: date, party: str, day: date) -> date | None:
    """The first day, not before `day`, on which notice by `party` can end the agreement; `term` is the current one. None where there is none in sight."""
    rule = _rule(setting, facts, party)
    for one in _from(facts, term):
        if one.last_day == OPEN_ENDED:
            return _without_end(setting, rule, one, received, party, day)
        found = [end for end in _ends(setting, rule, one, received, party) if end >= day]
        if found:
            return min(found)
    return None


def _rule(setting: Setting, facts: ContractTermFacts, party: str) -> NoticeRule | None:
    found = setting.agreement.parties.get(party)
    return notice_rule(facts, party, found.role if found else "")


def _from(facts: ContractTermFacts, term: ContractTerm) -> Iterator[ContractTerm]:
    """The current term, and those that follow it if nobody acts."""
    for number in range(term.number, term.number + _MOST_TERMS):
        try:
            one = contract_term(facts, number)
        except ValueError:
            return
        yield one
        if not renews_after(facts, one):
            return


def _ends(setting: Setting, rule: NoticeRule | None, term: ContractTerm, received: date, party: str) -> Iterator[date]:
    """The days on which notice ends the agreement at the end of `term`: the last day, or the end of the month, quarter or year that it works to."""
    if rule is None:
        yield from (term.last_day,) if received <= term.last_day else ()
        return
    found: dict[date, list[NoticeDate]] = {}
    for reading in readings(rule, term, setting.calendar):
        found.setdefault(reading.ends_on, []).append(reading)
    ours = setting.is_ours(party)
    for end, same in found.items():
        last = same[0 if ours else -1].last_notice_date
        if end >= term.last_day and (first_day(same, ours=ours) or date.min) <= received <= last:
            yield end


def _without_end(setting: Setting, rule: NoticeRule | None, term: ContractTerm, received: date, party: str, day: date) -> date | None:
    """The first day, not before `day`, that lies a notice period after the receipt, where the term has no end of its own."""
    start = max(day, received, term.first_day)
    if rule is None:
        return start
    business_days = rule.period.unit is Unit.BUSINESS_DAY
    over = setting.calendar.add_business_days(received, int(rule.period.count)) if business_days else add(received, rule.period)
    end = max(start, over - 3 * _ONE_DAY)
    for _ in range(_MOST_DAYS):
        if list(_ends(setting, rule, ContractTerm(term.number, term.first_day, end), received, party)) == [end]:
            return end
        end += _ONE_DAY
    return None
