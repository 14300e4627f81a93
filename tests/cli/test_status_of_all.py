"""`slagen status` without an id: whether each agreement goes on, or when it ends."""

from __future__ import annotations

from datetime import date
import json
from pathlib import Path

import pytest

from slagen.cli.main import run
from slagen.workspace.events import sign
from slagen.workspace.identifying import Document
from tests.workspace.deal import Deal

TERM = """contract_term:
  effective_date: 2026-01-01
  initial: 12 months
  renewal: {renewal}
  notice: {{period: 90 days, before: last_day}}
"""
OPTION = "{mode: option, period: 12 months, max_renewals: 1, exercised_by: customer}"


def signed(folder: Path, renewal: str) -> Deal:
    deal = Deal(folder)
    deal.change("accepted:", f"{TERM.format(renewal=renewal)}accepted:")
    deal.save("with a term")
    sign(deal.root, deal.loaded, "acme", [Document("signed.pdf", b"%PDF-1.7")], deal.how(at=date(2026, 1, 10)))
    return deal


def goes_on(deal: Deal, on: str, capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["status", "--on", on, "--workspace", str(deal.root)]) == 0
    heading, row = (line for line in capsys.readouterr().out.splitlines() if line.startswith((" Agreement", " acme")))
    return row[heading.index("Goes on, or ends") : heading.index("Next")].strip()


def test_an_open_option_does_not_hide_the_end_and_a_missed_one_leaves_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deal = signed(tmp_path, OPTION)
    assert goes_on(deal, "2026-06-01", capsys) == "ends 2026-12-31, unless extended"
    assert goes_on(deal, "2026-12-01", capsys) == "ends 2026-12-31"  # 2 October was the last day for it
    assert run(["status", "--on", "2026-06-01", "--json", "--workspace", str(deal.root)]) == 0
    [line] = json.loads(capsys.readouterr().out)
    assert (line["ends_on"], line["renews_on"]) == ("2026-12-31", None)


def test_what_goes_on_without_an_end_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deal = signed(tmp_path, "{mode: evergreen}")
    assert goes_on(deal, "2026-06-01", capsys) == "renews 2027-01-01"
    assert goes_on(deal, "2027-06-01", capsys) == "goes on without an end"
