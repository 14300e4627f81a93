"""The execution page: a sentence on how the parties sign, then a block for each of them. What may be signed how is the law of the place.

Sources: Law of Property (Miscellaneous Provisions) Act 1989, section 1 (a deed says that it is one, an individual signs it before a witness,
it is delivered); Companies Act 2006, section 44 (a company signs by two authorised signatories, or by a director before a witness);
Overseas Companies (Execution of Documents and Registration of Charges) Regulations 2009 (SI 2009/1917), regulation 4 (a company from abroad
signs by whoever may sign for it at home); Powers of Attorney Act 1971, section 7 (an attorney signs as an individual does).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slagen.core.locales import Formats, country_name
from slagen.model.agreement import Agreement, Party, Person
from slagen.model.document import Block, DocumentParty, Paragraph, Signatory, SignatureBlock, Text

_PLACE_UNUSUAL = frozenset(
    {"AU", "BD", "BM", "BS", "CA", "CY", "GB", "GG", "GH", "GI", "HK", "IE", "IM", "IN", "JE", "JM", "KE", "KY", "LK", "MY", "NG", "NZ", "PK", "SG", "TT",
     "UG", "US", "VG", "ZA", "ZM"}
)  # fmt: skip
"""Countries of the common law: elsewhere, people write the place beside the date."""


def signatories(party: Party, formats: Formats) -> tuple[Signatory, ...]:
    """Who signs for a party. An individual for whom nobody else is named signs in person."""
    named = tuple(_signatory(person, formats) for person in party.signatories)
    return named or ((Signatory(party.name, "", party.email),) if party.kind == "individual" else ())


def execution(agreement: Agreement, parties: Iterable[DocumentParty]) -> Iterator[Block]:
    """The blocks of the execution page; `parties` are those of the document."""
    yield Paragraph((Text(_opening(agreement)),))
    for party in parties:
        yield _block(agreement, agreement.parties[party.id], party)


def _signatory(person: Person, formats: Formats) -> Signatory:
    power = formats.date(person.power_of_attorney) if person.power_of_attorney else ""
    return Signatory(person.name, person.title, person.email, power)


def _opening(agreement: Agreement) -> str:
    deed = agreement.execution.form == "deed"
    if deed:
        first = (
            "The Parties have executed this Agreement as a deed. It is delivered, and takes effect as a deed, on the date on which the last of them signs it."
        )
    elif len(agreement.parties) == 1:
        return "This Agreement is signed on the date written below."
    else:
        first = "The Parties have signed this Agreement on the dates written below."
    return f"{first} It may be signed in counterparts, which together are one {'deed' if deed else 'agreement'}." if agreement.execution.counterparts else first


def _block(agreement: Agreement, facts: Party, party: DocumentParty) -> SignatureBlock:
    manner, territory = _manner(agreement, facts, party)
    form = agreement.execution
    return SignatureBlock(party.id, party.label, party.name, party.signatories, form.form, form.method, manner, territory, _with_place(agreement))


def _manner(agreement: Agreement, facts: Party, party: DocumentParty) -> tuple[str, str]:
    """How the party acts, and where it comes from where that matters."""
    if facts.kind == "individual":
        return ("in-person" if {person.name for person in party.signatories} == {party.name} else "representative"), ""
    english = agreement.governing_law is not None and agreement.governing_law.is_english
    country = facts.jurisdiction[:2]
    by_attorney = any(person.power for person in party.signatories)
    if agreement.execution.form == "deed" and english and country not in {"", "GB"} and not by_attorney:
        return "overseas", country_name(country, agreement.language)
    return "representative", ""


def _with_place(agreement: Agreement) -> bool:
    calendar = agreement.governing_law.calendar if agreement.governing_law else ""
    return bool(calendar) and calendar[:2] not in _PLACE_UNUSUAL
