from __future__ import annotations

import json

import pytest

from slagen.core.findings import Finding, Severity, Source
from slagen.formats.findings import in_order, to_json, to_sarif, topic

LATER = Finding("SLG101", Severity.ERROR, "“Fee” is used but not defined", Source("clauses/b c.md", 12, "corporate"), "Define it.", "acme")
EARLIER = Finding("SLG204", Severity.WARNING, "The sentence is long", Source("clauses/a.md", 3))
NO_LINE = Finding("SLG101", Severity.NOTE, "note", Source("slagen.toml"), "Look.")
ALL = [LATER, NO_LINE, EARLIER, LATER]


def test_findings_come_by_file_and_line_and_each_once() -> None:
    assert in_order(ALL) == [EARLIER, LATER, NO_LINE]


def test_json_names_every_fact_and_leaves_unknown_ones_null() -> None:
    first, second, _ = json.loads(json.dumps(to_json(ALL)))
    assert first == {
        "code": "SLG204",
        "severity": "warning",
        "message": "The sentence is long",
        "file": "clauses/a.md",
        "line": 3,
        "layer": None,
        "hint": "",
        "agreement": None,
    }
    assert (second["layer"], second["agreement"]) == ("corporate", "acme")


def test_sarif_has_a_rule_for_each_code_and_a_place_for_each_finding() -> None:
    log = to_sarif(ALL, "1.2.3")
    run = log["runs"][0]
    driver = run["tool"]["driver"]
    assert log["version"] == "2.1.0"
    assert (driver["name"], driver["version"]) == ("slagen", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == ["SLG101", "SLG204"]
    assert driver["rules"][0]["help"]["text"] == "Define it.\nLook."
    assert "SLG204" in driver["rules"][1]["help"]["text"]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note"]
    assert all(driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert run["results"][1]["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "clauses/b%20c.md"}, "region": {"startLine": 12}}}]
    assert "region" not in run["results"][2]["locations"][0]["physicalLocation"]


def test_sarif_of_nothing_is_a_run_without_results() -> None:
    assert to_sarif([], "1")["runs"][0]["results"] == []


@pytest.mark.parametrize(
    ("code", "words"),
    [("SLG001", "Reading files"), ("SLG049", "Clause syntax"), ("SLG050", "Placeholders"), ("SLG479", "Dates and notice"), ("SLG900", "Contract")],
)
def test_a_code_says_what_it_is_about(code: str, words: str) -> None:
    assert topic(code) == words


def test_a_file_name_that_is_not_utf_8_has_an_address_in_sarif() -> None:
    """Python reads the byte 0xFE of a name as the lone surrogate U+DCFE."""
    finding = Finding("SLG101", Severity.ERROR, "m", Source("clauses/\udcfe.md", 1))
    place = to_sarif([finding], "1")["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "clauses/%FE.md"
