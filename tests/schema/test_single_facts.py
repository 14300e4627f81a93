from __future__ import annotations

import pytest

from slagen.schema.single_facts import answer_fault, key_fault, takes_a_list


@pytest.mark.parametrize(
    "key",
    [
        "title",
        "parties.customer.name",
        "services.main.name",
        "charter.values.0.title",
        "contract_term.renewal.mode",
        "supports",
        "service_credits.standard.caps",
        "clauses.set.liability.values",
    ],
)
def test_keys_of_facts_are_known(key: str) -> None:
    assert key_fault(key) is None


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("titel", "Did you mean “title”?"),
        ("contract_term.efective_date", "Did you mean “effective_date”?"),
        ("review.every.months", ""),
        ("title.short", ""),
        ("", ""),
    ],
)
def test_a_key_that_leads_nowhere_is_a_fault_with_the_nearest(key: str, hint: str) -> None:
    fault = key_fault(key)
    assert fault is not None
    assert fault.code == "SLG020"
    assert fault.hint == hint or not hint


def test_lists_of_words_are_told_from_lists_of_things() -> None:
    assert takes_a_list("supports")
    assert takes_a_list("services.main.included")
    assert not takes_a_list("services")
    assert not takes_a_list("title")
    assert not takes_a_list("no.such.key")


def test_an_answer_has_its_question_s_type_and_choice() -> None:
    assert answer_fault("integer", (), "12") is None
    fault = answer_fault("integer", (), "twelve")
    assert fault is not None
    assert fault.code == "SLG022"
    fault = answer_fault("string", ("none", "option"), "optoin")
    assert fault is not None
    assert fault.code == "SLG023"
