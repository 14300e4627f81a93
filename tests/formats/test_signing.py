"""What signature blocks say; the laws are named in `formats.signing`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from slagen.assembly.number import number
from slagen.formats.html.write import write as write_html
from slagen.formats.markdown.write import write as write_markdown
from slagen.formats.signing import signers, statement, witnesses
from slagen.model.document import Signatory, SignatureBlock
from slagen.model.native import text_hash
from tests.formats.sample_contract import SAMPLE

ANNA, BEN = Signatory("Anna Pryce", "Director"), Signatory("Ben Okafor", "Company Secretary")
ATTORNEY = Signatory("Cy Dee", power="5 January 2026")


def block(*people: Signatory, form: str = "simple", manner: str = "representative", **more: str) -> SignatureBlock:
    return SignatureBlock("customer", "Customer", "Acme plc", people, form, more.get("method", "wet-ink"), manner, more.get("territory", ""))


def said(one: SignatureBlock) -> str:
    return "".join(text for text, _ in statement(one))


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (block(ANNA), "Signed by Anna Pryce, Director, for and on behalf of Acme plc (Customer)"),
        (block(ANNA, BEN), "Signed by Anna Pryce, Director, and Ben Okafor, Company Secretary, for and on behalf of Acme plc (Customer)"),
        (block(Signatory("A"), Signatory("B")), "Signed by A and B, for and on behalf of Acme plc (Customer)"),
        (block(), "Signed for and on behalf of Acme plc (Customer)"),
        (block(ANNA, method="e-signature"), "Signed electronically by Anna Pryce, Director, for and on behalf of Acme plc (Customer)"),
        (block(ATTORNEY), "Signed by Cy Dee, as attorney under a power of attorney dated 5 January 2026, for and on behalf of Acme plc (Customer)"),
        (block(Signatory("Acme plc"), manner="in-person"), "Signed by Acme plc (Customer)"),
        (block(Signatory("", "Director")), "Signed by the undersigned Director, for and on behalf of Acme plc (Customer)"),
    ],
)
def test_a_simple_contract_is_signed_for_the_party(one: SignatureBlock, words: str) -> None:
    assert said(one) == words
    assert witnesses(one) == ()


@pytest.mark.parametrize(
    ("one", "words", "attested"),
    [
        (block(ANNA, BEN, form="deed"), "Executed as a deed by Acme plc (Customer), acting by Anna Pryce, Director, and Ben Okafor, Company Secretary", ()),
        (block(ANNA, form="deed"), "Executed as a deed by Acme plc (Customer), acting by Anna Pryce, Director, in the presence of:", ("Witness",)),
        (block(Signatory("Jo"), form="deed", manner="in-person"), "Signed as a deed by Acme plc (Customer), in the presence of:", ("Witness",)),
        (
            block(ATTORNEY, form="deed"),
            "Executed as a deed by Acme plc (Customer), acting by Cy Dee, as attorney under a power of attorney dated 5 January 2026, in the presence of:",
            ("Witness",),
        ),
        (
            block(ANNA, form="deed", manner="overseas", territory="Ireland"),
            (
                "Executed as a deed by Acme plc (Customer), a company incorporated in Ireland, acting by Anna Pryce, Director,"
                " who, in accordance with the laws of that territory, is acting under the authority of the company"
            ),
            (),
        ),
    ],
)
def test_a_deed_says_that_it_is_one_and_has_the_witnesses_that_the_law_asks_for(one: SignatureBlock, words: str, attested: tuple[str, ...]) -> None:
    assert said(one) == words
    assert witnesses(one) == attested


def test_each_attorney_on_a_deed_has_a_witness_of_his_own() -> None:
    both = block(ATTORNEY, Signatory("Di Eff", power="6 January 2026"), form="deed")
    assert witnesses(both) == ("Witness to the signature of Cy Dee", "Witness to the signature of Di Eff")


@pytest.mark.parametrize("status", ["draft", "execution", "executed", "brief"])
def test_a_page_to_be_signed_says_in_every_format_which_text_it_belongs_to(status: str) -> None:
    document = replace(SAMPLE, meta=replace(SAMPLE.meta, version="v1.0", status=status))
    expected = f"version v1.0, text hash (SHA-256) {text_hash(document)}"
    for page in (write_markdown(document, number(document)).replace("\\", ""), write_html(document, number(document))):
        assert (expected in page) is (status in {"execution", "executed"})


def test_what_is_not_known_is_a_line_to_write_on() -> None:
    assert [line.label for line in signers(block())[0] if not line.value] == ["Signature", "Name", "Title", "Date"]
    assert [line.label for line in signers(block(Signatory("", "Director")))[0] if not line.value] == ["Signature", "Name", "Date"]
    assert [line.label for line in signers(block(Signatory("Jo"), manner="in-person"))[0]] == ["Signature", "Name", "Date"]
