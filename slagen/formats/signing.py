"""What a signature block says, the same in every format: who signs how, the lines to fill in, and the lines of the witnesses.

English practice. A deed says that it is one, and an individual signs it in the presence of a witness who attests the signature (Law of
Property (Miscellaneous Provisions) Act 1989, section 1); a company signs by two authorised signatories, or by one director before a witness
(Companies Act 2006, section 44); an attorney signs as an individual does (Powers of Attorney Act 1971, section 7); a company from abroad by
whoever may sign for it at home (SI 2009/1917, regulation 4). A simple contract needs none of this: somebody signs for and on behalf of the party.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from slagen.model.document import Document, Signatory, SignatureBlock
from slagen.model.native import text_hash

Statement: TypeAlias = tuple[tuple[str, bool], ...]
"""Pieces of text, each with whether it is in bold letters."""

WITNESS_LINES = ("Signature", "Name", "Address", "Occupation")
PLACE_AND_DATE = "Place, date"
UNDERSIGNED = "the undersigned"
ATTORNEY = "Attorney under a power dated "
"""What the line Capacity says of an attorney, before the date of the power."""
WITNESSED = ", in the presence of:"
INCORPORATED = ", a company incorporated in "
AUTHORITY = ", who, in accordance with the laws of that territory, is acting under the authority of the company"
_SEVERAL_AUTHORITY = ", who, in accordance with the laws of that territory, are acting under the authority of the company"
_NOBODY = (Signatory(""),)


def belongs_to(document: Document) -> str:
    """Which text a page that is signed belongs to: id, version and the SHA-256 of the text; empty for a draft, which nobody signs."""
    if document.meta.status not in {"execution", "executed"}:
        return ""
    return f"This page belongs to {document.meta.agreement}, version {document.meta.version}, text hash (SHA-256) {text_hash(document)}."


class Line(NamedTuple):
    """A line of a signature block; an empty value is to be filled in by hand."""

    label: str
    value: str = ""


def how(form: str, method: str, manner: str) -> str:
    """The first words of the statement, in bold letters."""
    by = " electronically" if method == "e-signature" else ""
    if form == "deed":
        return f"{'Signed' if manner == 'in-person' else 'Executed'}{by} as a deed"
    return f"Signed{by}"


def statement(block: SignatureBlock) -> Statement:
    """Who signs how, in a sentence."""
    label = f" ({block.label})" if block.label else ""
    head = (how(block.form, block.method, block.manner), True)
    if block.form != "deed" and block.manner != "in-person":
        return head, (before_party(block.signatories), False), (block.name, True), (label, False)
    return head, (" by ", False), (block.name, True), (f"{label}{after_party(block)}", False)


def before_party(people: tuple[Signatory, ...]) -> str:
    """What stands between “Signed” and the party that somebody signs for."""
    return f" by {acting(people)}, for and on behalf of " if people else " for and on behalf of "


def after_party(block: SignatureBlock) -> str:
    """What follows the party and its label: who acts for it, and that there is a witness."""
    people = block.signatories
    by = f", acting by {acting(people)}" if people and block.manner != "in-person" else ""
    if block.form == "deed" and block.manner == "overseas":
        return f"{INCORPORATED}{block.territory}{by}{authority(people)}"
    return f"{by}{WITNESSED if witnesses(block) else ''}"


def authority(people: tuple[Signatory, ...]) -> str:
    """By what right those who sign for a company from abroad do so (SI 2009/1917, regulation 4(1)(b))."""
    if not people:
        return ""
    return AUTHORITY if len(people) == 1 else _SEVERAL_AUTHORITY


def acting(people: tuple[Signatory, ...]) -> str:
    """Those who sign, with their offices: “A. Person, Director, and B. Person, Company Secretary”."""
    words = [_person(person) for person in people]
    return (", and " if any("," in word for word in words) else " and ").join(words)


def _person(person: Signatory) -> str:
    if not person.name:
        name = f"{UNDERSIGNED} {person.title}" if person.title else UNDERSIGNED
    else:
        name = f"{person.name}, {person.title}" if person.title else person.name
    return f"{name}, as attorney under a power of attorney dated {person.power}" if person.power else name


def signers(block: SignatureBlock) -> tuple[tuple[Line, ...], ...]:
    """The lines of each person who signs; where nobody is named, one set of lines to fill in."""
    return tuple(tuple(_signer(block, person)) for person in block.signatories or _NOBODY)


def _signer(block: SignatureBlock, person: Signatory) -> list[Line]:
    lines = [Line("Signature"), Line("Name", person.name)]
    if block.manner != "in-person" and (person.title or not person.power):
        lines.append(Line("Title", person.title))
    if person.power:
        lines.append(Line("Capacity", f"{ATTORNEY}{person.power}"))
    if block.method == "e-signature" and person.email:
        lines.append(Line("Email", person.email))
    return [*lines, Line(PLACE_AND_DATE if block.place else "Date")]


def witnesses(block: SignatureBlock) -> tuple[str, ...]:
    """A heading for each witness whose lines follow; none where the law asks for none.

    Each signature of an individual or an attorney on a deed is witnessed; of a company, the only one.
    """
    if block.form != "deed" or block.manner == "overseas":
        return ()
    people = block.signatories or _NOBODY
    attested = people if block.manner == "in-person" else tuple(person for person in people if person.power)
    if not attested and len(people) == 1:
        attested = people
    if len(attested) == 1:
        return ("Witness",)
    return tuple(f"Witness to the signature of {person.name or UNDERSIGNED}" for person in attested)
