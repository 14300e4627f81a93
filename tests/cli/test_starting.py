from __future__ import annotations

from functools import partial
import json
from pathlib import Path

import pytest

from slagen.cli.main import run
from slagen.core.errors import MissingProgramError
from slagen.workspace import demonstrating, starting
from slagen.workspace.checking import check


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_init_makes_a_workspace_that_checks(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["init", "contracts"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("contracts: ")
    assert "slagen new ID" in shown.err
    monkeypatch.chdir("contracts")
    assert run(["check"]) == 0


def test_init_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "contracts", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["folder"], data["repository"], data["agreements"]) == (str(tmp_path / "contracts"), str(tmp_path / "contracts"), 0)


def test_init_refuses_a_workspace_with_exit_code_5(capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", "contracts"])
    capsys.readouterr()
    assert run(["init", "contracts"]) == 5
    assert "already holds a workspace" in capsys.readouterr().err


def test_init_wants_a_folder() -> None:
    assert run(["init"]) == 2


def test_init_without_git_says_how_to_get_it(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def missing() -> None:
        raise MissingProgramError("Versions are kept with git, which is not installed.", hint="install git")

    monkeypatch.setattr(starting, "gitpython", missing)
    assert run(["init", "contracts"]) == 8
    assert "install git" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_demo_shows_the_whole_job(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """With one sample: that all are built and checked is tested where nothing is printed, and the whole of it with the wheel."""
    monkeypatch.setattr(demonstrating, "in_order", lambda _loaded: iter(["acme-hosting"]))
    monkeypatch.setattr(demonstrating, "check", partial(check, agreement_ids=["acme-hosting"]))
    assert run(["demo"]) == 0
    shown = capsys.readouterr().out
    for words in ("1. A workspace in slagen-demo", "acme-hosting", "99.95%", "better for the customer", "1 October 2026", "To try next:"):
        assert words in shown
    assert Path("slagen-demo/build/acme-hosting.docx").is_file()
    assert run(["diff", "acme-hosting", "--workspace", "slagen-demo", "--exit-code"]) == 1


def test_demo_refuses_a_folder_that_is_not_empty(capsys: pytest.CaptureFixture[str]) -> None:
    Path("slagen-demo").mkdir()
    Path("slagen-demo/mine.txt").write_text("x")
    assert run(["demo"]) == 5
    assert "slagen demo DIR" in capsys.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_the_script_of_each_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    assert f"_SLAGEN_COMPLETE={shell}_complete" in capsys.readouterr().out


def test_completion_says_where_the_script_belongs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", "--help"]) == 0
    assert "~/.config/fish/completions/slagen.fish" in capsys.readouterr().out


def test_without_a_word_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    assert "slagen demo" in "".join(capsys.readouterr())


def test_ids_of_agreements_are_completed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    Path("slagen.toml").write_text("")
    for name in ("acme-hosting", "acme-charter", "other"):
        (Path("agreements/deep") / name).mkdir(parents=True)
        (Path("agreements/deep") / name / "agreement.yaml").write_text("")
    monkeypatch.setenv("_SLAGEN_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "slagen build ac")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert run([]) == 0
    assert capsys.readouterr().out.split() == ["plain,acme-charter", "plain,acme-hosting"]
