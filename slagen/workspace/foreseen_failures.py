"""Critical failures that were measured, with the rights that they give, and for how long these can be exercised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from slagen.core.periods import add_months
from slagen.lifecycle.outlook import Failed
from slagen.performance.account import Account
from slagen.performance.credits import failures_of
from slagen.performance.statement import RIGHTS, critical_account
from slagen.workspace.known_figures import KnownFigures
from slagen.workspace.printed_terms import exercised_within

_ONE_DAY = timedelta(days=1)
_LOOKED_BACK = 1200
"""Days: longer than a right can be open that a clause gives, a year at most, after a report that is due within months."""


def failures(known: KnownFigures) -> tuple[Failed, ...]:
    """One for each scheme, level or service, month and right; where several rules give the same right, the second has a number.

    A right that the contract does not limit in time is left out: nothing is due.
    """
    if not any(scheme.critical for one in known.stretches for scheme in one.agreement.service_credits):
        return ()
    found: dict[str, Failed] = {}
    for one in (one for account in known.accounts for one in _of_account(known, account)):
        number = sum(name.partition("/")[0] == one.period for name in found) + 1
        found[f"{one.period}/{number}"] = one if number == 1 else replace(one, period=f"{one.period}-{number}")
    return tuple(found.values())


def _of_account(known: KnownFigures, account: Account) -> Iterator[Failed]:
    for month, event in failures_of(account, _since(known.day, account)):
        stretch, last = known.on(month), add_months(month, 1) - _ONE_DAY
        within = event.rule.exercise_within or exercised_within(stretch.printed)
        if within is not None and last < known.day:
            [told] = critical_account([replace(event, rule=replace(event.rule, exercise_within=None))], known.printing, stretch.names)
            name = f"{account.on(month).scheme.id}-{event.level or event.service}-{month:%Y-%m}-{event.rule.right}"
            yield Failed(name, last, told.working, event.rule.right, RIGHTS[event.rule.right], within)


def _since(day: date, account: Account) -> date:
    """The first day of which a right may still be open: earlier by what the scheme itself states, taken twice because business days are longer."""
    stated = (rule.exercise_within.rough_days for edition in account.editions for rule in edition.scheme.critical if rule.exercise_within)
    return date.fromordinal(max(1, day.toordinal() - _LOOKED_BACK - 2 * int(max(stated, default=0))))
