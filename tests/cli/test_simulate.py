"""`slagen simulate`: what a negotiator sees; nothing is written but what is asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.running import Slagen
from tests.small_workspace import AGREEMENT, put_in_git
from tests.workspace.test_performing import APRIL, MAY, TERM
from tests.workspace.test_simulating import BANDS, FILES, HALF_AN_HOUR_IN_MAY, HOUR_IN_APRIL, STRICTER

ASK = ("simulate", "acme", "--from", "2026-04", "--to", "2026-05", "--workspace")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return put_in_git(tmp_path / "ws", {"agreements/acme/agreement.yaml": AGREEMENT + TERM, APRIL: HOUR_IN_APRIL, MAY: HALF_AN_HOUR_IN_MAY})


def test_terms_results_credits_and_a_sentence_are_printed(root: Path, slagen: Slagen) -> None:
    code, out, err = slagen(*ASK, str(root), "--set", STRICTER, "--set", BANDS)
    assert (code, err) == (0, "")
    rows = [" ".join(line.split()) for line in out.splitlines()]
    assert any(row.endswith("target at least 99.9% at least 99.95% better") for row in rows)
    assert "uptime 2026-05 99.93% met missed better" in rows
    assert "2026-05 £0.00 £1,000.00 +£1,000.00 better" in rows
    assert "Together £1,000.00 £2,000.00 +£1,000.00 better" in rows
    assert rows[-1].endswith("Service Credits come to £2,000.00 instead of £1,000.00: £1,000.00 more for the customer.")


def test_a_proposal_that_says_what_holds_already_is_told_and_has_no_empty_table(root: Path, slagen: Slagen) -> None:
    code, out, _ = slagen(*ASK, str(root), "--set", STRICTER.replace("99.95", "99.9"))
    assert code == 0
    assert out.startswith("Nothing of the proposal changes a term.\n")
    assert "For the customer" not in out.partition("Month")[0]


def test_json_has_both_sides(root: Path, slagen: Slagen) -> None:
    code, out, err = slagen(*ASK, str(root), "--set", STRICTER, "--json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert [(one["period"], one["as_it_is"]["verdict"], one["proposed"]["verdict"]) for one in told["levels"]] == [
        ("2026-04", "missed", "missed"),
        ("2026-05", "met", "missed"),
    ]
    assert told["credit_total"] == [{"currency": "GBP", "as_it_is": "1000.00", "proposed": "1000.00", "difference": "0.00", "direction": "neutral"}]
    assert [one["code"] for one in told["findings"]] == ["SLG323"]


def test_it_is_written_where_it_is_said_and_nowhere_else(root: Path, tmp_path: Path, slagen: Slagen) -> None:
    assert slagen(*ASK, str(root), "--set", STRICTER, "-o", str(tmp_path / "out"))[0] == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [f"acme-simulation.{kind}" for kind in ("docx", "html", "md")]
    text = (tmp_path / "out" / "acme-simulation.md").read_text(encoding="utf-8")
    assert "| uptime | 2026-05 | 99.93% | met | missed | better |" in " ".join(text.split())
    assert "as if they had held from the first day of the agreement on" in text
    assert not (root / "build").exists()


def test_a_counter_draft_is_proposed_as_a_file(root: Path, tmp_path: Path, slagen: Slagen) -> None:
    counter = tmp_path / "counter.yaml"
    counter.write_text(FILES["agreements/acme/agreement.yaml"].replace("99.9 %", "99.95 %"), encoding="utf-8")
    _, out, _ = slagen(*ASK, str(root), "--with", str(counter))
    assert "uptime 2026-05 99.93% met missed better" in " ".join(out.split())
    code, _, err = slagen(*ASK, str(root), "--with", str(tmp_path / "none.yaml"))
    assert (code, "none.yaml" in err) == (4, True)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "Nothing is proposed"),
        (("--set", "x"), 2, "sets nothing"),
        (("--set", "service_levels.uptme.target=>= 99 %"), 4, "service_levels.uptime.target"),
        (("--set", "service_levels.uptime.target=99 %"), 3, "which way it counts"),
        (("--with", "a.yaml", "--at", "draft"), 2, "Say one of them"),
        (("--at", "v9.0"), 4, "v9.0"),
    ],
)
def test_what_cannot_be_simulated_says_why(arguments: tuple[str, ...], code: int, told: str, root: Path, slagen: Slagen) -> None:
    found, out, err = slagen(*ASK, str(root), *arguments)
    assert (found, out) == (code, "")
    assert told in err
