"""How the claims of an agreement stand on a day: until when the credits of each month can be claimed, and what was claimed by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from slagen.core.findings import Source
from slagen.lifecycle.performance_dates import last_day_to_claim
from slagen.lifecycle.setting import Setting
from slagen.model.agreement import Agreement
from slagen.model.record import Record
from slagen.performance.account import Account
from slagen.performance.claims import Claiming
from slagen.performance.credits import credit_months
from slagen.performance.month_credits import month_of
from slagen.workspace.calendars import calendars_of
from slagen.workspace.claim_records import claims_of, creditings_of
from slagen.workspace.in_force import history_of
from slagen.workspace.load import Loaded


def with_claims(loaded: Loaded, account: Account, facts: Mapping[date, Agreement], records: Sequence[Record], today: date) -> Account:
    """The account of a scheme with how its claims stand on a day, and what was credited by then.

    `facts` are those that bound, by the day from which on they did. Records of later days are not looked at.

    Raises:
        BadInputError: the calendar that the agreement or the workspace names does not exist.
    """
    scheme, known = account.editions[0].scheme.id, [record for record in records if record.day <= today]
    credited = {month: found for (of, month), found in creditings_of(known).items() if of == scheme}
    return replace(account, claims=claiming_of(loaded, account, facts, known, today), creditings=credited)


def claiming_of(loaded: Loaded, account: Account, facts: Mapping[date, Agreement], records: Sequence[Record], today: date) -> dict[date, Claiming]:
    """How the claims of one scheme stand on a day, month by month, where they must be claimed.

    `facts` are those that bound, by the day from which on they did; `records` those up to the day.
    """
    scheme_id = account.editions[0].scheme.id
    claims, settings = claims_of(records), dict[date, Setting]()
    found: dict[date, Claiming] = {}
    for month, ends in ends_of(account).items():
        begins = max((day for day in facts if day <= month), default=min(facts))
        scheme = account.on(month).scheme
        if scheme.claim.mode != "claimed":
            continue
        if begins not in settings:
            settings[begins] = setting_for_claims(loaded, facts[begins], records, today)
        with suppress(ValueError, OverflowError):  # a time that makes no date: told where dates are asked for
            last = last_day_to_claim(settings[begins], scheme, max(ends))
            if last is not None:
                found[month] = Claiming(last.by, today, claims.get((scheme_id, month), ()), "; ".join(last.why), last.is_latest)
    return found


def ends_of(account: Account) -> dict[date, list[date]]:
    """The last days of what brings credits in each month, month by month: of its measurement periods, or of the month, where too much downtime does."""
    found: dict[date, list[date]] = {month: [] for month in credit_months(account, account.rows)}
    for result in sorted((one for results in account.rows.values() for one in results), key=lambda one: one.window.last_day):
        found[month_of(result.window)].append(result.window.last_day)
    return {month: ends or [account.window(month).last_day] for month, ends in found.items()}


def setting_for_claims(loaded: Loaded, agreement: Agreement, records: Sequence[Record], today: date) -> Setting:
    """What the days for claims are worked out from: business days, and when reports were received.

    Raises:
        BadInputError: the calendar that the agreement or the workspace names does not exist.
    """
    calendars = calendars_of(loaded.settings, agreement, Source(loaded.path_of(agreement.id)))
    return Setting(agreement, today, loaded.settings.we, calendars, history_of(records, agreement), agreement.locale)
