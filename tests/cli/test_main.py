from __future__ import annotations

from collections.abc import Mapping
import json
import os
from pathlib import Path
from typing import Any

import pytest

from slagen.cli import main as program
from slagen.cli.commands import COMMANDS, Entry
from slagen.cli.main import run
from slagen.core.errors import MissingProgramError
from tests.running import Slagen
from tests.small_workspace import AGREEMENT, clause, git, put, put_in_git, template

FILE = "agreements/acme/agreement.yaml"
BROKEN: Mapping[str, str | bytes | None] = {"clauses/common/scope.md": clause("scope", "1. {{ nobody }}")}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = put_in_git(tmp_path / "workspace")
    monkeypatch.chdir(root)
    return root


def error_of(out: str) -> dict[str, Any]:
    data = json.loads(out)
    assert set(data) == {"error"}
    assert set(data["error"]) - {"findings"} == {"code", "message", "source", "hint"}
    source = data["error"]["source"]
    assert source is None or set(source) == {"file", "line"}
    error: dict[str, Any] = data["error"]
    return error


def test_what_is_done_ends_with_0(here: Path, slagen: Slagen) -> None:
    assert slagen("build", "acme", "--to", "md")[0] == 0
    assert slagen("clauses", "list")[0] == 0
    assert slagen("due", "--on", "2026-10-01")[0] == 0
    assert (here / "build/acme.md").exists()


def test_check_ends_with_1_where_a_finding_is_an_error_and_not_for_warnings(here: Path, slagen: Slagen) -> None:
    put(here, {"templates/plain/template.yaml": template("scope", "gone")})
    assert slagen("check")[0] == 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "words",
    [
        ("chekc",),
        ("check", "--nope"),
        ("build",),
        ("build", "acme", "--all"),
        ("build", "acme", "--to", "odt"),
        ("build", "--all", "--jobs", "0"),
        ("due", "--on", "tomorrow"),
        ("due", "--kind", "nothing"),
        ("due", "--within", "soon"),
        ("save", "acme"),
        ("diff",),
        ("clauses", "nothing"),
        ("explain", "acme"),
    ],
)
def test_wrong_usage_ends_with_2(slagen: Slagen, words: tuple[str, ...]) -> None:
    code, out, err = slagen(*words)
    assert (code, out) == (2, "")
    assert err
    code, out, err = slagen(*words, "--json")
    assert (code, err) == (2, "")
    assert error_of(out)["code"] == "usage"


def test_bad_input_ends_with_3_and_shows_every_finding(here: Path, slagen: Slagen) -> None:
    put(here, {**BROKEN, FILE: AGREEMENT + "nonsense: 1\n"})
    code, out, err = slagen("build", "acme", "--to", "md")
    assert (code, out) == (3, "")
    assert f"{FILE}:9: error SLG020" in err
    assert not (here / "build").exists()


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    "words",
    [
        ("build", "acne"),
        ("check", "acne"),
        ("explain", "acne", "id"),
        ("explain", "acme", "titel"),
        ("clauses", "show", "scoop"),
        ("clauses", "where-used", "scoop"),
        ("history", "acne"),
        ("diff", "acme", "v9.9"),
        ("save", "acne", "-m", "x"),
    ],
)
def test_what_is_not_there_ends_with_4_and_names_the_nearest(slagen: Slagen, words: tuple[str, ...]) -> None:
    code, out, err = slagen(*words)
    assert (code, out) == (4, "")
    assert "“" in err
    code, out, err = slagen(*words, "--json")
    assert (code, err) == (4, "")
    assert error_of(out)["code"] == "not-found"


def test_outside_a_workspace_is_not_found_and_says_what_to_do(tmp_path: Path, slagen: Slagen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = slagen("check")
    assert code == 4
    assert "slagen init" in err


def test_what_git_or_the_disk_refuses_ends_with_5(tmp_path: Path, slagen: Slagen, monkeypatch: pytest.MonkeyPatch) -> None:
    root = put(tmp_path)
    monkeypatch.chdir(root)
    assert slagen("save", "acme", "-m", "x")[0] == 5
    (root / "build").write_text("in the way")
    code, out, _ = slagen("build", "acme", "--to", "md", "--json")
    assert code == 5
    assert error_of(json.dumps({"error": json.loads(out)["failed"][0]["error"]}))["code"] == "refused"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("raised", "code"), [(MissingProgramError("No LibreOffice."), 8), (KeyboardInterrupt(), 130), (EOFError(), 130), (RuntimeError("oops"), 70)]
)
def test_whatever_happens_inside_has_its_exit_code(slagen: Slagen, monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: int) -> None:
    def failing(*_: object, **__: object) -> None:
        raise raised

    monkeypatch.setattr("slagen.workspace.load.load", failing)
    got, out, err = slagen("check")
    assert (got, out) == (code, "")
    assert err.strip()
    assert "Traceback" not in err
    got, out, err = slagen("check", "--json")
    assert got == code
    assert error_of(out)["message"]


@pytest.mark.usefixtures("here")
def test_a_fault_of_slagens_own_shows_where_it_happened_only_when_asked(slagen: Slagen, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr("slagen.workspace.load.load", failing)
    monkeypatch.setenv("SLAGEN_DEBUG", "1")
    assert "Traceback" in slagen("check")[2]


def test_a_misspelt_command_names_the_nearest_one(slagen: Slagen) -> None:
    assert "Did you mean “check”?" in slagen("chek")[2]
    assert "slagen --help" in slagen("xyzzy")[2]


def test_help_names_every_command_with_its_line_and_imports_none(slagen: Slagen) -> None:
    code, out, _ = slagen("--help")
    assert code == 0
    for name, entry in COMMANDS.items():
        assert name in out
        assert entry.help.split()[0] in out


@pytest.mark.parametrize("entry", COMMANDS.values(), ids=list(COMMANDS))
def test_every_command_has_help_with_an_example(slagen: Slagen, entry: Entry) -> None:
    name = next(name for name, one in COMMANDS.items() if one is entry)
    code, out, _ = slagen(name, "--help")
    assert code == 0
    assert f"slagen {name}" in out.split("Example")[-1]


def test_the_version_is_told(slagen: Slagen) -> None:
    from slagen import __version__  # noqa: PLC0415

    assert slagen("--version") == (0, f"slagen {__version__}\n", "")


def test_commands_work_from_any_folder_inside_and_with_a_workspace_that_is_named(
    here: Path, slagen: Slagen, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(here / "clauses/common")
    code, out, _ = slagen("build", "acme", "--to", "md")
    assert (code, out.strip()) == (0, str(here / "build/acme.md"))
    monkeypatch.chdir(tmp_path)
    assert slagen("clauses", "list", "--workspace", str(here))[0] == 0
    assert slagen("clauses", "list", "--workspace", str(here / "templates/plain"))[0] == 0
    assert slagen("clauses", "list", "--workspace", str(tmp_path / "nowhere"))[0] == 4


JSON = [
    ("check",), ("check", "--format", "json"), ("build", "acme", "--to", "md"), ("explain", "acme", "title"), ("clauses", "list"), ("clauses", "show", "scope"),
    ("clauses", "where-used", "scope"), ("due", "--on", "2026-10-01"), ("due", "--to", "json"), ("history", "acme"), ("save", "acme", "-m", "x"), ("diff", "acme"),
    ("diff", "acme", "--to", "json"),
]  # fmt: skip


@pytest.mark.parametrize("words", JSON)
def test_json_is_all_that_stands_on_standard_output(here: Path, slagen: Slagen, words: tuple[str, ...]) -> None:
    git(here, "add", "-A")
    git(here, "commit", "--quiet", "-m", "all")
    slagen("save", "acme", "-m", "first")
    (here / FILE).write_text(AGREEMENT.replace("Acme plc", "Äcme “plc”"))
    flag = () if "json" in words else ("--json",)
    code, out, _ = slagen(*words, *flag)
    assert code in {0, 1}
    assert json.loads(out) is not None


def test_messages_and_findings_of_a_failed_command_stand_on_standard_error(here: Path, slagen: Slagen) -> None:
    put(here, BROKEN)
    for words in (("build", "acme"), ("save", "acme", "-m", "x"), ("build", "acme", "--to", "json")):
        code, out, err = slagen(*words)
        assert (code, out) == (3, "")
        assert "SLG051" in err


def test_findings_stop_a_command_with_all_of_them_in_its_json(here: Path, slagen: Slagen) -> None:
    put(here, BROKEN)
    code, out, err = slagen("save", "acme", "-m", "x", "--json")
    assert (code, err) == (3, "")
    error = error_of(out)
    assert error["code"] == "findings"
    assert [finding["code"] for finding in error["findings"]] == ["SLG051"]
    assert error["source"] == {"file": "clauses/common/scope.md", "line": 10}


def test_a_very_long_list_of_findings_is_cut_and_counted(here: Path, slagen: Slagen) -> None:
    put(here, {"clauses/common/scope.md": clause("scope", "\n".join(f"1. [](#gone-{number})" for number in range(60)))})
    err = slagen("build", "acme")[2]
    assert err.count("SLG112") == 50
    assert "… and 10 more" in err


@pytest.mark.usefixtures("here")
def test_the_name_of_the_format_json_is_no_wish_for_json_where_contracts_are_built(slagen: Slagen) -> None:
    code, out, err = slagen("build", "acme", "--to", "json")
    assert (code, out.strip()) == (0, "build/acme.json")
    assert err


def test_a_reader_that_has_gone_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[object] = []
    monkeypatch.setattr(os, "dup2", lambda *_: closed.append(_))

    def gone(*_: object, **__: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(program.cli, "main", gone)
    assert run(["check"]) == 0
    assert closed
