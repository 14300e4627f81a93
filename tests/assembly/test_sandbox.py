from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.assembly.facts import Budget, Fact
from slagen.assembly.fill import Facts, Filled, fill, holds
from slagen.assembly.placeholders import has_token
from slagen.assembly.sandbox import prepare
from slagen.assembly.tables import Tables
from slagen.assembly.text_error import TextError
from slagen.core.durations import Duration
from slagen.core.errors import BadInputError
from slagen.core.locales import Formats
from slagen.model.agreement import Agreement
from slagen.model.document import Value
from slagen.model.native import from_native

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMATS = Formats("en", "en_GB")
NASTY = "R*D* & <Sons> [x](y) {{z}} # 1."


def names(parameters: Mapping[str, Any] | None = None, selected: frozenset[str] = frozenset()) -> dict[str, Any]:
    agreement = from_native(
        Agreement,
        {
            "id": "acme",
            "title": "T",
            "kind": "sla",
            "template": "t",
            "parties": {"provider": {"name": "Northwind", "role": "provider"}, "buyer": {"name": NASTY, "role": "customer"}},
            "services": [{"id": "hosting", "name": "Hosting"}, {"id": "mail", "name": "Mail"}],
        },
    )
    return Facts(agreement, FORMATS, Tables(agreement, FORMATS).functions(), selected).names("c", parameters or {})


def filled(text: str, parameters: Mapping[str, Any] | None = None, selected: frozenset[str] = frozenset()) -> Filled:
    return fill(text, names(parameters, selected), FORMATS)


def printed(text: str, parameters: Mapping[str, Any] | None = None) -> str:
    result = filled(text, parameters)
    return "".join(value.text if isinstance(value := result.tokens.by_token.get(sign), Value) else sign for sign in result.text)


def test_a_value_leaves_as_one_token_and_keeps_its_key() -> None:
    result = filled("Dear {{ party('customer').name }}!")
    assert len(result.text) == len("Dear x!")
    assert list(result.tokens.by_token.values()) == [Value("parties.buyer.name", NASTY)]


def test_the_same_value_twice_is_one_token() -> None:
    assert len(filled("{{ agreement.title }} {{ agreement.title }}").tokens.by_token) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{% if agreement.services %}a{% endif %}", "a"),
        ("{% if agreement.review %}a{% else %}b{% endif %}", "b"),
        ("{% if within == '30 days' %}a{% endif %}", "a"),
        ("{% if within > 5 %}a{% endif %}", "a"),
        ("{% if 'hosting' in agreement.services | map(attribute='id') | list %}a{% endif %}", "a"),
        ("{% for s in agreement.services %}{{ loop.index }}{{ s.name }}{% if not loop.last %}, {% endif %}{% endfor %}", "1Hosting, 2Mail"),
        ("{{ agreement.services | map(attribute='name') | listed }}", "Hosting and Mail"),
        ("{{ agreement.services['mail'].name }}", "Mail"),
        ("{{ agreement.services[0].name }}", "Hosting"),
        ("{{ agreement.parties.provider.name | upper }}", "NORTHWIND"),
        ("{{ within }}", "30 days"),
        ("{## nothing ##}x", "x"),
    ],
)
def test_clauses_may_decide_loop_and_print(text: str, expected: str) -> None:
    assert printed(text, {"within": Duration.parse("30 days")}) == expected


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("{{ agreement.servces }}", 1, "“servces” in agreement"),
        ("one\ntwo {{ nope }}", 2, "“nope”"),
        ("{% if false %}{{ nope }}{% endif %}", 1, "“nope”"),
        ("a\n\n{% if agreement.kid %}x{% endif %}", 3, "“kid”"),
        ("{{ agreement.review }}", 1, "no value"),
        ("{{ agreement.parties }}", 1, "group of facts"),
        ("{{ agreement.services | map('upper') | list }}", 1, "group of facts"),
        ("{{ agreement.services[7].name }}", 1, "“7”"),
        ("{{ party('nobody').name }}", 1, "“parties.nobody” has no value"),
        ("{{ agreement.review.every }}", 1, "“review” has no value"),
        ("{% if %}", 1, "cannot be read"),
        ("{{ 1 + 'a' }}", 1, "cannot be filled"),
        ("{{ [] | listed }}", 1, "empty"),
    ],
)
def test_what_cannot_be_filled_names_its_line(text: str, line: int, part: str) -> None:
    with pytest.raises(TextError) as caught:
        filled(text)
    assert caught.value.line == line
    assert part in caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ agreement.__class__ }}",
        "{{ has.__globals__ }}",
        "{{ _sink }}",
        "{{ agreement | attr('title') }}",
        "{{ 'a' * 9999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999d' % 1 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ 'abc'.upper() }}",
        "{% for i in range(10) %}x{% endfor %}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{% import 'x' as y %}",
        "{% extends 'x' %}",
        "{% macro f() %}{{ f() }}{% endmacro %}",
        "{% block a %}{% endblock %}",
        "{% filter upper %}x{% endfilter %}",
        "{% for a in agreement.services recursive %}{{ loop(a) }}{% endfor %}",
        "{{ cycler('a') }}",
        "{{ lipsum() }}",
        "{{ agreement.services | map(attribute='name') | sum }}",
        "{{ agreement.title is callable }}",
        "{{ self }}",
        "{% for a in 'x' %}" * 5 + "{% endfor %}" * 5,
    ],
)
def test_anything_but_conditions_loops_and_known_functions_is_refused(text: str) -> None:
    with pytest.raises(TextError):
        filled(text)


def test_a_loop_over_loops_is_stopped_by_its_budget() -> None:
    many = Fact("x", tuple(range(400)), Budget(1000))
    with pytest.raises(BadInputError, match="steps"):
        [(a, b) for a in many for b in many]


@given(st.text())
def test_no_text_makes_filling_fail_in_another_way(text: str) -> None:
    try:
        filled(text)
        line = 1
    except TextError as error:
        line = error.line
    assert 1 <= line <= text.count("\n") + 1


@given(st.text(st.characters(exclude_categories=("Cs", "Co", "Cc")), min_size=1))
def test_a_value_prints_exactly_as_it_is(name: str) -> None:
    result = filled("{{ name }}", {"name": name})
    assert has_token(result.text)
    assert [value.text for value in result.tokens.by_token.values() if isinstance(value, Value)] == [name]


def test_a_line_with_nothing_but_a_tag_leaves_no_line_behind() -> None:
    text = "1. one\n{% for s in agreement.services %}\n1. {{ s.name }}\n{% endfor %}\n1. last\n"
    assert printed(text) == "1. one\n1. Hosting\n1. Mail\n1. last\n"


def test_a_tag_inside_a_line_keeps_the_end_of_the_line() -> None:
    assert printed("a{% if true %}b{% endif %}\nc") == "ab\nc"


def test_lines_are_those_of_the_source_after_loops_and_comments() -> None:
    result = filled("{## one\ntwo ##}\n{% for s in agreement.services %}\nname\n{% endfor %}\nend")
    assert result.text.split("\n") == ["name", "name", "end"]
    assert result.lines == (4, 4, 6)


@given(st.text(alphabet="ab{}%# \n1.", max_size=60))
def test_preparing_never_changes_the_count_of_lines(text: str) -> None:
    assert prepare(text).count("\n") == text.count("\n")


def test_a_condition_holds_over_facts_and_selected_clauses() -> None:
    assert holds("agreement.services", names(), FORMATS)
    assert not holds("agreement.charges", names(), FORMATS)
    assert holds('has("x")', names(selected=frozenset({"x"})), FORMATS)
    with pytest.raises(TextError):
        holds("agreement.chargs", names(), FORMATS)


@pytest.mark.parametrize("sign", ["{##\n", "{{\n", "{%\n", "{% if x %}{##\n"])
def test_unclosed_tags_without_end_do_not_take_quadratic_time(sign: str) -> None:
    with pytest.raises(TextError):
        filled(sign * 5_000)
