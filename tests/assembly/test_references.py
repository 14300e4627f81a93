from __future__ import annotations

import pytest

from slagen.core.findings import Finding
from slagen.model.document import CrossReference
from slagen.model.walk import clauses, contents, flat, own_blocks, provisions
from tests.small_workspace import AGREEMENT, clause, codes, drafted, template

ONE = "1. First. {#first}\n1. Second:\n   1. inner; {#inner}\n   1. other:\n      1. deep. {#deep}\n"
SCHEDULES = "schedules:\n  - {id: details, title: Details, clauses: [levels]}\n"


def found(text: str, **changes: str) -> tuple[Finding, ...]:
    files = {
        "clauses/common/one.md": clause("one", ONE),
        "clauses/common/two.md": clause("two", text),
        "clauses/common/levels.md": clause("levels", "1. Level. {#level}\n1. See clause [](#one.deep) and [](#levels.level)."),
        "templates/plain/template.yaml": template("one", "two", extra=SCHEDULES),
        "agreements/acme/agreement.yaml": AGREEMENT,
    }
    return drafted({**files, **changes}).findings


@pytest.mark.parametrize("target", ["one", "one.first", "one.inner", "one.deep", "details", "levels", "levels.level"])
def test_references_reach_clauses_labels_nested_items_and_schedules(target: str) -> None:
    assert found(f"1. See [](#{target}).") == ()


def test_a_reference_to_a_clause_that_is_not_there_names_its_line_and_the_nearest_clause() -> None:
    [finding] = found("1. Fine.\n1. Fine.\n   1. See clause\n      [](#onne).")
    assert (finding.code, finding.hint, finding.agreement) == ("SLG112", "Did you mean “one”?", "acme")
    assert str(finding.source) == "clauses/common/two.md:12"


def test_a_reference_to_a_clause_with_no_like_says_how_to_guard_it() -> None:
    [finding] = found("1. See [](#insurance).")
    assert '{% if has("insurance") %}' in finding.hint


def test_a_reference_to_a_label_that_is_not_there_names_the_nearest_label_or_all_of_them() -> None:
    [near] = found("1. See [](#one.innr).")
    assert (near.code, near.hint) == ("SLG112", "Did you mean “one.inner”?")
    [all_of_them] = found("1. See [](#one.zzzzz).")
    assert all_of_them.hint == "Its labels are: first, inner, deep."
    [none] = found("1. See [](#two.zzz).")
    assert none.hint == "Give the provision {#label}."


@pytest.mark.parametrize(
    "text",
    [
        "Lead [](#gone).",
        "1. x\n\nAfter [](#gone).",
        "1. x\n\n   - bullet [](#gone)",
        "| a |\n| --- |\n| [](#gone) |",
        '1. **"Fee"** means [](#gone).',
        "1. **see [](#gone)**",
        "1. *see [](#gone)*",
    ],
)
def test_references_are_looked_up_wherever_they_stand(text: str) -> None:
    assert codes(found(text)) == ["SLG112"]


def test_every_dangling_reference_is_told() -> None:
    assert codes(found("1. [](#gone), [](#lost).\n1. [](#gone).")) == ["SLG112"] * 3


def test_a_dangling_reference_in_a_recital_is_told() -> None:
    recital = {"templates/plain/template.yaml": template("one", extra=f"recitals: [two]\n{SCHEDULES}")}
    [finding] = drafted(
        {
            "clauses/common/one.md": clause("one", ONE),
            "clauses/common/two.md": clause("two", "See [](#gone)."),
            "clauses/common/levels.md": clause("levels", ONE),
            **recital,
        }
    ).findings
    assert (finding.code, finding.source.file) == ("SLG112", "clauses/common/two.md")


def test_a_reference_that_a_condition_guards_goes_with_its_clause() -> None:
    assert found('1. x.{% if has("gone") %} See [](#gone).{% endif %}') == ()


def test_lines_are_right_after_loops_and_conditions() -> None:
    text = "{% for key in agreement.parties %}\n1. Party {{ agreement.parties[key].name }}.\n{% endfor %}\n{% if agreement.charges %}\n1. Charges.\n{% endif %}\n1. See [](#gone)."
    [finding] = found(text)
    assert str(finding.source) == "clauses/common/two.md:16"


def test_every_reference_of_a_draft_without_findings_has_a_label() -> None:
    made = drafted(
        {
            "clauses/common/one.md": clause("one", ONE),
            "clauses/common/two.md": clause("two", "1. [](#one.deep), [](#details)."),
            "clauses/common/levels.md": clause("levels", ONE),
            "templates/plain/template.yaml": template("one", "two", extra=SCHEDULES),
        }
    )
    targets = [
        inline.target
        for one in clauses(made.usable.document)
        for provision in provisions(one)
        for block in own_blocks(provision)
        for content in contents(block)
        for inline in flat(content)
        if isinstance(inline, CrossReference)
    ]
    assert [made.usable.labels[target].full for target in targets] == ["1.2(b)(i)", "Schedule 1"]
