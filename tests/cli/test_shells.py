"""A shell of one's own, as people use it: made, changed, broken, checked and built with."""

from __future__ import annotations

import json
from pathlib import Path
import re

import pytest

from slagen.cli.main import run
from slagen.formats.word.package import read_package, write_package
from slagen.formats.word.stories import paragraph_text, read_trees
from slagen.formats.word.xml_text import NAMESPACE
from tests.small_workspace import put, shell

SHELL = "templates/plain/shell.docx"
MAIN, NUMBERING = "word/document.xml", "word/numbering.xml"


def changed(part: str, old: str, new: str) -> bytes:
    parts = read_package(shell(), SHELL)
    assert old in parts[part].decode()
    return write_package(parts | {part: parts[part].decode().replace(old, new).encode()})


def articles() -> bytes:
    """Article I. / Article I-1 / (a)."""
    numbering = read_package(shell(), SHELL)[NUMBERING].decode()
    first, others = numbering.split("</w:abstractNum>", 1)
    first = (
        first.replace('<w:numFmt w:val="decimal"/>', '<w:numFmt w:val="upperRoman"/>', 1).replace('"%1"', '"Article %1."').replace('"%1.%2"', '"Article %1-%2"')
    )
    return write_package(read_package(shell(), SHELL) | {NUMBERING: f"{first}</w:abstractNum>{others}".encode()})


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = put(tmp_path)
    monkeypatch.chdir(root)
    return root


BROKEN = {
    "no Word file": (b"hello", "SLG070", "is not a Word file"),
    "macros": (write_package(read_package(shell(), SHELL) | {"word/vbaProject.bin": b"x"}), "SLG071", "has macros"),
    "no place for the contract": (changed(MAIN, "{{p contract }}", "The contract"), "SLG072", "has no {{p contract }}"),
    "unknown tag": (changed("word/footer1.xml", "{{ hash }}", "{{ hasch }}"), "SLG073", "footer of section 1, paragraph 1"),
    "value that does not exist": (changed(MAIN, "{{ title }}", "{{ parties[7].name }}"), "SLG073", "{{ parties[7].name }}"),
    "broken tag": (changed(MAIN, "{{ title }}", "{{ title"), "SLG074", "begins with “{{” and is no tag (body, paragraph"),
    "style that is not there": (changed(MAIN, 'w:val="CoverDate"', 'w:val="HouseDate"'), "SLG082", "uses the style “HouseDate”"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_shell_is_told_by_check_and_refused_by_build_which_leaves_what_was_there(what: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "acme", "--to", "docx,md"]) == 0
    before = {path.name: path.read_bytes() for path in (root / "build").iterdir()}
    data, code, says = BROKEN[what]
    (root / SHELL).write_bytes(data)
    capsys.readouterr()
    assert run(["check", "--json"]) == 1
    found = [finding for finding in json.loads(capsys.readouterr().out) if finding["code"] == code]
    assert any(says in finding["message"] and SHELL in finding["message"] and finding["hint"] for finding in found)
    assert run(["build", "acme", "--to", "docx,md"]) == 3
    assert says in " ".join(capsys.readouterr().err.split())
    assert {path.name: path.read_bytes() for path in (root / "build").iterdir()} == before


def test_every_format_of_a_build_prints_the_labels_of_the_shell(root: Path) -> None:
    (root / SHELL).write_bytes(articles())
    assert run(["build", "acme", "--to", "docx,md,html"]) == 0
    tree = read_trees((root / "build/acme.docx").read_bytes(), "x")[MAIN]
    word = {paragraph_text(item) for item in tree.iter(f"{{{NAMESPACE}}}p")}
    page, text = (root / "build/acme.html").read_text(), (root / "build/acme.md").read_text()
    heading = next(line.partition("\t")[2] for line in word if line.startswith("Article I.\t"))
    assert f'<span class="n">Article I.</span> <span>{heading}</span>' in page
    assert re.search(rf"^#+ .*Article I\. {heading}$", text, re.MULTILINE)
    assert not re.search(r"^#+ .*\b1\. ", text.split("Schedule", maxsplit=1)[0], re.MULTILINE)


def test_styles_that_a_shell_lacks_are_noted_by_check_with_their_names(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / SHELL).write_bytes(changed("word/styles.xml", '<w:name w:val="Recital"/>', '<w:name w:val="Whereas"/>'))
    run(["check", "acme"])  # the small agreement has drafting errors of its own
    said = " ".join("".join(capsys.readouterr()).split())
    assert "lacks styles that contracts use; they are added: “Recital”" in said
    assert run(["build", "acme", "--to", "docx"]) == 0
