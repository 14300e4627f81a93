"""What mandatory law may add to the dates of an agreement. Each entry names its source, and whether it applies is for counsel to say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from slagen.core.periods import ContractTerm
from slagen.lifecycle.acting import party_in_role
from slagen.lifecycle.due_item import DueItem, DueKind, Matter
from slagen.lifecycle.key_dates import KeyDates
from slagen.lifecycle.notices import count_back, notice_rule, readings
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.steps import Step
from slagen.lifecycle.terms import OPEN_ENDED, contract_term, renews_after
from slagen.model.agreement import ContractTermFacts
from slagen.model.mandatory_law import ASK, SWITCHING, ReminderLaw, reminder_laws, switching_applies

_LOOK_AHEAD = 24
"""Terms looked at for the next reminder, as for the next notice date."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """From when until when the provider may have to remind the customer of the renewal after `term`; safe under every reading of the agreement."""

    law: ReminderLaw
    term: ContractTerm
    opens: date
    closes: date


def mandatory_dates(setting: Setting) -> Iterator[DueItem]:
    """The next reminder that a law may demand before a renewal.

    Raises:
        ValueError: a length of time makes no date.
    """
    facts = setting.agreement.contract_term
    laws = reminder_laws(setting.agreement)
    if facts is None or not laws:
        return
    for law in laws:
        found = next((one for one in _ahead(setting, facts, law) if one.closes >= setting.today), None)
        if found is not None:
            yield _item(setting, found)


def _item(setting: Setting, found: Reminder) -> DueItem:
    law, provider = found.law, party_in_role(setting.agreement, "provider")
    due, written = setting.calendar.preceding(found.closes), setting.formats.date
    length = setting.formats.duration
    why = (
        f"{law.source}: the provider must remind the customer {law.form}",
        f"between {length(law.earliest)} and {length(law.latest)} before the customer’s last day for notice",
        f"from {written(found.opens)} to {written(found.closes)}",
        *setting.earlier(found.closes, due),
        ASK,
    )
    missed = f"{setting.in_time(found.closes, due, 'sent')}{law.missed}; {ASK}"
    matter = Matter(setting.owner(setting.agreement.people.get("legal", "")), missed, why, legal=True, who_acts=setting.name(provider))
    return setting.item(DueKind.RENEWAL_REMINDER, f"{law.id}-term-{found.term.number}", due, matter)


def _ahead(setting: Setting, facts: ContractTermFacts, law: ReminderLaw) -> Iterator[Reminder]:
    """For the current term, and for those after it that renew as well."""
    dates = setting.key_dates(setting.today)
    if dates.term is None or not dates.renews or dates.term.last_day == OPEN_ENDED:
        return
    for number in range(dates.term.number, dates.term.number + _LOOK_AHEAD):
        term = dates.term if number == dates.term.number else contract_term(facts, number)
        if not renews_after(facts, term):
            return
        found = _reminder(setting, facts, law, term)
        if found is not None:
            yield found


def _reminder(setting: Setting, facts: ContractTermFacts, law: ReminderLaw, term: ContractTerm) -> Reminder | None:
    """Counted from the customer's last day for notice; None where the customer has none, or where the readings leave no day that is right under both."""
    rule = notice_rule(facts, party_in_role(setting.agreement, "customer"), "customer")
    if rule is None:
        return None
    last = [one.last_notice_date for one in readings(rule, term, setting.calendar)]
    opens, closes = count_back(max(last), law.earliest, setting.calendar), count_back(min(last), law.latest, setting.calendar)
    return Reminder(law, term, min(opens, closes), closes)


def mandatory_steps(setting: Setting, dates: KeyDates) -> Iterator[Step]:
    """What to ask counsel about the key dates: reminders before the end of the current term, and the right to switch."""
    facts, written = setting.agreement.contract_term, setting.formats.date
    if facts is None or dates.term is None or dates.ends_on is not None:
        return
    for law in reminder_laws(setting.agreement) if dates.renews else ():
        found = _reminder(setting, facts, law, dates.term)
        if found is not None:
            text = f"{law.source} may oblige the provider to remind the customer {law.form}, from {written(found.opens)} to {written(found.closes)}"
            yield Step(f"{text}; else {law.missed}: {ASK}", "renewal.reminder", "governing_law")
    if switching_applies(setting.agreement):
        text = f"{SWITCHING}: whatever these dates say, a customer in the European Union may begin to switch a cloud service by notice of two months at most"
        yield Step(f"{text}: {ASK}", "exit-and-switching.switch-notice", "parties")
