from __future__ import annotations

from pathlib import Path

import pytest

from slagen.cli.main import run
from slagen.workspace import upgrading
from tests.small_workspace import AGREEMENT, git
from tests.workspace.moved_on import FACTS, LOCK, PAYMENT, PAYS, payment, start, write

OWN = "agreements/acme/payment.md"
REPLACES = AGREEMENT + "clauses: {replace: [{id: payment, file: payment.md, reason: agreed, approved_by: lee}]}\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    space = start(tmp_path / "space")
    write(space, PAYMENT, payment(PAYS.replace("pays", "owes"), "2.0.0", changes="{2.0.0: Debts are called debts.}"))
    monkeypatch.chdir(space)
    return space


@pytest.mark.usefixtures("root")
def test_outdated_says_who_is_behind_what_changed_and_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["clauses", "outdated"]) == 0
    shown = capsys.readouterr().out
    assert all(
        word in shown for word in ("acme", "clause payment", "1.0.0", "2.0.0", "major: its meaning changed", "“pays” → “owes”", "Debts are called debts.")
    )
    assert run(["clauses", "outdated", "--exit-code"]) == 1
    assert run(["clauses", "outdated", "nobody"]) == 4


def test_upgrade_shows_the_redline_moves_the_pin_and_says_what_comes_next(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["upgrade", "acme", "--yes"]) == 0
    shown = capsys.readouterr().out
    assert "owes" in shown
    assert "slagen save acme" in shown
    assert "payment: {version: 2.0.0" in (root / LOCK).read_text()
    assert run(["clauses", "outdated", "--exit-code"]) == 0
    assert run(["upgrade", "acme", "--yes"]) == 0
    assert "up to date" in capsys.readouterr().out


def test_a_dry_run_writes_nothing_but_the_redline_that_is_asked_for(root: Path, tmp_path: Path) -> None:
    place = tmp_path / "redline.docx"
    assert run(["upgrade", "acme", "payment", "--dry-run", "--to", "docx", "-o", str(place)]) == 0
    assert place.read_bytes().startswith(b"PK")
    assert git(root, "status", "--porcelain").split() == ["M", PAYMENT]


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("form", ["md", "html"])
def test_the_redline_can_be_printed_in_other_formats(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["upgrade", "acme", "--dry-run", "--to", form]) == 0
    printed = capsys.readouterr().out
    assert "owes" in printed
    assert run(["upgrade", "acme", "--dry-run", "--to", form, "-o", f"redline.{form}"]) == 0
    assert Path(f"redline.{form}").read_text() in printed
    assert run(["upgrade", "acme", "--dry-run", "--to", form, "-o", PAYMENT]) == 5


def test_where_nobody_can_be_asked_nothing_is_written_unasked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["upgrade", "acme"]) == 2
    assert "--yes" in capsys.readouterr().err
    assert git(root, "status", "--porcelain").split() == ["M", PAYMENT]


def test_a_conflict_shows_all_wordings_and_ends_with_1(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, PAYMENT, payment())
    write(root, FACTS, REPLACES)
    write(root, OWN, PAYS.replace("pays", "shall pay") + "\n")
    assert run(["save", "acme", "-m", "own"]) == 0
    write(root, PAYMENT, payment(PAYS.replace("pays", "owes"), "1.0.1"))
    lock = (root / LOCK).read_bytes()
    assert run(["upgrade", "acme", "--yes"]) == 1
    shown = capsys.readouterr().err
    assert all(word in shown for word in ("it was:", "pays", "you wrote:", "shall pay", "library says:", "owes"))
    assert (root / LOCK).read_bytes() == lock


@pytest.mark.usefixtures("root")
def test_an_executed_agreement_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(upgrading, "is_executed", lambda _loaded, _name: True)
    assert run(["upgrade", "acme", "--yes"]) == 5
    assert "amendment" in capsys.readouterr().err


@pytest.mark.usefixtures("root")
def test_build_and_explain_speak_of_pins(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "acme", "clauses.payment.within"]) == 0
    assert "pinned: clause payment 1.0.0" in capsys.readouterr().out
    assert run(["build", "acme", "--to", "md"]) == 0
    assert "slagen clauses outdated" in capsys.readouterr().err
