from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.core.errors import NotFoundError
from slagen.core.findings import Finding, Severity, Source
from slagen.workspace.checking import FOLLOWS_FROM_A_GAP, Report, _once, check
from slagen.workspace.drafting import draft
from tests.small_workspace import AGREEMENT, clause, codes, drafted, loaded, template

TODAY = date(2026, 10, 1)
OTHER = AGREEMENT.replace("id: acme", "id: beta")


def checked(changes: dict[str, str | bytes | None], *ids: str) -> Report:
    return check(loaded(changes), ids, today=TODAY)


def places(report: Report) -> set[tuple[str, str]]:
    return {(finding.code, finding.source.file) for finding in report.findings}


def test_everything_that_is_wrong_in_every_room_is_told_at_once() -> None:
    found = places(
        checked(
            {
                "clauses/common/broken.md": "no facts",
                "templates/plain/shell.docx": b"no word file",
                "templates/plain/template.yaml": template("scope", "gone"),
                "agreements/beta/agreement.yaml": "id: [\n",
                "clauses/common/scope.md": clause("scope", "1. {{ nobody }}\n1. See [](#lost)."),
            }
        )
    )
    assert found >= {
        ("SLG011", "clauses/common/broken.md"),
        ("SLG100", "templates/plain/template.yaml"),
        ("SLG001", "agreements/beta/agreement.yaml"),
        ("SLG051", "clauses/common/scope.md"),
    }
    assert any(code in {"SLG070", "SLG071"} for code, _ in found)


def test_findings_come_sorted_by_file_and_line() -> None:
    report = checked({"clauses/common/scope.md": clause("scope", "1. See [](#lost).\n1. See [](#gone).")})
    assert list(report.findings) == sorted(report.findings, key=Finding.sort_key)


def test_named_agreements_are_checked_alone() -> None:
    changes: dict[str, str | bytes | None] = {"agreements/beta/agreement.yaml": "id: [\n", "clauses/common/broken.md": "no facts"}
    assert {finding.agreement for finding in checked(changes, "acme").findings} <= {"acme"}
    assert checked(changes, "beta", "beta").agreements == ("beta",)
    with pytest.raises(NotFoundError):
        checked(changes, "gamma")


def test_a_fault_of_a_clause_that_two_agreements_share_is_told_once_although_its_number_differs() -> None:
    changes: dict[str, str | bytes | None] = {
        "agreements/beta/agreement.yaml": OTHER + "charges: [{service: h, amount: 1.00, currency: GBP, per: month}]\nservices: [{id: h, name: H}]\n",
        "clauses/common/first.md": clause("first", "1. First."),
        "clauses/common/scope.md": clause("scope", "1. The Gizmo is defined nowhere, and the Provider sees the Gizmo."),
        "templates/plain/template.yaml": template("{id: first, when: agreement.charges}", "scope"),
    }
    assert codes(tuple(finding for finding in checked(changes).findings if "Gizmo" in finding.message)) == ["SLG202"]


def test_two_faults_on_one_line_are_both_told() -> None:
    changes: dict[str, str | bytes | None] = {
        "templates/plain/template.yaml": "id: plain\ntitle: P\nkind: sla\nsections: [{title: A, clauses: [scope, zzzzz, qqqqq]}]\n"
    }
    assert [finding.message for finding in checked(changes).findings if finding.code == "SLG100"] == [
        "no clause “qqqqq” in clauses/",
        "no clause “zzzzz” in clauses/",
    ]


def test_a_fault_that_a_second_agreement_alone_has_is_told_as_well() -> None:
    changes: dict[str, str | bytes | None] = {
        "agreements/beta/agreement.yaml": OTHER + "people: {legal: a@b.example}\n",
        "clauses/common/scope.md": clause("scope", "1. {% if agreement.people %}[](#one-gone){% else %}[](#two-gone){% endif %}"),
    }
    assert len([finding for finding in checked(changes).findings if finding.code == "SLG112"]) == 2


FINDINGS = st.builds(
    Finding,
    st.sampled_from(["SLG100", "SLG202"]),
    st.just(Severity.ERROR),
    st.sampled_from(["clause 4.1(a) is odd", "clause 5.2 is odd", "clause 5.2 is even", "“x” is odd"]),
    st.sampled_from([Source("a.md", 1), Source("a.md", 2)]),
    st.just("h"),
    st.sampled_from([None, "acme", "beta"]),
)


@given(st.lists(FINDINGS, max_size=12))
def test_telling_once_loses_no_fault_and_tells_nothing_twice(findings: list[Finding]) -> None:
    kept = _once(findings)
    assert _once(kept) == kept
    assert {(one.code, one.source) for one in kept} == {(one.code, one.source) for one in findings}
    assert {one for one in findings if "“x”" in one.message and one.agreement} <= set(findings)
    assert len(set(kept)) == len(kept)


def test_a_gap_in_the_contract_does_not_cascade() -> None:
    broken = checked({"clauses/common/scope.md": clause("scope", "1. {{ nobody }}")})
    assert "SLG051" in codes(broken.findings)
    assert not FOLLOWS_FROM_A_GAP & set(codes(broken.findings))


def accepting(code: str, about: str = "") -> Report:
    extra = f"accepted: [{{code: {code}, reason: looked at, by: lee@northwind.example{about}}}]\n"
    return checked(
        {
            "clauses/common/scope.md": clause("scope", "1. The Gizmo is defined nowhere, and the Provider sees the Gizmo."),
            "agreements/acme/agreement.yaml": AGREEMENT + extra,
        }
    )


def test_an_accepted_finding_is_silent_and_kept_apart() -> None:
    report = accepting("SLG202")
    assert "SLG202" not in codes(report.findings)
    assert "SLG202" in codes(report.accepted)


def test_an_acceptance_may_be_narrowed_and_covers_nothing_else() -> None:
    report = accepting("SLG202", about=", about: Widget")
    assert "SLG202" in codes(report.findings)
    assert "SLG217" in codes(report.findings)


def test_a_report_fails_by_errors_and_not_by_warnings() -> None:
    warning = Finding("SLG202", Severity.WARNING, "m", Source("a.md"))
    assert not Report((warning,), (), ("acme",), 1, 1).failed
    assert checked({"clauses/common/scope.md": clause("scope", "1. {{ nobody }}")}).failed


def test_every_step_is_told_to_whoever_shows_progress() -> None:
    steps: list[object] = []
    check(loaded({"agreements/beta/agreement.yaml": OTHER}), today=TODAY, step=steps.append)
    assert len(steps) == 2


def test_a_named_agreement_is_checked_with_the_shell_of_its_template_and_no_other() -> None:
    broken: dict[str, str | bytes | None] = {"templates/plain/shell.docx": b"no word file"}
    assert "templates/plain/shell.docx" in {finding.source.file for finding in checked(broken, "acme").findings}
    other: dict[str, str | bytes | None] = {
        "templates/other/template.yaml": template("scope").replace("id: plain", "id: other"),
        "templates/other/shell.docx": b"no word file",
    }
    assert "templates/other/shell.docx" not in {finding.source.file for finding in checked(other, "acme").findings}


def test_a_missing_shell_is_a_finding_at_its_template() -> None:
    assert ("SLG070", "templates/plain/template.yaml") in places(checked({"templates/plain/shell.docx": None}))


def test_a_clause_that_cannot_be_read_is_told_at_its_line_and_not_as_missing() -> None:
    made = drafted({"clauses/common/scope.md": clause("scope", "1. x", version="[")})
    assert made.findings
    assert {finding.source.file for finding in made.findings} == {"clauses/common/scope.md"}
    assert "SLG100" not in codes(made.findings)


def test_a_template_that_cannot_be_read_is_told_at_its_line_and_not_as_missing() -> None:
    made = drafted({"templates/plain/template.yaml": "id: plain\ntitle: P\nkind: sla\nsectons: []\n"})
    assert {finding.source.file for finding in made.findings} == {"templates/plain/template.yaml"}


def test_a_template_that_is_not_there_names_the_nearest_one() -> None:
    [finding] = drafted({"agreements/acme/agreement.yaml": AGREEMENT.replace("template: plain", "template: plane")}).findings
    assert (finding.code, str(finding.source), finding.hint) == ("SLG060", "agreements/acme/agreement.yaml:5", "Did you mean “plain”?")


def test_a_fault_in_a_clause_that_an_agreement_does_not_use_is_none_of_its_own() -> None:
    assert drafted({"clauses/common/other.md": "no facts"}).findings == ()
    made = loaded({"clauses/common/other.md": "no facts"})
    assert draft(made, "acme").usable.document.sections
