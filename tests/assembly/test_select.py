from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.assembly.select import requirement_circles
from slagen.core.findings import Finding
from tests.small_workspace import AGREEMENT, clause, codes, drafted, loaded, template

TEXT = "1. Text."


def contract(*choices: str, changes: str = "", clauses: dict[str, str] | None = None, extra: str = "") -> tuple[list[str], tuple[Finding, ...]]:
    """The ids of the clauses in order, and what was found."""
    names = ("one", "two", "three")
    files = {f"clauses/common/{name}.md": clause(name, TEXT) for name in names} | {f"clauses/common/{name}.md": text for name, text in (clauses or {}).items()}
    made = drafted({**files, "templates/plain/template.yaml": template(*choices, extra=extra), "agreements/acme/agreement.yaml": AGREEMENT + changes})
    assert made.assembled
    document = made.assembled.document
    return [one.id for section in document.sections for one in section.clauses], made.findings


def test_clauses_stand_in_the_order_of_the_template() -> None:
    assert contract("two", "one", "three") == (["two", "one", "three"], ())


def test_a_clause_whose_condition_does_not_hold_is_left_out() -> None:
    assert contract("one", "{id: two, when: agreement.charges}", "{id: three, when: agreement.parties}") == (["one", "three"], ())


def test_a_condition_that_cannot_be_decided_is_a_finding_at_its_line_of_the_template() -> None:
    ids, [finding] = contract("one", "{id: two, when: agreement.chargs}")
    assert ids == ["one"]
    assert (finding.code, str(finding.source)) == ("SLG050", "templates/plain/template.yaml:9")
    assert "“charges”" in finding.hint


def test_a_condition_may_ask_for_a_party_in_a_role() -> None:
    assert contract("{id: one, when: party('customer')}", "{id: two, when: party('guarantor')}")[0] == ["one"]


def test_a_missing_clause_names_the_nearest_one_and_the_line_that_asks_for_it() -> None:
    ids, [finding] = contract("one", "twoo")
    assert ids == ["one"]
    assert (finding.code, str(finding.source)) == ("SLG100", "templates/plain/template.yaml:9")
    assert "“two”" in finding.hint


def test_two_missing_clauses_are_two_findings() -> None:
    assert codes(contract("one", "nobody", "nothing")[1]) == ["SLG100", "SLG100"]


def test_a_clause_that_another_requires_must_be_selected() -> None:
    [finding] = contract("one", clauses={"one": clause("one", TEXT, requires="[two]")})[1]
    assert finding.code == "SLG104"
    assert "“two”" in finding.message


def test_a_required_clause_that_is_chosen_but_missing_is_told_once() -> None:
    assert codes(contract("gone", "two", "three", clauses={name: clause(name, TEXT, requires="[gone]") for name in ("two", "three")})[1]) == ["SLG100"]


def test_a_required_clause_may_be_added_by_the_agreement() -> None:
    changes = "clauses: {add: [{id: two, after: one, reason: asked for}]}\n"
    assert contract("one", changes=changes, clauses={"one": clause("one", TEXT, requires="[two]")}) == (["one", "two"], ())


def test_clauses_that_exclude_each_other_cannot_stand_together() -> None:
    assert codes(contract("one", "two", clauses={"one": clause("one", TEXT, excludes="[two]")})[1]) == ["SLG105"]


def test_a_clause_for_another_kind_of_agreement_is_refused() -> None:
    [finding] = contract("one", clauses={"one": clause("one", TEXT, kinds="[charter, ola]")})[1]
    assert finding.code == "SLG106"
    assert "charter, ola" in finding.hint


def test_requirements_in_a_circle_are_told_once_with_the_way_round() -> None:
    files = {f"clauses/common/{name}.md": clause(name, TEXT, requires=f"[{needed}]") for name, needed in (("one", "two"), ("two", "three"), ("three", "one"))}
    [finding] = [finding for finding in loaded(files).findings if finding.code == "SLG108"]
    assert "one → " in finding.message
    assert finding.source.file == "clauses/common/one.md"


def test_a_clause_that_requires_itself_is_a_circle() -> None:
    assert "SLG108" in codes(loaded({"clauses/common/one.md": clause("one", TEXT, requires="[one]")}).findings)


def test_a_clause_that_leads_into_a_circle_is_not_part_of_it() -> None:
    files = {f"clauses/common/{name}.md": clause(name, TEXT, requires=f"[{needed}]") for name, needed in (("one", "two"), ("two", "three"), ("three", "two"))}
    circles = [finding.source.file for finding in requirement_circles(loaded(files).library)]
    assert circles == ["clauses/common/three.md"]


@pytest.mark.parametrize(
    ("changes", "verb"),
    [
        ("{set: {two: {values: {}, reason: r}}}", "sets values of"),
        ("{remove: [{id: two, reason: r}]}", "leaves out"),
        ("{replace: [{id: two, file: two.md, reason: r}]}", "replaces"),
    ],
)
def test_a_locked_clause_stays_as_the_template_has_it(changes: str, verb: str) -> None:
    found = [finding for finding in contract("one", "{id: two, locked: true}", changes=f"clauses: {changes}\n")[1] if finding.code == "SLG103"]
    assert len(found) == 1
    assert verb in found[0].message


def test_an_added_clause_goes_after_the_one_that_is_named() -> None:
    assert contract("one", "three", changes="clauses: {add: [{id: two, after: one, reason: r}]}\n") == (["one", "two", "three"], ())


def test_added_clauses_may_follow_each_other() -> None:
    changes = "clauses: {add: [{id: three, after: two, reason: r}, {id: two, after: one, reason: r}]}\n"
    assert contract("one", changes=changes) == (["one", "two", "three"], ())


def test_a_clause_cannot_be_added_after_one_that_is_not_there() -> None:
    ids, [finding] = contract("one", changes="clauses: {add: [{id: two, after: onne, reason: r}]}\n")
    assert ids == ["one"]
    assert (finding.code, str(finding.source)) == ("SLG102", "agreements/acme/agreement.yaml:9")
    assert "“one”" in finding.hint


def test_a_clause_that_is_added_although_it_is_there_is_a_finding() -> None:
    ids, findings = contract("one", "two", changes="clauses: {add: [{id: one, after: two, reason: r}]}\n")
    assert ids == ["one", "two"]
    assert codes(findings) == ["SLG111"]


@pytest.mark.parametrize(
    "added",
    [
        "[{id: gone, after: gone, reason: r}]",
        "[{id: gone, after: lost, reason: r}, {id: lost, after: gone, reason: r}]",
        "[{id: two, after: one, reason: r}, {id: one, after: two, reason: r}]",
        "[{id: two, after: three, reason: r}, {id: three, after: two, reason: r}]",
    ],
)
def test_clauses_added_after_each_other_in_a_circle_are_findings(added: str) -> None:
    ids, findings = contract("one", "gone", changes=f"clauses: {{add: {added}}}\n")
    assert ids[0] == "one"
    assert findings


def test_a_removed_clause_is_left_out_and_its_id_must_be_one_of_the_template() -> None:
    assert contract("one", "two", changes="clauses: {remove: [{id: two, reason: r}]}\n") == (["one"], ())
    [finding] = contract("one", "two", changes="clauses: {remove: [{id: twoo, reason: r}]}\n")[1]
    assert (finding.code, finding.hint) == ("SLG102", "Did you mean “two”?")


def test_values_for_a_clause_that_is_not_part_of_the_contract_are_a_finding() -> None:
    [finding] = contract("one", changes="clauses: {set: {two: {values: {}, reason: r}}}\n")[1]
    assert (finding.code, str(finding.source)) == ("SLG102", "agreements/acme/agreement.yaml:9")


def test_a_schedule_without_clauses_is_left_out_and_the_others_close_up() -> None:
    schedules = "schedules:\n  - {id: first, title: F, clauses: [{id: two, when: agreement.charges}]}\n  - {id: second, title: S, clauses: [three]}\n"
    files = {f"clauses/common/{name}.md": clause(name, TEXT) for name in ("one", "two", "three")}
    made = drafted({**files, "templates/plain/template.yaml": template("one", extra=schedules)})
    assert made.findings == ()
    assert [schedule.id for schedule in made.usable.document.schedules] == ["second"]
    assert made.usable.labels["second"].text == "Schedule 1"


def test_a_schedule_with_the_id_of_a_clause_is_a_finding_because_references_would_be_ambiguous() -> None:
    assert codes(contract("one", extra="schedules:\n  - {id: two, title: Two, clauses: [two]}\n")[1]) == ["SLG114"]


@given(st.dictionaries(st.sampled_from(["one", "two", "three", "gone"]), st.sampled_from(["one", "two", "three", "gone"])))
def test_whatever_is_added_a_clause_is_never_in_the_contract_twice(after: dict[str, str]) -> None:
    added = ", ".join(f"{{id: {name}, after: {place}, reason: r}}" for name, place in after.items())
    ids, _ = contract("one", "two", changes=f"clauses: {{add: [{added}]}}\n")
    assert len(ids) == len(set(ids))
