"""SLG451 to SLG454, SLG457, SLG467: notice, terms and windows that contradict each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from decimal import Decimal

from slagen.checks.context import Context
from slagen.core.durations import Duration
from slagen.core.findings import Finding, Severity
from slagen.core.locales import Formats
from slagen.model.agreement import ContractTermFacts, NoticeRule
from slagen.model.document import Document
from slagen.model.notice_fit import contradictions, notice_rules, shorter


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Notice fits into the term it ends, an automatic renewal can be stopped, and the renegotiation window opens before it closes."""
    del document
    facts = context.agreement.contract_term
    if facts is None:
        return
    rules = notice_rules(facts)
    with suppress(ValueError, OverflowError):  # lengths that make no date are told of as such
        for one in contradictions(facts, Formats("en", context.agreement.locale)):
            yield context.about_fact(one.code, Severity.ERROR, one.key, one.message, one.hint)
    for key, rule in rules.items():
        yield from _rule(context, key, rule, facts)
    if facts.renewal.mode in {"automatic", "evergreen"} and not rules:
        hint = "Add “notice: {period: 90 days, before: last_day}”."
        yield context.about_fact(
            "SLG452", Severity.WARNING, "contract_term.renewal", "the agreement renews by itself, and nothing says how notice stops that", hint
        )
    yield from _window(context, facts)


def _rule(context: Context, key: str, rule: NoticeRule, facts: ContractTermFacts) -> Iterator[Finding]:
    formats, renewal = Formats("en", context.agreement.locale), facts.renewal.period
    if renewal is not None and facts.renewal.mode != "none" and not shorter(rule.period, renewal):
        notice = f"notice of {formats.duration(rule.period)} is not shorter than a renewal term of {formats.duration(renewal)}"
        message = f"{notice}: what is given during one works to the end of a later one"
        yield context.about_fact("SLG467", Severity.NOTE, key, message, "Shorten the notice where that is not meant; else accept this.")
    if not rule.before and facts.renewal.mode != "none":
        hint = "Write “before: last_day” or “before: renewal_date”; until then both readings are reckoned with."
        yield context.about_fact("SLG451", Severity.NOTE, key, "it is left open whether notice counts back from the last day or from the renewal date", hint)


def _window(context: Context, facts: ContractTermFacts) -> Iterator[Finding]:
    plan = context.agreement.renegotiation
    if plan is None:
        return
    ours = facts.notice_by.get(context.we, facts.notice)
    closes = (ours.period if ours else Duration(Decimal(0), plan.opens.unit)) if plan.closes == "last_notice_date" else Duration.parse(plan.closes)
    if not shorter(closes, plan.opens):
        opens = f"{plan.opens} before" if plan.opens.count else "on"
        message = f"the renegotiation window opens {opens} the last day, when it has closed already ({closes} before)"
        yield context.about_fact("SLG453", Severity.ERROR, "renegotiation", message, "Open it earlier.")
    if not shorter(plan.opens, facts.initial):
        message = f"the renegotiation window opens {plan.opens} before the last day, which is before the agreement begins"
        yield context.about_fact("SLG454", Severity.WARNING, "renegotiation", message, "Open it later.")
