"""Due items that follow from the contract term: notice, renewal, options, expiry, renegotiation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from slagen.core.money import Money
from slagen.core.periods import ContractTerm
from slagen.lifecycle.due_item import DueItem, DueKind, Matter
from slagen.lifecycle.key_dates import KeyDates, PartyDates
from slagen.lifecycle.setting import Setting
from slagen.lifecycle.steps import notice_steps, sending_step, term_step, what_is_left
from slagen.lifecycle.terms import OPEN_ENDED, contract_term, is_open_ended, renewal_period, renews_after
from slagen.model.agreement import ContractTermFacts

_LOOK_AHEAD = 24
"""Terms looked at for the next notice date: enough for monthly terms with two years' notice."""


def term_dates(setting: Setting) -> Iterator[DueItem]:
    """Notice, renewal, option, expiry and renegotiation as of the day asked; nothing once the agreement has ended."""
    facts = setting.agreement.contract_term
    dates = setting.key_dates(setting.today)
    if facts is None or dates.term is None:
        return
    if dates.ends_on is not None:
        yield from _ending(setting, dates.term, dates.ends_on, ("notice was given or the agreement was terminated",))
    elif dates.term.last_day != OPEN_ENDED:
        yield from _end_of_term(setting, facts, dates.term)
        yield from _notices(setting, facts, dates)
        yield from _renegotiation(setting, facts, dates)


def _end_of_term(setting: Setting, facts: ContractTermFacts, term: ContractTerm) -> Iterator[DueItem]:
    reason = term_step(setting, facts, term).text
    if not renews_after(facts, term, exercised=setting.history.renewals):
        yield from _ending(setting, term, term.last_day, (reason, "no renewal follows"))
        return
    how = {"option": "the option was exercised", "automatic": "it renews by itself"}.get(facts.renewal.mode, "it goes on until somebody gives notice")
    yield setting.item(
        DueKind.RENEWAL,
        _of(term),
        term.renewal_date,
        Matter(setting.owner(), consequence(setting, facts, term), (reason, how), legal=True, cost=_cost(setting, facts)),
    )


def _of(term: ContractTerm) -> str:
    return f"term-{term.number}"


def _cost(setting: Setting, facts: ContractTermFacts) -> tuple[Money, ...]:
    return () if is_open_ended(facts) else setting.cost(renewal_period(facts))


def _ending(setting: Setting, term: ContractTerm, last_day: date, why: tuple[str, ...]) -> Iterator[DueItem]:
    if last_day >= setting.today:
        yield setting.item(
            DueKind.EXPIRY, _of(term), last_day, Matter(owner=setting.owner(), if_nothing="the agreement ends with this day", why=why, legal=True)
        )


def consequence(setting: Setting, facts: ContractTermFacts, term: ContractTerm) -> str:
    """What follows if nobody gives notice to the end of `term`: `renews for 12 months, £120,000`."""
    if not renews_after(facts, term, exercised=setting.history.renewals):
        return f"ends on {setting.formats.date(term.last_day)}"
    if is_open_ended(facts):
        return "goes on without an end, until somebody gives notice"
    period = renewal_period(facts)
    cost = setting.written(setting.cost(period))
    return f"renews for {setting.formats.duration(period)}{', ' if cost else ''}{cost}"


def _notices(setting: Setting, facts: ContractTermFacts, dates: KeyDates) -> Iterator[DueItem]:
    """Each party's next deadline: that of the current term, or of a later one where it has passed already; options have only the current one."""
    waiting = set(setting.agreement.sides)
    for term in _terms_ahead(facts, dates):
        found = dates.notices if term is dates.term else setting.party_dates(term)
        for notice in found:
            if notice.party in waiting and (items := list(_still_to_come(setting, facts, term, notice))):
                waiting.discard(notice.party)
                yield from items
        if not waiting & {one.party for one in found}:
            return


def _terms_ahead(facts: ContractTermFacts, dates: KeyDates) -> Iterator[ContractTerm]:
    """The current term, and those after it that may be renewed too."""
    if dates.term is None or not dates.renews:
        return
    yield dates.term
    for number in range(dates.term.number + 1, dates.term.number + _LOOK_AHEAD):
        later = contract_term(facts, number) if facts.renewal.mode != "option" else None
        if later is None or not renews_after(facts, later):
            return
        yield later


def _still_to_come(setting: Setting, facts: ContractTermFacts, term: ContractTerm, notice: PartyDates) -> Iterator[DueItem]:
    due, last = notice.act_by, notice.reading.last_notice_date
    option = facts.renewal.mode == "option"
    reasons = tuple(step.text for step in (term_step(setting, facts, term), *notice_steps(setting, notice)))
    follows, cost, actor = consequence(setting, facts, term), _cost(setting, facts), setting.name(notice.party)
    period = f"{notice.party}-{_of(term)}"
    if last < setting.today:
        return
    way = notice.latest_safe_send if notice.ours else None
    if way is not None:
        late = what_is_left(setting, notice.ways)
        send_by = setting.send_by(way)
        safe = send_by >= setting.today
        why = (*reasons, sending_step(setting, way).text, *(() if safe else (late,)))
        matter = Matter(setting.owner(), follows if safe else f"{late}; else it {follows}", why, legal=True, who_acts=actor, cost=cost)
        yield setting.item(DueKind.LATEST_SAFE_SEND, period, send_by, matter)
    kind = DueKind.OPTION_EXERCISE if option else DueKind.LAST_NOTICE if notice.ours else DueKind.THEIR_LAST_NOTICE
    if due < setting.today:
        follows = f"it still counts if it is received by {setting.formats.date(last)}: hand it over, or ask counsel, today; else it {follows}"
    yield setting.item(kind, period, due, Matter(setting.owner(), follows, reasons, legal=True, who_acts=actor, cost=cost))


def _renegotiation(setting: Setting, facts: ContractTermFacts, dates: KeyDates) -> Iterator[DueItem]:
    plan = setting.agreement.renegotiation
    if plan is None or dates.window is None or dates.term is None:
        return
    opens, closes = dates.window
    written = setting.formats.date
    why = (term_step(setting, facts, dates.term).text, f"the window opens on {written(opens)} and closes on {written(closes)}")
    missed = {"opens": f"negotiations begin late: the window closes on {written(closes)}", "closes": "the window has closed"}
    for moment, due in (("opens", opens), ("closes", closes)):
        if setting.today <= due <= closes:
            matter = Matter(owner=setting.owner(plan.owner), if_nothing=missed[moment], why=why)
            yield setting.item(DueKind.RENEGOTIATION, f"{_of(dates.term)}-{moment}", due, matter)
