"""What notice that is given today would do: when it is received, and on which day the agreement then ends at the earliest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from slagen.lifecycle.delivery import ENDING, open_ways, received_on
from slagen.lifecycle.endings import first_end
from slagen.lifecycle.key_dates import KeyDates, recipients
from slagen.lifecycle.notices import notice_rule
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.steps import Step
from slagen.lifecycle.terms import OPEN_ENDED


@dataclass(frozen=True, slots=True)
class EarliestEnd:
    """The first day on which a party can end the agreement by notice that it gives on the day asked.

    `method` is the quickest way, empty where the agreement names none and the notice is handed over; `ends_on` is None where it is too early for such
    notice.
    """

    party: str
    ours: bool
    method: str
    received: date
    ends_on: date | None


def earliest_ends(setting: Setting, dates: KeyDates) -> Iterator[EarliestEnd]:
    """For each party with a period of notice, while the agreement runs and goes on unless somebody gives notice; ours counts from a business day."""
    facts = setting.agreement.contract_term
    if facts is None or dates.term is None or dates.ends_on is not None or setting.today < dates.term.first_day or facts.renewal.mode == "option":
        return
    if not dates.renews and dates.term.last_day != OPEN_ENDED:
        return
    for key, party in setting.agreement.sides.items():
        if notice_rule(facts, key, party.role) is not None:
            with suppress(ValueError, OverflowError):  # at the end of the calendar there is no such day
                method, received = _quickest(setting, key)
                yield EarliestEnd(key, setting.is_ours(key), method, received, first_end(setting, facts, dates.term, received, key, received))


def _quickest(setting: Setting, sender: str) -> tuple[str, date]:
    """The way by which everybody receives it first, and the day of the last receipt."""
    facts, calendars = setting.agreement.contract_term, setting.calendars
    sent = calendars.of(sender).following(setting.today) if setting.is_ours(sender) else setting.today
    last = ("", sent)
    for key, recipient in recipients(setting.agreement, sender).items():
        ways = open_ways(facts.delivery if facts else (), recipient, ENDING)
        found = min(((received_on(sent, rule.deemed, calendars.of(key)), rule.method) for rule in ways), default=None)
        if found is not None and (not last[0] or found[0] > last[1]):
            last = (found[1], found[0])
    return last


def notice_today_steps(setting: Setting, ends: tuple[EarliestEnd, ...]) -> Iterator[Step]:
    """What notice of today would do, in words."""
    written = setting.formats.date
    for one in ends:
        who = "we gave" if one.ours else f"{setting.name(one.party)} gave"
        how = f"by {one.method}, it would be received on {written(one.received)}" if one.method else f"it would count from {written(one.received)}"
        follows = f"end the agreement on {written(one.ends_on)} at the earliest" if one.ends_on else "end nothing: it is too early"
        yield Step(f"if {who} notice today, {how} and {follows}", "renewal.notice", "contract_term.notice")
