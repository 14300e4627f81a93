"""How a date was found, step by step, in words: the rule applied, and the clause that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from slagen.core.periods import ContractTerm
from slagen.lifecycle.cutoff import told
from slagen.lifecycle.delivery import Sending
from slagen.lifecycle.key_dates import KeyDates, PartyDates, recipients
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.terms import OPEN_ENDED, is_open_ended, renewal_period
from slagen.model.agreement import ContractTermFacts


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it says, the clause or provision that the rule stands in (empty: no clause says so), and the fact that it reads."""

    text: str
    clause: str = ""
    fact: str = ""


def steps(setting: Setting, dates: KeyDates) -> Iterator[Step]:
    """Every step from the facts to the key dates."""
    facts = setting.agreement.contract_term
    if facts is None:
        yield Step("the agreement states no contract term, so nothing counts from one", "contract-term", "contract_term")
        return
    if dates.term is None:
        yield Step(f"no contract term runs on {setting.formats.date(dates.on)}", "contract-term", "contract_term")
        return
    yield term_step(setting, facts, dates.term)
    yield from _what_follows(setting, facts, dates)
    for party in dates.notices:
        whose = "our notice" if party.ours else f"notice by {setting.name(party.party)}"
        for step in notice_steps(setting, party):
            yield replace(step, text=f"{whose}: {step.text}")
        yield from sending_steps(setting, party)
    yield from _window(setting, dates)


def term_step(setting: Setting, facts: ContractTermFacts, term: ContractTerm) -> Step:
    """How the term's last day was found."""
    first = setting.formats.date(term.first_day)
    if term.last_day == OPEN_ENDED:
        return Step(f"since {first} the agreement goes on without an end, until somebody gives notice", "renewal.mode", "contract_term.renewal")
    number = "the initial term" if term.number == 1 else f"renewal term {term.number - 1}"
    length = setting.formats.duration(facts.initial if term.number == 1 else renewal_period(facts))
    clause, fact = ("contract-term.length", "contract_term.initial") if term.number == 1 else ("renewal.mode", "contract_term.renewal")
    return Step(f"{number} of {length} from {first} ends on {setting.formats.date(term.last_day)}", clause, fact)


def _what_follows(setting: Setting, facts: ContractTermFacts, dates: KeyDates) -> Iterator[Step]:
    fact = "contract_term.renewal"
    if dates.ends_on is not None:
        yield Step(f"notice was given or the agreement was terminated: it ends on {setting.formats.date(dates.ends_on)}", "", "records")
        return
    if dates.term is None or dates.term.last_day == OPEN_ENDED:
        return
    if not dates.renews:
        why = "no renewal follows" if facts.renewal.mode == "none" else "it cannot renew again"
        yield Step(
            f"{why}: it ends on {setting.formats.date(dates.term.last_day)}",
            "renewal.final" if facts.renewal.mode != "none" else "contract-term.length",
            fact,
        )
        return
    if dates.renewal_date is None:
        return
    option = "whoever has the option extends it" if dates.optional else "the option was exercised, and it goes on"
    how = {"option": option, "automatic": "it renews by itself", "evergreen": "it goes on"}[facts.renewal.mode]
    length = "without an end" if is_open_ended(facts) else f"for {setting.formats.duration(renewal_period(facts))}"
    yield Step(f"the renewal date is the day after: {setting.formats.date(dates.renewal_date)}; {how} {length}", "renewal.mode", fact)
    if dates.final_expiry is not None:
        otherwise = "unless that is done" if dates.optional else dates.unless or "after the last renewal"
        yield Step(f"{otherwise} it ends on {setting.formats.date(dates.final_expiry)}", "renewal.final", f"{fact}.max_renewals")


def notice_steps(setting: Setting, found: PartyDates) -> Iterator[Step]:
    """How the last notice date of a party was found, with both readings where the agreement is open."""
    notice, reading = found.notice, found.reading
    fact = _rule_fact(setting, found.party)
    event = f"the {reading.counted_from.replace('_', ' ')}, {setting.formats.date(reading.event)}"
    period = setting.formats.duration(notice.rule.period)
    period = period.replace(" ", " clear ", 1) if notice.rule.clear_days else period
    last = setting.formats.date(reading.last_notice_date)
    yield Step(f"not less than {period} before {event}: {last}", _clause_of(fact), fact)
    if len({one.last_notice_date for one in notice.readings}) > 1:
        side = "we act by the earliest reading" if found.ours else "we reckon with the latest reading"
        others = setting.formats.listed([setting.formats.date(one.last_notice_date) for one in notice.readings])
        yield Step(f"the agreement leaves open what notice counts back from ({others}): {side}", _clause_of(fact), f"{fact}.before")
    if found.opens is not None:
        yield Step(f"not before {setting.formats.date(found.opens)}", _clause_of(fact), f"{fact}.not_before")
    last_day = reading.last_notice_date
    yield from (Step(text) for text in setting.earlier(last_day, found.act_by))


def _clause_of(fact: str) -> str:
    """The provision with the rule for everybody; a party's own has none with a name, so that the clause itself is cited."""
    return "renewal.notice" if fact == "contract_term.notice" else "renewal"


def _rule_fact(setting: Setting, party: str) -> str:
    """The fact that a party's rule is written in: its own, under its id or its role, else the one for everybody."""
    facts, role = setting.agreement.contract_term, setting.agreement.sides[party].role
    own = next((key for key in (party, role) if facts and key in facts.notice_by), "")
    return f"contract_term.notice_by.{own}" if own else "contract_term.notice"


def sending_steps(setting: Setting, found: PartyDates) -> Iterator[Step]:
    """By when the notice must be sent, each way to each recipient."""
    if not found.ways and found.ours and recipients(setting.agreement, found.party):
        yield Step(
            "the agreement does not say when a notice counts as received: send it so that it arrives before the last day", "notices", "contract_term.delivery"
        )
    for way in found.ways if found.ours else ():
        yield sending_step(setting, way)


def sending_step(setting: Setting, way: Sending) -> Step:
    """One way to send: until when, and when it is then received."""
    before = f" before {cutoff_text(setting, way)}" if cutoff_text(setting, way) else ""
    to, place = setting.name(way.to), setting.calendars.of(way.to).place
    sent, received = setting.formats.date(way.send_by), setting.formats.date(way.received)
    given = "handed over" if way.method in {"hand", "courier"} and way.received == way.send_by else "sent"
    return Step(
        f"by {way.method}, {given} by {sent}{before}, {to} receives it on {received} (business days in {place})", "notices.receipt", "contract_term.delivery"
    )


def what_is_left(setting: Setting, ways: Sequence[Sending]) -> str:
    """What to do once the first of `ways` is no longer safe: another way that still reaches everybody in time, else what no rule of delivery promises."""
    latest = {way.to: way for way in sorted(ways, key=lambda way: way.send_by)}
    still = min(latest.values(), key=lambda way: way.send_by)
    if setting.send_by(still) < setting.today:
        return "it is no longer safe to send: hand it over, or ask counsel, today"
    before = f" before {cutoff_text(setting, still)}" if cutoff_text(setting, still) else ""
    return f"it is no longer safe by {ways[0].method}: send it by {still.method}, by {setting.formats.date(still.send_by)}{before}"


def _window(setting: Setting, dates: KeyDates) -> Iterator[Step]:
    if dates.window is None:
        return
    opens, closes = (setting.formats.date(day) for day in dates.window)
    yield Step(f"the renegotiation window opens on {opens} and closes on {closes}", "", "renegotiation")


def cutoff_text(setting: Setting, way: Sending) -> str:
    """The last moment to send, where the agreement names one or our day is another; empty where only the day counts."""
    zone = setting.agreement.time_zone
    if way.cutoff is None and setting.zone in {"", zone}:
        return ""
    found = setting.cutoff(way)
    if way.cutoff is None and found.here >= found.there.replace(tzinfo=found.here.tzinfo):
        return ""
    return told(found, zone, setting.zone or zone, setting.formats.date(found.here.date()))
