"""The notice letter: who gives notice to whom, under which clause, with what effect; signed by somebody who may.

The wording is the program's own and in English, like the reference library; whoever wants other words edits the Word file before it is signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.assembly.signing import signatories
from slagen.assembly.table_words import table_words
from slagen.core.locales import Formats
from slagen.formats.wording import one_line
from slagen.lifecycle.giving_notice import Purpose
from slagen.model.agreement import NoticeAddress, Party
from slagen.model.document import (
    Blank,
    Block,
    Clause,
    Document,
    DocumentParty,
    Inline,
    LineBreak,
    Meta,
    Paragraph,
    Section,
    SignatureBlock,
    Strong,
    Text,
    Value,
)
from slagen.workspace.notice_plan import Plan
from slagen.workspace.sending_sheet import sheet

STATUS = "notice"
TITLES: Mapping[Purpose, str] = {
    Purpose.NON_RENEWAL: "Notice of non-renewal",
    Purpose.TERMINATION: "Notice of termination",
    Purpose.OPTION_EXERCISE: "Notice of exercise of an option",
    Purpose.PRICE_REVIEW: "Notice of new prices",
    Purpose.BREACH: "Notice of breach and demand for its remedy",
}
_PROMPTS: Mapping[Purpose, str] = {
    Purpose.TERMINATION: "the reason, with dates and facts",
    Purpose.PRICE_REVIEW: "the index figures, the old and the new charges",
    Purpose.BREACH: "what has happened, with dates, facts and the clauses concerned",
}
NEEDS_WORDS = frozenset({Purpose.BREACH, Purpose.PRICE_REVIEW})
"""Notices that say nothing without words of their own."""
_WAYS = {
    "courier": "By courier, against a signature",
    "post": "By recorded post, with proof of sending",
    "hand": "By hand, against a receipt",
    "email": "By email",
    "portal": "Through the portal",
}
BY = {"courier": "by courier", "post": "by post", "hand": "by hand", "email": "by email", "portal": "through the portal"}
"""How a sentence says the ways."""
SHEET_TITLE = "For our file – do not send this page"


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter’s parts: what stands above its subject, the text with the signature, the sheet that stays in the house, and the agreement’s title."""

    meta: Meta
    parties: tuple[DocumentParty, ...]
    head: tuple[Block, ...]
    text: tuple[Block, ...]
    sheet: tuple[Clause, ...]
    about: str

    def for_word(self) -> tuple[Document, Labels]:
        """The letter as the shell of letters prints it."""
        told = Clause("subject", (Text(self.meta.title),), self.text)
        document = Document(self.meta, self.parties, sections=(Section("", self.sheet),), execution=(*self.head, told))
        return document, number(document)

    def for_markdown(self) -> tuple[Document, Labels]:
        """The same without numbers, the letter first."""
        sender = self.parties[0]
        details = tuple(part for part in (f"Registered number {sender.number}" if sender.number else "", one_line(sender.address)) if part)
        letterhead = Paragraph((Strong((Text(sender.name),)), *(inline for part in details for inline in (LineBreak(), Text(part)))))
        letter = Section("", (Clause("head", body=(letterhead, *self.head)), Clause("letter", (Text(self.meta.title),), self.text)))
        meta = replace(self.meta, title=f"{self.meta.title}: {self.about}")
        return Document(meta, sections=(letter, Section(SHEET_TITLE, self.sheet))), {}


def letter(found: Plan) -> Letter:
    """The letter of a plan."""
    agreement = found.basis.agreement
    formats = Formats("en", agreement.locale)
    title = TITLES[found.ask.purpose]
    version, sent = found.basis.version, found.receipt.day
    meta = Meta(agreement.id, title, STATUS, version=version, status=STATUS, language="en", locale=agreement.locale, effective_date=sent)
    sender = _document_party(found.sender, found.party_from, formats)
    head: tuple[Block, ...] = (
        _paragraph(Strong((Text(way_line(found)),))),
        _addressee(found),
        *_copies(found.address),
        _paragraph(Value("date", formats.date(sent))),
    )
    text: tuple[Block, ...] = (*_about(found, formats), *_body(found, formats), *_closing(found), _signature(found, sender))
    return Letter(meta, (sender,), head, text, tuple(sheet(found, formats)), agreement.title)


def way_line(found: Plan) -> str:
    """`By courier, against a signature`, or by email with the address."""
    line = _WAYS[found.rule.method]
    return f"{line} to {found.address.email}" if found.rule.method == "email" else line


def _document_party(key: str, party: Party, formats: Formats) -> DocumentParty:
    return DocumentParty(key, table_words("en").role(party.role), party.name, party.address, party.number, signatories(party, formats))


def _paragraph(*content: Inline) -> Paragraph:
    return Paragraph(content)


def _addressee(found: Plan) -> Paragraph:
    party = found.party_to
    lines = [party.name, *([f"Registered number {party.number}"] if party.number else ()), *found.address.address.splitlines()]
    content: list[Inline] = []
    for line in lines:
        content += [LineBreak(), Text(line)] if content else [Value(f"parties.{found.recipient}.name", line)]
    return Paragraph(tuple(content))


def _copies(address: NoticeAddress) -> Iterator[Paragraph]:
    if address.copy:
        yield _paragraph(Text(f"Copy, for information only, to {address.copy}"))


def _about(found: Plan, formats: Formats) -> Iterator[Paragraph]:
    """Which agreement this is about, in which version."""
    agreement, signed = found.basis.agreement, found.basis.signed
    names = formats.listed([party.name for party in agreement.parties.values()])
    first, last = (formats.date(day) for day in (signed[0], signed[-1]))
    made = f"signed on {first}" if signed[0] == signed[-1] else f"first signed on {first} and last amended by what was signed on {last}"
    term = agreement.contract_term
    effective = f", in effect from {formats.date(term.effective_date)}" if term else ""
    yield _paragraph(
        Strong((Value("title", agreement.title),)),
        Text(f" between {names}, {made} (version {found.basis.version}){effective}; our reference {agreement.id} (the “Agreement”)."),
    )


def _body(found: Plan, formats: Formats) -> Iterator[Paragraph]:
    writers = {
        Purpose.NON_RENEWAL: _non_renewal, Purpose.TERMINATION: _termination, Purpose.OPTION_EXERCISE: _option,
        Purpose.PRICE_REVIEW: _prices, Purpose.BREACH: _breach,
    }  # fmt: skip
    yield from writers[found.ask.purpose](found, formats)


def _under(found: Plan) -> str:
    place = found.basis.clauses.get(found.effect.provision, "")
    return f"Under {place} of the Agreement" if place else "Under the Agreement"


def _ends(found: Plan, formats: Formats) -> Value:
    assert found.effect.ends_on is not None
    return Value("ends_on", formats.date(found.effect.ends_on))


_LATER = "If the Agreement cannot end on that day, this notice takes effect on the first later day on which the Agreement allows it to end."


def _non_renewal(found: Plan, formats: Formats) -> Iterator[Paragraph]:
    under, term = _under(found), found.basis.dates.term
    if found.window.last is None or term is None:
        yield _paragraph(Text(f"{under}, we give you notice that the Agreement is to end. Its last day is "), Strong((_ends(found, formats),)), Text("."))
    else:
        yield _paragraph(Text(f"{under}, we give you notice that we do not wish the Agreement to renew."))
        yield _paragraph(
            Text(f"The current term of the Agreement ends on {formats.date(term.last_day)}. The Agreement therefore ends at the end of "),
            Strong((_ends(found, formats),)),
            Text(", and no further term begins."),
        )
    yield _paragraph(Text(_LATER))


def _termination(found: Plan, formats: Formats) -> Iterator[Paragraph]:
    under, effect = _under(found), found.effect
    if effect.provision == "termination.cause":
        yield _paragraph(Text(f"{under}, we terminate the Agreement for the following reason."))
        yield from _because(found)
        if effect.ends_on == found.receipt.received:
            yield _paragraph(
                Text("The Agreement ends on the day on which you receive this notice, which counts as received on "),
                Strong((_ends(found, formats),)),
                Text("."),
            )
        else:
            yield _paragraph(Text("The Agreement ends at the end of "), Strong((_ends(found, formats),)), Text("."))
    else:
        period = formats.duration(effect.period) if effect.period else ""
        yield _paragraph(
            Text(f"{under}, we terminate the Agreement by notice of {period}. The Agreement ends at the end of "), Strong((_ends(found, formats),)), Text(".")
        )
        yield _paragraph(Text(_LATER))


def _option(found: Plan, formats: Formats) -> Iterator[Paragraph]:
    effect = found.effect
    assert effect.begins is not None
    assert effect.until is not None
    yield _paragraph(Text(f"{_under(found)}, we exercise the option to extend the Agreement."))
    yield _paragraph(
        Text("The further term begins on "), Strong((Value("begins", formats.date(effect.begins)),)),
        Text(" and ends on "), Strong((Value("until", formats.date(effect.until)),)), Text(". The terms of the Agreement apply to it."),
    )  # fmt: skip


def _prices(found: Plan, formats: Formats) -> Iterator[Paragraph]:
    assert found.effect.begins is not None
    yield _paragraph(
        Text(f"{_under(found)}, we adjust the recurring charges with effect from "), Strong((Value("begins", formats.date(found.effect.begins)),)),
        Text(". These are the figures that the adjustment is based on, and the new charges."),
    )  # fmt: skip
    yield from _because(found)


def _breach(found: Plan, formats: Formats) -> Iterator[Paragraph]:
    effect = found.effect
    yield _paragraph(Text("You are in breach of the Agreement. This is what has happened."))
    yield from _because(found)
    if effect.remedy_by is not None and effect.period is not None:
        yield _paragraph(
            Text(f"{_under(found)}, we demand that you remedy this breach within {formats.duration(effect.period)} after you receive this notice, that is by "),
            Strong((Value("remedy_by", formats.date(effect.remedy_by)),)),
            Text(". If it is not remedied by then, we may terminate the Agreement under that clause."),
        )
    else:
        yield _paragraph(Text("We demand that you remedy this breach without delay."))
    yield _paragraph(Text("All our rights and remedies remain reserved."))


def _because(found: Plan) -> Iterator[Paragraph]:
    if found.ask.because:
        yield from (_paragraph(Value("because", part.strip())) for part in found.ask.because.split("\n") if part.strip())
    else:
        yield _paragraph(Blank("because", _PROMPTS[found.ask.purpose]))


def _closing(found: Plan) -> Iterator[Paragraph]:
    place = found.basis.clauses.get("notices", "")
    where = "email address" if found.rule.method == "email" else "address"
    kind = f"This letter is a notice under {place} of the Agreement" if place else "This letter is a notice under the Agreement"
    yield _paragraph(Text(f"{kind}. It is sent {BY[found.rule.method]} to the {where} stated there for notices of this kind."))
    yield _paragraph(Text("Yours faithfully,"))


def _signature(found: Plan, sender: DocumentParty) -> SignatureBlock:
    manner = "in-person" if found.party_from.kind == "individual" and {person.name for person in sender.signatories} == {sender.name} else "representative"
    return SignatureBlock(sender.id, sender.label, sender.name, sender.signatories, "simple", found.basis.agreement.execution.method, manner)
