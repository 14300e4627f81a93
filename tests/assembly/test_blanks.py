from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from slagen.core.errors import FindingsError
from slagen.formats.files import Folder
from slagen.model.document import Blank, Value
from slagen.model.walk import clauses, contents, flat, own_blocks, provisions
from slagen.workspace.building import Order, build
from slagen.workspace.checking import check_draft
from slagen.workspace.drafting import draft
from slagen.workspace.load import load
from tests.small_workspace import AGREEMENT, clause, codes, drafted, put

FILE = "agreements/acme/agreement.yaml"
SCOPE = "clauses/common/scope.md"


def printed(text: str) -> list[Blank | Value]:
    """The blanks and values of a contract with this text."""
    document = drafted({SCOPE: clause("scope", f"1. {text}")}).usable.document
    blocks = [block for one in clauses(document) for provision in provisions(one) for block in own_blocks(provision)]
    return [node for block in blocks for content in contents(block) for node in flat(content) if isinstance(node, (Blank, Value))]


def fault(text: str) -> str:
    return next(finding for finding in drafted({SCOPE: clause("scope", f"1. {text}")}).findings if finding.code == "SLG051").message


def test_a_fact_that_is_stated_prints_itself() -> None:
    assert printed('{{ blank(agreement.parties.customer.address, "address") }}') == [Value("parties.customer.address", "Leeds")]


@pytest.mark.parametrize(
    ("fact", "key"),
    [
        ("agreement.parties.customer.number", "parties.customer.number"),
        ("agreement.review", "review"),
        ("agreement.review.owner", "review.owner"),
        ('party("customer").number', "parties.customer.number"),
    ],
)
def test_a_fact_that_is_missing_prints_a_blank_with_its_key(fact: str, key: str) -> None:
    assert printed(f'{{{{ blank({fact}, "to be agreed") }}}}') == [Blank(key, "to be agreed")]


@pytest.mark.parametrize("fact", ["agreement.parties.customer.adress", "agreement.revue", "nobody"])
def test_a_misspelt_name_is_an_error_and_no_blank(fact: str) -> None:
    assert "there is no" in fault(f'{{{{ blank({fact}, "x") }}}}')


@pytest.mark.parametrize("prompt", ['""', '" "', "5", f'"{"x" * 101}"'])
def test_a_blank_says_in_a_few_words_what_is_missing(prompt: str) -> None:
    assert "needs a prompt" in fault(f"{{{{ blank(agreement.review, {prompt}) }}}}")


def test_a_draft_is_built_with_its_blanks_and_an_execution_version_refuses_them(tmp_path: Path) -> None:
    facts = AGREEMENT.replace("address: Leeds", "address: Leeds, signatories: [{name: B}]").replace('London"', 'London", signatories: [{name: A}]')
    root = put(tmp_path, {FILE: facts, SCOPE: clause("scope", '1. Reviewed {{ blank(agreement.review.every, "how often") }}.')})
    order = Order(("md",), root / "build", date(2026, 10, 1))
    [file] = build(load(Folder(root)), "acme", order).files
    assert "how often" in file.read_text()
    with pytest.raises(FindingsError) as caught:
        build(load(Folder(root)), "acme", Order(("md",), root / "build", date(2026, 10, 1), execution=True))
    assert "SLG201" in codes(caught.value.findings)


def test_check_notes_a_blank_and_the_fact_that_fills_it(tmp_path: Path) -> None:
    root = put(tmp_path, {SCOPE: clause("scope", '1. {{ blank(agreement.review.owner, "who calls the review") }} calls.')})
    loaded = load(Folder(root))
    findings, _ = check_draft(loaded, draft(loaded, "acme"), today=date(2026, 10, 1))
    found = next(finding for finding in findings if finding.code == "SLG201")
    assert "who calls the review" in found.message
    assert "review.owner" in found.hint
