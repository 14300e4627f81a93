"""The contract term as of a day: the initial term, then renewals of their own length, each computed from the anchor."""

from __future__ import annotations

from datetime import date, timedelta

from slagen.core.durations import Duration
from slagen.core.periods import ContractTerm, end_of_months, term_end, whole_days
from slagen.model.agreement import ContractTermFacts

OPEN_ENDED = date.max


def renewal_period(facts: ContractTermFacts) -> Duration:
    """How long a renewal term is; as long as the initial term where the agreement does not say."""
    return facts.renewal.period or facts.initial


def is_open_ended(facts: ContractTermFacts) -> bool:
    """Whether the agreement goes on without an end after its initial term, until somebody gives notice."""
    return facts.renewal.mode == "evergreen" and facts.renewal.period is None


def most_terms(facts: ContractTermFacts, *, exercised: int = 0) -> int | None:
    """How many contract terms there can be if nobody gives notice; None is without limit.

    An option renews only as often as it was exercised.
    """
    match facts.renewal.mode:
        case "automatic":
            return None if facts.renewal.max_renewals is None else 1 + facts.renewal.max_renewals
        case "evergreen":
            return 2 if is_open_ended(facts) else None
        case "option":
            return 1 + exercised
        case _:
            return 1


def contract_term(facts: ContractTermFacts, number: int) -> ContractTerm:
    """Contract term `number`; 1 is the initial term. An open-ended term has the last day `OPEN_ENDED`.

    Raises:
        ValueError: the term lies outside the years 1 to 9999, or a length is not one of days, weeks, months or years.
    """
    first = facts.effective_date if number == 1 else _last_day(facts, number - 1) + timedelta(days=1)
    return ContractTerm(number, first, OPEN_ENDED if number > 1 and is_open_ended(facts) else _last_day(facts, number))


def _last_day(facts: ContractTermFacts, number: int) -> date:
    initial, each = facts.initial, renewal_period(facts)
    in_months, each_in_months = initial.whole_months, each.whole_months
    if in_months is not None and each_in_months is not None:
        return end_of_months(facts.effective_date, in_months + (number - 1) * each_in_months)
    first_end = term_end(facts.effective_date, initial)
    if number == 1:
        return first_end
    if each_in_months is not None:
        return end_of_months(first_end + timedelta(days=1), (number - 1) * each_in_months)
    try:
        return first_end + timedelta(days=(number - 1) * whole_days(each))
    except OverflowError:
        raise ValueError(f"contract term {number} lies outside the calendar") from None


def term_on(facts: ContractTermFacts, day: date, *, exercised: int = 0) -> ContractTerm | None:
    """The contract term that `day` falls in: the initial term before it has begun, None after the last one.

    Raises:
        ValueError: as `contract_term` does.
    """
    most = most_terms(facts, exercised=exercised)
    number = max(1, _estimate(facts, day))
    found = contract_term(facts, number if most is None else min(number, most))
    while found.last_day < day:
        if found.number == most:
            return None
        found = _next(facts, found)
    return found


def _next(facts: ContractTermFacts, term: ContractTerm) -> ContractTerm:
    number = term.number + 1
    return ContractTerm(number, term.renewal_date, OPEN_ENDED if is_open_ended(facts) else _last_day(facts, number))


def _estimate(facts: ContractTermFacts, day: date) -> int:
    """A number that is right or too small."""
    first_end = term_end(facts.effective_date, facts.initial)
    if day <= first_end:
        return 1
    each = renewal_period(facts)
    months = each.whole_months
    if months is not None:
        gone = (day.year - first_end.year) * 12 + day.month - first_end.month - 1
        return 1 + gone // max(1, months)
    return 1 + (day - first_end).days // max(1, whole_days(each))


def final_expiry(facts: ContractTermFacts, *, exercised: int = 0) -> date | None:
    """The last day after which the agreement cannot renew any more, or None where it can go on for ever."""
    most = most_terms(facts, exercised=exercised)
    if most is None or is_open_ended(facts):
        return None
    return _last_day(facts, most)


def renews_after(facts: ContractTermFacts, term: ContractTerm, *, exercised: int = 0) -> bool:
    """Whether the agreement goes on after `term` if nobody does anything more; by an option, once it was exercised so often."""
    if facts.renewal.mode == "option":
        return exercised >= term.number
    if facts.renewal.mode == "automatic":
        most = most_terms(facts)
        return most is None or term.number < most
    return facts.renewal.mode == "evergreen" and term.last_day != OPEN_ENDED


def has_option(facts: ContractTermFacts, exercised: int) -> bool:
    """Whether there is an option that was not exercised yet; how often it may be is up to the agreement."""
    most = facts.renewal.max_renewals
    return facts.renewal.mode == "option" and (most is None or exercised < most)
