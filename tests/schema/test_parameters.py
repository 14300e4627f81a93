from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from slagen.core.durations import Duration
from slagen.core.findings import Source
from slagen.core.money import Money, Percentage
from slagen.core.raw import Raw, RawValue
from slagen.formats.yaml import read_yaml
from slagen.model.library import Parameter
from slagen.schema.parameter_rules import read_parameter
from slagen.schema.parameters import coerce_given, position_findings, read_parameters, rule_set_of
from slagen.schema.value_types import PARAMETER_TYPES

HERE = Source("clause.md", 5)


def source_of(name: str) -> Source:
    return Source("agreement.yaml", len(name))


def parameters(text: str) -> dict[str, Parameter]:
    raw = read_yaml(text.encode(), "clause.md")
    found, findings = read_parameters(Raw(raw.file, {"parameters": raw.data}), ("parameters",))
    assert findings == []
    return found


def refused(rules: str) -> list[tuple[str, str]]:
    raw = read_yaml(f"parameters:\n  p: {rules}\n".encode(), "clause.md")
    assert raw.findings == ()
    found, findings = read_parameters(raw, ("parameters",))
    assert found == {}
    assert all(item.source.line == 2 for item in findings)
    return [(item.code, item.message) for item in findings]


def coerced(rules: str, value: RawValue) -> Any:
    typed, findings = coerce_given(parameters(f"p: {rules}"), {"p": value}, source_of)
    assert findings == []
    return typed["p"]


def broken(rules: str, value: RawValue) -> list[str]:
    typed, findings = coerce_given(parameters(f"p: {rules}"), {"p": value}, source_of)
    assert "p" not in typed
    return [item.code for item in findings]


def test_the_rules_own_values_have_the_type_that_they_limit() -> None:
    found = parameters("within: {type: duration, min: 0 days, max: '90 days', default: 30 days, meta: {label: Credited within, better: lower}}")["within"]
    assert found.rules["max"] == Duration.parse("90 days")
    assert found.default == Duration.parse("30 days")
    assert (found.label, found.better, found.has_default) == ("Credited within", "lower", True)


def test_a_limit_in_quotation_marks_still_limits() -> None:
    assert broken("{type: integer, max: '100'}", "101") == ["SLG024"]
    assert coerced("{type: integer, max: '100'}", "100") == 100


@pytest.mark.parametrize(
    ("rules", "inside", "outside"),
    [
        ("{type: duration, max: 1 month}", "30 days", "31 days"),
        ("{type: duration, min: 1 business day}", "34 hours", "33 hours"),
        ("{type: percentage, min: 99.5 %}", "99.50", "99.4999"),
        ("{type: money, max: 10000.00 GBP}", "10000 GBP", "10000.01 GBP"),
        ("{type: number, min: 0.1}", "0.10", "0.09"),
        ("{type: integer, min: 1, max: 3}", "3", "4"),
        ("{type: date, min: 2026-01-01}", "2026-01-01", "2025-12-31"),
        ("{type: time, max: '17:00'}", "17:00", "17:01"),
    ],
)
def test_limits_compare_values_and_not_texts(rules: str, inside: str, outside: str) -> None:
    coerced(rules, inside)
    assert broken(rules, outside) == ["SLG024"]


@pytest.mark.parametrize(
    ("rules", "value", "typed"),
    [
        ("{type: list, schema: {type: duration}}", ["1 day", "2 days"], [Duration.parse("1 day"), Duration.parse("2 days")]),
        ("{type: dict, schema: {rate: {type: percentage, required: true}, note: {type: string}}}", {"rate": "5 %"}, {"rate": Percentage(Decimal(5))}),
        ("{type: list, allowed: [a, b]}", ["b"], ["b"]),
        ("{type: list, schema: {type: place}, allowed: [GB-ENG, NO]}", ["NO"], ["NO"]),
        ("{type: money}", "10.00 GBP", Money(Decimal("10.00"), "GBP")),
        ("{type: string, nullable: true}", None, None),
        ("{type: dict}", {"a": ["b"]}, {"a": ["b"]}),
        ("{type: duration, allowed: [30 days, 60 days]}", "60 days", Duration.parse("60 days")),
    ],
)
def test_values_are_read_by_their_rules(rules: str, value: RawValue, typed: Any) -> None:
    assert coerced(rules, value) == typed


@pytest.mark.parametrize(
    ("rules", "value", "codes"),
    [
        ("{type: string}", None, ["SLG025"]),
        ("{type: string}", ["a"], ["SLG022"]),
        ("{type: duration}", "soon", ["SLG022"]),
        ("{type: string, allowed: [a, b]}", "c", ["SLG023"]),
        ("{type: list, allowed: [a, b]}", ["a", "c"], ["SLG023"]),
        ("{type: list, schema: {type: integer}}", ["1", "x"], ["SLG022"]),
        ("{type: list}", "a", ["SLG022"]),
        ("{type: dict, schema: {rate: {type: percentage, required: true}}}", {}, ["SLG021"]),
        ("{type: dict, schema: {rate: {type: percentage}}}", {"rte": "5"}, ["SLG020"]),
        ("{type: duration, allowed: [30 days, 60 days]}", "45 days", ["SLG023"]),
    ],
)
def test_values_that_break_their_rules_are_findings_and_are_left_out(rules: str, value: RawValue, codes: list[str]) -> None:
    assert broken(rules, value) == codes


def test_a_value_in_a_list_is_named_by_its_place() -> None:
    _typed, findings = coerce_given(parameters("p: {type: list, schema: {type: integer}}"), {"p": ["1", "x"]}, source_of)
    assert findings[0].message == "p.2: “x” is not a whole number"
    assert findings[0].source == source_of("p")


@pytest.mark.parametrize(
    ("rules", "value", "message"),
    [
        ("{type: boolean, allowed: [true]}", "no", "p: “false” is not one of true"),
        ("{type: time, max: '17:30'}", "18:00", "p: 18:00 is above the greatest value 17:30"),
        ("{type: duration, max: 90 days}", "91 days", "p: 91 days is above the greatest value 90 days"),
        ("{type: string, allowed: [reduction, payment, none]}", "paymnt", "p: “paymnt” is not one of reduction, payment, none"),
    ],
)
def test_values_are_shown_as_they_are_written(rules: str, value: str, message: str) -> None:
    assert [item.message for item in coerce_given(parameters(f"p: {rules}"), {"p": value}, source_of)[1]] == [message]


def test_what_is_not_given_is_not_filled_in() -> None:
    found = parameters("a: {type: integer, default: 5}\nb: {type: string, required: true}\n")
    assert coerce_given(found, {}, source_of) == ({}, [])


def test_an_unknown_parameter_names_the_nearest_one() -> None:
    found = parameters("within: {type: duration}\npaid_as: {type: string}")
    typed, findings = coerce_given(found, {"wihtin": "30 days"}, source_of)
    assert [(item.code, item.hint) for item in findings] == [("SLG038", "Did you mean “within”?")]
    assert "wihtin" not in typed
    assert "within, paid_as" in coerce_given(found, {"x": "1"}, source_of)[1][0].hint
    assert "no parameters" in coerce_given({}, {"x": "1"}, source_of)[1][0].hint


@pytest.mark.parametrize(
    ("rules", "code", "words"),
    [
        ("{type: string, regex: '(a+)+$'}", "SLG034", "“regex” is not a rule"),
        ("{type: string, check_with: os}", "SLG034", "“check_with” is not a rule"),
        ("{type: string, coerce: int}", "SLG034", "“coerce” is not a rule"),
        ("{type: string, anyof: [{type: integer}]}", "SLG034", "“anyof” is not a rule"),
        ("{type: string, keyschema: {type: string}}", "SLG034", "“keyschema” is not a rule"),
        ("{type: string, maks: 5}", "SLG034", "“maks” is not a rule"),
        ("{type: string, max: 5}", "SLG034", "“max” says nothing"),
        ("{type: list, min: 1}", "SLG034", "“min” says nothing"),
        ("{type: dict, allowed: [a]}", "SLG034", "says nothing about mappings"),
        ("{type: list, schema: {type: integer, default: 1}}", "SLG034", "default inside a list"),
        ("{type: string, meta: {lable: x}}", "SLG034", "“lable” is not known"),
        ("{type: integer, max: many}", "SLG035", "“many” is not a whole number"),
        ("{type: duration, min: [1 day]}", "SLG035", "must be a length of time"),
        ("{type: duration, min: 2 months, max: 30 days}", "SLG035", "above the greatest"),
        ("{type: integer, allowed: [1, x]}", "SLG035", "“x” is not a whole number"),
        ("{type: integer, allowed: 1}", "SLG035", "list of values"),
        ("{type: integer, allowed: []}", "SLG035", "list of values"),
        ("{type: integer, allowed: [[1]]}", "SLG035", "each value must be"),
        ("{type: string, required: perhaps}", "SLG035", "neither true nor false"),
        ("{type: string, nullable: }", "SLG035", "true or false"),
        ("{type: string, schema: {type: string}}", "SLG035", "does not fit"),
        ("{type: dict, schema: [a]}", "SLG035", "does not fit"),
        ("{type: list, schema: string}", "SLG035", "mapping"),
        ("{type: list, schema: {type: lots}}", "SLG035", "“lots” is not a type"),
        ("{type: string, meta: words}", "SLG035", "“meta” is a mapping"),
        ("{type: string, meta: {label: [x]}}", "SLG035", "must be a text"),
        ("{type: duration, meta: {better: sooner}}", "SLG035", "must be higher, lower or"),
        ("{type: string, meta: {better: higher}}", "SLG035", "neither higher nor lower"),
        ("{min: 1}", "SLG035", "“type” is missing"),
        ("{type: strnig}", "SLG035", "“strnig” is not a type"),
        ("{type: target}", "SLG035", "“target” is not a type"),
        ("{type: [string, integer]}", "SLG035", "“type” is missing"),
        ("string", "SLG035", "mapping"),
        ("", "SLG035", "mapping"),
        ("{type: duration, max: 30 days, default: 31 days}", "SLG039", "above the greatest value 30 days"),
        ("{type: duration, default: soon}", "SLG039", "breaks the parameter's own rules"),
        ("{type: string, default: }", "SLG039", "no value"),
        ("{type: list, schema: {type: integer}, default: [x]}", "SLG039", "whole number"),
    ],
)
def test_rules_that_cannot_be_trusted_are_findings(rules: str, code: str, words: str) -> None:
    found = refused(rules)
    assert [item[0] for item in found] == [code]
    assert words in found[0][1]


def test_rules_are_nested_to_a_depth_that_people_understand() -> None:
    deep = "{type: list, schema: " * 4 + "{type: string}" + "}" * 4
    assert refused(deep)[0][0] == "SLG035"
    assert parameters("p: {type: list, schema: {type: dict, schema: {a: {type: list, schema: {type: string}}}}}")


@pytest.mark.parametrize("name", ["agreement", "has", "credit_table", "class", "Within", "2nd", "paid-as", "__class__", "definitions"])
def test_a_name_that_clauses_use_for_something_else_is_refused(name: str) -> None:
    parameter, faults = read_parameter(name, {"type": "string"}, HERE)
    assert parameter is None
    assert [fault.code for fault in faults] == ["SLG026"]


def test_one_bad_parameter_does_not_hide_the_others() -> None:
    raw = read_yaml(b"parameters:\n  a: {type: integer}\n  b: {type: intger}\n  c: {tpe: string}\n", "clause.md")
    found, findings = read_parameters(raw, ("parameters",))
    assert list(found) == ["a"]
    assert [(item.source.line, item.code) for item in findings] == [(3, "SLG035"), (4, "SLG034"), (4, "SLG035")]
    assert findings[0].hint == "Did you mean “integer”?"


def test_a_rule_set_is_made_once_for_one_parameter_and_never_shared_between_two() -> None:
    one = parameters("p: {type: integer, max: 5}")["p"]
    other = parameters("p: {type: integer, max: 6}")["p"]
    assert rule_set_of(one) is rule_set_of(one)
    assert rule_set_of(one) is not rule_set_of(other)


def test_values_of_a_position_are_checked_and_named() -> None:
    typed, findings = position_findings("fallback", {"within": "91 days", "x": "1"}, parameters("within: {type: duration, max: 90 days}"), source_of)
    assert typed == {}
    assert [item.code for item in findings] == ["SLG037", "SLG037"]


RULES = st.recursive(
    st.none() | st.text(max_size=5) | st.sampled_from([*PARAMETER_TYPES, "30 days", "5", "true", "99.9 %"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["type", "min", "max", "allowed", "default", "required", "nullable", "schema", "meta", "label", "better", "regex"]), inner
        )
    ),
    max_leaves=12,
)
TYPED = st.fixed_dictionaries(
    {"type": st.sampled_from(list(PARAMETER_TYPES))},
    optional=dict.fromkeys(("min", "max", "allowed", "default", "required", "nullable", "schema", "meta"), RULES),
)


@settings(deadline=None)
@given(RULES | TYPED, RULES)
def test_no_rules_and_no_values_make_it_raise(rules: RawValue, value: RawValue) -> None:
    parameter, faults = read_parameter("p", rules, HERE)
    assert (parameter is None) == bool(faults)
    if parameter is not None:
        typed, findings = coerce_given({"p": parameter}, {"p": value}, source_of)
        assert ("p" in typed) == (findings == [])
