from __future__ import annotations

import pytest

from slagen.core.errors import FindingsError, NotFoundError
from slagen.workspace.explaining import Explanation, explain
from tests.small_workspace import AGREEMENT, clause, drafted, template

CORPORATE = "id: northwind\ntitle: Corporate\nkind: sla\nlevel: corporate\ntemplate: plain\nreview: {every: 12 months, owner: jo@northwind.example}\n"
TOP = f"{AGREEMENT}builds_on: [northwind]\nprecedence: [{{topic: review, first: acme, reason: agreed in round 2}}]\nreview: {{every: 3 months}}\n"
SCOPE = clause(
    "scope",
    "1. Reviewed every {{ agreement.review.every }}, within {{ within }}.\n1. Again: {{ within }}.",
    parameters="{within: {type: duration, default: 10 days, meta: {label: W}}}",
)
FILES = {
    "agreements/northwind/agreement.yaml": CORPORATE,
    "agreements/acme/agreement.yaml": TOP + "clauses: {set: {scope: {values: {within: 30 days}, reason: r}}}\n",
    "clauses/common/scope.md": SCOPE,
    "templates/plain/template.yaml": template("{id: scope, defaults: {within: 20 days}}"),
}


def explained(key: str) -> Explanation:
    return explain(drafted({**FILES}), key)


def test_a_figure_says_its_file_line_and_layer_and_what_it_overrode() -> None:
    found = explained("review.every")
    assert found.value == "3 months"
    assert [(one.text, str(one.source), one.source.layer) for one in found.statements] == [
        ("3 months", "agreements/acme/agreement.yaml:11", "acme"),
        ("12 months", "agreements/northwind/agreement.yaml:6", "northwind"),
    ]


def test_a_figure_that_only_a_layer_states_comes_from_the_layer() -> None:
    [stated] = explained("review.owner").statements
    assert stated.source.layer == "northwind"


def test_a_parameter_says_agreement_template_and_clause() -> None:
    found = explained("clauses.scope.within")
    assert found.value == "30 days"
    assert [one.source.file for one in found.statements] == ["agreements/acme/agreement.yaml", "templates/plain/template.yaml", "clauses/common/scope.md"]


def test_the_places_where_a_figure_is_printed_are_named_by_their_labels() -> None:
    assert [(place.provision, place.label) for place in explained("clauses.scope.within").printed] == [("scope.1", "1.1"), ("scope.2", "1.2")]
    assert [place.label for place in explained("review.every").printed] == ["1.1"]


def test_a_group_of_facts_lists_what_is_stated_below_it() -> None:
    found = explained("review")
    assert found.value == ""
    assert {name for name, _ in found.parts} == {"review.every", "review.owner"}


def test_a_value_that_nobody_states_is_the_default_of_the_format() -> None:
    found = explained("locale")
    assert found.value == "en_GB"
    assert found.stated
    assert "default" in found.stated.text


def test_a_misspelt_key_names_the_nearest_one() -> None:
    with pytest.raises(NotFoundError) as caught:
        explained("review.evry")
    assert caught.value.near[0] == "review.every"


def test_without_usable_facts_nothing_is_explained() -> None:
    with pytest.raises(FindingsError):
        explain(drafted({"agreements/acme/agreement.yaml": "id: [\n"}), "id")


def test_facts_are_explained_even_where_there_is_no_template() -> None:
    found = explain(drafted({"agreements/acme/agreement.yaml": AGREEMENT.replace("plain", "gone")}), "title")
    assert (found.value, found.printed) == ("Hosting agreement", ())
