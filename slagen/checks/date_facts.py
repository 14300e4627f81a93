"""SLG458, SLG459, SLG463 to SLG466: facts about dates that lead nowhere: nobody to remind, a day before the beginning, a renewal that never comes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
import re

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.core.identifiers import did_you_mean
from slagen.core.locales import Formats
from slagen.model.agreement import Agreement
from slagen.model.document import Document

_ADDRESS = re.compile(r"(?:[^<>@]*<)?[^\s@<>,;]+@[^\s@<>,;.]+(?:\.[^\s@<>,;.]+)+>?")
"""What a mail can be sent to, bare or with a name before it; the mail itself is stricter still."""


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Owners who can be reached, days inside the agreement, renewals that can happen, lengths that are some time."""
    del document
    yield from _owners(context)
    yield from _early_days(context)
    yield from _notice_by(context)
    yield from _lengths(context)
    facts = context.agreement.contract_term
    if facts and facts.renewal.mode in {"automatic", "option"} and facts.renewal.max_renewals == 0:
        how = "renews by itself" if facts.renewal.mode == "automatic" else "can be renewed"
        message = f"the agreement {how}, and at most 0 times: it does not renew"
        yield context.about_fact("SLG463", Severity.ERROR, "contract_term.renewal", message, "Write “mode: none”, or leave “max_renewals” out.")


def _owners(context: Context) -> Iterator[Finding]:
    """An owner is an address, or somebody of whom the agreement knows one."""
    known = _known(context)
    instead = next((role for role in ("account", "legal") if context.agreement.people.get(role)), "")
    follows = f"reminders would go to {instead}" if instead else "nobody would be reminded"
    for key, name in _named(context.agreement):
        if name and "@" in name and not _ADDRESS.fullmatch(name.strip()):
            yield context.about_fact("SLG458", Severity.WARNING, key, f"“{name}” is no mail address: nobody would be reminded", "Correct the address.")
        elif name and "@" not in name and name not in known:
            message = f"“{name}” is to look after it, and nobody called that has an address: {follows}"
            hint = f"{did_you_mean(name, sorted(known)) or 'Write the address.'} Or add the name under people: {{{name.split()[0].lower()}: jo@example.com}}."
            yield context.about_fact("SLG458", Severity.WARNING, key, message, hint)


def _named(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """Every owner and deputy, by the fact that names them."""
    if agreement.review:
        yield "review.owner", agreement.review.owner
        yield "review.deputy", agreement.review.deputy
    if agreement.renegotiation:
        yield "renegotiation.owner", agreement.renegotiation.owner
    if agreement.price_review:
        yield "price_review.owner", agreement.price_review.owner
    for one in agreement.obligations:
        yield f"obligations.{one.id}.owner", one.owner


def _known(context: Context) -> frozenset[str]:
    signing = (person.name for party in context.agreement.parties.values() for person in party.signatories if person.email)
    return frozenset((*context.agreement.people, *context.people, *signing))


def _early_days(context: Context) -> Iterator[Finding]:
    """What must be done once on a day must be a day of the agreement."""
    facts = context.agreement.contract_term
    for one in context.agreement.obligations if facts else ():
        if one.on is not None and facts is not None and one.on < facts.effective_date:
            yield context.about_fact(
                "SLG459", Severity.WARNING, f"obligations.{one.id}.on", _before(one.on, facts.effective_date), "Correct the day, or the effective date."
            )


def _before(day: date, effective: date) -> str:
    return f"{day} lies before the agreement begins, on {effective}"


def _notice_by(context: Context) -> Iterator[Finding]:
    """A rule on notice is for somebody who is there."""
    facts, parties = context.agreement.contract_term, context.agreement.sides
    known = {*parties, *(party.role for party in parties.values() if party.role)}
    for name in facts.notice_by if facts else ():
        if name not in known:
            message = f"notice_by has a rule for “{name}”, and no party is called that"
            hint = did_you_mean(name, sorted(known)) or f"There are: {', '.join(sorted(known))}."
            yield context.about_fact("SLG464", Severity.ERROR, f"contract_term.notice_by.{name}", message, hint)


def _lengths(context: Context) -> Iterator[Finding]:
    """Notice takes time, and what must be prepared is prepared after the time before."""
    agreement, formats = context.agreement, Formats("en", context.agreement.locale)
    facts = agreement.contract_term
    rules = [("contract_term.notice", facts.notice), *((f"contract_term.notice_by.{name}", one) for name, one in facts.notice_by.items())] if facts else []
    for key, rule in rules:
        if rule is not None and not rule.period.count:
            message = "notice of no length may be given on the very last day: nobody could act on it"
            yield context.about_fact("SLG465", Severity.WARNING, key, message, "Write a length such as 30 days.")
    review, price = agreement.review, agreement.price_review
    ahead = [("review.lead", review.lead, review.every)] if review else []
    ahead += [("price_review.notice", price.notice, price.every)] if price else []
    for key, length, every in ahead:
        if length is not None and length.rough_days >= every.rough_days:
            message = f"{formats.duration(length)} before something that comes every {formats.duration(every)} is before the time before it"
            yield context.about_fact("SLG466", Severity.WARNING, key, message, "Shorten it, or let the thing come less often.")
