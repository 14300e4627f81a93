from __future__ import annotations

import pytest

from slagen.core.identifiers import did_you_mean, is_id, nearest


@pytest.mark.parametrize("text", ["a", "1", "service-credits", "a" * 63, "2-b-3", "a-"])
def test_ids_are_small_letters_digits_and_hyphens(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "-a", "A", "a_b", "a/b", "..", "a b", "é", "a" * 64, "a\n", "a.b", "٣"])
def test_what_could_be_a_path_or_a_trick_is_no_id(text: str) -> None:
    assert not is_id(text)


def test_the_nearest_known_name_is_offered_and_none_where_nothing_is_near() -> None:
    known = {"service-levels", "service-credits", "severity"}
    assert nearest("servce-levels", known)[0] == "service-levels"
    assert did_you_mean("severty", known) == "Did you mean “severity”?"
    assert did_you_mean("zzz", known) == ""
    assert did_you_mean("x", ()) == ""


def test_a_name_of_a_million_characters_is_near_to_nothing() -> None:
    """To compare it would take time and memory that grow with its length."""
    assert nearest("availability" * 100_000, ["availability" * 100_000]) == ()
