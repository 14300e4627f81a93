"""Findings as JSON-ready data and as SARIF 2.1.0 (OASIS standard, 2020) for code hosts and editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable

    from slagen.core.findings import Finding

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_TOPICS: Final = (
    (19, "Reading files"),
    (39, "Facts and settings"),
    (49, "Clause syntax"),
    (69, "Placeholders"),
    (79, "Word shells"),
    (119, "References and selection"),
    (139, "Layers"),
    (299, "Drafting"),
    (349, "Service levels and credits"),
    (369, "Roles and indemnity"),
    (419, "Support by operational levels"),
    (439, "Charters"),
    (479, "Dates and notice"),
    (599, "State of the library"),
)


def topic(code: str) -> str:
    """What a finding's code is about, in words."""
    number = int(code.removeprefix("SLG"))
    return next((words for last, words in _TOPICS if number <= last), "Contract")


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By file, line, severity and code, each only once."""
    return sorted(dict.fromkeys(findings), key=lambda finding: finding.sort_key())


def to_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """JSON-ready: code, severity, message, file, line, layer, hint and agreement; what is unknown is null."""
    return [
        {
            "code": finding.code,
            "severity": str(finding.severity),
            "message": finding.message,
            "file": finding.source.file,
            "line": finding.source.line,
            "layer": finding.source.layer,
            "hint": finding.hint,
            "agreement": finding.agreement,
        }
        for finding in in_order(findings)
    ]


def to_sarif(findings: Iterable[Finding], version: str) -> dict[str, Any]:
    """One SARIF run of slagen `version`; addresses are relative to the workspace."""
    ordered = in_order(findings)
    codes = sorted({finding.code for finding in ordered})
    rules = [{"id": code, "shortDescription": {"text": topic(code)}, "help": {"text": _help(code, ordered)}} for code in codes]
    driver = {"name": "slagen", "version": version, "rules": rules}
    results = [_result(finding, codes.index(finding.code)) for finding in ordered]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}]}


def _help(code: str, findings: Iterable[Finding]) -> str:
    """The ways out that findings of this code named, or where to read about it."""
    hints = dict.fromkeys(finding.hint for finding in findings if finding.code == code and finding.hint)
    return "\n".join(hints) or f"See {code} in docs/findings.md."


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    text = f"{finding.message.removesuffix('.')}. {finding.hint}" if finding.hint else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity.value,
        "message": {"text": text},
        "locations": [{"physicalLocation": _place(finding)}],
    }
    if finding.agreement:
        result["properties"] = {"agreement": finding.agreement}
    return result


def _place(finding: Finding) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.source.file.encode(errors="surrogateescape"))}}
    if finding.source.line is not None:
        place["region"] = {"startLine": max(finding.source.line, 1)}
    return place
