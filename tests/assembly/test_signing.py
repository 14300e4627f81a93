"""Who signs how, from the facts; the laws are named in `assembly.signing`."""

from __future__ import annotations

import pytest

from slagen.model.document import Block, Paragraph, Signatory, SignatureBlock
from slagen.model.walk import plain
from tests.small_workspace import AGREEMENT, assembled, clause, template

ENGLISH, GERMAN, VICTORIAN = (
    f"governing_law: {{law: {law}, courts: x, calendar: {calendar}}}\n"
    for law, calendar in (("England and Wales", "GB-ENG"), ("Germany", "DE"), ('"the State of Victoria, Australia"', "AU-VIC"))
)
DEED, SIMPLE = "execution: {form: deed}\n", "execution: {form: simple}\n"
ANNA = "signatories: [{name: Anna, title: Director}]"


def page(customer: str, extra: str) -> tuple[Block, ...]:
    files = {
        "clauses/common/execution.md": clause("execution", "1. Signed."),
        "templates/plain/template.yaml": template("scope", "execution"),
        "agreements/acme/agreement.yaml": AGREEMENT.replace("address: Leeds", f"address: Leeds, {customer}") + extra,
    }
    return assembled(files).document.execution


def customer(facts: str, extra: str) -> SignatureBlock:
    block = page(facts, extra)[-1]
    assert isinstance(block, SignatureBlock)
    return block


@pytest.mark.parametrize(
    ("facts", "law", "manner", "territory"),
    [
        (ANNA, ENGLISH, "representative", ""),
        (f"jurisdiction: GB-SCT, {ANNA}", ENGLISH, "representative", ""),
        (f"jurisdiction: IE, {ANNA}", ENGLISH, "overseas", "Ireland"),
        (f"jurisdiction: US-NY, {ANNA}", ENGLISH, "overseas", "the United States"),
        (f"jurisdiction: IE, {ANNA}", VICTORIAN, "representative", ""),
        ("jurisdiction: IE, signatories: [{name: Anna, power_of_attorney: 2026-01-05}]", ENGLISH, "representative", ""),
        ("kind: individual", ENGLISH, "in-person", ""),
        ("kind: individual, signatories: [{name: Anna, power_of_attorney: 2026-01-05}]", ENGLISH, "representative", ""),
    ],
)
def test_a_deed_is_executed_as_the_law_of_the_party_and_of_the_agreement_says(facts: str, law: str, manner: str, territory: str) -> None:
    block = customer(facts, law + DEED)
    assert (block.manner, block.territory) == (manner, territory)


def test_a_company_from_abroad_signs_a_simple_contract_as_everybody_does() -> None:
    assert customer(f"jurisdiction: IE, {ANNA}", ENGLISH + SIMPLE).manner == "representative"


def test_an_individual_for_whom_nobody_is_named_signs_in_person() -> None:
    assert customer("kind: individual, email: jo@acme.example", SIMPLE).signatories == (Signatory("Acme plc", "", "jo@acme.example"),)


def test_the_date_of_a_power_of_attorney_is_printed_as_other_dates_are() -> None:
    assert customer("signatories: [{name: Anna, power_of_attorney: 2026-01-05}]", SIMPLE).signatories == (Signatory("Anna", power="5 January 2026"),)


@pytest.mark.parametrize(("law", "place"), [(ENGLISH, False), (VICTORIAN, False), (GERMAN, True), ("", False)])
def test_the_place_is_asked_for_where_people_write_it(law: str, place: bool) -> None:
    assert customer(ANNA, law + SIMPLE).place is place


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ("execution: {form: simple, counterparts: false}\n", "The Parties have signed this Agreement on the dates written below."),
        (SIMPLE, "It may be signed in counterparts, which together are one agreement."),
        (DEED, "It is delivered, and takes effect as a deed, on the date on which the last of them signs it."),
        (DEED, "which together are one deed."),
    ],
)
def test_the_page_opens_with_how_the_parties_sign(extra: str, words: str) -> None:
    opening = page(ANNA, extra)[0]
    assert isinstance(opening, Paragraph)
    assert words in plain(opening.content)
    assert ("counterparts" in plain(opening.content)) is ("false" not in extra)
