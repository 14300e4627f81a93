"""SLG460 to SLG462: law that holds whatever the contract says about its dates, where the contract says otherwise or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from slagen.checks.context import Context
from slagen.core.durations import Duration, Unit
from slagen.core.findings import Finding, Severity
from slagen.core.locales import Formats
from slagen.model.agreement import ContractTermFacts, NoticeRule
from slagen.model.document import Document
from slagen.model.mandatory_law import CONSUMER_TERMS, SWITCHING, ReminderLaw, consumer_terms_apply, customers, reminder_laws, switching_applies

_NEW_YORK = "the State of New York"
"""Where this is the governing law, the clause on renewal prints the reminder that it demands."""
_MONTH = Duration(Decimal(1), Unit.MONTH)
_TWO_YEARS = Duration(Decimal(24), Unit.MONTH)


def check(document: Document, context: Context) -> Iterable[Finding]:
    """A reminder before a renewal, terms towards consumers, and the right to switch clouds: each with its source, for counsel to decide."""
    del document
    facts = context.agreement.contract_term
    if facts is None:
        return
    for law in reminder_laws(context.agreement):
        yield from _reminder(context, law)
    if consumer_terms_apply(context.agreement):
        yield from _consumer_terms(context, facts)
    if switching_applies(context.agreement) and context.parameters.get("exit-and-switching", {}).get("eu_data_act") is not True:
        message = f"a customer in the European Union may switch a cloud service on two months’ notice ({SWITCHING}), and the contract does not say so"
        hint = "Ask counsel whether the service is one of those; if it is: clauses: {set: {exit-and-switching: {values: {eu_data_act: true}}}}."
        yield context.about_fact("SLG462", Severity.NOTE, "contract_term", message, hint)


def _reminder(context: Context, law: ReminderLaw) -> Iterator[Finding]:
    """The contract promises the reminder inside the time that the law names for it."""
    formats, governing = Formats("en", context.agreement.locale), context.agreement.governing_law
    demanded = f"{law.source} may demand a reminder between {formats.duration(law.earliest)} and {formats.duration(law.latest)} before the last day for notice"
    promised = context.parameters.get("renewal", {})
    if governing and governing.law == _NEW_YORK and "renewal" in context.clauses:
        fits = law.id == "us-ny-5-903"
        said = "it promises the one of New York"
    elif promised.get("remind") is True and isinstance(when := promised.get("remind_before"), Duration):
        fits = law.latest.rough_days <= when.rough_days <= law.earliest.rough_days
        said = f"it promises one at least {formats.duration(when)} before"
    else:
        fits, said = False, "it promises none"
    if not fits:
        hint = "Ask counsel whether it applies; the clause on renewal has the parameters remind and remind_before."
        yield context.about_fact("SLG460", Severity.WARNING, "contract_term.renewal", f"{demanded} of the customer, and {said}", hint)


def _consumer_terms(context: Context, facts: ContractTermFacts) -> Iterator[Finding]:
    for key, said in _too_long(context, facts):
        message = f"{said}: more than standard terms towards a consumer may say ({CONSUMER_TERMS})"
        hint = "Ask counsel whether the customer is a consumer and the terms are standard terms; if so: two years at most, then evergreen, notice of one month."
        yield context.about_fact("SLG461", Severity.WARNING, key, message, hint)


def _too_long(context: Context, facts: ContractTermFacts) -> Iterator[tuple[str, str]]:
    formats = Formats("en", context.agreement.locale)
    if facts.initial.rough_days > _TWO_YEARS.rough_days:
        yield "contract_term.initial", f"the customer is bound for {formats.duration(facts.initial)}"
    if facts.renewal.mode == "automatic" or (facts.renewal.mode == "evergreen" and facts.renewal.period is not None):
        yield "contract_term.renewal", f"the agreement renews for {formats.duration(facts.renewal.period or facts.initial)} at a time"
    for key, rule in _customers_rules(context, facts):
        if rule.period.rough_days > _MONTH.rough_days:
            yield key, f"the customer’s notice is {formats.duration(rule.period)}"


def _customers_rules(context: Context, facts: ContractTermFacts) -> Iterator[tuple[str, NoticeRule]]:
    found = {}
    for party, one in customers(context.agreement).items():
        name = next((key for key in (party, one.role) if key in facts.notice_by), "")
        if name:
            found[f"contract_term.notice_by.{name}"] = facts.notice_by[name]
        elif facts.notice:
            found["contract_term.notice"] = facts.notice
    yield from found.items()
