from __future__ import annotations

import pytest

from slagen.workspace.recipients import recipient

PEOPLE = {"account": "jo@n.example", "legal": "lee@n.example", "odd": "no address"}


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("sam@n.example", "sam@n.example"),
        ("Sam Doe <sam@n.example>", "sam@n.example"),
        ("legal", "lee@n.example"),
        ("sam@bücher.example", "sam@xn--bcher-kva.example"),
        ("o'hara+x@n.example", "o'hara+x@n.example"),
    ],
)
def test_an_address_or_a_role_that_somebody_has_is_mailed_without_a_word(named: str, address: str) -> None:
    found = recipient(named, PEOPLE)
    assert (found.address, found.problem) == (address, "")


@pytest.mark.parametrize("named", ["service desk", "odd", ""])
def test_a_role_that_nobody_has_goes_to_the_account_else_to_legal_and_is_told(named: str) -> None:
    assert (recipient(named, PEOPLE).address, recipient(named, {"legal": "lee@n.example"}).address) == ("jo@n.example", "lee@n.example")
    assert "people" in recipient(named, PEOPLE).hint
    assert recipient(named, {}).address == ""


@pytest.mark.parametrize(
    "named",
    [
        "jo@n.example\nBcc: all@n.example",
        "jo@n.example\r\n\r\nBody",
        "legal\n",
        "jo@n.example\x00",
        "jo@n.exam\u2028ple",
        "jo\u202e@n.example",
        "jo@n.example,all@n.example",
        "jo@n.example>",
        "<jo@n.example> <all@n.example>",
        "@n.example",
        "jo@",
        "jo..x@n.example",
        ".jo@n.example",
        "jo.@n.example",
        f"{'j' * 65}@n.example",
        f"jo@{'n.' * 130}example",
        "jo@xn--\u00ad.example",
    ],
)
def test_what_is_meant_as_an_address_and_is_none_goes_to_nobody(named: str) -> None:
    found = recipient(named, PEOPLE)
    assert found.address == ""
    assert found.problem
    assert found.hint
