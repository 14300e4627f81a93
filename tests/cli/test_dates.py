"""`slagen dates`, as people call it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from slagen.cli.main import run

ROOT = Path(__file__).resolve().parents[2]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["dates", *arguments, "--workspace", str(ROOT)]) == 0
    return capsys.readouterr().out


def test_each_step_names_the_clause_that_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    out = told(capsys, "acme-hosting", "--on", "2028-06-01", "--explain")
    assert "Our last notice (provider)" in out
    assert "our notice: not less than 90 days before the last day, 31 December 2028: 2 October 2028 [clause 6.2 (Renewal)]" in out
    assert "by courier, sent by 29 September 2028, Acme plc receives it on 2 October 2028 (business days in GB-ENG) [clause 7.3 (Notices)]" in out


def test_without_explain_there_is_only_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert "[clause" not in told(capsys, "acme-hosting", "--on", "2028-06-01")


def test_what_has_no_end_or_no_term_is_told_as_such(capsys: pytest.CaptureFixture[str]) -> None:
    open_ended = json.loads(told(capsys, "platform-ola", "--on", "2028-06-01", "--json"))
    assert (open_ended["contract_term"]["last_day"], open_ended["notices"], open_ended["last_notice_date"]) == (None, [], None)
    over = json.loads(told(capsys, "strathmuir-casework", "--on", "2060-06-01", "--json"))
    assert over["contract_term"] is None
    assert over["explain"][0]["step"] == "no contract term runs on 1 June 2060"
