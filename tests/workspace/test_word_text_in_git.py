"""git diff and git log -p show Word files as text, by the real git."""

from __future__ import annotations

import os
from pathlib import Path
import shutil
import subprocess
import sys

from click.testing import CliRunner
import pytest

from slagen.cli.main import cli
from slagen.vault import word_text
from slagen.workspace.starting import show_word_files, start
from tests.formats.word.reading.files import docx, p, r
from tests.small_workspace import put_in_git

PATH = os.pathsep.join(str(Path(program).parent) for program in (shutil.which("git"), "/bin/sh", shutil.which("cksum")) if program)
"""Where git and a shell are, and slagen is not."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new workspace in a folder with a space, with two versions of a Word file that was sent."""
    folder = start(tmp_path_factory.mktemp("a place") / "the contracts").folder
    for days in (14, 30):
        put(folder, docx(p(r(f"Pay within {days} days."))))
        run(folder, "add", ".")
        run(folder, "-c", "user.name=Jo", "-c", "user.email=j@x.example", "commit", "-qm", f"{days} days")
    return folder


def put(folder: Path, data: bytes) -> None:
    place = folder / "agreements/acme/files/sent to them.docx"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def run(folder: Path, *arguments: str, **variables: str) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")} | variables
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True, env=environment).stdout


@pytest.mark.parametrize("command", [("log", "-p", "-1"), ("diff", "HEAD~1"), ("show",)])
def test_git_shows_what_the_words_became(root: Path, command: tuple[str, ...]) -> None:
    shown = run(root, *command)
    assert "-Pay within 14 days." in shown
    assert "+Pay within 30 days." in shown
    assert "Binary files" not in shown


def test_git_log_goes_on_where_slagen_is_not_installed(root: Path) -> None:
    run(root, "config", "diff.slagen-docx.textconv", word_text.command("/no/such/python"))
    shown = run(root, "log", "-p", "-1", PATH=PATH)
    assert "slagen could not read" in shown
    show_word_files(root)
    assert "+Pay within 30 days." in run(root, "log", "-p", "-1")


def test_a_word_file_that_cannot_be_read_does_not_stop_git(root: Path) -> None:
    put(root, b"PK no Word file at all")
    try:
        assert "could not read" in run(root, "diff")
    finally:
        run(root, "checkout", "-q", "--", ".")


def test_a_program_in_a_folder_with_odd_signs_is_found(root: Path, tmp_path: Path) -> None:
    program = tmp_path / "it's a $place"
    program.write_text(f'#!/bin/sh\nshift 3\nexec "{sys.executable}" -m slagen "$@"\n')
    program.chmod(0o755)
    run(root, "config", "diff.slagen-docx.textconv", word_text.command(str(program)))
    assert "+Pay within 30 days." in run(root, "log", "-p", "-1", PATH=PATH)


def test_an_existing_workspace_is_set_up_by_an_option_of_init(tmp_path: Path) -> None:
    root = put_in_git(tmp_path / "w")
    (root / ".gitattributes").write_text("*.md text")
    told = CliRunner().invoke(cli, ["init", "--git-diff", str(root)], standalone_mode=False)
    assert "show Word files as text" in told.output
    assert (root / ".gitattributes").read_text().splitlines()[::2] == ["*.md text", word_text.ATTRIBUTE]
    assert run(root, "check-attr", "diff", "text", "--", "x.docx").splitlines() == ["x.docx: diff: slagen-docx", "x.docx: text: unset"]
    assert not show_word_files(root)


def test_a_module_that_the_repository_brings_is_not_run(root: Path) -> None:
    show_word_files(root)
    (root / "slagen").mkdir()
    (root / "slagen/__main__.py").write_text("print('sprung')")
    try:
        shown = run(root, "log", "-p", "-1", PATH=PATH)
    finally:
        shutil.rmtree(root / "slagen")
    assert "sprung" not in shown
    assert "+Pay within 30 days." in shown


def test_everything_else_that_was_sent_stays_binary(root: Path) -> None:
    assert run(root, "check-attr", "diff", "agreements/a/files/x.pdf").endswith("unset\n")
    assert run(root, "check-attr", "text", "agreements/a/files/x.docx").endswith("unset\n")
