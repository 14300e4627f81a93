"""What the shell offers when somebody presses the tab key."""

from __future__ import annotations

from pathlib import Path

from click.shell_completion import ShellComplete
import pytest

from slagen.cli.main import cli


def offered(*words: str) -> list[str]:
    return [item.value for item in ShellComplete(cli, {}, "slagen", "_SLAGEN_COMPLETE").get_completions(list(words[:-1]), words[-1])]


@pytest.fixture
def agreements(library: Path) -> Path:
    for name in ("acme-hosting", "acme-charter", "beta"):
        (library / "agreements/acme" / name).mkdir(parents=True)
        (library / "agreements/acme" / name / "agreement.yaml").write_text("")
    return library


@pytest.mark.usefixtures("agreements")
@pytest.mark.parametrize("command", ["build", "check", "diff", "explain", "history", "save"])
def test_the_ids_of_agreements_are_completed(command: str) -> None:
    assert offered(command, "acme") == ["acme-charter", "acme-hosting"]


@pytest.mark.usefixtures("agreements")
def test_clauses_templates_and_kinds_of_dates_are_completed() -> None:
    assert offered("clauses", "show", "service-c") == ["service-credits"]
    assert offered("clauses", "where-used", "service-c") == ["service-credits"]
    assert offered("new", "gamma", "--template", "c") == ["client-charter", "corporate-sla", "customer-sla"]
    assert offered("due", "--kind", "re") == ["renegotiation", "renewal", "renewal-reminder", "report-due", "review"]


def test_outside_a_workspace_nothing_is_offered_and_nothing_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert offered("build", "a") == []
    assert capsys.readouterr() == ("", "")
