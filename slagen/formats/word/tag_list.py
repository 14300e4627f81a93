"""The tags that a shell may have, and what each one prints: the list that people are shown."""

from __future__ import annotations

from collections.abc import Mapping

VALUES: Mapping[str, str] = {
    "{{ title }}": "the title of the agreement",
    "{{ agreement }}": "its id, such as acme-hosting",
    "{{ kind }}": "sla, ola or charter",
    "{{ version }}": "the version name: draft, v1.0, or the commit where it has no name",
    "{{ commit }}": "the commit of the last change; nothing for a draft, or where the version is called by it",
    "{{ status }}": "“Draft – subject to contract”, “Execution version” or “Executed”",
    "{{ effective_date }}": "the effective date in words; nothing where none is agreed",
    "{{ hash }}": "the text hash, short: it identifies the wording",
    "{{ full_hash }}": "the text hash, whole",
    "{{ parties[0].name }}": "the first party’s name; also .label (such as Provider), .address, .number, .signatories",
    "{% if draft %} … {% endif %}": "what stands between, in drafts only",
    "{%p for party in parties %}": "repeats the paragraphs up to {%p endfor %} for each party; rows of a table: {%tr for … %}",
}
PARAGRAPHS: Mapping[str, str] = {
    "{{p contract }}": "the contract: sections, clauses, schedules. Needed, exactly once",
    "{{p contents }}": "the table of contents",
    "{{p recitals }}": "the recitals; without this tag they open the contract",
    "{{p execution }}": "how the parties sign, and the signature blocks; without this tag they end the contract",
}
"""Each stands alone in a paragraph of the body."""
