"""Clause text is untrusted: what a hostile one tries ends in an error with a line, soon and without filling the memory."""

from __future__ import annotations

from typing import Any

import pytest

from slagen.assembly.fill import Facts, fill
from slagen.assembly.limits import MOST_CHARACTERS
from slagen.assembly.tables import Tables
from slagen.assembly.text_error import TextError
from slagen.core.locales import Formats
from slagen.model.agreement import Agreement
from slagen.model.native import from_native

FORMATS = Formats("en", "en_GB")


def filled(text: str, **parameters: Any) -> str:
    agreement = from_native(Agreement, {"id": "acme", "title": "T", "kind": "sla", "template": "t", "parties": {}})
    names = Facts(agreement, FORMATS, Tables(agreement, FORMATS).functions()).names("c", parameters)
    return fill(text, names, FORMATS).text


MANY = tuple(f"m{number}" for number in range(10_000))
LONG = "a" * 900_000


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
        "{{ " + "not " * 20_000 + "1 }}",
        "{{ " + "1+" * 20_000 + "1 }}",
        "{{ " + "[" * 3_000 + "]" * 3_000 + " }}",
        "{{ agreement" + ".title" * 10_000 + " }}",
        "{% if true %}" * 110 + "x" + "{% endif %}" * 110,
        "{% if true %}x" + "{% elif true %}y" * 5_000 + "{% endif %}",
    ],
)
def test_tags_nested_deeper_than_python_goes_are_an_error_and_not_a_fault(text: str) -> None:
    with pytest.raises(TextError, match="nested too deeply"):
        filled(text)


def test_a_text_longer_than_any_clause_is_refused_before_it_is_read() -> None:
    with pytest.raises(TextError, match="characters"):
        filled("a" * (MOST_CHARACTERS + 1))


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in [" + "1," * 2_000 + "] %}{% endfor %}",
        "{{ many | join('" + "a" * 1_001 + "') }}",
    ],
)
def test_long_lists_and_texts_written_into_a_tag_are_refused(text: str) -> None:
    with pytest.raises(TextError, match="has more than"):
        filled(text, many=MANY)


def test_a_short_list_in_a_tag_may_be_looped_over() -> None:
    assert filled("{% for a in [1, 2] %}x{% endfor %}") == "xx"


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in L %}{% for b in L %}{% for c in L %}{% for d in L %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}".replace("L", str(list(range(100)))),
        "{% for a in many | list %}{% for b in many | list %}{% endfor %}{% endfor %}",
        "{% for a in many %}{% if 'zz' in many %}q{% endif %}{% endfor %}",
        "{{ many | join(long) }}",
        "{{ many | map('join', long) | list | length }}",
        "{% for a in many %}{% if long | upper == 'x' %}{% endif %}{% endfor %}",
        "{{ " + "(long | upper) + " * 20 + "'x' }}",
        "{% for a in many %}{% if service_level_table() %}{% endif %}{% endfor %}",
    ],
)
def test_work_without_end_is_stopped(text: str) -> None:
    with pytest.raises(TextError, match="steps"):
        filled(text, many=MANY, long=LONG)


def test_a_loop_around_much_text_is_stopped_before_it_fills_the_memory() -> None:
    with pytest.raises(TextError, match="comes to more than"):
        filled("{% for a in many %}" + "lorem " * 10_000 + "{% endfor %}", many=MANY)


@pytest.mark.parametrize("sign", ["\\u202e", "\\x1b[31m", "\\ud800", "\\ue000", "\\x00"])
def test_an_escape_in_a_tag_brings_in_no_character_that_a_file_may_not_hold(sign: str) -> None:
    with pytest.raises(TextError, match="cannot be seen"):
        filled("{{ '" + sign + "' }}")


@pytest.mark.parametrize("sign", ["{%", "{% ", "{{ ", "{##"])
def test_tags_that_are_opened_and_never_closed_are_told_at_once(sign: str) -> None:
    with pytest.raises(TextError):
        filled("1. x " + sign * (MOST_CHARACTERS // 4))


def test_joining_adding_and_changing_case_still_work() -> None:
    agreement = from_native(Agreement, {"id": "a", "title": "T", "kind": "sla", "template": "t", "parties": {}})
    names = Facts(agreement, FORMATS, {}).names("c", {"items": ("b", "c"), "word": "dE"})
    printed = fill("{{ items | join(', ') }}|{{ word | upper }}|{{ word | capitalize }}|{% for i in items %}{{ loop.index + 1 }}{% endfor %}", names, FORMATS)
    assert [getattr(value, "text", "") for value in printed.tokens.by_token.values()] == ["b, c", "DE", "De", "2", "3"]
