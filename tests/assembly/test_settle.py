from __future__ import annotations

from typing import Any

from slagen.core.findings import Finding
from tests.small_workspace import AGREEMENT, clause, codes, drafted, template

PARAMETERS = (
    "{within: {type: duration, max: 90 days, default: 10 days, meta: {label: W}}, paid_as: {type: string, allowed: [a, b], default: a, meta: {label: P}}, "
    "share: {type: percentage, required: true, meta: {label: S}}}"
)
SCOPE = clause("scope", "1. {{ within }} {{ paid_as }} {{ share }}.", parameters=PARAMETERS)


def settled(defaults: str = "{share: 5 %}", values: str = "") -> tuple[dict[str, Any], tuple[Finding, ...], Any]:
    changes = f"clauses: {{set: {{scope: {{values: {values}, reason: r}}}}}}\n" if values else ""
    made = drafted(
        {
            "clauses/common/scope.md": SCOPE,
            "templates/plain/template.yaml": template(f"{{id: scope, defaults: {defaults}}}"),
            "agreements/acme/agreement.yaml": AGREEMENT + changes,
        }
    )
    assert made.assembled
    return {name: str(value) for name, value in made.assembled.parameters["scope"].items()}, made.findings, made.assembled.provenance


def test_the_clauses_own_default_holds_where_nobody_says_more() -> None:
    assert settled()[0] == {"within": "10 days", "paid_as": "a", "share": "5 %"}


def test_the_templates_default_holds_over_the_clauses() -> None:
    assert settled("{share: 5 %, within: 20 days}")[0]["within"] == "20 days"


def test_the_agreements_value_holds_over_both() -> None:
    assert settled("{share: 5 %, within: 20 days}", "{within: 30 days}")[0]["within"] == "30 days"


def test_a_value_that_the_agreement_sets_leaves_the_templates_other_defaults_alone() -> None:
    values, findings, _ = settled("{share: 5 %, within: 20 days}", "{paid_as: b}")
    assert (values["within"], values["paid_as"], findings) == ("20 days", "b", ())


def test_every_statement_of_a_value_is_kept_the_one_that_holds_first() -> None:
    provenance = settled("{share: 5 %, within: 20 days}", "{within: 30 days}")[2]
    key = "clauses.scope.within"
    statements = [provenance.holds[key], *provenance.overrode[key]]
    assert [(one.text, one.source.file) for one in statements] == [
        ("30 days", "agreements/acme/agreement.yaml"),
        ("20 days", "templates/plain/template.yaml"),
        ("10 days", "clauses/common/scope.md"),
    ]
    assert [one.source.line for one in statements] == [9, 8, 9]


def test_an_unknown_parameter_is_a_finding_with_the_nearest_name_at_its_line() -> None:
    [finding] = settled(values="{withn: 3 days}")[1]
    assert str(finding.source) == "agreements/acme/agreement.yaml:9"
    assert "“within”" in finding.hint


def test_a_value_out_of_range_is_a_finding_and_the_next_best_value_holds() -> None:
    values, [finding], _ = settled("{share: 5 %, within: 20 days}", "{within: 91 days}")
    assert values["within"] == "20 days"
    assert "90 days" in f"{finding.message} {finding.hint}"


def test_a_required_value_that_nobody_gives_is_a_finding() -> None:
    found = {finding.code: finding for finding in settled("{within: 20 days}")[1]}
    assert set(found) == {"SLG021", "SLG051"}
    assert "“share”" in found["SLG021"].message


def test_a_required_value_that_is_wrong_is_told_once() -> None:
    findings = settled("{within: 20 days}", "{share: plenty}")[1]
    assert len([one for one in codes(findings) if one != "SLG051"]) == 1


def test_what_was_set_is_told_only_once_however_often_it_is_wrong() -> None:
    assert len(settled(values="{paid_as: c, withn: 1 day}")[1]) == 2
