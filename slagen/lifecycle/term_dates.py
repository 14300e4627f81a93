"""Due items that follow from the contract term: notice, renewal, options, expiry, renegotiation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slagen.core.durations import Duration
from slagen.core.periods import ContractTerm
from slagen.lifecycle.due_item import DueItem, DueKind, Matter
from slagen.lifecycle.notices import NoticeDate, PartyNotice, count_back, notice_dates
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.terms import OPEN_ENDED, contract_term, is_open_ended, renewal_period, renews_after, term_on
from slagen.model.agreement import ContractTermFacts

_LOOK_AHEAD = 24
"""Terms looked at for the next notice date: enough for monthly terms with two years' notice."""


def term_dates(setting: Setting) -> Iterator[DueItem]:
    """Notice, renewal, option, expiry and renegotiation as of the day asked; nothing once the agreement has ended."""
    facts = setting.agreement.contract_term
    if facts is None:
        return
    if setting.history.ends_on is not None:
        yield from _ending(setting, setting.history.ends_on, ("notice was given or the agreement was terminated",))
        return
    term = term_on(facts, setting.today, exercised=setting.history.renewals)
    if term is None or term.last_day == OPEN_ENDED:
        return
    yield from _end_of_term(setting, facts, term)
    if facts.renewal.mode != "none":
        yield from _notices(setting, facts, term)
    yield from _renegotiation(setting, facts, term)


def _end_of_term(setting: Setting, facts: ContractTermFacts, term: ContractTerm) -> Iterator[DueItem]:
    if not renews_after(facts, term):
        yield from _ending(setting, term.last_day, (term_reason(setting, facts, term), "no renewal follows"))
        return
    why = (term_reason(setting, facts, term), f"renewal is {facts.renewal.mode}")
    cost = () if is_open_ended(facts) else setting.cost(renewal_period(facts))
    yield setting.item(
        DueKind.RENEWAL, term.renewal_date, Matter(owner=setting.owner(), if_nothing=consequence(setting, facts, term), why=why, legal=True, cost=cost)
    )


def _ending(setting: Setting, last_day: date, why: tuple[str, ...]) -> Iterator[DueItem]:
    if last_day >= setting.today:
        yield setting.item(DueKind.EXPIRY, last_day, Matter(owner=setting.owner(), if_nothing="the agreement ends with this day", why=why, legal=True))


def consequence(setting: Setting, facts: ContractTermFacts, term: ContractTerm) -> str:
    """What follows if nobody gives notice to the end of `term`: `renews for 12 months, £120,000`."""
    if not renews_after(facts, term):
        return f"ends on {setting.formats.date(term.last_day)}"
    if is_open_ended(facts):
        return "goes on without an end, until somebody gives notice"
    period = renewal_period(facts)
    cost = setting.written(setting.cost(period))
    return f"renews for {setting.formats.duration(period)}{', ' if cost else ''}{cost}"


def term_reason(setting: Setting, facts: ContractTermFacts, term: ContractTerm) -> str:
    """How the term's last day was found, in words."""
    name = "the initial term" if term.number == 1 else f"renewal term {term.number - 1}"
    length = facts.initial if term.number == 1 else renewal_period(facts)
    return f"{name} of {setting.formats.duration(length)} from {setting.formats.date(term.first_day)} ends on {setting.formats.date(term.last_day)}"


def _notices(setting: Setting, facts: ContractTermFacts, term: ContractTerm) -> Iterator[DueItem]:
    if facts.renewal.mode == "option":
        for notice in notice_dates(facts, term, setting.agreement.parties, setting.calendar):
            if facts.renewal.exercised_by in {"", notice.party, setting.agreement.parties[notice.party].role}:
                yield from _still_to_come(setting, facts, term, notice)
        return
    for party in setting.agreement.parties:
        yield from _next_notice(setting, facts, term, party)


def _next_notice(setting: Setting, facts: ContractTermFacts, term: ContractTerm, party: str) -> Iterator[DueItem]:
    """The party's next deadline: that of the current term, or of a later one where it has passed already."""
    for number in range(term.number, term.number + _LOOK_AHEAD):
        later = contract_term(facts, number)
        if not renews_after(facts, later):
            return
        parties = {party: setting.agreement.parties[party]}
        items = [item for notice in notice_dates(facts, later, parties, setting.calendar) for item in _still_to_come(setting, facts, later, notice)]
        if items:
            yield from items
            return


def our_last_day(setting: Setting, notice: PartyNotice) -> date:
    """Until when we must give notice: the earliest reading, rolled back to a business day."""
    return setting.calendar.preceding(notice.safe.last_notice_date)


def _still_to_come(setting: Setting, facts: ContractTermFacts, term: ContractTerm, notice: PartyNotice) -> Iterator[DueItem]:
    ours = setting.is_ours(notice.party)
    reading = notice.safe if ours else notice.possible
    due = our_last_day(setting, notice) if ours else reading.last_notice_date
    if due < setting.today:
        return
    option = facts.renewal.mode == "option"
    kind = DueKind.OPTION_EXERCISE if option else DueKind.LAST_NOTICE if ours else DueKind.THEIR_LAST_NOTICE
    why = (term_reason(setting, facts, term), *_notice_reasons(setting, notice, reading, due))
    cost = () if is_open_ended(facts) else setting.cost(renewal_period(facts))
    yield setting.item(kind, due, Matter(setting.owner(), consequence(setting, facts, term), why, legal=True, who_acts=setting.name(notice.party), cost=cost))


def _notice_reasons(setting: Setting, notice: PartyNotice, reading: NoticeDate, due: date) -> Iterator[str]:
    event = f"the {reading.counted_from.replace('_', ' ')}, {setting.formats.date(reading.event)}"
    clear = " clear" if notice.rule.clear_days else ""
    yield f"not less than {setting.formats.duration(notice.rule.period)}{clear} before {event}: {setting.formats.date(reading.last_notice_date)}"
    if len({one.last_notice_date for one in notice.readings}) > 1:
        side = "we act by the earliest reading" if setting.is_ours(notice.party) else "we reckon with the latest reading"
        others = setting.formats.listed([setting.formats.date(one.last_notice_date) for one in notice.readings])
        yield f"the agreement leaves open what notice counts back from ({others}): {side}"
    if reading.earliest is not None:
        yield f"not before {setting.formats.date(reading.earliest)}"
    if due != reading.last_notice_date:
        yield f"no business day in {setting.calendar.place}, so the business day before: {setting.formats.date(due)}"


def _renegotiation(setting: Setting, facts: ContractTermFacts, term: ContractTerm) -> Iterator[DueItem]:
    plan = setting.agreement.renegotiation
    if plan is None:
        return
    opens = setting.calendar.preceding(count_back(term.last_day, plan.opens, setting.calendar))
    closes = window_closes(setting, facts, term)
    due = opens if setting.today <= opens else closes
    if due < setting.today:
        return
    moment = "opens" if due == opens else f"opened on {setting.formats.date(opens)}"
    why = (term_reason(setting, facts, term), f"the window {moment} and closes on {setting.formats.date(closes)}")
    yield setting.item(
        DueKind.RENEGOTIATION, due, Matter(owner=setting.owner(plan.owner), if_nothing=f"the window closes on {setting.formats.date(closes)}", why=why)
    )


def window_closes(setting: Setting, facts: ContractTermFacts, term: ContractTerm) -> date:
    """The last day of the renegotiation window: our last notice date (the term's end where we have none), or a length before the last day."""
    plan = setting.agreement.renegotiation
    if plan is not None and plan.closes != "last_notice_date":
        return setting.calendar.preceding(count_back(term.last_day, Duration.parse(plan.closes), setting.calendar))
    dates = notice_dates(facts, term, setting.agreement.parties, setting.calendar)
    return min((our_last_day(setting, one) for one in dates if setting.is_ours(one.party)), default=term.last_day)
