"""The words of an early warning: what happens if nobody acts, and why anybody says so, step by step with its figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil, floor

from slagen.core.money import Money
from slagen.model.charter import STANDARD
from slagen.model.service_level import ServiceLevel
from slagen.performance.alarm import Alarm
from slagen.performance.consequence import Consequence, Due, Nearing
from slagen.performance.credit_lines import BASES
from slagen.performance.projection import Allowance, Projection
from slagen.performance.statement import RIGHTS, Printing

_DIGITS = 4
"""Decimals of percentages: as in statements, so that nothing looks met that is missed."""


def if_nobody_acts(found: Projection, kind: Alarm, then: Consequence, printing: Printing) -> str:
    """What happens if nobody acts: of which level, where it ends, what that costs, and how far it is to a critical failure."""
    return "; ".join((f"{_name(found.level)}: {_head(found, kind, printing)}", *_credits(then, found, printing), *_rights(then, printing)))


def reasons(found: Projection, known_until: date | None, then: Consequence, printing: Printing) -> tuple[str, ...]:
    """The steps that lead there, each with its figures and its assumption."""
    return (*_period(found, known_until, printing), *_so_far(found, printing), *_ahead(found, printing), *_places(found.level, then))


def _name(level: ServiceLevel) -> str:
    return level.name or level.id


def _head(found: Projection, kind: Alarm, printing: Printing) -> str:
    target = printing.formats.target(found.target)
    match kind:
        case Alarm.OUT_OF_REACH:
            events = "" if found.is_certain or found.allowance is None else _expected(found.allowance, printing)
            return f"at best {_result(found, found.best, printing)}{events}, {target} is out of reach"
        case Alarm.LOSING:
            return f"{_result(found, found.pace, printing)} if it goes on as until now, {target} is missed"
        case Alarm.NEARLY_USED:
            return f"with {_left(found, printing)} {target} is missed"


def _expected(allowance: Allowance, printing: Printing) -> str:
    return f" of the {printing.number(Fraction(ceil(allowance.events or 0)), 0)} events that are expected"


def _result(found: Projection, value: Fraction | None, printing: Printing) -> str:
    if value is None:
        return "not known"
    if found.target.share is not None or found.target.unit == "%":
        return printing.percent(value, max(_DIGITS, printing.decimals))
    return printing.result(value, found.target)


def _left(found: Projection, printing: Printing) -> str:
    """What is still allowed, as what is too much."""
    budget = found.allowance
    if budget is None:
        return "a worse result"
    left = budget.allowed - budget.used
    if found.so_far.availability is not None:
        return f"more than {printing.minutes(floor(left))} of further downtime" if left else "any further downtime"
    if budget.events is None:
        return "a worse result in the rest of the period"
    misses = floor(left * budget.events / 100) + 1
    return f"{printing.number(Fraction(misses), 0)} further {'miss' if misses == 1 else 'misses'}"


def _credits(then: Consequence, found: Projection, printing: Printing) -> Iterator[str]:
    if not then.credits:
        yield "no service credit arises" if found.level.role == "slo" else "nothing is credited"
    for due in then.credits:
        yield _credit(due, printing)


def _credit(due: Due, printing: Printing) -> str:
    """`Service Credit of 10% of the Monthly Charges (£1,000.00), to be claimed`."""
    miss = due.miss
    least = "at least " if miss.estimated and not due.scheme.weights else ""
    twice = ", more because the period before was missed too" if miss.repeated else ""
    sums = f"({printing.formats.money(miss.amount)}{_left_of(due, due.given, printing)}{twice})" if due.given is not None else f"(of charges by use{twice})"
    claimed = ", to be claimed" if due.scheme.claim.mode == "claimed" else ""
    return f"Service Credit of {least}{printing.rate(miss.percent)} of the {BASES[due.scheme.base]} {sums}{claimed}{''.join(_lost(due, printing))}"


def _left_of(due: Due, given: Money, printing: Printing) -> str:
    """What the statement makes of the credit: a compensation in its place, less what was banked, or less by the limits or beside others."""
    money, amount = printing.formats.money, due.miss.amount.amount
    if due.instead is not None:
        limited = f", of which {money(given)} is given more than without the miss" if given.amount != due.instead.amount else ""
        return f"; after the Critical Failure a compensation takes its place, {money(due.instead)} in all{limited}"
    if given.amount == amount:
        return ""
    if due.banked is not None:
        return f", of which {money(given)} is left: {money(due.banked)} that was banked is set off"
    if due.scheme.combine != "sum":
        return f", of which {money(given)} is added to what the month has already"
    return f", of which the limits leave {money(given)}"


def _lost(due: Due, printing: Printing) -> Iterator[str]:
    """What the provider loses besides."""
    if due.bonus is not None:
        yield f"; a Bonus of {printing.formats.money(due.bonus)} for other results of the month, as they stand, is not earned"
    if due.kept is not None:
        yield f"; {printing.formats.money(due.kept)} of earlier credits is not earned back"


def _rights(then: Consequence, printing: Printing) -> Iterator[str]:
    for one in then.nearing:
        yield _nearing(one)
    for event in then.hours:
        yield f"Critical Failure ({printing.number(event.hours_down or Fraction(), 2)} hours down): {RIGHTS[event.rule.right]}"


def _nearing(one: Nearing) -> str:
    of = f" in {one.rule.of} periods" if one.rule.of else ""
    if one.is_reached:
        return f"Critical Failure ({one.number} misses{of}, where {one.rule.missed} are enough): {RIGHTS[one.rule.right]}"
    return f"miss {one.number} of the {one.rule.missed}{of} by which {RIGHTS[one.rule.right]}"


def _period(found: Projection, known_until: date | None, printing: Printing) -> Iterator[str]:
    written = printing.formats.date
    known = f"; figures are known until {written(known_until)}" if known_until else ""
    yield f"{_name(found.level)}: the measurement period {found.window.name} runs until {written(found.window.last_day)}{known}"


def _so_far(found: Projection, printing: Printing) -> Iterator[str]:
    target, budget, down = printing.formats.target(found.target), found.allowance, found.so_far.availability
    if down is not None and budget is not None:
        allowed = f"{target} of {printing.minutes(down.measured)} allows {printing.minutes(floor(budget.allowed))}"
        yield f"down for {printing.minutes(down.down)} so far; {allowed}: {_used(budget, printing)}"
    elif budget is not None and budget.events is not None and found.so_far.total is not None:
        yield _events_so_far(found, budget, target, printing)
    elif budget is not None:
        yield f"the result so far is {_result(found, found.pace, printing)}, the target is {target}: {_used(budget, printing)}"
    else:
        yield f"the result so far is {printing.result(found.so_far.value or Fraction(), found.target)}, the target is {target}"


def _events_so_far(found: Projection, budget: Allowance, target: str, printing: Printing) -> str:
    every = found.so_far.total or Fraction()
    expected = budget.events or every
    missed = budget.used * expected / 100
    told = f"{printing.number(missed, 2)} of {printing.number(every, 2)} missed the target ({target}) so far"
    allowed = printing.number(budget.allowed * expected / 100, 1)
    return f"{told}; of {printing.number(Fraction(ceil(expected)), 0)} expected in the whole period {allowed} may: {_used(budget, printing)}"


def _used(budget: Allowance, printing: Printing) -> str:
    share = budget.share
    if share is None:
        return "there is no error budget" if not budget.used else "there is no error budget, and it is exceeded"
    return f"{printing.percent(100 * share, 0)} of the error budget is used"


def _ahead(found: Projection, printing: Printing) -> Iterator[str]:
    if found.best is not None:
        ideal = "if the service stays up from now on" if found.so_far.availability is not None else "if nothing more is missed from now on"
        yield f"{ideal}: {_result(found, found.best, printing)}, the target is {'missed' if found.is_out_of_reach else 'met'}"
    if found.pace is not None and found.seen < 1:
        seen = printing.percent(100 * found.seen, 0)
        end = "missed" if found.is_losing else "met"
        yield f"if it goes on as until now ({seen} of the period is known): {_result(found, found.pace, printing)}, the target is {end}"


def _places(level: ServiceLevel, then: Consequence) -> Iterator[str]:
    """The clauses that it rests on, by their ids."""
    if level.role == STANDARD:
        yield "clauses: charter-standards"
        return
    named = ["service-levels", "measurement", *(["service-credits", "credit-cap"] if then.credits else []), *(["critical-failure"] if then.nearing else [])]
    yield f"clauses: {', '.join(named)}"


def no_figures(level: ServiceLevel, gap: str, then: Consequence, printing: Printing) -> str:
    """What happens when no more figures come, `gap` saying where they are missing: `no figures after 30 April 2026`."""
    counts = "a period without figures counts as missed" if level.missing == "misses" else "the period has no result"
    credits_ = (_credit(due, printing) for due in then.credits)
    return "; ".join((f"{_name(level)}: {gap}, {counts}", *credits_, *_rights(then, printing)))


def money_of(then: Consequence) -> tuple[Money, ...]:
    """What it costs, one sum for each currency: the highest of several schemes, since they are never added here."""
    sums: dict[str, Money] = {}
    for due in then.credits:
        cost = due.cost
        if cost is not None and (cost.currency not in sums or sums[cost.currency].amount < cost.amount):
            sums[cost.currency] = cost
    return tuple(sums.values())
