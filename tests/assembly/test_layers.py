from __future__ import annotations

from slagen.assembly.layers import Layer, Merged, merge
from slagen.core.raw import Raw
from slagen.formats.yaml import read_yaml

CORPORATE = """\
id: corporate
title: Corporate terms
parties: {provider: {name: Northwind}}
liability: {per: contract-year}
service_levels:
  - {id: availability, target: '>= 99.5 %', period: calendar-month}
"""
CUSTOMER = """\
id: acme
title: Acme
parties: {customer: {name: Acme}}
service_levels:
  - {id: availability, target: '>= 99.9 %'}
  - {id: response, target: 95 % <= 30 min}
"""


def layer(name: str, text: str) -> Layer:
    raw = read_yaml(text.encode(), f"{name}.yaml")
    assert raw.findings == ()
    return Layer(name, raw)


def stack(*extra: str) -> Merged:
    return merge([layer("corporate", CORPORATE), layer("acme", CUSTOMER + "".join(extra))])


def fact(raw: Raw, *path: str | int) -> object:
    here: object = raw.data
    for name in path:
        here = here[name]  # type: ignore[index]
    return here


def test_mappings_merge_by_key_and_lists_by_id() -> None:
    merged = stack()
    assert fact(merged.raw, "parties") == {"provider": {"name": "Northwind"}, "customer": {"name": "Acme"}}
    levels = fact(merged.raw, "service_levels")
    assert isinstance(levels, list)
    assert [level["id"] for level in levels] == ["availability", "response"]
    assert levels[0]["period"] == "calendar-month"


def test_what_one_layer_lists_twice_stays_two_items_for_the_schema_to_find() -> None:
    twice = "service_levels: [{id: up, target: '>= 99 %'}, {id: up, target: '>= 98 %'}]\naccepted: [{code: SLG204, about: A}, {code: SLG204, about: B}]\n"
    merged = merge([layer("acme", twice)])
    assert merged.findings == ()
    assert fact(merged.raw, "service_levels", 1, "target") == ">= 98 %"
    assert fact(merged.raw, "accepted", 1, "about") == "B"


def test_what_identifies_an_agreement_is_never_inherited() -> None:
    assert fact(stack().raw, "title") == "Acme"


def test_a_difference_without_precedence_is_a_finding_at_the_later_statement() -> None:
    [finding] = stack().findings
    assert finding.code == "SLG120"
    assert "service_levels.availability.target" in finding.message
    assert (finding.source.file, finding.source.line) == ("acme.yaml", 5)
    assert "topic: service_levels" in finding.hint


def test_precedence_lets_the_customer_layer_win_with_a_reason() -> None:
    merged = stack("precedence: [{topic: service_levels, first: acme, reason: agreed}]\n")
    assert merged.findings == ()
    assert fact(merged.raw, "service_levels", 0, "target") == ">= 99.9 %"


def test_precedence_lets_the_lower_layer_win_without_a_reason() -> None:
    merged = stack("precedence: [{topic: service_levels, first: corporate}]\n")
    assert merged.findings == ()
    assert fact(merged.raw, "service_levels", 0, "target") == ">= 99.5 %"


def test_a_customer_deviation_without_a_reason_is_a_finding() -> None:
    assert [finding.code for finding in stack("precedence: [{topic: service_levels, first: acme}]\n").findings] == ["SLG122"]


def test_the_narrower_topic_is_followed() -> None:
    merged = stack("precedence: [{topic: service_levels, first: corporate}, {topic: service_levels.availability, first: acme, reason: agreed}]\n")
    assert fact(merged.raw, "service_levels", 0, "target") == ">= 99.9 %"


def test_the_same_fact_in_two_places_is_a_finding() -> None:
    assert [finding.code for finding in stack("liability: {per: contract-year}\nprecedence: [{topic: service_levels, first: corporate}]\n").findings] == [
        "SLG121"
    ]


def test_precedence_for_a_layer_that_is_not_there_is_a_finding() -> None:
    codes = [finding.code for finding in stack("precedence: [{topic: service_levels, first: nobody}]\n").findings]
    assert codes == ["SLG123", "SLG120"]


def test_provenance_says_who_states_a_figure_and_what_it_overrode() -> None:
    provenance = stack("precedence: [{topic: service_levels, first: acme, reason: agreed}]\n").provenance
    key = "service_levels.availability.target"
    assert (provenance.holds[key].text, str(provenance.holds[key].source), provenance.holds[key].source.layer) == (">= 99.9 %", "acme.yaml:5", "acme")
    [overridden] = provenance.overrode[key]
    assert (overridden.text, str(overridden.source), overridden.source.layer) == (">= 99.5 %", "corporate.yaml:6", "corporate")


def test_a_list_without_ids_counts_as_one_value() -> None:
    low = layer("low", "id: low\nmaintenance: {windows: [a, b]}\n")
    top = layer("top", "id: top\nmaintenance: {windows: [c]}\nprecedence: [{topic: maintenance, first: top, reason: r}]\n")
    assert fact(merge([low, top]).raw, "maintenance", "windows") == ["c"]


def test_a_single_layer_is_left_as_it_is() -> None:
    alone = layer("acme", CUSTOMER)
    merged = merge([alone])
    assert merged.raw.data == alone.raw.data
    assert merged.findings == ()


def test_a_layer_that_cannot_be_read_leaves_the_rest() -> None:
    broken = Layer("broken", Raw("broken.yaml", None))
    assert merge([broken, layer("acme", CUSTOMER)]).raw.data == layer("acme", CUSTOMER).raw.data
    assert merge([broken]).raw.data is None
