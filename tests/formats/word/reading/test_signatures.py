"""Signature blocks come back as they were, whatever the names."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slagen.assembly.number import number
from slagen.formats.word.reading import comparable, read
from slagen.formats.word.returned import open_returned
from slagen.formats.word.shell import open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.formats.word.verification import compare_with_record, read_lines
from slagen.formats.word.write import write
from slagen.model.document import Block, Clause, Document, Meta, Paragraph, Section, Signatory, SignatureBlock, Text

SHELL = open_shell(starter_shell(STARTERS["customer-sla"]), "customer-sla")
NAMES = st.sampled_from(["", "A. Person", "O'Neil & <Sons>", "Acme, Inc.", "Ltd (UK)", "شركة الشمال", "株式会社ノース", "B, and C", "x"])
PEOPLE = st.lists(st.builds(Signatory, NAMES, NAMES, st.sampled_from(["", "a@b.example"]), st.sampled_from(["", "5 January 2026"])), max_size=3).map(tuple)
FORMS, METHODS = st.sampled_from(["simple", "deed"]), st.sampled_from(["wet-ink", "e-signature"])
BLOCKS = st.builds(SignatureBlock, st.just("p"), NAMES, NAMES.filter(bool), PEOPLE, FORMS, METHODS, st.just("representative"), st.just(""), st.booleans())


def signed(*blocks: Block) -> Document:
    scope = Section("", (Clause("scope", (Text("Scope"),), (Paragraph((Text("Words."),)),)),))
    return Document(Meta("acme", "T", "sla"), sections=(scope,), execution=(Paragraph((Text("The Parties have signed."),)), *blocks))


def comes_back(*blocks: Block) -> bool:
    document = signed(*blocks)
    found = read(write(document, number(document), SHELL), "x.docx").document
    return comparable(found).execution == comparable(document).execution


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(BLOCKS, min_size=1, max_size=3))
def test_whoever_signs_for_a_party_comes_back(blocks: list[SignatureBlock]) -> None:
    assert comes_back(*blocks)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BLOCKS)
def test_the_record_of_a_file_agrees_with_what_its_signature_blocks_show(block: SignatureBlock) -> None:
    document = signed(block)
    file = open_returned(write(document, number(document), SHELL), "x.docx")
    assert file.imprint is not None
    compared = compare_with_record(read_lines(file, file.imprint, "x.docx"), file.imprint)
    assert (compared.deviations, compared.notes) == ((), ())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NAMES, NAMES.filter(bool), FORMS, METHODS, st.booleans())
def test_an_individual_who_signs_in_person_comes_back(label: str, name: str, form: str, method: str, place: bool) -> None:
    assert comes_back(SignatureBlock("p", label, name, (Signatory(name, "", "a@b.example"),), form, method, "in-person", "", place))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(NAMES, PEOPLE, METHODS, st.sampled_from(["Ireland", "the United States"]))
def test_a_company_from_abroad_that_executes_a_deed_comes_back(label: str, people: tuple[Signatory, ...], method: str, territory: str) -> None:
    assert comes_back(SignatureBlock("p", label, "Acme DAC", people, "deed", method, "overseas", territory))
