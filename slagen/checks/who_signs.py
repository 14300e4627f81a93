"""SLG062 to SLG064: who signs. What is missing is noted in a draft; a version to be signed is refused where nobody is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
import re

from slagen.checks.context import Context
from slagen.core.findings import Finding, Severity
from slagen.model.agreement import Party
from slagen.model.document import Document, SignatureBlock

_AUTHORISED = re.compile(r"\b(?:director|secretary|member)\b", re.IGNORECASE)


def check(document: Document, context: Context) -> Iterable[Finding]:
    """Each party of the execution page."""
    for block in document.execution:
        party = context.agreement.parties.get(block.party) if isinstance(block, SignatureBlock) else None
        if isinstance(block, SignatureBlock) and party is not None:
            yield from _named(document, context, block)
            if block.form == "deed" and block.manner == "representative" and not any(person.power for person in block.signatories):
                yield from _authorised(context, block, party)


def _named(document: Document, context: Context, block: SignatureBlock) -> Iterator[Finding]:
    key = f"parties.{block.party}.signatories"
    if not block.signatories and document.meta.status == "draft":
        hint = "Add signatories to the party; a version to be signed is refused until then."
        yield context.about_fact("SLG062", Severity.NOTE, key, f"nobody is named who signs for {block.name}", hint)
    for number, person in enumerate(block.signatories):
        if not person.name:
            office = f", {person.title}," if person.title else ""
            message = f"a person who signs for {block.name}{office} has no name: a line is left to write it by hand"
            yield context.about_fact("SLG063", Severity.NOTE, f"{key}.{number}", message, "Give the name, if it is known.")


def _authorised(context: Context, block: SignatureBlock, party: Party) -> Iterator[Finding]:
    """Companies Act 2006, section 44(2), (3): two of the directors and the secretary, or one director before a witness."""
    law = context.agreement.governing_law
    if law is None or not law.is_english or not party.number or not block.signatories:
        return
    strangers = [person for person in block.signatories if person.title and not _AUTHORISED.search(person.title)]
    alone = len(block.signatories) == 1 and re.search(r"\bsecretary\b", block.signatories[0].title, re.IGNORECASE)
    if strangers or alone:
        who = (strangers or block.signatories)[0]
        rule = "a company signs by two directors, by one and its secretary, or by one director before a witness"
        message = f"{who.name or 'a person'}, {who.title}, signs a deed for {block.name}: {rule}"
        hint = "Name a director, or give the date of the power of attorney under which somebody else signs: power_of_attorney."
        yield context.about_fact("SLG064", Severity.WARNING, f"parties.{block.party}.signatories", message, hint)
