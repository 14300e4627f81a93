from __future__ import annotations

from itertools import permutations

from slagen.core.findings import Finding, Severity, Source, has_errors


def finding(code: str, severity: Severity, file: str, line: int | None) -> Finding:
    return Finding(code, severity, "m", Source(file, line))


def test_findings_are_sorted_by_file_line_severity_and_code_whatever_order_they_came_in() -> None:
    ordered = [
        finding("SLG900", Severity.NOTE, "a.yaml", None),
        finding("SLG300", Severity.ERROR, "a.yaml", 2),
        finding("SLG100", Severity.WARNING, "a.yaml", 2),
        finding("SLG200", Severity.WARNING, "a.yaml", 2),
        finding("SLG100", Severity.ERROR, "a.yaml", 10),
        finding("SLG100", Severity.ERROR, "b.yaml", 1),
    ]
    for shuffled in permutations(ordered):
        assert sorted(shuffled, key=Finding.sort_key) == ordered


def test_only_errors_are_errors() -> None:
    warning = finding("SLG1", Severity.WARNING, "a", 1)
    assert not has_errors([])
    assert not has_errors([warning, finding("SLG1", Severity.NOTE, "a", 1)])
    assert has_errors((warning, finding("SLG1", Severity.ERROR, "a", 1)))


def test_a_place_is_written_as_editors_open_it() -> None:
    assert str(Source("agreements/acme/agreement.yaml", 12)) == "agreements/acme/agreement.yaml:12"
    assert str(Source("slagen.toml")) == "slagen.toml"
