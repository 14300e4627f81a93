from __future__ import annotations

import pytest

from slagen.core.errors import NotFoundError
from slagen.workspace.clause_library import list_clauses, show_clause, where_used
from tests.small_workspace import AGREEMENT, clause, loaded, template

FILES = {
    "clauses/risk/audit.md": clause("audit", "1. x", kinds="[sla, ola]"),
    "clauses/charter/values.md": clause("values", "1. x", kinds="[charter]"),
    "clauses/common/back.md": clause("back", "Once."),
    "templates/plain/template.yaml": template("scope", "{id: audit, when: agreement.charges}", extra="recitals: [back]\n"),
    "agreements/beta/agreement.yaml": AGREEMENT.replace("id: acme", "id: beta") + "clauses: {replace: [{id: scope, file: own.md, reason: r}]}\n",
    "agreements/beta/own.md": "1. Own.",
    "agreements/broken/agreement.yaml": "id: [\n",
}


def test_clauses_are_listed_by_group_and_id_and_may_be_narrowed() -> None:
    made = loaded({**FILES})
    assert [one.id for one in list_clauses(made)] == ["values", "back", "scope", "audit"]
    assert [one.id for one in list_clauses(made, group="risk")] == ["audit"]
    assert [one.id for one in list_clauses(made, kind="ola")] == ["audit"]


def test_a_clause_is_shown_and_a_misspelt_one_names_the_nearest() -> None:
    made = loaded({**FILES})
    assert show_clause(made, "audit").group == "risk"
    with pytest.raises(NotFoundError) as caught:
        show_clause(made, "audits")
    assert caught.value.near == ("audit",)


def test_where_a_clause_is_used_says_label_and_whose_text_it_is() -> None:
    templates, uses = where_used(loaded({**FILES}), "scope")
    assert templates == ("plain",)
    assert [(use.agreement, use.label, use.file) for use in uses] == [("acme", "1", "clauses/common/scope.md"), ("beta", "1", "agreements/beta/own.md")]


def test_a_clause_whose_condition_does_not_hold_is_used_nowhere_and_a_recital_has_no_number() -> None:
    made = loaded({**FILES})
    assert where_used(made, "audit") == (("plain",), ())
    assert {use.label for use in where_used(made, "back")[1]} == {"recital"}
    with pytest.raises(NotFoundError):
        where_used(made, "nothing")
