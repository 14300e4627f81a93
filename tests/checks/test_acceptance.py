"""Findings that were accepted, where facts stand, and all rules together."""

from __future__ import annotations

from datetime import date

from slagen.checks.acceptance import apply_acceptances
from slagen.checks.context import Context, fact_sources
from slagen.checks.rules import RULES, run
from slagen.core.findings import Finding, Severity, Source
from slagen.core.raw import Raw
from slagen.model.library import Library
from tests.checks.desk import LEVEL, agreement, clause, document, paragraph, value

WARNING = Finding("SLG326", Severity.WARNING, "“standard” lets credits be earned back", Source("agreement.yaml", 9))
BROKEN = Finding("SLG020", Severity.ERROR, "unknown key", Source("agreement.yaml", 2))


def at(key: str) -> Source:
    return Source(key)


def test_an_accepted_finding_is_set_apart() -> None:
    remaining, accepted = apply_acceptances([WARNING, BROKEN], agreement(accepted=[{"code": "SLG326", "reason": "x", "by": "lee"}]), at)
    assert (remaining, accepted) == ((BROKEN,), (WARNING,))


def test_about_narrows_an_acceptance_to_some_findings() -> None:
    other = Finding("SLG326", Severity.WARNING, "“second” lets credits be earned back", Source("agreement.yaml", 19))
    remaining, accepted = apply_acceptances([WARNING, other], agreement(accepted=[{"code": "SLG326", "reason": "x", "by": "lee", "about": "second"}]), at)
    assert (remaining, accepted) == ((WARNING,), (other,))


def test_an_acceptance_that_matches_nothing_is_noted() -> None:
    (note,), accepted = apply_acceptances([], agreement(accepted=[{"code": "SLG326", "reason": "x", "by": "lee", "about": "gone"}]), at)
    assert (note.code, note.severity, note.source.file, note.agreement, accepted) == ("SLG217", Severity.NOTE, "accepted.0", "acme", ())


def test_a_fault_in_the_files_cannot_be_accepted() -> None:
    remaining, accepted = apply_acceptances([BROKEN], agreement(accepted=[{"code": "SLG020", "reason": "x", "by": "lee"}]), at)
    assert [finding.code for finding in remaining] == ["SLG020", "SLG218"]
    assert accepted == ()


def test_facts_are_found_by_key_id_and_position() -> None:
    raw = Raw(
        "agreement.yaml",
        {"service_levels": [{"id": "availability", "target": ">= 99.9 %"}], "accepted": [{"code": "X"}]},
        {
            ("service_levels", 0): Source("agreement.yaml", 4),
            ("service_levels", 0, "target"): Source("agreement.yaml", 5),
            ("accepted", 0): Source("agreement.yaml", 9),
        },
    )
    source_of = fact_sources(raw)
    assert [source_of(key).line for key in ("service_levels.availability.target", "service_levels.availability.nothing", "accepted.0", "unknown", "")] == [
        5,
        4,
        9,
        1,
        1,
    ]


def test_findings_cite_the_clause_and_its_line_where_they_are_known() -> None:
    lines = {"scope.1": Source("clauses/scope.md", 30), "terms": Source("clauses/terms.md", 1)}
    context = Context(agreement(), Library(), at, date(2026, 6, 1), lines=lines, labels={"scope.1": "4.1"})
    assert (context.cited("scope.1"), context.cited("other")) == ("clause 4.1", "“other”")
    assert [context.place(name).file for name in ("scope.1", "terms.7", "other")] == ["clauses/scope.md", "clauses/terms.md", ""]


def test_all_rules_run_and_their_findings_are_sorted_and_belong_to_the_agreement() -> None:
    context = Context(agreement(service_levels=[{**LEVEL, "hours": "never"}]), Library(), at, date(2026, 6, 1))
    found = run(document(clause("scope", paragraph("Pay ", value("[TBD]"), "."))), context)
    assert {"SLG200", "SLG209", "SLG212", "SLG306"} <= {finding.code for finding in found}
    assert {finding.agreement for finding in found} == {"acme"}
    assert list(found) == sorted(found, key=Finding.sort_key)
    assert len(set(RULES)) == len(RULES)
