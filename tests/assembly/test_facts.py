from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.assembly.facts import MISSING, Budget, Fact, bare, find, item_name, join, names_of
from slagen.core.durations import Duration
from slagen.core.errors import BadInputError
from slagen.core.money import Money, Percentage
from slagen.model.agreement import DeliveryRule, Party, Service

SERVICES = (Service("hosting", "Hosting", included=("backup", "monitoring")), Service("mail", "Mail"))


def fact(value: Any, key: str = "x") -> Fact:
    return Fact(key, value, Budget())


def test_a_part_of_a_fact_knows_the_key_that_it_was_stated_under() -> None:
    assert fact(SERVICES, "services").lookup("mail").lookup("name").key == "services.mail.name"
    assert fact(SERVICES, "services").lookup(0).lookup("included").lookup(1).key == "services.0.included.1"
    assert fact({"provider": Party("N")}, "parties").lookup("provider").lookup("name").key == "parties.provider.name"


def test_a_field_whose_name_is_a_python_keyword_is_reached_by_its_name_in_files() -> None:
    rule = DeliveryRule("email", Duration.parse("1 day"), except_=("termination",))
    assert bare(fact(rule).lookup("except").lookup(0)) == "termination"


@pytest.mark.parametrize("name", ["nme", "__class__", "parse", 7, -3])
def test_what_is_not_there_is_missing(name: object) -> None:
    assert fact(SERVICES).lookup(name) is MISSING
    assert fact(SERVICES[0]).lookup(name) is MISSING
    assert fact("text").lookup(name) is MISSING


def test_items_of_a_list_are_named_by_id_or_by_place() -> None:
    assert [one.key for one in fact(SERVICES, "services")] == ["services.hosting", "services.mail"]
    assert [one.key for one in fact(("a", "b"), "x")] == ["x.0", "x.1"]
    assert [one.key for one in fact({"a": 1}, "x")] == ["x.a"]
    assert item_name({"id": "one"}, 4) == "one"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (Percentage(Decimal("99.90")), Decimal("99.9")),
        (Duration.parse("1 day"), Duration.parse("24 hours")),
        (Money(Decimal(5), "GBP"), 5),
        (Duration.parse("30 days"), "30 days"),
        ("a", "a"),
    ],
)
def test_values_are_equal_by_what_they_measure(left: object, right: object) -> None:
    assert fact(left) == right
    assert fact(left) == fact(right)


def test_values_are_compared_by_what_they_measure() -> None:
    assert fact(Duration.parse("2 hours")) > fact(Duration.parse("90 min"))
    assert fact(Percentage(Decimal("99.9"))) < fact(Percentage(Decimal("99.95")))
    assert fact(Money(Decimal(5), "GBP")) >= 5
    assert fact(3) <= 3
    assert fact(date(2026, 1, 1)) < date(2026, 1, 2)


def test_a_fact_counts_and_contains_like_its_value() -> None:
    assert len(fact(SERVICES)) == 2
    assert "backup" in fact(("backup",))
    assert Percentage(Decimal(5)) in fact((Decimal(5),))
    assert not fact(())
    assert {fact("a"): 1}[fact("a")] == 1


@pytest.mark.parametrize("group", [{"a": 1}, (1, 2), SERVICES[0]])
def test_a_group_of_facts_is_not_text(group: object) -> None:
    with pytest.raises(BadInputError, match="group of facts"):
        str(fact(group))
    assert str(fact(Duration.parse("5 days"))) == "5 days"


def test_names_for_hints_are_those_of_the_files() -> None:
    assert "except" in names_of(fact(DeliveryRule("email", Duration.parse("1 day"))))
    assert names_of({"a": 1}) == ("a",)
    assert names_of("text") == ()


@pytest.mark.parametrize(
    ("key", "expected"),
    [("services.mail.name", "Mail"), ("services.1.name", "Mail"), ("services.hosting.included.0", "backup"), ("services.post", MISSING), ("nothing", MISSING)],
)
def test_a_dotted_key_finds_its_value(key: str, expected: object) -> None:
    assert find({"services": SERVICES}, key) == expected


@given(st.text(), st.text())
def test_no_key_makes_finding_fail(key: str, other: str) -> None:
    assert find({"services": SERVICES}, f"{key}.{other}") is MISSING or key == "services"
    assert join("", key) == key


def test_a_budget_is_shared_by_everything_that_one_text_loops_over() -> None:
    budget = Budget(3)
    assert len(list(Fact("x", (1, 2), budget))) == 2
    with pytest.raises(BadInputError):
        list(Fact("y", (1, 2), budget))
    with pytest.raises(BadInputError):
        list(Fact("y", {"a": 1}, budget))
